package id.segel.server.stock;

import id.segel.core.box.BoxId;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which box a seal was first seen on, as the books remember it. */
@Component
public class SealViews {

  /** A seal, and the first box that a statement names with it. */
  public record Seen(String seal, BoxId box) {}

  /** Before the number of a seal in the books' keys. */
  private static final String KEY = "seal ";

  private final JdbcClient sql;

  SealViews(JdbcClient sql) {
    this.sql = sql;
  }

  /** The first of those whose numbers begin so. */
  public List<Seen> beginning(String number, int most) {
    // A stretch of the key, so that the index is used whatever the planner thinks of patterns.
    return sql.sql(
            """
            select key, value from stock.books
             where key >= :first and key < :behind and starts_with(key, :first)
             order by key limit :most
            """)
        .param("first", KEY + number)
        .param("behind", KEY + number + "~")
        .param("most", most)
        .query((row, n) ->
            new Seen(row.getString(1).substring(KEY.length()), BoxId.parse(row.getString(2))))
        .list();
  }
}
