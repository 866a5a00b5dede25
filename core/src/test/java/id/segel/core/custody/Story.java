package id.segel.core.custody;

import id.segel.core.box.BoxId;
import id.segel.core.box.IssuedSeals;
import id.segel.core.ceremony.OpeningWindows;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.DeviceEnrolled;
import id.segel.core.personnel.Devices;
import id.segel.core.personnel.KeyKeeping;
import id.segel.core.personnel.Role;
import id.segel.core.region.Leg;
import id.segel.core.region.LegWindowSet;
import id.segel.core.region.PlaceCode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * People with short names (KOTA, PPK, PPS, KPPS and strangers) who sign statements about a few
 * boxes of TPS 3171011001001; the statements are kept by name, so that they can be delivered in any
 * order.
 */
final class Story {

  static final String TPS = "3171011001001";
  static final Instant NOON = Instant.parse("2024-02-13T05:00:00Z");

  final Map<String, RecordedStatement> statements = new LinkedHashMap<>();
  final Devices devices = new Devices();
  final Map<Leg, LegWindowSet> windows = new EnumMap<>(Leg.class);
  final OpeningWindows openings = new OpeningWindows();
  final IssuedSeals issued = new IssuedSeals();
  final Thresholds thresholds = new Thresholds();
  private final Map<String, SignatureAdded> signatures = new LinkedHashMap<>();
  private final Map<String, Long> counters = new TreeMap<>();

  Story() {
    enrol("KOTA", Role.KPU_KOTA, "3171");
    enrol("PPK", Role.PPK, "317101");
    enrol("PPS", Role.PPS, "3171011001");
    enrol("KPPS", Role.KPPS, TPS);
    enrol("LAIN", Role.PPS, "3171021001");
    enrol("KARTU", Role.KPPS, TPS, KeyKeeping.CARD, "");
    enrol("PTPS", Role.BAWASLU, TPS);
    enrol("PTPS2", Role.BAWASLU, TPS);
    enrol("SAKSI", Role.SAKSI, TPS, KeyKeeping.DEVICE, "PASLON-01");
    enrol("KARTUSAKSI", Role.SAKSI, TPS, KeyKeeping.CARD, "PASLON-02");
    for (Leg leg : Leg.values()) {
      windows.put(leg, new LegWindowSet(leg, NOON.minusSeconds(86_400), NOON.plusSeconds(86_400)));
    }
  }

  static PartyKey key(String name) {
    return PartyKey.of(Id.ofText(name.getBytes(StandardCharsets.UTF_8)).bytes());
  }

  static BoxId box(int kind) {
    return BoxId.of(TPS, kind, 1);
  }

  private void enrol(String name, Role role, String territory) {
    devices.apply(devices.size(), new DeviceEnrolled(key(name), role, territory));
  }

  private void enrol(String name, Role role, String territory, KeyKeeping kept, String body) {
    devices.apply(devices.size(), new DeviceEnrolled(key(name), role, territory, kept, body));
  }

  static BoxId spare(int kind) {
    return BoxId.of(TPS, kind, 2);
  }

  RecordedStatement of(@Nullable String name) {
    return Objects.requireNonNull(statements.get(Objects.requireNonNull(name)), name);
  }

  Id id(@Nullable String name) {
    return of(name).id();
  }

  /** Adds a statement about the boxes of these kinds. */
  void say(
      String name,
      Statement.Kind kind,
      String by,
      @Nullable String after,
      String place,
      @Nullable Leg leg,
      @Nullable String to,
      String seals,
      List<Statement.Deviation> exceptions,
      int... kinds) {
    boolean answers = kind.answersOffer();
    var lines = new ArrayList<Statement.BoxLine>();
    for (int ballot : kinds) {
      Seals on = seals.isEmpty() ? Seals.NONE : Seals.parse(seals);
      lines.add(new Statement.BoxLine(box(ballot), on, kind == Statement.Kind.PACK ? 277 : 0));
    }
    var groups =
        answers
            ? List.<Statement.Group>of()
            : List.of(new Statement.Group(after == null ? null : id(after), lines));
    var statement =
        new Statement(
            kind,
            "dki-2024",
            key(by),
            kind == Statement.Kind.OPEN ? List.of(key("PTPS"), key("SAKSI")) : List.of(),
            counters.merge(by, 1L, Long::sum),
            NOON,
            new PlaceCode(place),
            leg,
            to == null ? null : key(to),
            answers ? id(after) : null,
            kind == Statement.Kind.OPEN
                ? "VOTING"
                : kind == Statement.Kind.WITHDRAW || kind == Statement.Kind.CORRECT ? "TEST" : null,
            null,
            kind == Statement.Kind.ACCEPT ? 1 : 0,
            groups,
            exceptions);
    add(name, statement);
  }

  /** Signed by everybody whom it names. */
  void add(String name, Statement statement) {
    var all = new ArrayList<PartyKey>(statement.saksi());
    all.add(statement.by());
    add(name, statement, all);
  }

  private void add(String name, Statement statement, List<PartyKey> signers) {
    byte[] text = statement.text();
    var by = new LinkedHashMap<PartyKey, Long>();
    signers.forEach(key -> by.put(key, 0L));
    statements.put(
        name,
        new RecordedStatement(
            Id.ofText(text), 0, NOON, OptionalInt.empty(), Statement.parse(text), by));
  }

  /** The clock of the phone that said this is off by so much. */
  void skew(String name, int seconds) {
    RecordedStatement one = of(name);
    statements.put(
        name,
        new RecordedStatement(
            one.id(),
            one.index(),
            one.recorded(),
            OptionalInt.of(seconds),
            one.statement(),
            one.signers()));
  }

  /** An opening of box 1 that names these saksi, none of whose signatures has come. */
  void opening(String name, String reason, String after, String... saksi) {
    opening(name, reason, after, Statement.Kind.OPEN, null, saksi);
  }

  /** The content of box 1 goes into its spare, before these saksi, who have not signed. */
  void replacing(String name, String by, String after, @Nullable Leg leg, String... saksi) {
    opening(name, by, after, Statement.Kind.REPLACE, leg, saksi);
  }

  private void opening(
      String name,
      String reasonOrSigner,
      String after,
      Statement.Kind kind,
      @Nullable Leg leg,
      String... saksi) {
    boolean isOpening = kind == Statement.Kind.OPEN;
    String by = isOpening ? "KPPS" : reasonOrSigner;
    var into = isOpening ? null : new Statement.Into(spare(1), Seals.parse("B1,B2"), 277);
    var line =
        new Statement.BoxLine(box(1), Seals.parse("A1,A2"), isOpening ? 0 : 277, null, "", into);
    var statement =
        new Statement(
            kind,
            "dki-2024",
            key(by),
            List.of(saksi).stream().map(Story::key).toList(),
            counters.merge(by, 1L, Long::sum),
            NOON,
            new PlaceCode("T" + TPS),
            leg,
            null,
            null,
            isOpening ? reasonOrSigner : "WET",
            null,
            0,
            List.of(new Statement.Group(id(after), List.of(line))),
            List.of());
    add(name, statement, List.of(key(by)));
  }

  /** The signature of a saksi comes by itself. */
  void signs(String name, String statement, String saksi) {
    signatures.put(
        name,
        new SignatureAdded(
            id(statement), "\u2014 " + SignedStatement.keyName(key(saksi)) + " AAAA"));
  }

  /** Everything that was said and signed, by name. */
  List<String> names() {
    var names = new ArrayList<>(statements.keySet());
    names.addAll(signatures.keySet());
    return names;
  }

  /** The usual way of the boxes of these kinds until the KPPS holds them: p s o1 a1 o2 a2 o3 a3. */
  void usual(int... kinds) {
    say("p", Statement.Kind.PACK, "KOTA", null, "G3171", null, null, "", List.of(), kinds);
    say("s", Statement.Kind.SEAL, "KOTA", "p", "G3171", null, null, "A1,A2", List.of(), kinds);
    handover("1", "s", "KOTA", "PPK", Leg.CITY_KECAMATAN, "K317101", kinds);
    handover("2", "a1", "PPK", "PPS", Leg.KECAMATAN_KELURAHAN, "P3171011001", kinds);
    handover("3", "a2", "PPS", "KPPS", Leg.KELURAHAN_TPS, "T" + TPS, kinds);
  }

  void handover(
      String number,
      String after,
      String giver,
      String taker,
      Leg leg,
      String place,
      int... kinds) {
    offer("o" + number, giver, after, leg, place, taker, "A1,A2", kinds);
    accept("a" + number, taker, "o" + number, place, List.of());
  }

  void offer(
      String name,
      String by,
      @Nullable String after,
      Leg leg,
      String place,
      String to,
      String seals,
      int... kinds) {
    say(name, Statement.Kind.OFFER, by, after, place, leg, to, seals, List.of(), kinds);
  }

  void accept(
      String name, String by, String of, String place, List<Statement.Deviation> exceptions) {
    say(name, Statement.Kind.ACCEPT, by, of, place, null, null, "", exceptions);
  }

  /** What came of delivering these, in this order. */
  Outcome deliver(List<String> order) {
    var known = new RecordedStatements();
    var chains = new CustodyChains();
    var rules =
        new CustodyRules(
            chains,
            known,
            devices,
            box -> box.kind() <= 4,
            windows::get,
            openings,
            issued,
            thresholds,
            place -> true);
    var facts = new ArrayList<Fact>();
    long index = 100;
    for (String name : order) {
      SignatureAdded signature = signatures.get(name);
      if (signature != null) {
        facts.addAll(rules.signed(signature, index++));
        continue;
      }
      RecordedStatement one = of(name);
      long at = index++;
      var signers = new LinkedHashMap<PartyKey, Long>();
      one.signers().keySet().forEach(key -> signers.put(key, at));
      var recorded =
          new RecordedStatement(
              one.id(), at, one.recorded(), one.skewSeconds(), one.statement(), signers);
      known.add(recorded);
      facts.addAll(rules.record(recorded));
    }
    return new Outcome(this, chains, rules, facts);
  }

  /** Chains, and each discrepancy with the statements that take part and whether it is open. */
  record Outcome(Story story, CustodyChains chains, CustodyRules rules, List<Fact> facts) {

    /** {@code kind about box: statements open|closed}, by the names of the story, sorted. */
    String discrepancies() {
      var members = new TreeMap<String, String>();
      var names = new LinkedHashMap<Id, String>();
      story.statements.forEach((name, one) -> names.put(one.id(), name));
      for (Fact fact : facts) {
        switch (fact) {
          case DiscrepancyFound found -> {
            var who = new TreeSet<String>();
            found.statements().forEach(id -> who.add(Objects.requireNonNull(names.get(id))));
            for (String box : boxes(found.boxes())) {
              members.put(
                  found.kind() + " " + name(names, found.about()) + " " + box,
                  String.join("+", who) + " open");
            }
          }
          case DiscrepancyClosed closed -> {
            for (String box : boxes(closed.boxes())) {
              members.computeIfPresent(
                  closed.kind() + " " + name(names, closed.about()) + " " + box,
                  (key, old) -> old.replace(" open", " closed"));
            }
          }
          default -> throw new AssertionError(fact);
        }
      }
      var out = new StringBuilder();
      members.forEach((key, value) -> out.append(key).append(": ").append(value).append('\n'));
      return out.toString();
    }

    private static List<String> boxes(List<BoxId> boxes) {
      return boxes.isEmpty()
          ? List.of("-")
          : boxes.stream().map(box -> Integer.toString(box.kind())).toList();
    }

    private static String name(Map<Id, String> names, @Nullable Id about) {
      return about == null ? "none" : names.getOrDefault(about, "*");
    }

    /** {@code kind: tip holder stage}, by the names of the story. */
    String chain(int kind) {
      BoxState state = chains.state(box(kind));
      var names = new LinkedHashMap<PartyKey, String>();
      for (String name : List.of("KOTA", "PPK", "PPS", "KPPS", "LAIN", "TAMU", "KARTU")) {
        names.put(key(name), name);
      }
      String tip = "none";
      for (var one : story.statements.entrySet()) {
        if (one.getValue().id().equals(state.tip())) {
          tip = one.getKey();
        }
      }
      String holder = state.holder() == null ? "nobody" : names.get(state.holder());
      return kind + ": " + tip + " " + holder + " " + state.stage();
    }

    String chainsOf(int... kinds) {
      var out = new StringBuilder();
      for (int kind : kinds) {
        out.append(chain(kind)).append('\n');
      }
      return out.toString();
    }
  }
}
