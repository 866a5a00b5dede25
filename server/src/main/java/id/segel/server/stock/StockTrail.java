package id.segel.server.stock;

import id.segel.core.box.BoxId;
import id.segel.core.region.PlaceCode;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which entries of the log speak of what is in a box, for what is handed out about it. */
@Component
public class StockTrail {

  /** More than anything handed out may hold: whoever gets so many refuses. */
  private static final int ENTRIES_MAX = 5_000;

  /** A store has some hundred thousand movements; the newest tell how it came to be found. */
  private static final int MOVEMENTS_MAX = 200;

  private final JdbcClient sql;

  StockTrail(JdbcClient sql) {
    this.sql = sql;
  }

  /** What was put into a box and taken out, its last check, what was found about it and cleared. */
  public List<Long> of(BoxId box) {
    return between(box.toString(), box.toString(), "box:" + box);
  }

  /** The same of all boxes of a TPS, and what was found about the TPS itself. */
  public List<Long> of(PlaceCode tps) {
    return between(tps.region() + "000", tps.region() + "999", "place:" + tps);
  }

  /** Of the boxes from this number to that, all of 16 digits. */
  private List<Long> between(String first, String last, String also) {
    return sql.sql(
            """
            select index from stock.movements where from_holder between :first and :last
            union
            select index from stock.movements where to_holder between :first and :last
            union
            select checked from stock.boxes
             where box between :firstBox and :lastBox and checked is not null
            union
            select index from stock.findings
             where about between :first and :last or about = :also
            union
            select cleared from stock.findings
             where (about between :first and :last or about = :also) and cleared is not null
            order by 1
            limit :most
            """)
        .param("first", "box:" + first)
        .param("last", "box:" + last)
        .param("firstBox", Long.parseLong(first))
        .param("lastBox", Long.parseLong(last))
        .param("also", also)
        .param("most", ENTRIES_MAX)
        .query((row, n) -> row.getLong(1))
        .list();
  }

  /** The entry that cleared a finding, or raised it anew, by the one that raised it. */
  public Optional<Long> clearedBy(long finding) {
    return sql.sql(
            "select cleared from stock.findings where index = :index and cleared is not null")
        .param("index", finding)
        .query(Long.class)
        .optional();
  }

  /** The newest entries that moved sheets to or from a holder. */
  public List<Long> movementsOf(String holder) {
    return sql.sql(
            """
            select index from stock.movements where from_holder = :holder
            union
            select index from stock.movements where to_holder = :holder
            order by 1 desc
            limit :most
            """)
        .param("holder", holder)
        .param("most", MOVEMENTS_MAX)
        .query((row, n) -> row.getLong(1))
        .list();
  }
}
