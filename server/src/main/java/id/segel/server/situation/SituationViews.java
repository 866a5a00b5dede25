package id.segel.server.situation;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.segel.core.box.BoxId;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.Devices;
import id.segel.server.http.Paging;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads schema {@code situation} for lists that do not come from the picture. */
@Component
class SituationViews {

  /** Who answers for a box: a device, and what it was enrolled as. */
  record Holder(String key, @Nullable String role, @Nullable String territory, String label) {}

  /**
   * One box of a list.
   *
   * @param place where it was last put into somebody's hand; like holder and since null where
   *     nobody has it, and for readers without a role
   * @param discrepancies that are open for it
   * @param replacedBy the newest box of the same TPS and kind that took its part, or null
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Box(
      String id,
      int kind,
      int copy,
      String tps,
      String label,
      int stage,
      boolean inTransit,
      @Nullable String place,
      @Nullable Holder holder,
      @Nullable Instant since,
      int discrepancies,
      @Nullable String replacedBy) {

    /** What everybody may see at once. */
    Box statusOnly() {
      return new Box(
          id,
          kind,
          copy,
          tps,
          label,
          stage,
          inTransit,
          null,
          null,
          null,
          discrepancies,
          replacedBy);
    }
  }

  /**
   * One discrepancy.
   *
   * @param box one of its boxes, the lowest number; null when it concerns none that is known
   * @param boxes how many it concerns
   * @param statements ids of all that take part; none for readers without a role
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Discrepancy(
      long index,
      String kind,
      @Nullable String box,
      int boxes,
      @Nullable String kelurahan,
      @Nullable String tps,
      @Nullable String label,
      Instant recorded,
      List<String> statements,
      boolean open) {

    /** What everybody may see at once. */
    Discrepancy statusOnly() {
      return new Discrepancy(
          index, kind, box, boxes, kelurahan, tps, label, recorded, List.of(), open);
    }
  }

  /** A page of a list and how long the list is. */
  record Page<T>(long total, List<T> rows) {}

  static final String BOX_COLUMNS =
      """
      select b.box, b.stage, b.in_transit, b.place, k.key, b.since,
             (select count(*) from situation.discrepancy_boxes d where d.box = b.box and d.open),
             (select max(n.box) from situation.boxes n
               where n.box between b.box + 1 and b.box / 100 * 100 + 99
                 and b.box / 100 % 10 > 0)
        from situation.boxes b left join situation.keys k on k.no = b.holder
      """;

  private final JdbcClient sql;
  private final Known known;

  SituationViews(JdbcClient sql, Known known) {
    this.sql = sql;
    this.known = known;
  }

  /** All boxes of a TPS, replaced ones too. */
  List<Box> boxesOf(long tps) {
    return sql.sql(BOX_COLUMNS + " where b.box between :from and :to order by b.box")
        .param("from", tps * 1000)
        .param("to", tps * 1000 + 999)
        .query(box())
        .list();
  }

  /**
   * Boxes of TPS by number; spares that serve no TPS yet are not among them.
   *
   * @param region digits that their numbers begin with, none for all
   */
  Page<Box> boxes(
      @Nullable Integer stage, @Nullable Boolean inTransit, String region, Paging paging) {
    String where =
        """
         where b.box between :from and :to
           and b.box / 100 % 10 > 0
           and (:stage < 0 or b.stage = :stage)
           and (:transit < 0 or b.in_transit = (:transit = 1))
        """;
    long unit = 1;
    for (int i = region.length(); i < 16; i++) {
      unit *= 10;
    }
    long from = region.isEmpty() ? 0 : Long.parseLong(region) * unit;
    long to = region.isEmpty() ? Long.MAX_VALUE : from + unit - 1;
    int asked = stage == null ? -1 : stage;
    int transit = inTransit == null ? -1 : inTransit ? 1 : 0;
    long total =
        sql.sql("select count(*) from situation.boxes b" + where)
            .param("from", from)
            .param("to", to)
            .param("stage", asked)
            .param("transit", transit)
            .query(Long.class)
            .single();
    List<Box> rows =
        sql.sql(BOX_COLUMNS + where + " order by b.box limit :size offset :offset")
            .param("from", from)
            .param("to", to)
            .param("stage", asked)
            .param("transit", transit)
            .param("size", paging.size())
            .param("offset", paging.offset())
            .query(box())
            .list();
    return new Page<>(total, rows);
  }

  /** Discrepancies, the newest first. */
  Page<Discrepancy> discrepancies(
      @Nullable Boolean open, @Nullable String kind, String region, Paging paging) {
    String where =
        """
         where (:open < 0 or d.open = (:open = 1))
           and (:kind = '' or d.kind = :kind)
           and (:region = '' or exists (
                  select 1 from situation.discrepancy_boxes x
                   where x.index = d.index and x.box::text like :region || '%'))
        """;
    int asked = open == null ? -1 : open ? 1 : 0;
    String wanted = kind == null ? "" : kind;
    long total =
        sql.sql("select count(*) from situation.discrepancies d" + where)
            .param("open", asked)
            .param("kind", wanted)
            .param("region", region)
            .query(Long.class)
            .single();
    List<Discrepancy> rows =
        sql.sql(
                """
                select d.index, d.kind, d.statements, d.recorded, d.open, b.first, b.boxes
                  from situation.discrepancies d,
                       lateral (select min(box) as first, count(*) as boxes
                                  from situation.discrepancy_boxes where index = d.index) as b
                """
                    + where
                    + " order by d.index desc limit :size offset :offset")
            .param("open", asked)
            .param("kind", wanted)
            .param("region", region)
            .param("size", paging.size())
            .param("offset", paging.offset())
            .query(discrepancy())
            .list();
    return new Page<>(total, rows);
  }

  /** The newest discrepancies of those that were open after an entry. */
  Page<Discrepancy> openAfter(long index, int size) {
    String from =
        """
          from (select distinct on (discrepancy) discrepancy, open
                  from situation.marks
                 where tps = 0 and index <= :index
                 order by discrepancy, index desc) as m
               join situation.discrepancies d on d.index = m.discrepancy,
               lateral (select min(box) as first, count(*) as boxes
                          from situation.discrepancy_boxes where index = d.index) as b
         where m.open
        """;
    long total = sql.sql("select count(*)" + from).param("index", index).query(Long.class).single();
    List<Discrepancy> rows =
        sql.sql(
                "select d.index, d.kind, d.statements, d.recorded, m.open, b.first, b.boxes"
                    + from
                    + " order by d.index desc limit :size")
            .param("index", index)
            .param("size", size)
            .query(discrepancy())
            .list();
    return new Page<>(total, rows);
  }

  boolean hasBox(BoxId box) {
    return sql.sql("select exists (select 1 from situation.boxes where box = :box)")
        .param("box", box.number())
        .query(Boolean.class)
        .single();
  }

  /** The first boxes whose numbers begin with these digits, of which there are fewer than 16. */
  List<BoxId> boxesBeginning(String digits, int most) {
    long first = Long.parseLong(digits + "0".repeat(16 - digits.length()));
    long last = Long.parseLong(digits + "9".repeat(16 - digits.length()));
    return sql.sql(
            "select box from situation.boxes where box between :first and :last order by box limit :most")
        .param("first", first)
        .param("last", last)
        .param("most", most)
        .query((row, n) -> new BoxId(row.getLong(1)))
        .list();
  }

  RowMapper<Box> box() {
    return (row, n) -> {
      var id = new BoxId(row.getLong(1));
      byte[] key = row.getBytes(5);
      OffsetDateTime since = row.getObject(6, OffsetDateTime.class);
      long newer = row.getLong(8);
      return new Box(
          id.toString(),
          id.kind(),
          id.copy(),
          id.tps(),
          known.box(id),
          row.getInt(2),
          row.getBoolean(3),
          row.getString(4),
          key == null ? null : holder(PartyKey.of(key)),
          since == null ? null : since.toInstant(),
          row.getInt(7),
          newer == 0 ? null : Long.toString(newer));
    };
  }

  Holder holder(PartyKey key) {
    Devices.Device device = known.devices().of(key);
    return new Holder(
        key.toString(),
        device == null ? null : device.role().name(),
        device == null ? null : device.territory(),
        known.holder(key));
  }

  private RowMapper<Discrepancy> discrepancy() {
    return (row, n) -> {
      var statements = new ArrayList<String>();
      for (byte[] id : (byte[][]) row.getArray(3).getArray()) {
        statements.add(Id.of(id).toString());
      }
      long first = row.getLong(6);
      BoxId box = row.wasNull() ? null : new BoxId(first);
      return new Discrepancy(
          row.getLong(1),
          row.getString(2),
          box == null ? null : box.toString(),
          row.getInt(7),
          box == null || box.isSpare() ? null : box.kelurahan(),
          box == null || box.isSpare() ? null : box.tps(),
          box == null ? null : known.box(box),
          row.getObject(4, OffsetDateTime.class).toInstant(),
          statements,
          row.getBoolean(5));
    };
  }
}
