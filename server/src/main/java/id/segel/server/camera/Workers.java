package id.segel.server.camera;

import id.segel.core.camera.CameraWorkerAdmitted;
import id.segel.core.camera.CameraWorkerRevoked;
import id.segel.server.http.Caller;
import id.segel.server.http.Problem;
import id.segel.server.log.FactLog;
import id.segel.server.log.RawReadings;
import id.segel.server.secret.Keeper;
import id.segel.tlog.Sha256;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Programs near the cameras that look at them, each with a token that is shown once. */
@Component
class Workers {

  private static final int TOKEN_BYTES = 32;
  private static final String BEARER = "Bearer ";
  private static final int MOST = 100;

  /**
   * A worker.
   *
   * @param ignored readings that could not be taken, ever
   */
  record Worker(
      int worker, String name, @Nullable Instant heard, long ignored, boolean isRevoked) {}

  private final JdbcClient sql;
  private final Keeper keeper;
  private final Clock real;
  private final FactLog log;

  Workers(JdbcClient sql, Keeper keeper, Clock real, FactLog log) {
    this.sql = sql;
    this.keeper = keeper;
    this.real = real;
    this.log = log;
  }

  List<Worker> all() {
    return sql.sql(
            """
            select worker, name, heard_at, ignored, revoked_at is not null
              from camera.workers order by revoked_at is not null, worker
            """)
        .query((row, n) ->
            new Worker(
                row.getInt(1),
                row.getString(2),
                Cameras.moment(row, "heard_at"),
                row.getLong(4),
                row.getBoolean(5)))
        .list();
  }

  boolean isThere(int worker) {
    return all().stream().anyMatch(one -> one.worker() == worker && !one.isRevoked());
  }

  /** Makes one; answers its token, which is nowhere afterwards. */
  String make(String name, String by) {
    if (all().size() >= MOST) {
      throw new Problem(409, "TOO_MANY_WORKERS", "There are " + MOST + " workers already.");
    }
    String token =
        Caller.WORKER_TOKEN
            + Base64.getUrlEncoder().withoutPadding().encodeToString(keeper.random(TOKEN_BYTES));
    int worker =
        sql.sql("select nextval(pg_get_serial_sequence('camera.workers', 'worker'))")
            .query(Integer.class)
            .single();
    log.append(
        List.of(new CameraWorkerAdmitted(worker, by)),
        (transaction, index) -> {
          try (PreparedStatement insert =
              transaction.prepareStatement(
                  """
                  insert into camera.workers (worker, name, token, made_by)
                  overriding system value values (?, ?, ?, ?)
                  on conflict do nothing
                  """)) {
            insert.setInt(1, worker);
            insert.setString(2, name);
            insert.setBytes(3, hash(token));
            insert.setString(4, by);
            insert.executeUpdate();
          }
        });
    return token;
  }

  boolean revoke(int worker, String by) {
    if (!isThere(worker)) {
      return false;
    }
    log.append(
        List.of(new CameraWorkerRevoked(worker, by)),
        (transaction, index) -> {
          try (PreparedStatement update =
              transaction.prepareStatement(
                  "update camera.workers set revoked_at = coalesce(revoked_at, ?) where worker = ?")) {
            update.setObject(1, RawReadings.at(real.instant()));
            update.setInt(2, worker);
            update.executeUpdate();
          }
        });
    return true;
  }

  /** The worker that shows this header; a problem when it shows none, or one that is no more. */
  int of(@Nullable String header) {
    String token =
        header != null && header.startsWith(BEARER) ? header.substring(BEARER.length()) : "";
    return sql.sql("select worker from camera.workers where token = :token and revoked_at is null")
        .param("token", hash(token))
        .query(Integer.class)
        .optional()
        .orElseThrow(() ->
            new Problem(401, "WORKER_UNKNOWN", "This is no token of a worker, or it was revoked."));
  }

  void heard(int worker, Instant now, int ignored) {
    sql.sql(
            """
            update camera.workers set heard_at = :now, ignored = ignored + :ignored
             where worker = :worker
            """)
        .param("now", RawReadings.at(now))
        .param("ignored", ignored)
        .param("worker", worker)
        .update();
  }

  private static byte[] hash(String token) {
    return Sha256.digest().digest(token.getBytes(StandardCharsets.UTF_8));
  }
}
