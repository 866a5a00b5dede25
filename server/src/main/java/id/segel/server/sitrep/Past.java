package id.segel.server.sitrep;

import id.segel.core.exchange.Facts;
import id.segel.core.fact.Fact;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the projector kept, as it was at an entry. */
@Component
class Past {

  /** A fact with its place and its moment in election time. */
  record Told(long index, Instant recorded, Fact fact) {}

  private static final RowMapper<Told> TOLD =
      (row, n) ->
          new Told(
              row.getLong(1),
              row.getObject(2, OffsetDateTime.class).toInstant(),
              Facts.read(row.getBytes(3)));

  private final JdbcClient sql;

  Past(JdbcClient sql) {
    this.sql = sql;
  }

  /** The facts up to this entry, in the order of the log. */
  List<Told> facts(long index) {
    return sql.sql(
            "select index, recorded, body from sitrep.facts where index <= :index order by index")
        .param("index", index)
        .query(TOLD)
        .list();
  }

  /** How many TPS of a region had said each word of their day. */
  SortedMap<String, Integer> words(String region, long index) {
    var words = new TreeMap<String, Integer>();
    sql.sql(
            """
            select word, count(*) from sitrep.days
             where index <= :index and tps between :first and :last
             group by word
            """)
        .param("index", index)
        .param("first", Long.parseLong(padded(region, '0')))
        .param("last", Long.parseLong(padded(region, '9')))
        .query(row -> {
          words.put(row.getString(1), row.getInt(2));
        });
    return words;
  }

  private static String padded(String region, char digit) {
    return region + String.valueOf(digit).repeat(13 - region.length());
  }
}
