package id.segel.server.log;

import id.segel.core.camera.ReadingsDigested;
import id.segel.core.fact.Id;
import id.segel.server.clock.ElectionClock;
import id.segel.tlog.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What machines send, as it came, for two weeks; the log gets the number and the SHA-256 of each
 * hour. A reading belongs to the hour in which it came, and to none that is closed: what is missing
 * from an hour's digest was never here. Each capability that has such readings has tables {@code
 * readings} and {@code hours} of its own, all of one shape.
 */
public abstract class RawReadings {

  private static final Duration KEPT = Duration.ofDays(14);

  private final String schema;
  private final ReadingsDigested.Source source;
  private final JdbcClient sql;
  private final TransactionTemplate transaction;
  private final ElectionClock clock;
  private final FactLog log;

  /** Held while a reading is written, and while an hour is closed. */
  private final Object writing = new Object();

  /** The first hour that may still grow; null until it is known. */
  private @Nullable Instant open;

  protected RawReadings(
      String schema,
      ReadingsDigested.Source source,
      JdbcClient sql,
      PlatformTransactionManager transactions,
      ElectionClock clock,
      FactLog log) {
    this.schema = schema;
    this.source = source;
    this.sql = sql;
    this.transaction = new TransactionTemplate(transactions);
    this.clock = clock;
    this.log = log;
  }

  /** Works with the database so that all of it happens or nothing, and no hour closes meanwhile. */
  public <T> T write(Supplier<T> work) {
    synchronized (writing) {
      return Objects.requireNonNull(transaction.execute(status -> work.get()));
    }
  }

  /**
   * Keeps what somebody sent, within {@link #write}.
   *
   * @param count how many readings the text has, each a line
   */
  public void keep(Instant now, String sender, int count, String text) {
    Instant hour = now.truncatedTo(ChronoUnit.HOURS);
    Instant first = open();
    sql.sql(
            "insert into %s.readings (hour, came, sender, count, text)".formatted(schema)
                + " values (:hour, :now, :sender, :count, :text)")
        .param("hour", at(hour.isBefore(first) ? first : hour))
        .param("now", at(now))
        .param("sender", sender)
        .param("count", count)
        .param("text", text)
        .update();
  }

  private Instant open() {
    Instant known = open;
    if (known == null) {
      known =
          sql.sql("select max(hour) from %s.hours".formatted(schema))
              .query((row, n) ->
                  row.getObject(1) == null
                      ? Instant.EPOCH
                      : row.getObject(1, OffsetDateTime.class)
                          .toInstant()
                          .plus(1, ChronoUnit.HOURS))
              .single();
      open = known;
    }
    return known;
  }

  /** Says the digests of hours that are over, and forgets what is too old. */
  public void digest() {
    Instant hour = clock.instant().truncatedTo(ChronoUnit.HOURS);
    synchronized (writing) {
      if (!open().isBefore(hour)) {
        return;
      }
      // From here on nothing is added to an hour before this one, whatever becomes of the append.
      open = hour;
    }
    for (Instant one : undigested(hour)) {
      MessageDigest digest = Sha256.digest();
      int[] count = new int[1];
      read(
          one,
          (text, readings) -> {
            digest.update(text.getBytes(StandardCharsets.UTF_8));
            count[0] += readings;
          });
      var fact = new ReadingsDigested(source, one, count[0], Id.of(digest.digest()));
      log.append(List.of(fact), (connection, index) -> digested(fact, index, connection));
    }
    sql.sql(
            "delete from %1$s.readings where hour < :old and hour in (select hour from %1$s.hours)"
                .formatted(schema))
        .param("old", at(hour.minus(KEPT)))
        .update();
  }

  private List<Instant> undigested(Instant before) {
    return sql.sql(
            """
            select distinct hour from %1$s.readings
             where hour < :before and hour not in (select hour from %1$s.hours) order by hour
            """
                .formatted(schema))
        .param("before", at(before))
        .query((row, n) -> row.getObject(1, OffsetDateTime.class).toInstant())
        .list();
  }

  private void digested(ReadingsDigested fact, long index, Connection connection)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into %s.hours (hour, count, digest, entry) values (?, ?, ?, ?)"
                .formatted(schema))) {
      insert.setObject(1, at(fact.hour()));
      insert.setInt(2, fact.count());
      insert.setBytes(3, fact.digest().bytes());
      insert.setLong(4, index);
      insert.executeUpdate();
    }
  }

  private interface Reading {
    void take(String text, int count);
  }

  private void read(Instant hour, Reading reading) {
    long after = 0;
    int pages = 100;
    while (true) {
      long[] last = {after};
      sql.sql(
              """
              select id, text, count from %s.readings
               where hour = :hour and id > :after order by id limit :pages
              """
                  .formatted(schema))
          .param("hour", at(hour))
          .param("after", after)
          .param("pages", pages)
          .query(row -> {
            last[0] = row.getLong(1);
            reading.take(row.getString(2), row.getInt(3));
          });
      if (last[0] == after) {
        return;
      }
      after = last[0];
    }
  }

  /** The texts of an hour in their order: their SHA-256 is what the log has. */
  public void texts(Instant hour, Consumer<String> into) {
    read(hour, (text, count) -> into.accept(text));
  }

  /** As the database takes a moment. */
  public static OffsetDateTime at(Instant moment) {
    return moment.atOffset(ZoneOffset.UTC);
  }
}
