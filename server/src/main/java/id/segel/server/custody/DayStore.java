package id.segel.server.custody;

import id.segel.core.custody.RecordedStatement;
import id.segel.core.custody.Statement;
import id.segel.core.region.PlaceCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What each TPS said of its day: the cards of its chair, and that its boxes were opened for the
 * vote. Owned by the follower's thread.
 */
final class DayStore {

  /** The word of a TPS whose boxes were opened for the vote. */
  static final String OPENED = "OPENED";

  private record Word(long tps, String word) {}

  private record Said(Instant claimed, long index) {

    boolean isLater(Said other) {
      int order = claimed.compareTo(other.claimed);
      return order > 0 || (order == 0 && index > other.index);
    }
  }

  private DayStore() {}

  static void apply(List<RecordedStatement> statements, Connection sql) throws SQLException {
    var words = new LinkedHashMap<Word, Said>();
    for (RecordedStatement one : statements) {
      Statement said = one.statement();
      boolean isOpening = said.kind() == Statement.Kind.OPEN && "VOTING".equals(said.reason());
      if ((said.kind() == Statement.Kind.DAY || isOpening)
          && said.place().kind() == PlaceCode.Kind.TPS) {
        var word =
            new Word(
                Long.parseLong(said.place().region()),
                isOpening ? OPENED : String.valueOf(said.reason()));
        words.merge(
            word,
            new Said(said.claimed(), one.index()),
            (old, other) -> other.isLater(old) ? other : old);
      }
    }
    if (!words.isEmpty()) {
      write(words, sql);
    }
  }

  private static void write(Map<Word, Said> words, Connection sql) throws SQLException {
    try (PreparedStatement upsert =
        sql.prepareStatement(
            """
            insert into custody.days (tps, word, claimed, index)
            select tps, word, to_timestamp(claimed), index
              from unnest(?::bigint[], ?::text[], ?::bigint[], ?::bigint[])
                as said (tps, word, claimed, index)
            on conflict (tps, word) do update
               set claimed = excluded.claimed, index = excluded.index
             where (excluded.claimed, excluded.index) > (days.claimed, days.index)
            """)) {
      var keys = List.copyOf(words.keySet());
      var said = List.copyOf(words.values());
      upsert.setArray(1, sql.createArrayOf("bigint", keys.stream().map(Word::tps).toArray()));
      upsert.setArray(2, sql.createArrayOf("text", keys.stream().map(Word::word).toArray()));
      upsert.setArray(
          3,
          sql.createArrayOf(
              "bigint", said.stream().map(one -> one.claimed.getEpochSecond()).toArray()));
      upsert.setArray(4, sql.createArrayOf("bigint", said.stream().map(Said::index).toArray()));
      upsert.executeUpdate();
    }
  }
}
