package id.segel.server.custody;

import id.segel.core.custody.CustodyChains;
import id.segel.core.custody.RecordedStatement;
import id.segel.core.custody.Statement;
import id.segel.core.fact.Entry;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.server.log.Recorded;
import id.segel.server.log.Signers;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The statements of the log for the rules: those of the batch, offers that nobody has answered yet,
 * those read lately, and the rest from the entries. Owned by the sequencer's thread.
 */
final class StatementStore implements CustodyChains.Statements {

  /** Boxes of the statements that are kept in memory: some 60 MB. */
  private static final int KEPT_BOXES = 300_000;

  private final Signers signers;
  private final Map<Id, RecordedStatement> batch = new LinkedHashMap<>();
  private final LinkedHashMap<Id, RecordedStatement> kept = new LinkedHashMap<>(1024, 0.75f, true);
  private int keptBoxes;

  /** The highest counter that each device has used; a lower one is looked up. */
  private final Map<PartyKey, Long> highest = new HashMap<>();

  private @Nullable Connection connection;

  StatementStore(Signers signers) {
    this.signers = signers;
  }

  /**
   * Reads what a batch will ask for: statements it answers, and what its devices counted so far.
   */
  void begin(Collection<Id> needed, Collection<PartyKey> devices, Connection sql)
      throws SQLException {
    connection = sql;
    var missing =
        needed.stream()
            .filter(id -> !kept.containsKey(id) && !batch.containsKey(id))
            .distinct()
            .toList();
    if (!missing.isEmpty()) {
      read(missing, sql).forEach(this::keep);
    }
    var strangers = devices.stream().filter(key -> !highest.containsKey(key)).distinct().toList();
    if (!strangers.isEmpty()) {
      readHighest(strangers, sql);
    }
  }

  /** Adds a statement of the batch, in the order of the log. */
  void add(RecordedStatement recorded) {
    batch.put(recorded.id(), recorded);
  }

  /** A statement of the batch or of the log has a further signature. */
  @Override
  public void signed(RecordedStatement recorded) {
    if (kept.containsKey(recorded.id())) {
      keep(recorded);
    } else {
      batch.put(recorded.id(), recorded);
    }
  }

  /** Of what is in the log now, only an offer will be asked for, and only until it is answered. */
  void committed() {
    for (RecordedStatement one : batch.values()) {
      if (one.statement().kind() == Statement.Kind.OFFER) {
        keep(one);
      }
    }
    for (RecordedStatement one : batch.values()) {
      RecordedStatement answered = kept.remove(one.statement().of());
      if (answered != null) {
        keptBoxes -= 1 + answered.statement().boxCount();
      }
    }
    batch.clear();
  }

  void forget() {
    batch.clear();
    highest.clear();
  }

  @Override
  public @Nullable RecordedStatement of(Id id) {
    RecordedStatement recorded = batch.get(id);
    if (recorded == null) {
      recorded = kept.get(id);
    }
    if (recorded == null) {
      try {
        for (RecordedStatement one : read(List.of(id), Objects.requireNonNull(connection))) {
          keep(one);
          recorded = one;
        }
      } catch (SQLException e) {
        throw new BrokenConnectionException(e);
      }
    }
    return recorded;
  }

  @Override
  public List<Id> of(PartyKey device, long counter) {
    if (counter > highest.getOrDefault(device, 0L)) {
      highest.put(device, counter);
      return List.of();
    }
    var same = new ArrayList<Id>();
    for (RecordedStatement one : batch.values()) {
      if (one.statement().counter() == counter && one.statement().by().equals(device)) {
        same.add(one.id());
      }
    }
    try (PreparedStatement select =
        Objects.requireNonNull(connection)
            .prepareStatement("select id from log.entries where signer = ? and counter = ?")) {
      select.setInt(1, signers.number(device));
      select.setLong(2, counter);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          same.add(Id.of(rows.getBytes(1)));
        }
      }
    } catch (SQLException e) {
      throw new BrokenConnectionException(e);
    }
    return same;
  }

  private void keep(RecordedStatement recorded) {
    if (kept.put(recorded.id(), recorded) == null) {
      keptBoxes += 1 + recorded.statement().boxCount();
    }
    var oldest = kept.values().iterator();
    while (keptBoxes > KEPT_BOXES) {
      keptBoxes -= 1 + oldest.next().statement().boxCount();
      oldest.remove();
    }
  }

  private void readHighest(List<PartyKey> devices, Connection sql) throws SQLException {
    var numbers = devices.stream().map(signers::number).toArray(Integer[]::new);
    devices.forEach(device -> highest.put(device, 0L));
    try (PreparedStatement select =
        sql.prepareStatement(
            """
            select asked.signer, top.counter
              from unnest(?::int[]) as asked (signer),
                   lateral (select counter from log.entries
                             where signer = asked.signer
                             order by counter desc limit 1) as top
            """)) {
      select.setArray(1, sql.createArrayOf("integer", numbers));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          highest.put(Objects.requireNonNull(signers.key(rows.getInt(1))), rows.getLong(2));
        }
      }
    }
  }

  /** Reads statements from the entries, with the signatures that came later. */
  static List<RecordedStatement> read(Collection<Id> ids, Connection sql) throws SQLException {
    var found = new ArrayList<RecordedStatement>(ids.size());
    try (PreparedStatement select =
        sql.prepareStatement(
            """
            select e.index, e.leaf, s.lines, s.indexes
              from log.entries e
              left join lateral (select array_agg(line order by index) as lines,
                                        array_agg(index order by index) as indexes
                                   from log.signatures where id = e.id) s on true
             where e.id = any(?)
            """)) {
      select.setArray(
          1, sql.createArrayOf("bytea", ids.stream().map(Id::bytes).toArray(byte[][]::new)));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          RecordedStatement one =
              new Recorded(rows.getLong(1), Entry.decode(rows.getBytes(2))).statement();
          Array lines = rows.getArray(3);
          if (lines != null) {
            var line = (String[]) lines.getArray();
            var index = (Long[]) rows.getArray(4).getArray();
            for (int i = 0; i < line.length; i++) {
              one = one.signed(line[i], index[i]);
            }
          }
          found.add(one);
        }
      }
    }
    return found;
  }

  /** The connection broke in the middle of a rule. */
  static final class BrokenConnectionException extends RuntimeException {

    private final SQLException broken;

    BrokenConnectionException(SQLException broken) {
      super(broken);
      this.broken = broken;
    }

    SQLException broken() {
      return broken;
    }
  }
}
