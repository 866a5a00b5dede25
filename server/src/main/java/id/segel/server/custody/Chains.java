package id.segel.server.custody;

import id.segel.core.box.BoxId;
import id.segel.server.http.Caller;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which entries of the log speak of a box or a TPS, for what is handed out about it. */
@Component
public class Chains {

  /** A TPS has one box a kind and a few copies. */
  private static final int BOXES_MAX = 50;

  /** A statement, and whether it stands in the chain itself or beside it. */
  public record Link(long index, boolean main) {}

  /**
   * A box's statements in the order of its chain.
   *
   * @param discrepancies entries that found or closed one
   */
  public record Chain(BoxId box, List<Link> links, List<Long> discrepancies) {}

  private final BoxViews views;
  private final JdbcClient sql;

  Chains(BoxViews views, JdbcClient sql) {
    this.views = views;
    this.sql = sql;
  }

  /** A problem when there is no such box. */
  public Chain of(BoxId box) {
    BoxViews.Page page = views.page(box, Caller.DEMO);
    List<Long> found =
        sql.sql("select index from custody.box_discrepancies where box = :box order by index")
            .param("box", box.number())
            .query((row, n) -> row.getLong(1))
            .list();
    return new Chain(
        box,
        page.links().stream().map(link -> new Link(link.index(), link.main())).toList(),
        found);
  }

  /** The boxes of a TPS about which anything was signed. */
  public List<BoxId> boxesOf(String tps) {
    long first = Long.parseLong(tps) * 1000;
    return sql.sql(
            "select box from custody.boxes where box between :first and :last order by box limit "
                + BOXES_MAX)
        .param("first", first)
        .param("last", first + 999)
        .query((row, n) -> new BoxId(row.getLong(1)))
        .list();
  }

  /** The newest of each word that a TPS said of its day. */
  public List<Long> daysOf(String tps) {
    return sql.sql("select index from custody.days where tps = :tps order by index")
        .param("tps", Long.parseLong(tps))
        .query((row, n) -> row.getLong(1))
        .list();
  }
}
