package id.segel.server.watch;

import id.segel.core.custody.Statement;
import id.segel.core.region.PlaceCode;
import id.segel.core.watch.Sign;
import id.segel.core.watch.TpsWatched;
import id.segel.server.log.Projector;
import id.segel.server.log.Recorded;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Keeps the newest statement that is a sign of life of each TPS that was ever on the list: one that
 * names a box of it, or is made at it.
 */
@Component
class WatchProjector implements Projector {

  static final String SCHEMA = "watch";

  /** TPS that were ever on the list; null until they were read. */
  private @Nullable Set<Long> known;

  private Instant taken = Instant.MIN;
  private volatile Instant reached = Instant.MIN;

  @Override
  public String schema() {
    return SCHEMA;
  }

  /** When what it has taken in last was recorded. */
  Instant reached() {
    return reached;
  }

  @Override
  public void apply(List<Recorded> entries, Connection sql) throws SQLException {
    Set<Long> tracked = known(sql);
    var listed = new ArrayList<Long>();
    var newest = new TreeMap<Long, Sign>();
    for (Recorded recorded : entries) {
      if (!recorded.isFact()) {
        take(recorded, tracked, newest);
      } else if (recorded.fact() instanceof TpsWatched it) {
        listed.add(Long.parseLong(it.tps()));
        tracked.add(Long.parseLong(it.tps()));
      }
    }
    write(listed, newest, sql);
    taken = entries.getLast().entry().recorded();
  }

  private static void take(Recorded recorded, Set<Long> tracked, Map<Long, Sign> newest) {
    if (tracked.isEmpty()) {
      return;
    }
    Statement said = recorded.statement().statement();
    boolean isDay = said.kind() == Statement.Kind.DAY;
    var sign =
        new Sign(
            recorded.entry().recorded(),
            said.kind().name(),
            isDay ? said.reason() : null,
            recorded.index());
    for (long tps : tpsOf(said)) {
      if (tracked.contains(tps)) {
        newest.merge(tps, sign, (old, one) -> old.at().isAfter(one.at()) ? old : one);
      }
    }
  }

  /** Whose boxes it names, and at which one it was made. */
  private static Set<Long> tpsOf(Statement said) {
    var tps = new HashSet<Long>();
    if (said.place().kind() == PlaceCode.Kind.TPS) {
      tps.add(Long.parseLong(said.place().region()));
    }
    for (Statement.Group group : said.groups()) {
      group.boxes().forEach(line -> tps.add(line.box().tpsNumber()));
    }
    said.exceptions().forEach(one -> tps.add(one.box().tpsNumber()));
    return tps;
  }

  private static void write(List<Long> listed, Map<Long, Sign> newest, Connection sql)
      throws SQLException {
    try (PreparedStatement insert =
            sql.prepareStatement(
                "insert into watch.signs (tps) values (?) on conflict do nothing");
        PreparedStatement update =
            sql.prepareStatement(
                """
                update watch.signs
                   set recorded = ?, kind = ?, word = ?, entry = ?
                 where tps = ? and (recorded is null or recorded <= ?)
                """)) {
      for (long tps : listed) {
        insert.setLong(1, tps);
        insert.addBatch();
      }
      insert.executeBatch();
      for (Map.Entry<Long, Sign> one : newest.entrySet()) {
        Sign sign = one.getValue();
        update.setObject(1, sign.at().atOffset(ZoneOffset.UTC));
        update.setString(2, sign.kind());
        update.setString(3, sign.word());
        update.setLong(4, sign.entry());
        update.setLong(5, one.getKey());
        update.setObject(6, sign.at().atOffset(ZoneOffset.UTC));
        update.addBatch();
      }
      update.executeBatch();
    }
  }

  private Set<Long> known(Connection sql) throws SQLException {
    Set<Long> read = known;
    if (read == null) {
      read = new HashSet<>();
      try (PreparedStatement select = sql.prepareStatement("select tps from watch.signs");
          ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          read.add(rows.getLong(1));
        }
      }
      known = read;
    }
    return read;
  }

  @Override
  public void committed() {
    reached = taken;
  }

  @Override
  public List<String> tables() {
    return List.of("watch.signs");
  }

  @Override
  public void reset(Connection sql) throws SQLException {
    try (PreparedStatement truncate = sql.prepareStatement("truncate watch.signs")) {
      truncate.executeUpdate();
    }
    known = null;
    taken = Instant.MIN;
    reached = Instant.MIN;
  }
}
