package id.segel.server.custody;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.segel.core.box.BoxId;
import id.segel.core.custody.BoxState;
import id.segel.core.custody.Discrepancy;
import id.segel.core.custody.DiscrepancyClosed;
import id.segel.core.custody.DiscrepancyFound;
import id.segel.core.custody.Intervals;
import id.segel.core.custody.RecordedStatement;
import id.segel.core.custody.SignedStatement;
import id.segel.core.custody.Statement;
import id.segel.core.fact.Entry;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.core.region.Leg;
import id.segel.core.region.PlaceCode;
import id.segel.server.access.Registry;
import id.segel.server.clock.ElectionClock;
import id.segel.server.http.Caller;
import id.segel.server.http.Problem;
import id.segel.server.log.Entries;
import id.segel.server.log.Recorded;
import id.segel.server.region.Regions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The page of one box: its chain read from the entries, so that what is shown is what was signed.
 */
@Component
class BoxViews {

  /** Statements that one box's page shows at most; a real chain has about twenty. */
  private static final int MAX_LINKS = 300;

  record Named(String code, String name) {}

  record Kind(int code, String shortName, String name, String colour) {}

  record Tps(String code, int number, Named kelurahan, Named kecamatan, Named kota) {}

  /**
   * The device that holds or signs; role and territory are null for a key that was never enrolled.
   */
  record Party(String key, @Nullable String role, @Nullable String territory, String label) {}

  record Signature(String name, String key, String label) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Link(
      long index,
      String id,
      String kind,
      @Nullable Instant claimed,
      @Nullable Instant recorded,
      @Nullable Party by,
      @Nullable Party to,
      @Nullable String leg,
      @Nullable String reason,
      Naming.@Nullable Place place,
      @Nullable List<String> seals,
      @Nullable Integer sheets,
      @Nullable String exception,
      @Nullable String paper,
      boolean main,
      boolean pending,
      @Nullable List<Signature> signatures) {}

  record Found(long index, String kind, List<String> statements, boolean open, Instant recorded) {}

  /** {@code ok}: nothing is open and nothing waits. */
  record Verdict(boolean ok, int handovers, int openDiscrepancies, int pending) {}

  /**
   * A stretch of the box's time: who answered for it, in whole minutes until now where it lasts.
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Stretch(
      Intervals.Kind kind,
      @Nullable Party holder,
      Instant from,
      @Nullable Instant until,
      long minutes,
      boolean overlap) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Page(
      String id,
      @Nullable Tps tps,
      @Nullable Kind kind,
      int copy,
      boolean known,
      boolean spare,
      @Nullable String becameBox,
      @Nullable String replacedBy,
      int stage,
      boolean inTransit,
      Verdict verdict,
      @Nullable Party holder,
      Naming.@Nullable Place place,
      @Nullable Instant since,
      List<String> seals,
      List<Link> links,
      List<Found> discrepancies,
      List<Stretch> intervals,
      long unheldMinutes,
      @Nullable Instant closedUntil) {}

  private record Row(
      @Nullable Id tip, @Nullable PartyKey holder, int phase, int leg, boolean offered) {}

  private final JdbcClient sql;
  private final Entries entries;
  private final Regions regions;
  private final Registry registry;
  private final Spares spares;
  private final Openings openings;
  private final Naming naming;
  private final ElectionClock election;

  BoxViews(
      JdbcClient sql,
      Entries entries,
      Regions regions,
      Registry registry,
      Spares spares,
      Openings openings,
      Naming naming,
      ElectionClock election) {
    this.openings = openings;
    this.sql = sql;
    this.entries = entries;
    this.regions = regions;
    this.registry = registry;
    this.spares = spares;
    this.naming = naming;
    this.election = election;
  }

  /** One entry of the log that concerns the box, read. */
  private record Read(RecordedStatement recorded, SignedStatement signed, long opens) {}

  Page page(BoxId box, Caller caller) {
    Row row = row(box);
    boolean known = spares.isKnown(box);
    if (row == null && !known && spares.boxOf(box) == null) {
      throw Problem.notFound("no box has the number " + box);
    }
    Map<Id, Read> read = new LinkedHashMap<>();
    Set<Id> main = new HashSet<>();
    Id next = row == null ? null : row.tip;
    while (next != null && read.size() < MAX_LINKS) {
      load(List.of(next), read);
      main.add(next);
      Read one = read.get(next);
      if (one == null) {
        throw new IllegalStateException("statement " + next + " of box " + box + " is missing");
      }
      Id before = one.recorded.predecessor(box);
      if (one.recorded.statement().kind().answersOffer()) {
        load(List.of(java.util.Objects.requireNonNull(before)), read);
      }
      next = before;
    }
    Map<Id, Boolean> asides = asides(box);
    load(asides.keySet().stream().filter(id -> !read.containsKey(id)).toList(), read);
    List<Read> inOrder = order(read, main, box);
    List<Found> found = discrepancies(box);
    int open = (int) found.stream().filter(Found::open).count();
    int pending = (int) asides.values().stream().filter(isPending -> isPending).count();
    long opens = inOrder.stream().mapToLong(Read::opens).max().orElse(0);
    boolean isClosed = caller.isAnonymous() && opens > election.instant().getEpochSecond();
    var links = new ArrayList<Link>();
    int handovers = 0;
    for (Read one : inOrder) {
      boolean isMain = main.contains(one.recorded.id());
      if (isMain && one.recorded.statement().kind() == Statement.Kind.ACCEPT) {
        handovers++;
      }
      boolean isPending = asides.getOrDefault(one.recorded.id(), false);
      links.add(link(one, box, isMain, isPending, isClosed));
    }
    Read last = row == null || row.tip == null ? null : read.get(row.tip);
    BoxId became = spares.boxOf(box);
    List<Stretch> stretches = stretches(box, inOrder, main);
    return new Page(
        box.toString(),
        box.isSpare() ? null : tps(box),
        kind(box),
        box.copy(),
        known,
        box.isSpare(),
        became == null ? null : became.toString(),
        spares.newerThan(box),
        row == null ? 0 : state(box, row).stage(),
        row != null && row.offered,
        new Verdict(open == 0 && pending == 0, handovers, open, pending),
        row == null || row.holder == null || isClosed ? null : party(row.holder),
        last == null || isClosed ? null : naming.place(placeOf(inOrder, main)),
        last == null || isClosed ? null : last.recorded.recorded(),
        isClosed ? List.of() : seals(inOrder, main, box),
        links,
        found,
        isClosed ? List.of() : stretches,
        stretches.stream()
            .filter(stretch -> stretch.kind == Intervals.Kind.UNHELD)
            .mapToLong(Stretch::minutes)
            .sum(),
        isClosed ? Instant.ofEpochSecond(opens) : null);
  }

  private List<Stretch> stretches(BoxId box, List<Read> inOrder, Set<Id> main) {
    Instant now = election.instant();
    var chain =
        inOrder.stream()
            .map(Read::recorded)
            .filter(recorded -> main.contains(recorded.id()))
            .toList();
    return Intervals.of(box, chain).stream()
        .map(one ->
            new Stretch(
                one.kind(),
                one.holder() == null ? null : party(one.holder()),
                one.from(),
                one.until(),
                one.length(now).toMinutes(),
                one.isOverlap(openings.thresholds().newest())))
        .toList();
  }

  /** The unanswered offers that name this device, oldest first. */
  List<BoxController.Offered> waitingFor(PartyKey device) {
    var ids =
        sql.sql("select offer from custody.offers where taker = :taker order by index limit 200")
            .param("taker", device.bytes())
            .query((row, n) -> Id.of(row.getBytes(1)))
            .list();
    var read = new LinkedHashMap<Id, Read>();
    load(ids, read);
    return read.values().stream()
        .map(one ->
            new BoxController.Offered(
                one.recorded.id(),
                new String(one.signed.note().textBytes(), StandardCharsets.UTF_8),
                one.recorded.statement().groups().stream()
                    .flatMap(group -> group.boxes().stream())
                    .map(Statement.BoxLine::box)
                    .toList()))
        .toList();
  }

  private @Nullable Row row(BoxId box) {
    return sql.sql(
            """
            select b.tip, s.key, b.phase, b.leg, b.taker <> 0
              from custody.boxes b left join log.signers s on s.no = b.holder
             where b.box = :box
            """)
        .param("box", box.number())
        .query((row, n) -> {
          byte[] tip = row.getBytes(1);
          byte[] holder = row.getBytes(2);
          return new Row(
              tip == null ? null : Id.of(tip),
              holder == null ? null : PartyKey.of(holder),
              row.getInt(3),
              row.getInt(4),
              row.getBoolean(5));
        })
        .optional()
        .orElse(null);
  }

  private static BoxState state(BoxId box, Row row) {
    return new BoxState(
        box,
        row.tip,
        0,
        row.holder,
        BoxState.Phase.ofNumber(row.phase),
        Leg.ofNumber(row.leg),
        0,
        null,
        null,
        false);
  }

  /** Statements beside the chain, with whether each is pending. */
  private Map<Id, Boolean> asides(BoxId box) {
    var asides = new LinkedHashMap<Id, Boolean>();
    sql.sql("select statement, pending from custody.asides where box = :box limit " + MAX_LINKS)
        .param("box", box.number())
        .query((row, n) -> asides.put(Id.of(row.getBytes(1)), row.getBoolean(2)))
        .list();
    return asides;
  }

  private void load(List<Id> ids, Map<Id, Read> read) {
    for (Entries.Leaf leaf : entries.of(ids)) {
      Entry entry = Entry.decode(leaf.bytes());
      try {
        SignedStatement signed = SignedStatement.read(entry.body());
        read.put(
            signed.id(),
            new Read(new Recorded(leaf.index(), entry).statement(), signed, leaf.opens()));
      } catch (SignedStatement.FlawedException e) {
        throw new IllegalStateException("entry " + leaf.index() + " is no statement", e);
      }
    }
  }

  /**
   * Chain order: each statement behind the one it follows; what hangs on nothing known comes last.
   */
  private static List<Read> order(Map<Id, Read> read, Set<Id> main, BoxId box) {
    var followers = new HashMap<@Nullable Id, List<Read>>();
    for (Read one : read.values()) {
      Id before = one.recorded.predecessor(box);
      followers
          .computeIfAbsent(
              before != null && read.containsKey(before) ? before : null, id -> new ArrayList<>())
          .add(one);
    }
    followers
        .values()
        .forEach(siblings ->
            siblings.sort(
                Comparator.comparing((Read one) -> main.contains(one.recorded.id()))
                    .thenComparingLong(one -> one.recorded.index())));
    var ordered = new ArrayList<Read>();
    var done = new HashSet<Id>();
    var open = new ArrayList<Read>(followers.getOrDefault(null, List.of()).reversed());
    while (!open.isEmpty()) {
      Read one = open.removeLast();
      if (done.add(one.recorded.id())) {
        ordered.add(one);
        open.addAll(followers.getOrDefault(one.recorded.id(), List.of()).reversed());
      }
    }
    return ordered;
  }

  private Link link(Read one, BoxId box, boolean isMain, boolean isPending, boolean isClosed) {
    Statement said = one.recorded.statement();
    if (isClosed) {
      return new Link(
          one.recorded.index(),
          one.recorded.id().toString(),
          said.kind().word(),
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          isMain,
          isPending,
          null);
    }
    Leg leg = said.leg();
    PartyKey to = said.to();
    Statement.BoxLine line = line(said, box);
    Statement.Deviation deviation = one.recorded.deviation(box);
    return new Link(
        one.recorded.index(),
        one.recorded.id().toString(),
        said.kind().word(),
        said.claimed(),
        one.recorded.recorded(),
        party(said.by()),
        to == null ? null : party(to),
        leg == null ? null : leg.word(),
        said.reason(),
        naming.place(said.place()),
        line == null || line.seals().text().isEmpty() ? null : split(line.seals().text()),
        line == null || line.sheets() == 0 ? null : line.sheets(),
        deviation == null ? null : deviation.what(),
        said.paper() == null ? null : said.paper().toString(),
        isMain,
        isPending,
        signatures(one.signed));
  }

  List<Signature> signatures(SignedStatement signed) {
    var parties = new ArrayList<PartyKey>(List.of(signed.statement().by()));
    parties.addAll(signed.statement().saksi());
    return signed.note().signatures().stream()
        .flatMap(line ->
            parties.stream()
                .filter(party -> SignedStatement.keyName(party).equals(line.name()))
                .map(party -> new Signature(line.name(), party.toString(), naming.device(party))))
        .toList();
  }

  private List<Found> discrepancies(BoxId box) {
    var indexes =
        sql.sql("select index from custody.box_discrepancies where box = :box order by index")
            .param("box", box.number())
            .query((row, n) -> row.getLong(1))
            .list();
    return found(indexes, index -> entries.at(index).orElseThrow());
  }

  /** What these entries found of one box, and whether a later one of them has closed it. */
  static List<Found> found(List<Long> indexes, LongFunction<Recorded> entryAt) {
    record Matter(Discrepancy kind, @Nullable Id about) {}
    var found = new LinkedHashMap<Matter, Found>();
    for (Long index : indexes) {
      Recorded recorded = entryAt.apply(index);
      Fact fact = recorded.fact();
      if (fact instanceof DiscrepancyFound one) {
        found.put(
            new Matter(one.kind(), one.about()),
            new Found(
                index,
                one.kind().name(),
                one.statements().stream().map(Id::toString).toList(),
                true,
                recorded.entry().recorded()));
      } else if (fact instanceof DiscrepancyClosed over) {
        found.computeIfPresent(
            new Matter(over.kind(), over.about()),
            (matter, was) -> new Found(was.index, was.kind, was.statements, false, was.recorded));
      }
    }
    return List.copyOf(found.values());
  }

  /** Where the last statement that moved or handled the box was made. */
  private static PlaceCode placeOf(List<Read> inOrder, Set<Id> main) {
    return inOrder.stream()
        .filter(one -> main.contains(one.recorded.id()))
        .filter(one -> one.recorded.statement().kind() != Statement.Kind.OFFER)
        .reduce((first, second) -> second)
        .map(one -> one.recorded.statement().place())
        .orElseThrow();
  }

  private static List<String> seals(List<Read> inOrder, Set<Id> main, BoxId box) {
    List<String> seals = List.of();
    for (Read one : inOrder) {
      if (!main.contains(one.recorded.id())) {
        continue;
      }
      Statement.BoxLine line = line(one.recorded.statement(), box);
      Statement.Deviation deviation = one.recorded.deviation(box);
      if (one.recorded.statement().kind() == Statement.Kind.OPEN) {
        seals = List.of();
      } else if (line != null && !line.seals().text().isEmpty()) {
        seals = split(line.seals().text());
      } else if (deviation != null && deviation.seals() != null) {
        seals = split(deviation.seals().text());
      }
    }
    return seals;
  }

  static List<String> split(String seals) {
    return List.of(seals.split(",", -1));
  }

  private static Statement.@Nullable BoxLine line(Statement said, BoxId box) {
    for (Statement.Group group : said.groups()) {
      for (Statement.BoxLine line : group.boxes()) {
        if (line.box().equals(box)) {
          return line;
        }
        Statement.Into into = line.into();
        if (into != null && into.box().equals(box)) {
          return new Statement.BoxLine(box, into.seals(), into.sheets());
        }
      }
    }
    return null;
  }

  Party party(PartyKey key) {
    var device = registry.devices().of(key);
    return new Party(
        key.toString(),
        device == null ? null : device.role().name(),
        device == null ? null : device.territory(),
        naming.device(key));
  }

  private Tps tps(BoxId box) {
    String code = box.tps();
    return new Tps(
        code,
        Integer.parseInt(code.substring(10)),
        named(code.substring(0, 10)),
        named(code.substring(0, 6)),
        named(code.substring(0, 4)));
  }

  private Named named(String region) {
    return new Named(region, naming.region(region));
  }

  private @Nullable Kind kind(BoxId box) {
    return regions.roster().kinds().stream()
        .filter(kind -> kind.digit() == box.kind())
        .findFirst()
        .map(kind -> new Kind(kind.digit(), kind.code(), kind.name().text(), kind.colour()))
        .orElse(null);
  }
}
