package id.segel.sim;

import id.segel.core.box.BoxId;
import id.segel.core.box.SealsIssued;
import id.segel.core.custody.Seals;
import id.segel.core.custody.Statement.BoxLine;
import id.segel.core.custody.Statement.Deviation;
import id.segel.core.custody.Statement.Group;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.Role;
import id.segel.core.region.Leg;
import id.segel.core.region.PlaceCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The whole product as one story, top to bottom: ballots are printed and sorted, boxes are packed
 * and sealed in the kota's store, go by lorry and boat to kecamatan and kelurahan, on H-1 to the
 * TPS, are opened at seven, sealed again after the count, and carried back in the night. Each TPS
 * may have one fault, which is told where it happens.
 */
public final class ElectionDay {

  /** TPS whose boxes are packed in one go, and so stand in one statement. */
  private static final int BATCH = 10;

  /** TPS whose boxes fit one lorry: 140 boxes. */
  private static final int LORRY = 35;

  private static final Duration BETWEEN_BATCHES = Duration.ofMinutes(40);
  private static final Duration SEALING = Duration.ofMinutes(25);

  private final Province province;
  private final Phones phones;
  private final World world;
  private final Timetable timetable;
  private final Pen pen;
  private final Takeovers takeovers;
  private final Stores stores;
  private final long seed;

  private final List<Load> loads = new ArrayList<>();
  private final Map<String, Tps> byCode = new LinkedHashMap<>();
  private final Map<String, Load> loadOf = new HashMap<>();
  private final Map<String, Tps> neighbours = new HashMap<>();
  private final Map<String, Integer> spares = new HashMap<>();
  private final List<Phone> revoked = new ArrayList<>();
  private int sealsUsed;

  /**
   * Everything that will happen, from the seed.
   *
   * @param share how much of a whole province this is
   */
  public ElectionDay(Province province, Phones phones, World world, double share, long seed) {
    this.province = province;
    this.phones = phones;
    this.world = world;
    this.timetable = new Timetable(province, seed);
    this.pen = new Pen(world, province.election());
    this.takeovers = new Takeovers(world, pen);
    this.stores = new Stores(province, world, seed);
    this.seed = seed;
    plan();
    Faults.choose(loads, share, seed);
    for (Load load : loads) {
      if (load.has(Fault.EARLY_LOAD)) {
        load.times = timetable.early();
      }
    }
  }

  /** The seals that the boxes are closed with, and those of the count. */
  public static List<SealsIssued> seals() {
    return List.of(
        new SealsIssued("DK", 8, 1, 99_999_999), new SealsIssued("DR", 8, 1, 99_999_999));
  }

  /** The first moment of the story: ballots leave the printers. */
  public static Instant begins(Province province) {
    return Stores.begins(province);
  }

  /** All TPS by their codes. */
  public Map<String, Tps> tps() {
    return byCode;
  }

  /** Everything that goes wrong, or will. */
  public List<Mishap> mishaps() {
    var all = new ArrayList<Mishap>();
    for (Load load : loads) {
      if (load.mishap != null) {
        all.add(load.mishap);
      }
      for (Tps tps : load.tps()) {
        if (tps.mishap != null) {
          all.add(tps.mishap);
        }
      }
    }
    return all;
  }

  /** When H-1 is over. */
  Instant endOfEve() {
    return province.at(0, 0, 0);
  }

  /** The stores, with every sheet in them. */
  public Stores stores() {
    return stores;
  }

  /** The devices whose keys were revoked. */
  public List<Phone> revoked() {
    return revoked;
  }

  // ---- who packs what, and when

  private void plan() {
    var lorries = new LinkedHashMap<String, List<Province.Kelurahan>>();
    for (Province.Kelurahan one : province.kelurahan()) {
      lorries.computeIfAbsent(one.kota(), kota -> new ArrayList<>()).add(one);
    }
    for (var kota : lorries.entrySet()) {
      int total =
          kota.getValue().stream().mapToInt(one -> (one.tps().size() + LORRY - 1) / LORRY).sum();
      int number = 0;
      for (Province.Kelurahan one : kota.getValue()) {
        for (int first = 0; first < one.tps().size(); first += LORRY) {
          int last = Math.min(first + LORRY, one.tps().size());
          planLoad(one, one.tps().subList(first, last), first / LORRY, number++, total);
        }
      }
    }
  }

  private void planLoad(
      Province.Kelurahan kelurahan,
      List<Province.Station> stations,
      int ofKelurahan,
      int ofKota,
      int total) {
    List<Phone> packers = phones.of(kelurahan.kota());
    List<Phone> ppk = phones.of(kelurahan.kecamatan());
    List<Phone> pps = phones.of(kelurahan.code());
    // The last packer's phone packs nothing: it is the one that gets stolen.
    Phone packer = packers.get(ofKota % (packers.size() - 1));
    var times = timetable.load(kelurahan.code(), ofKelurahan, ofKota / (double) total);
    var tps = new ArrayList<Tps>();
    var load =
        new Load(
            kelurahan.code(),
            tps,
            packer,
            ppk.get(ofKota % ppk.size()),
            pps.get(ofKelurahan % pps.size()),
            times);
    for (Province.Station station : stations) {
      var boxes = new ArrayList<Box>();
      for (int kind : province.kinds()) {
        boxes.add(new Box(BoxId.of(station.code(), kind, 1), station.need()));
      }
      Phone chair = phones.of(station.code()).getFirst();
      var one =
          new Tps(station.code(), boxes, chair, timetable.tps(station.code(), times.atKelurahan()));
      if (!tps.isEmpty()) {
        neighbours.put(one.code(), tps.getLast());
        neighbours.put(tps.getFirst().code(), one);
      }
      tps.add(one);
      byCode.put(one.code(), one);
      loadOf.put(one.code(), load);
    }
    loads.add(load);
  }

  // ---- 25 January: packing

  /** Sets everything going. */
  public void begin() {
    stores.begin();
    for (Load load : loads) {
      world.at(load.times.pack(), () -> packLoad(load));
      world.at(load.times.leaveCity(), () -> toKecamatan(load));
      for (Tps tps : load.tps()) {
        if (tps.has(Fault.BROKEN_BOX)) {
          world.at(
              load.times.leaveKecamatan().minus(Duration.ofHours(8)), () -> replaceBox(load, tps));
        } else if (tps.has(Fault.STOLEN_PHONE)) {
          world.at(province.at(-3, 20, 0), () -> stealPackersPhone(load, tps));
        }
      }
    }
  }

  private void packLoad(Load load) {
    Instant when = world.now();
    for (int first = 0; first < load.tps().size(); first += BATCH) {
      var batch = load.tps().subList(first, Math.min(first + BATCH, load.tps().size()));
      Mishap mishap = first == 0 ? load.mishap : null;
      world.at(when, () -> pack(load, batch, mishap));
      when = when.plus(BETWEEN_BATCHES);
    }
  }

  private void pack(Load load, List<Tps> batch, @Nullable Mishap mishap) {
    Phone by = load.packer();
    PlaceCode store = PlaceCode.Kind.CITY_STORE.of(load.kota());
    List<Box> boxes = boxes(batch);
    stores.pack(load.kota(), boxes);
    List<Group> groups = Pen.packed(boxes);
    boolean isNoSuchBox = mishap != null && mishap.fault() == Fault.NO_SUCH_BOX;
    boolean isCountedTwice = mishap != null && mishap.fault() == Fault.COUNTED_TWICE;
    if (isNoSuchBox) {
      var lines = new ArrayList<>(groups.getFirst().boxes());
      lines.add(new BoxLine(noSuchBox(load), Seals.NONE, 1));
      groups = List.of(new Group(null, lines));
    }
    Said packed = pen.in(isNoSuchBox || isCountedTwice ? mishap : null).pack(by, store, groups);
    for (Box box : boxes) {
      box.tip = packed.id();
      box.holder = by;
      box.stage = 1;
    }
    world.carry(packed, by);
    long counted = by.counted();
    world.at(
        world.now().plus(SEALING),
        () -> {
          if (isCountedTwice) {
            pen.in(mishap).counting(counted);
          }
          seal(by, store, boxes);
        });
  }

  private BoxId noSuchBox(Load load) {
    int number = 899;
    while (byCode.containsKey(load.kelurahan() + number)) {
      number--;
    }
    return BoxId.of(load.kelurahan() + number, province.kinds().getFirst(), 1);
  }

  private void seal(Phone by, PlaceCode store, List<Box> boxes) {
    for (Box box : boxes) {
      box.seals = freshSeals("DK");
    }
    Said sealed = pen.seal(by, store, boxes);
    for (Box box : boxes) {
      box.tip = sealed.id();
      box.stage = 2;
    }
    world.carry(sealed, by);
  }

  private void stealPackersPhone(Load load, Tps tps) {
    Phone stolen = phones.of(load.kota()).getLast();
    if (!revoked.contains(stolen)) {
      world.door().settle(Instant.MAX);
      world.door().revoke(stolen.key(), "STOLEN", world.now().minusSeconds(3_600));
      revoked.add(stolen);
    }
    Said thief =
        pen.in(tps.mishap)
            .offer(
                stolen,
                PlaceCode.Kind.CITY_STORE.of(load.kota()),
                Leg.CITY_KECAMATAN,
                phones.of(load.kecamatan()).getLast().key(),
                tps.boxes);
    world.carry(thief, load.packer());
  }

  private void replaceBox(Load load, Tps tps) {
    int number = spares.merge(load.kecamatan(), 1, Integer::sum);
    if (number > 2) {
      return;
    }
    Box broken = tps.boxes.getLast();
    BoxId spare =
        BoxId.parse(String.format(Locale.ROOT, "%s0000000%d%02d", load.kecamatan(), 0, number));
    BoxId replaced = BoxId.of(tps.code(), broken.id().kind(), 2);
    world.door().assign(spare, replaced);
    played(tps.mishap);
    var fresh = new Box(replaced, broken.sheets());
    tps.boxes = new ArrayList<>(tps.boxes.subList(0, tps.boxes.size() - 1));
    tps.boxes.add(fresh);
    PlaceCode store = PlaceCode.Kind.KECAMATAN_STORE.of(load.kecamatan());
    Said packed = pen.pack(load.ppk(), store, Pen.packed(List.of(fresh)));
    fresh.tip = packed.id();
    fresh.holder = load.ppk();
    fresh.stage = 1;
    world.carry(packed, load.ppk());
    world.at(world.now().plus(SEALING), () -> seal(load.ppk(), store, List.of(fresh)));
  }

  // ---- by lorry and boat: kota, kecamatan, kelurahan

  private void toKecamatan(Load load) {
    var hand =
        new Hand(
            load.packer(),
            load.ppk(),
            Leg.CITY_KECAMATAN,
            PlaceCode.Kind.CITY_STORE.of(load.kota()),
            PlaceCode.Kind.KECAMATAN_STORE.of(load.kecamatan()),
            3);
    give(hand, load.inHandOf(load.packer()), load.times.atKecamatan(), null, List.of(), () -> {});
    world.at(load.times.leaveKecamatan(), () -> toKelurahan(load));
  }

  private void toKelurahan(Load load) {
    List<Box> boxes = load.inHandOf(load.ppk());
    var missing = new ArrayList<Deviation>();
    for (Tps tps : load.tps()) {
      if (tps.has(Fault.MISSING_FOUND) || tps.has(Fault.MISSING_LOST)) {
        missing.add(new Deviation(tps.boxes.get(1).id(), null));
        played(tps.mishap);
      }
    }
    Mishap early = load.has(Fault.EARLY_LOAD) ? load.mishap : null;
    give(
        outward(load),
        boxes,
        load.times.atKelurahan(),
        early,
        missing,
        () -> {
          for (Tps tps : load.tps()) {
            if (tps.has(Fault.MISSING_FOUND)) {
              find(load, tps);
            } else if (tps.has(Fault.MISSING_LOST)) {
              tps.boxes = new ArrayList<>(tps.boxes);
              tps.boxes.remove(1);
            }
            if (tps.takeover != null) {
              toTps(load, tps);
            } else {
              world.at(tps.times().leaveKelurahan(), () -> toTps(load, tps));
            }
          }
        });
  }

  private void find(Load load, Tps tps) {
    Instant found = world.now().plus(Duration.ofMinutes(95));
    world.at(
        found,
        () ->
            give(
                outward(load),
                List.of(tps.boxes.get(1)),
                found.plus(Duration.ofMinutes(40)),
                load.has(Fault.EARLY_LOAD) ? load.mishap : null,
                List.of(),
                () -> {}));
  }

  private static Hand outward(Load load) {
    return new Hand(
        load.ppk(),
        load.pps(),
        Leg.KECAMATAN_KELURAHAN,
        PlaceCode.Kind.KECAMATAN_STORE.of(load.kecamatan()),
        PlaceCode.Kind.PPS.of(load.kelurahan()),
        4);
  }

  // ---- H-1: to the TPS

  private void toTps(Load load, Tps tps) {
    if (tps.isOffered) {
      return;
    }
    if (tps.boxes.stream().anyMatch(box -> !load.pps().equals(box.holder))) {
      world.at(world.now().plus(Duration.ofMinutes(20)), () -> toTps(load, tps));
      return;
    }
    Takeover person = tps.takeover;
    if (person != null && world.now().isBefore(firstTrip())) {
      world.at(firstTrip(), () -> toTps(load, tps));
      return;
    }
    tps.isOffered = true;
    if (person != null) {
      toPerson(
          load,
          new Takeovers.Part(
              person,
              tps,
              toChair(load, tps),
              fromChair(load, tps),
              wayBack(),
              () -> giveToChair(load, tps),
              () -> planTrip(load),
              () -> isBack(load, tps)));
      return;
    }
    PlaceCode pps = PlaceCode.Kind.PPS.of(load.kelurahan());
    Phone by = load.pps();
    if (tps.has(Fault.FORK) || tps.has(Fault.FORK_WITHDRAWN)) {
      PartyKey wrong = neighbour(tps).chair.key();
      Said mistake = pen.in(tps.mishap).offer(by, pps, Leg.KELURAHAN_TPS, wrong, tps.boxes);
      world.carry(mistake, by);
      if (tps.has(Fault.FORK_WITHDRAWN)) {
        world.at(
            world.now().plus(Duration.ofHours(1)),
            () ->
                world.carry(pen.in(tps.mishap).withdraw(by, pps, mistake.id(), "WRONG_TAKER"), by));
      }
    } else if (tps.has(Fault.OWN_HAND)) {
      Said own = pen.in(tps.mishap).offer(by, pps, Leg.KELURAHAN_TPS, by.key(), tps.boxes);
      Said taken = pen.in(tps.mishap).accept(by, pps, own.id(), tps.boxes.size(), List.of());
      Said back = pen.in(tps.mishap).withdraw(by, pps, own.id(), "OWN_HAND");
      for (Said one : List.of(own, taken, back)) {
        world.carry(one, by);
      }
      tps.boxes.forEach(box -> box.tip = back.id());
    }
    giveToChair(load, tps);
  }

  private void giveToChair(Load load, Tps tps) {
    if (tps.has(Fault.NEW_PHONE)) {
      tps.chair = phones.phone(Role.KPPS, tps.code(), 2);
      tps.chair.isStranger = true;
    } else if (tps.has(Fault.CLOCK_AHEAD)) {
      tps.chair.clockOff = Duration.ofHours(25).toSeconds() + seed % 3_600;
    }
    PlaceCode pps = PlaceCode.Kind.PPS.of(load.kelurahan());
    PlaceCode place = PlaceCode.Kind.TPS.of(tps.code());
    Phone by = load.pps();
    PartyKey taker = tps.has(Fault.ON_PAPER) ? handOfChair(tps).key() : tps.chair.key();
    Said offer = pen.offer(by, pps, Leg.KELURAHAN_TPS, taker, tps.boxes);
    for (Box box : tps.boxes) {
      box.tip = offer.id();
      box.isOffered = true;
    }
    if (!tps.has(Fault.OFFER_LOST)) {
      world.carry(offer, by);
    }
    if (tps.has(Fault.OTHER_TAKER)) {
      Phone other = neighbour(tps).chair;
      Said taken = pen.in(tps.mishap).accept(other, place, offer.id(), 4, List.of());
      world.carry(taken, by);
    }
    Instant arrives = tps.times().atTps();
    Instant soonest = world.now().plus(Duration.ofMinutes(10));
    world.at(
        arrives.isAfter(soonest) ? arrives : soonest, () -> takeAtTps(load, tps, offer, place));
  }

  /** In the evening the chair's phone says that it was its hand on the paper. */
  private void confirmLater(Load load, Tps tps, PlaceCode place) {
    world.at(
        world.now().plus(Duration.ofMinutes(90)),
        () -> {
          Said confirmed = pen.in(tps.mishap).confirm(tps.chair, place, tps.boxes);
          tps.boxes.forEach(box -> box.tip = confirmed.id());
          carryOfChair(confirmed, load, tps);
        });
  }

  private void takeAtTps(Load load, Tps tps, Said offer, PlaceCode place) {
    Phone hand = tps.has(Fault.ON_PAPER) ? handOfChair(tps) : tps.chair;
    var exceptions = new ArrayList<Deviation>();
    if (tps.has(Fault.DAMAGED)) {
      Box box = tps.boxes.getFirst();
      List<String> numbers = box.seals.numbers();
      box.seals = Seals.parse(numbers.getFirst());
      exceptions.add(
          new Deviation(box.id(), false, box.seals, Seals.parse(numbers.getLast()), true));
    }
    if (tps.has(Fault.SEALS)) {
      Box box = tps.boxes.get(2);
      box.seals = freshSeals("DX");
      exceptions.add(new Deviation(box.id(), box.seals));
    }
    PlaceCode where =
        tps.has(Fault.OTHER_PLACE) ? PlaceCode.Kind.TPS.of(neighbour(tps).code()) : place;
    Phone by = tps.chair;
    if (hand != by) {
      pen.onPaper(Id.ofText(("paper " + tps.code()).getBytes(StandardCharsets.US_ASCII)));
    }
    Said accept =
        pen.in(mishapOfChair(tps, Fault.SEALS, Fault.OTHER_PLACE, Fault.DAMAGED, Fault.ON_PAPER))
            .accept(hand, where, offer.id(), tps.boxes.size(), exceptions);
    tps.boxes.forEach(box -> box.taken(accept.id(), by, 5));
    if (hand != by) {
      confirmLater(load, tps, place);
    }
    if (tps.has(Fault.OFFER_LOST)) {
      world.carry(accept, by);
    } else {
      share(offer, accept, load.pps(), by);
    }
    if (tps.has(Fault.NEVER_HELD)) {
      Phone other = neighbour(tps).chair;
      Said never =
          pen.in(tps.mishap).offer(other, place, Leg.TPS_KELURAHAN, load.pps().key(), tps.boxes);
      world.carry(never, other);
    }
    if (!tps.chair.isStranger && tps.mishap == null) {
      carryOfChair(pen.day(by, place, "READY"), load, tps);
    }
    Instant open = tps.times().open();
    if (tps.has(Fault.BEFORE_SEVEN)) {
      open = province.at(0, 5, 30);
    }
    world.at(tps.has(Fault.NOT_OPENED) ? tps.times().reseal() : open, () -> open(load, tps));
  }

  // ---- H: opened at seven, sealed again after the count

  private void open(Load load, Tps tps) {
    PlaceCode place = PlaceCode.Kind.TPS.of(tps.code());
    if (!tps.has(Fault.NOT_OPENED)) {
      boolean isForm = tps.has(Fault.FOR_A_FORM);
      Said opened =
          pen.in(
                  mishapOfChair(
                      tps,
                      Fault.OPENED_ALONE,
                      Fault.BEFORE_ONE_BODY,
                      Fault.BEFORE_SEVEN,
                      Fault.FOR_A_FORM))
              .open(tps.chair, place, isForm ? "FORM" : "VOTING", tps.boxes, watching(tps));
      for (Box box : tps.boxes) {
        box.tip = opened.id();
        box.stage = 6;
      }
      carryOfChair(opened, load, tps);
    }
    world.at(tps.times().reseal(), () -> reseal(load, tps, place));
  }

  /** Who signs that they watched. */
  private List<Phone> watching(Tps tps) {
    List<Phone> own = phones.saksi(tps.code());
    if (tps.has(Fault.OPENED_ALONE)) {
      return List.of();
    }
    return tps.has(Fault.BEFORE_ONE_BODY)
        ? List.of(own.getFirst(), phones.saksi(neighbour(tps).code()).getFirst())
        : own;
  }

  /** What stands for a chair whose hand signs on paper: a key that signs nothing else. */
  private Phone handOfChair(Tps tps) {
    return phones.phone(Role.KPPS, tps.code(), 3);
  }

  private void reseal(Load load, Tps tps, PlaceCode place) {
    if (!tps.chair.isStranger && tps.mishap == null) {
      carryOfChair(pen.day(tps.chair, place, "COUNTED"), load, tps);
    }
    if (!tps.has(Fault.NOT_OPENED)) {
      Said used = pen.in(mishapOfChair(tps)).use(tps.chair, place, tps.boxes);
      tps.boxes.forEach(box -> box.tip = used.id());
      carryOfChair(used, load, tps);
    }
    for (Box box : tps.boxes) {
      box.seals = freshSeals("DR");
    }
    Said sealed = pen.in(mishapOfChair(tps, Fault.NOT_OPENED)).reseal(tps.chair, place, tps.boxes);
    for (Box box : tps.boxes) {
      box.tip = sealed.id();
      box.stage = 7;
    }
    carryOfChair(sealed, load, tps);
    world.at(tps.times().leaveTps(), () -> fromTps(load, tps));
  }

  /** Half of the chairs find a network themselves; the PPS carries what the others signed. */
  private void carryOfChair(Said said, Load load, Tps tps) {
    RandomGenerator random = Seeds.random(seed, "carry " + tps.code() + said.statement().kind());
    world.carry(said, tps.chair.isStranger || random.nextBoolean() ? load.pps() : tps.chair);
  }

  // ---- the night: back to kelurahan and kecamatan

  private void fromTps(Load load, Tps tps) {
    tps.hasLeft = true;
    Takeover person = tps.takeover;
    if (person != null) {
      toPerson(
          load,
          new Takeovers.Part(
              person,
              tps,
              fromChair(load, tps),
              toPpk(load),
              wayBack(),
              () -> giveBack(load, tps),
              () -> planTrip(load),
              () -> tps.isBack = true));
    } else {
      giveBack(load, tps);
    }
  }

  private void giveBack(Load load, Tps tps) {
    Instant arrives =
        world.now().plus(Duration.between(tps.times().leaveTps(), tps.times().backAtKelurahan()));
    give(
        fromChair(load, tps),
        tps.boxes,
        arrives,
        mishapOfChair(tps),
        List.of(),
        () -> isBack(load, tps));
  }

  private void isBack(Load load, Tps tps) {
    tps.isBack = true;
    planTrip(load);
  }

  private void planTrip(Load load) {
    boolean allBack = load.tps().stream().allMatch(tps -> tps.isBack || tps.isWithPerson);
    Instant soon = world.now().plus(Duration.ofMinutes(15));
    if (allBack) {
      world.at(soon, () -> fromKelurahan(load));
    } else if (!load.isTripSet) {
      load.isTripSet = true;
      Instant last = timetable.lastTrip();
      world.at(last.isAfter(soon) ? last : soon, () -> fromKelurahan(load));
    }
  }

  private void fromKelurahan(Load load) {
    load.isTripSet = false;
    List<Box> boxes = load.inHandOf(load.pps());
    if (boxes.isEmpty()) {
      return;
    }
    give(toPpk(load), boxes, world.now().plus(Duration.ofMinutes(25)), null, List.of(), () -> {});
  }

  // ---- a person plays an officer

  /**
   * Officers whose next handover a person may take, at most so many: first those that can begin
   * now, and of them first those that the story leaves the most time.
   */
  public List<Takeover.Open> officers(int most) {
    record Ranked(Takeover.Open open, long rank) {}
    var free = new ArrayList<Ranked>();
    for (Tps tps : byCode.values()) {
      Role role = isFree(Role.KPPS, tps) ? Role.KPPS : Role.PPS;
      if (isFree(role, tps)) {
        Instant begins = begins(role, tps);
        boolean isNow = !begins.isAfter(world.now());
        var open =
            new Takeover.Open(new Takeover.Officer(role, tps.code()), tps.boxes.size(), begins);
        free.add(
            new Ranked(
                open,
                isNow ? -tps.times().leaveKelurahan().getEpochSecond() : begins.getEpochSecond()));
      }
    }
    return free.stream()
        .sorted(Comparator.comparingLong(Ranked::rank))
        .limit(most)
        .map(Ranked::open)
        .toList();
  }

  /** A person takes an officer's next handover, if there is one left. */
  public Takeover takeOver(Takeover.Officer officer, PartyKey key) {
    var person = new Takeover(officer, key);
    takeovers.add(person);
    Tps tps = byCode.get(officer.tps());
    if (tps == null || !isFree(officer.role(), tps)) {
      return person;
    }
    Load load = load(tps);
    boolean isChair = officer.role() == Role.KPPS;
    tps.takeover = person;
    tps.wasPlayed = true;
    person.coming(
        isChair ? toChair(load, tps) : fromChair(load, tps),
        tps.boxes,
        begins(officer.role(), tps));
    if (isChair && isWithPps(load, tps)) {
      toTps(load, tps);
    }
    return person;
  }

  /** Whoever has notes on the boxes sends them, for a person does not wait until they come. */
  private void toPerson(Load load, Takeovers.Part part) {
    world.connect(load.packer(), load.ppk(), load.pps(), part.tps().chair);
    takeovers.offer(part);
  }

  /** Everybody who plays or played an officer. */
  public List<Takeover> takeovers() {
    return takeovers.all();
  }

  /** A chair takes the boxes, or in the night the PPS takes them back; where nothing goes wrong. */
  private static boolean isFree(Role role, Tps tps) {
    return tps.mishap == null
        && tps.takeover == null
        && switch (role) {
          case KPPS -> !tps.isOffered;
          case PPS -> tps.isOffered && !tps.hasLeft;
          default -> false;
        };
  }

  /** When the boxes can be handed to this officer, as far as anybody knows now. */
  private Instant begins(Role role, Tps tps) {
    if (role == Role.PPS) {
      return tps.times().leaveTps();
    }
    Instant there = load(tps).times.atKelurahan();
    return there.isBefore(firstTrip()) ? firstTrip() : there;
  }

  private static boolean isWithPps(Load load, Tps tps) {
    return tps.boxes.stream().allMatch(box -> load.pps().equals(box.holder));
  }

  private Instant firstTrip() {
    return province.at(-1, 6, 0);
  }

  /** When the ways back open. */
  private Instant wayBack() {
    return province.at(0, 13, 0);
  }

  private static Hand toChair(Load load, Tps tps) {
    return new Hand(
        load.pps(),
        tps.chair,
        Leg.KELURAHAN_TPS,
        PlaceCode.Kind.PPS.of(load.kelurahan()),
        PlaceCode.Kind.TPS.of(tps.code()),
        5);
  }

  private static Hand fromChair(Load load, Tps tps) {
    return new Hand(
        tps.chair,
        load.pps(),
        Leg.TPS_KELURAHAN,
        PlaceCode.Kind.TPS.of(tps.code()),
        PlaceCode.Kind.PPS.of(load.kelurahan()),
        8);
  }

  private static Hand toPpk(Load load) {
    return new Hand(
        load.pps(),
        load.ppk(),
        Leg.KELURAHAN_KECAMATAN,
        PlaceCode.Kind.PPS.of(load.kelurahan()),
        PlaceCode.Kind.KECAMATAN_STORE.of(load.kecamatan()),
        9);
  }

  // ---- how a handover goes

  /** The giver offers now, the taker accepts on arrival, all but what is missing. */
  private void give(
      Hand hand,
      List<Box> boxes,
      Instant arrives,
      @Nullable Mishap mishap,
      List<Deviation> missing,
      Runnable then) {
    if (boxes.isEmpty()) {
      return;
    }
    Said offer =
        pen.in(mishap).offer(hand.giver(), hand.from(), hand.leg(), hand.taker().key(), boxes);
    for (Box box : boxes) {
      box.tip = offer.id();
      box.isOffered = true;
    }
    world.carry(offer, hand.giver().isStranger ? hand.taker() : hand.giver());
    world.at(
        arrives,
        () -> {
          Said accept =
              pen.in(mishap)
                  .accept(
                      hand.taker(), hand.to(), offer.id(), boxes.size() - missing.size(), missing);
          var lost = missing.stream().map(Deviation::box).toList();
          for (Box box : boxes) {
            if (lost.contains(box.id())) {
              box.returned(accept.id());
            } else {
              box.taken(accept.id(), hand.taker(), hand.stage());
            }
          }
          share(offer, accept, hand.giver(), hand.taker());
          then.run();
        });
  }

  /**
   * After a handover both phones have both notes. The giver's has the offer on its way already; one
   * of them carries the acceptance, and now and then the other sends both once more.
   */
  private void share(Said offer, Said accept, Phone giver, Phone taker) {
    RandomGenerator random = Seeds.random(seed, "share " + offer.id());
    boolean byGiver = taker.isStranger || (random.nextBoolean() && !giver.isStranger);
    world.carry(accept, byGiver ? giver : taker);
    Phone other = byGiver ? taker : giver;
    if (random.nextInt(5) == 0 && !other.isStranger) {
      world.carry(offer, other);
      world.carry(accept, other);
    }
  }

  private Seals freshSeals(String letters) {
    sealsUsed += 2;
    return Seals.parse(
        String.format(Locale.ROOT, "%s%08d,%s%08d", letters, sealsUsed - 1, letters, sealsUsed));
  }

  /** The mishap that shows in whatever this chair signs, or in just this statement. */
  private static @Nullable Mishap mishapOfChair(Tps tps, Fault... justHere) {
    boolean isPart =
        tps.has(Fault.NEW_PHONE)
            || tps.has(Fault.CLOCK_AHEAD)
            || tps.has(Fault.OFFER_LOST)
            || Stream.of(justHere).anyMatch(tps::has);
    return isPart ? tps.mishap : null;
  }

  private static void played(@Nullable Mishap mishap) {
    if (mishap != null) {
      mishap.isPlayed = true;
    }
  }

  private static List<Box> boxes(List<Tps> tps) {
    return tps.stream().flatMap(one -> one.boxes.stream()).toList();
  }

  private Tps neighbour(Tps tps) {
    Tps other = neighbours.get(tps.code());
    return other == null ? tps : other;
  }

  private Load load(Tps tps) {
    Load load = loadOf.get(tps.code());
    if (load == null) {
      throw new IllegalStateException("TPS " + tps.code() + " is on no load");
    }
    return load;
  }
}
