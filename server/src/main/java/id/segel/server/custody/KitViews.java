package id.segel.server.custody;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.segel.core.box.BoxId;
import id.segel.core.custody.RecordedStatement;
import id.segel.core.custody.Seals;
import id.segel.core.custody.Statement;
import id.segel.core.fact.Entry;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.Devices.Device;
import id.segel.core.personnel.KeyKeeping;
import id.segel.core.personnel.Role;
import id.segel.core.region.ElectionOpened;
import id.segel.core.region.Leg;
import id.segel.core.region.LegWindowSet;
import id.segel.core.region.PlaceCode;
import id.segel.server.access.Registry;
import id.segel.server.http.Problem;
import id.segel.server.log.Entries;
import id.segel.server.log.Recorded;
import id.segel.server.region.Regions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What a phone takes along before it goes where there is no network: the boxes in its hand, with
 * what its next statement follows, and the keys of those it meets.
 */
@Component
class KitViews {

  /** More boxes than any officer holds: a kecamatan has five thousand. */
  private static final int MAX_BOXES = 20_000;

  /** How many statements are read at once. */
  private static final int STEP = 500;

  private static final int BOX_DIGITS = 16;

  /**
   * A box in the hand of the phone.
   *
   * @param after the statement that the next one about it follows
   * @param seals none while it is open
   * @param leg the one that it goes next; null behind the last
   */
  record Holding(String box, String after, List<String> seals, @Nullable String leg) {}

  /**
   * A phone of a level above or below, or of somebody who watches there.
   *
   * @param card true where the key is printed on a card
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Officer(
      String key,
      String role,
      String territory,
      boolean revoked,
      @Nullable String body,
      @Nullable Boolean card) {}

  /** When a leg that begins or ends at the phone may start and must be over. */
  record Window(String leg, Instant earliest, Instant latest) {}

  /** Boxes that are to come to the phone by a leg, and are packed or sealed. */
  record Coming(String leg, List<String> boxes) {}

  /**
   * All of it.
   *
   * @param expected boxes of the territory that have not come to it on their way out
   * @param coming which boxes have not come, out and back, by leg
   * @param unconfirmed boxes that a card of its office took
   */
  record Kit(
      String election,
      List<Holding> holding,
      List<Officer> officers,
      long expected,
      List<Window> windows,
      List<Coming> coming,
      List<Holding> unconfirmed) {}

  private record Row(BoxId box, Id tip, @Nullable Leg next) {}

  private final JdbcClient sql;
  private final Entries entries;
  private final Registry registry;
  private final Regions regions;

  KitViews(JdbcClient sql, Entries entries, Registry registry, Regions regions) {
    this.sql = sql;
    this.entries = entries;
    this.registry = registry;
    this.regions = regions;
  }

  Kit kit(PartyKey key) {
    Device device = Objects.requireNonNull(registry.devices().of(key));
    ElectionOpened election = regions.roster().election();
    if (election == null) {
      throw Problem.notFound("no election was opened");
    }
    if (!device.role().isHolder()) {
      return new Kit(election.election(), List.of(), List.of(), 0, List.of(), List.of(), List.of());
    }
    return new Kit(
        election.election(),
        holding(device, List.of(key)),
        officers(device),
        expected(device),
        windows(device),
        coming(device),
        holding(device, cards(device)));
  }

  /** The cards of the same office. */
  private List<PartyKey> cards(Device own) {
    return registry.devices().all().stream()
        .filter(one ->
            one.keeping() == KeyKeeping.CARD
                && one.role() == own.role()
                && one.territory().equals(own.territory()))
        .map(Device::key)
        .toList();
  }

  private List<Window> windows(Device device) {
    PlaceCode.Kind own = ownKind(device.role());
    var windows = new ArrayList<Window>();
    for (Leg leg : Leg.values()) {
      LegWindowSet set = regions.legWindow(leg);
      if (set != null && (leg.from() == own || leg.to() == own)) {
        windows.add(new Window(leg.word(), set.earliest(), set.latest()));
      }
    }
    return windows;
  }

  private List<Coming> coming(Device device) {
    PlaceCode.Kind own = ownKind(device.role());
    var coming = new ArrayList<Coming>();
    for (Leg leg : Leg.values()) {
      if (leg.to() == own) {
        coming.add(new Coming(leg.word(), coming(device, leg)));
      }
    }
    return coming;
  }

  /**
   * A box on its way out may be anywhere before; one on its way back must have been at the TPS, or
   * the whole territory would be missed before the vote.
   */
  private List<String> coming(Device device, Leg leg) {
    return sql.sql(
            """
            select box from custody.boxes
             where box between :first and :last
               and leg < :leg and leg >= :from and phase > 0
             order by box
             limit :most
            """)
        .param("first", boxes(device, '0'))
        .param("last", boxes(device, '9'))
        .param("leg", leg.number())
        .param("from", leg.number() > Leg.KELURAHAN_TPS.number() ? Leg.KELURAHAN_TPS.number() : 0)
        .param("most", MAX_BOXES)
        .query((row, n) -> new BoxId(row.getLong(1)).toString())
        .list();
  }

  private static PlaceCode.@Nullable Kind ownKind(Role role) {
    return switch (role) {
      case KPU_KOTA -> PlaceCode.Kind.CITY_STORE;
      case PPK -> PlaceCode.Kind.KECAMATAN_STORE;
      case PPS -> PlaceCode.Kind.PPS;
      case KPPS -> PlaceCode.Kind.TPS;
      default -> null;
    };
  }

  /** What these keys hold in the territory of a device. */
  private List<Holding> holding(Device device, List<PartyKey> keys) {
    if (keys.isEmpty()) {
      return List.of();
    }
    List<Row> rows =
        sql.sql(
                """
                select b.box, b.tip, b.leg
                  from custody.boxes b join log.signers s on s.no = b.holder
                 where s.key in (:keys) and b.taker = 0 and b.tip is not null
                   and b.box between :first and :last
                 order by b.box
                 limit :most
                """)
            .param("keys", keys.stream().map(PartyKey::bytes).toList())
            .param("first", boxes(device, '0'))
            .param("last", boxes(device, '9'))
            .param("most", MAX_BOXES)
            .query((row, n) ->
                new Row(
                    new BoxId(row.getLong(1)),
                    Id.of(row.getBytes(2)),
                    Leg.ofNumber(row.getInt(3) + 1)))
            .list();
    var tips = new HashMap<BoxId, Id>();
    rows.forEach(row -> tips.put(row.box, row.tip));
    Map<BoxId, Seals> seals = seals(tips);
    return rows.stream()
        .map(row ->
            new Holding(
                row.box.toString(),
                row.tip.toString(),
                seals.getOrDefault(row.box, Seals.NONE).numbers(),
                row.next == null ? null : row.next.word()))
        .toList();
  }

  /** The seals on each box after the last statement of its chain; none while it is open. */
  Map<BoxId, Seals> seals(Map<BoxId, Id> tips) {
    Map<Id, RecordedStatement> last = read(tips.values());
    var offers = new ArrayList<Id>();
    for (RecordedStatement tip : last.values()) {
      if (tip.statement().of() != null) {
        offers.add(tip.statement().of());
      }
    }
    Map<Id, RecordedStatement> answered = read(offers);
    var seals = new HashMap<BoxId, Seals>();
    tips.forEach((box, tip) -> {
      Seals on = seals(Objects.requireNonNull(last.get(tip)), box, answered);
      seals.put(box, on == null ? Seals.NONE : on);
    });
    return seals;
  }

  /** The seals that a box has after this statement; null while it is open. */
  private static @Nullable Seals seals(
      RecordedStatement tip, BoxId box, Map<Id, RecordedStatement> answered) {
    Statement said = tip.statement();
    if (said.kind() == Statement.Kind.OPEN || said.kind() == Statement.Kind.USE) {
      return null;
    }
    Statement.Deviation deviation = tip.deviation(box);
    if (deviation != null && deviation.seals() != null) {
      return deviation.seals();
    }
    RecordedStatement listing = said.of() == null ? tip : answered.get(said.of());
    if (listing == null) {
      return null;
    }
    for (Statement.Group group : listing.statement().groups()) {
      for (Statement.BoxLine line : group.boxes()) {
        if (line.box().equals(box)) {
          return line.seals();
        }
        if (line.into() != null && line.into().box().equals(box)) {
          return line.into().seals();
        }
      }
    }
    return null;
  }

  private Map<Id, RecordedStatement> read(Collection<Id> ids) {
    var read = new HashMap<Id, RecordedStatement>();
    var wanted = List.copyOf(new HashSet<>(ids));
    for (int from = 0; from < wanted.size(); from += STEP) {
      var part = wanted.subList(from, Math.min(from + STEP, wanted.size()));
      for (Entries.Leaf leaf : entries.of(part)) {
        var recorded = new Recorded(leaf.index(), Entry.decode(leaf.bytes()));
        read.put(recorded.statement().id(), recorded.statement());
      }
    }
    return read;
  }

  /** Those whom it gets boxes from and gives them to. */
  private List<Officer> officers(Device own) {
    return registry.devices().all().stream()
        .filter(one -> meets(own, one))
        .sorted(Comparator.comparing(Device::territory).thenComparingLong(Device::enrolledAt))
        .map(one ->
            new Officer(
                one.key().toString(),
                one.role().name(),
                one.territory(),
                one.isRevoked(),
                one.party().isEmpty() ? null : one.party(),
                one.keeping() == KeyKeeping.CARD ? true : null))
        .toList();
  }

  /** A level above or below it, or those who watch at its own TPS. */
  private static boolean meets(Device own, Device one) {
    boolean isNear =
        one.territory().startsWith(own.territory()) || own.territory().startsWith(one.territory());
    boolean isNextLevel = one.role().isHolder() && Math.abs(one.role().compareTo(own.role())) == 1;
    boolean watches =
        own.role() == Role.KPPS
            && !one.role().isHolder()
            && one.territory().equals(own.territory());
    return isNear && (isNextLevel || watches);
  }

  private long expected(Device device) {
    Leg leg =
        switch (device.role()) {
          case PPK -> Leg.CITY_KECAMATAN;
          case PPS -> Leg.KECAMATAN_KELURAHAN;
          case KPPS -> Leg.KELURAHAN_TPS;
          default -> null;
        };
    if (leg == null) {
      return 0;
    }
    return sql.sql(
            """
            select count(*) from custody.boxes
             where box between :first and :last and leg < :leg
            """)
        .param("first", boxes(device, '0'))
        .param("last", boxes(device, '9'))
        .param("leg", leg.number())
        .query(Long.class)
        .single();
  }

  /** The first or last number that a box of its territory can have. */
  private static long boxes(Device device, char filling) {
    String territory = device.territory();
    return Long.parseLong(
        territory + String.valueOf(filling).repeat(BOX_DIGITS - territory.length()));
  }
}
