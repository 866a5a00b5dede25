package id.segel.server.custody;

import id.segel.core.box.BoxId;
import id.segel.core.custody.BoxState;
import id.segel.core.custody.Seals;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.core.region.Leg;
import id.segel.core.spotcheck.BoxList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Where single boxes are by the log, and which seals it has for them. */
@Component
public class Whereabouts {

  /**
   * One box that was seen.
   *
   * @param stage how far it is, as {@link BoxState#stage}
   * @param holder what its holder is called; empty while nobody answers for it
   */
  public record Where(int stage, String holder, Seals seals) {}

  private record Row(BoxId box, Id tip, int phase, int leg, byte[] holder) {}

  private final JdbcClient sql;
  private final KitViews kits;
  private final Naming naming;
  private final Custody custody;

  Whereabouts(JdbcClient sql, KitViews kits, Naming naming, Custody custody) {
    this.sql = sql;
    this.kits = kits;
    this.naming = naming;
    this.custody = custody;
  }

  /** In the sequencer's thread: a box that a proposal of the batch names, as it is by then. */
  public BoxState inBatch(BoxId box) {
    return custody.state(box);
  }

  /** {@code PPS Kapuk} for the key of a device. */
  public String device(PartyKey key) {
    return naming.device(key);
  }

  /** About how many boxes of a list somebody has signed something. */
  public int seen(BoxList list) {
    return (int)
        sql
            .sql("select box from custody.boxes where tip is not null")
            .query((row, n) -> new BoxId(row.getLong(1)))
            .list()
            .stream()
            .filter(list::has)
            .count();
  }

  /** Those of these boxes of which somebody has signed something; a few thousand at most. */
  public Map<BoxId, Where> of(Collection<BoxId> boxes) {
    var rows =
        sql.sql(
                """
                select b.box, b.tip, b.phase, b.leg, s.key
                  from custody.boxes b left join log.signers s on s.no = b.holder
                 where b.box = any(:boxes) and b.tip is not null
                """)
            .param("boxes", boxes.stream().map(BoxId::number).toArray(Long[]::new))
            .query((row, n) ->
                new Row(
                    new BoxId(row.getLong(1)),
                    Id.of(row.getBytes(2)),
                    row.getInt(3),
                    row.getInt(4),
                    row.getBytes(5) == null ? new byte[0] : row.getBytes(5)))
            .list();
    var tips = new HashMap<BoxId, Id>();
    rows.forEach(row -> tips.put(row.box, row.tip));
    Map<BoxId, Seals> seals = kits.seals(tips);
    var where = new HashMap<BoxId, Where>();
    for (Row row : rows) {
      var state =
          new BoxState(
              row.box,
              row.tip,
              0,
              null,
              BoxState.Phase.ofNumber(row.phase),
              Leg.ofNumber(row.leg),
              0,
              null,
              null,
              false);
      where.put(
          row.box,
          new Where(
              state.stage(),
              row.holder.length == 0 ? "" : naming.device(PartyKey.of(row.holder)),
              seals.getOrDefault(row.box, Seals.NONE)));
    }
    return where;
  }
}
