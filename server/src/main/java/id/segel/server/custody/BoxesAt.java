package id.segel.server.custody;

import id.segel.core.box.BoxId;
import id.segel.core.custody.BoxState;
import id.segel.core.custody.RecordedStatement;
import id.segel.core.custody.Statement;
import id.segel.core.fact.Entry;
import id.segel.core.fact.Id;
import id.segel.core.region.PlaceCode;
import id.segel.server.log.Entries;
import id.segel.server.log.Recorded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which boxes are at a place, by the guard rows as they are now: those that were last taken,
 * packed, sealed or opened there. Of a region's place only boxes of that region are looked at; one
 * that was left there by mistake is not among them.
 */
@Component
public class BoxesAt {

  /** More boxes than the largest city has. */
  private static final int BOXES_MAX = 60_000;

  /** Statements read in one query. */
  private static final int READ_AT_ONCE = 2_000;

  /** Steps back along a chain: an offer, its withdrawal, and so on. */
  private static final int STEPS_MAX = 40;

  private record Row(BoxId box, Id tip, boolean isOffered) {}

  /**
   * A statement that boxes have as their newest.
   *
   * @param claimed when it was signed, as the phone says
   */
  public record Touch(Id statement, Statement.Kind kind, Instant claimed, List<BoxId> boxes) {}

  private final JdbcClient sql;
  private final Entries entries;

  BoxesAt(JdbcClient sql, Entries entries) {
    this.sql = sql;
    this.entries = entries;
  }

  /** The boxes at these places; true where a box was offered to somebody and not taken yet. */
  public NavigableMap<BoxId, Boolean> of(Collection<PlaceCode> places) {
    Set<String> wanted = new HashSet<>();
    var first = new TreeSet<Long>();
    var last = new ArrayList<Long>();
    for (PlaceCode place : places) {
      wanted.add(place.text());
      first.add(number(place.region(), "0"));
    }
    // The ranges in the order of their beginnings, for the query walks the key along them.
    var ends = new HashMap<Long, Long>();
    places.forEach(
        place -> ends.merge(number(place.region(), "0"), number(place.region(), "9"), Math::max));
    first.forEach(one -> last.add(Objects.requireNonNull(ends.get(one))));
    List<Row> rows =
        sql.sql(
                """
                select distinct b.box, b.tip, b.taker <> 0
                  from unnest(:first::bigint[], :last::bigint[]) as r (first, last)
                  join custody.boxes b on b.box between r.first and r.last
                 where b.tip is not null and b.phase <> :replaced
                 limit :most
                """)
            .param("first", first.toArray(Long[]::new))
            .param("last", last.toArray(Long[]::new))
            .param("replaced", BoxState.Phase.REPLACED.number())
            .param("most", BOXES_MAX)
            .query((row, n) ->
                new Row(new BoxId(row.getLong(1)), Id.of(row.getBytes(2)), row.getBoolean(3)))
            .list();
    return kept(rows, wanted);
  }

  private static long number(String region, String rest) {
    return Long.parseLong(region + rest.repeat(16 - region.length()));
  }

  private NavigableMap<BoxId, Boolean> kept(List<Row> rows, Set<String> wanted) {
    var offered = new HashMap<BoxId, Boolean>();
    Map<BoxId, Id> tips = new HashMap<>();
    for (Row row : rows) {
      tips.put(row.box, row.tip);
      offered.put(row.box, row.isOffered);
    }
    var there = new TreeMap<BoxId, Boolean>();
    located(tips)
        .forEach((box, place) -> {
          if (wanted.contains(place.text())) {
            there.put(box, Boolean.TRUE.equals(offered.get(box)));
          }
        });
    return there;
  }

  /** Where boxes are whose newest statements are these. */
  Map<BoxId, PlaceCode> located(Map<BoxId, Id> tips) {
    var read = new HashMap<Id, RecordedStatement>();
    Map<BoxId, Id> open = new HashMap<>(tips);
    var there = new HashMap<BoxId, PlaceCode>();
    for (int step = 0; step < STEPS_MAX && !open.isEmpty(); step++) {
      read(open.values(), read);
      var next = new HashMap<BoxId, Id>();
      open.forEach((box, id) -> {
        RecordedStatement at = Objects.requireNonNull(read.get(id), "a statement is missing");
        Id before = at.predecessor(box);
        if (saysWhere(at, box) || before == null) {
          there.put(box, at.statement().place());
        } else if (at.statement().kind() == Statement.Kind.CORRECT) {
          // What was taken by mistake never left: the box is where it was offered.
          read(List.of(before), read);
          next.put(box, Objects.requireNonNull(read.get(before)).predecessor(box));
        } else {
          next.put(box, before);
        }
      });
      next.values().removeIf(Objects::isNull);
      open = next;
    }
    return there;
  }

  /** An offer, a withdrawal and a box that was missed do not say where it is. */
  private static boolean saysWhere(RecordedStatement at, BoxId box) {
    return switch (at.statement().kind()) {
      case OFFER, WITHDRAW, CORRECT, DAY -> false;
      case ACCEPT -> {
        Statement.Deviation deviation = at.deviation(box);
        yield deviation == null || !deviation.isMissing();
      }
      case PACK, SEAL, OPEN, USE, RESEAL, REPLACE, CONFIRM -> true;
    };
  }

  private void read(Collection<Id> ids, Map<Id, RecordedStatement> read) {
    List<Id> missing = ids.stream().distinct().filter(id -> !read.containsKey(id)).toList();
    for (int from = 0; from < missing.size(); from += READ_AT_ONCE) {
      List<Id> some = missing.subList(from, Math.min(missing.size(), from + READ_AT_ONCE));
      for (Entries.Leaf leaf : entries.of(some)) {
        RecordedStatement one = new Recorded(leaf.index(), Entry.decode(leaf.bytes())).statement();
        read.put(one.id(), one);
      }
    }
  }

  /** What was last signed about these boxes behind an entry, statement by statement. */
  public List<Touch> since(long index, Collection<BoxId> boxes) {
    var byTip = new HashMap<Id, List<BoxId>>();
    sql.sql(
            """
            select box, tip from custody.boxes
             where box = any(:boxes) and tip_index > :index
             order by box
            """)
        .param("boxes", boxes.stream().map(BoxId::number).toArray(Long[]::new))
        .param("index", index)
        .query(row -> {
          byTip
              .computeIfAbsent(Id.of(row.getBytes(2)), id -> new ArrayList<>())
              .add(new BoxId(row.getLong(1)));
        });
    var read = new HashMap<Id, RecordedStatement>();
    read(byTip.keySet(), read);
    return read.values().stream()
        .map(one ->
            new Touch(
                one.id(),
                one.statement().kind(),
                one.statement().claimed(),
                Objects.requireNonNull(byTip.get(one.id()))))
        .toList();
  }
}
