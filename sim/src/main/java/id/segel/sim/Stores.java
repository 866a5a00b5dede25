package id.segel.sim;

import id.segel.core.region.BallotStyle;
import id.segel.core.region.Dapils;
import id.segel.core.region.Dki2024;
import id.segel.core.region.PlaceCode;
import id.segel.core.stock.BillOfMaterialsSet;
import id.segel.core.stock.BoxesChecked;
import id.segel.core.stock.BoxesFilled;
import id.segel.core.stock.ConsignmentArrived;
import id.segel.core.stock.ConsignmentSent;
import id.segel.core.stock.Damage;
import id.segel.core.stock.DifferenceClosed;
import id.segel.core.stock.Holder;
import id.segel.core.stock.KoliCode;
import id.segel.core.stock.KoliOpened;
import id.segel.core.stock.KoliReceived;
import id.segel.core.stock.KoliSorted;
import id.segel.core.stock.Piece;
import id.segel.core.stock.ReplacementOrdered;
import id.segel.core.stock.SheetsDestroyed;
import id.segel.core.stock.StockOpened;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The six city stores and every sheet in them: printed and sent from 28 December, counted in koli
 * by koli, sorted and bundled at tables until 20 January, what is damaged or missing printed again,
 * packed bundle by bundle, and what is left destroyed on H-1. As in 2024 about one sheet in three
 * thousand is damaged; one batch is far worse. Owned by the thread that plays.
 */
public final class Stores {

  private static final int FIRST_DAY = -48;
  private static final int FIRST_SORTING_DAY = -43;
  private static final int ORDER_DAY = -25;
  private static final int REPLACED_DAY = -22;

  /** Koli in one lorry. */
  private static final int LORRY = 800;

  /** Koli that a table sorts in a shift: ten people, two thousand sheets each. */
  private static final int SHIFT = 40;

  private static final List<String> PRINTERS = List.of("PRT1", "PRT2", "PRT3");

  /** The batch in which a cutter was blunt. */
  private static final String BAD_BATCH = "B10";

  private final Province province;
  private final World world;
  private final RandomGenerator random;
  private final Dapils dapils = new Dapils();
  private final StockOpened settings = StockOpened.dki2024();
  private final Map<String, Store> stores = new LinkedHashMap<>();
  private int consignments;

  /** Sorted sheets of one koli that are still in it. */
  private static final class Koli {
    final KoliCode code;
    final int good;
    final int bundles;
    int next = 1;

    /** What is left of bundle {@code next - 1}, which was broken. */
    int rest;

    Koli(KoliCode code, int good, int bundle) {
      this.code = code;
      this.good = good;
      this.bundles = Math.ceilDiv(good, bundle);
    }

    int size(int number, int bundle) {
      return Math.min(bundle, good - (number - 1) * bundle);
    }

    int left(int bundle) {
      return rest + Math.max(0, good - (next - 1) * bundle);
    }
  }

  /** Koli as it stands on a delivery note. */
  private record Sent(KoliCode code, BallotStyle style, int sheets, String batch) {}

  private static final class Store {
    final PlaceCode place;
    final Map<BallotStyle, Integer> need = new TreeMap<>();
    final Map<BallotStyle, Integer> good = new TreeMap<>();
    final Map<BallotStyle, Integer> damaged = new TreeMap<>();
    final Map<BallotStyle, ArrayDeque<Koli>> koli = new TreeMap<>();
    final Map<String, Integer> open = new TreeMap<>();
    final List<Sent> unsorted = new ArrayList<>();

    Store(PlaceCode place) {
      this.place = place;
    }
  }

  Stores(Province province, World world, long seed) {
    this.province = province;
    this.world = world;
    this.random = Seeds.random(seed, "stores");
    Dki2024.dapils().forEach(dapils::apply);
    for (Province.Kelurahan kelurahan : province.kelurahan()) {
      Store store =
          stores.computeIfAbsent(
              kelurahan.kota(), kota -> new Store(PlaceCode.Kind.CITY_STORE.of(kota)));
      int need = kelurahan.tps().stream().mapToInt(Province.Station::need).sum();
      for (int kind : province.kinds()) {
        store.need.merge(dapils.style(kind, kelurahan.code()), need, Integer::sum);
      }
    }
  }

  /** The first moment: the first lorry leaves a printer. */
  static Instant begins(Province province) {
    return province.at(FIRST_DAY, 6, 0);
  }

  /** Ballots that the TPS of the story need, and the reserve for a repeated vote. */
  public long ordered() {
    long need = 0;
    for (Store store : stores.values()) {
      need += store.need.values().stream().mapToLong(Integer::longValue).sum();
    }
    return need + settings.revote().values().stream().mapToLong(Integer::longValue).sum();
  }

  void begin() {
    world.at(
        begins(province),
        () -> {
          world.say(settings);
          world.say(BillOfMaterialsSet.dki2024());
        });
    int number = 0;
    for (Store store : stores.values()) {
      int day = FIRST_DAY + number % 3;
      for (var need : store.need.entrySet()) {
        Instant when = province.at(day, 8, random.nextInt(360));
        world.at(when, () -> send(store, need.getKey(), need.getValue()));
      }
      world.at(province.at(FIRST_DAY + 3, 9, number), () -> sendReserve(store));
      world.at(province.at(FIRST_SORTING_DAY, 6, 30), () -> planShifts(store));
      world.at(province.at(ORDER_DAY, 9, number), () -> order(store));
      world.at(province.at(-1, 21, 10 + number), () -> destroy(store));
      number++;
    }
  }

  // ---- from the printers

  private void send(Store store, BallotStyle style, int sheets) {
    int left = sheets;
    int lorry = 0;
    while (left > 0) {
      int load = Math.min(left, LORRY * settings.koli());
      String batch = String.format("B%02d", 1 + style.number() % 9 + lorry % 3);
      String printer = PRINTERS.get(style.kind() % PRINTERS.size());
      world.at(
          world.now().plus(Duration.ofHours(5L * lorry)),
          () -> sendLorry(store, style, load, printer, batch, null, false));
      left -= load;
      lorry++;
    }
  }

  private void sendLorry(
      Store store,
      BallotStyle style,
      int sheets,
      String printer,
      String batch,
      @Nullable String order,
      boolean isReserve) {
    String code =
        String.format("%s%05d", order == null ? isReserve ? "V" : "C" : "R", ++consignments);
    var runs = new ArrayList<ConsignmentSent.Run>();
    int full = sheets / settings.koli();
    if (full > 0) {
      runs.add(new ConsignmentSent.Run(1, full, style, settings.koli(), List.of()));
    }
    if (sheets % settings.koli() > 0) {
      runs.add(
          new ConsignmentSent.Run(full + 1, full + 1, style, sheets % settings.koli(), List.of()));
    }
    var from = new Holder(Holder.Kind.PRINTER, printer);
    world.say(
        new ConsignmentSent(
            code, from, store.place, "SJ-" + code, batch, order, null, isReserve, runs));
    for (ConsignmentSent.Run run : runs) {
      for (int number = run.first(); number <= run.last() && !isReserve; number++) {
        store.unsorted.add(new Sent(new KoliCode(code, number), run.style(), run.sheets(), batch));
      }
    }
    int koli = runs.getLast().last();
    Instant arrives = world.now().plusSeconds(6 * 3_600L + random.nextInt(7_200));
    world.at(arrives, () -> world.say(new ConsignmentArrived(code, store.place, List.of())));
    world.at(
        arrives.plus(Duration.ofHours(3)),
        () -> world.say(new KoliReceived(code, store.place, received(koli), List.of())));
  }

  /** All as the delivery note says; now and then a wet carton. */
  private List<KoliReceived.Line> received(int koli) {
    if (koli < 3 || random.nextInt(12) > 0) {
      return List.of(new KoliReceived.Line(1, koli, -1, KoliReceived.Condition.GOOD));
    }
    int wet = 2 + random.nextInt(koli - 2);
    return List.of(
        new KoliReceived.Line(1, wet - 1, -1, KoliReceived.Condition.GOOD),
        new KoliReceived.Line(wet, wet, -1, KoliReceived.Condition.WET),
        new KoliReceived.Line(wet + 1, koli, -1, KoliReceived.Condition.GOOD));
  }

  /** The reserve of a design goes to the first city that votes with it; the PPWP's to all. */
  private void sendReserve(Store store) {
    List<Store> all = List.copyOf(stores.values());
    settings
        .revote()
        .forEach((style, sheets) -> {
          boolean isShared = style.equals(settings.revote().firstKey());
          Store keeper =
              all.stream()
                  .filter(one -> firstRegion(style).startsWith(one.place.region()))
                  .findFirst()
                  .orElse(all.getFirst());
          int part = sheets / all.size();
          if (isShared) {
            part += store == all.getFirst() ? sheets % all.size() : 0;
          } else {
            part = store == keeper ? sheets : 0;
          }
          if (part > 0) {
            sendLorry(store, style, part, PRINTERS.getFirst(), "PSU", null, true);
          }
        });
  }

  /** A region that votes with a design, by its digits. */
  private static String firstRegion(BallotStyle style) {
    return Dki2024.dapils().stream()
        .filter(one -> one.style().equals(style))
        .map(one -> one.regions().getLast().digits())
        .findFirst()
        .orElse("");
  }

  // ---- at the tables

  private void planShifts(Store store) {
    int tables = Math.max(1, store.unsorted.size() / SHIFT / 30 + 1);
    Instant day = province.at(FIRST_SORTING_DAY, 7, 0);
    int shift = 0;
    for (int first = 0; first < store.unsorted.size(); first += SHIFT) {
      var some =
          List.copyOf(
              store.unsorted.subList(first, Math.min(first + SHIFT, store.unsorted.size())));
      int table = 1 + shift % tables;
      int turn = shift / tables;
      Instant starts = day.plus(Duration.ofHours(24L * (turn / 2) + (turn % 2 == 0 ? 0 : 8)));
      world.at(starts.plusSeconds(table * 20L), () -> open(store, table, turn % 2 + 1, some));
      shift++;
    }
    store.unsorted.clear();
  }

  private void open(Store store, int table, int turn, List<Sent> koli) {
    String shift = world.now().atZone(province.zone()).toLocalDate() + "-" + turn;
    world.say(new KoliOpened(store.place, table, shift, koli.stream().map(Sent::code).toList()));
    world.at(
        world.now().plus(Duration.ofHours(7)),
        () -> {
          var lines = new ArrayList<KoliSorted.Line>(koli.size());
          koli.forEach(one -> lines.add(sort(store, one)));
          world.say(new KoliSorted(store.place, table, shift, lines));
        });
  }

  private KoliSorted.Line sort(Store store, Sent koli) {
    var damaged = new TreeMap<Damage, Integer>();
    int oneIn = koli.batch.equals(BAD_BATCH) && koli.style.dapil() == 4 ? 2 : 7;
    if (random.nextInt(oneIn) == 0) {
      Damage why =
          List.of(Damage.TORN, Damage.CREASED, Damage.INK, Damage.CUT, Damage.STUCK)
              .get(random.nextInt(5));
      damaged.put(why, oneIn == 2 ? 2 + random.nextInt(4) : 1);
    }
    int chance = random.nextInt(200);
    int missing = chance == 0 ? 1 + random.nextInt(2) : 0;
    int excess = chance == 1 ? 1 : 0;
    int bad = damaged.values().stream().mapToInt(Integer::intValue).sum();
    if (bad + missing >= koli.sheets) {
      damaged.clear();
      bad = 0;
      missing = 0;
    }
    int good = koli.sheets - bad - missing + excess;
    if (missing != excess) {
      store.open.merge(koli.code.consignment() + " " + koli.style, missing - excess, Integer::sum);
    }
    store.damaged.merge(koli.style, bad, Integer::sum);
    sorted(store, koli, good);
    return new KoliSorted.Line(koli.code, good, damaged, missing, excess, new TreeMap<>());
  }

  private void sorted(Store store, Sent koli, int good) {
    store.good.merge(koli.style, good, Integer::sum);
    store
        .koli
        .computeIfAbsent(koli.style, style -> new ArrayDeque<>())
        .add(new Koli(koli.code, good, settings.bundle()));
  }

  // ---- printed again

  private void order(Store store) {
    store.open.forEach((key, sheets) -> {
      if (sheets != 0) {
        int space = key.indexOf(' ');
        world.say(
            new DifferenceClosed(
                store.place,
                new Holder(Holder.Kind.CONSIGNMENT, key.substring(0, space)),
                BallotStyle.parse(key.substring(space + 1)),
                Math.abs(sheets),
                DifferenceClosed.Way.CREDITED,
                "BA-" + key.substring(0, space)));
      }
    });
    store.open.clear();
    var lacking = new TreeMap<BallotStyle, Integer>();
    store.need.forEach((style, need) -> {
      int lacks = need - store.good.getOrDefault(style, 0);
      if (lacks > 0) {
        lacking.put(style, lacks);
      }
    });
    if (lacking.isEmpty()) {
      return;
    }
    String order = "R" + store.place.region();
    world.say(
        new ReplacementOrdered(
            order, PRINTERS.getFirst(), store.place, province.at(-3, 12, 0), lacking));
    world.at(
        province.at(REPLACED_DAY - 1, 8, 0),
        () ->
            lacking.forEach((style, sheets) ->
                sendLorry(store, style, sheets, PRINTERS.getFirst(), "BR", order, false)));
    world.at(province.at(REPLACED_DAY, 7, 0), () -> sortReplaced(store));
  }

  private void sortReplaced(Store store) {
    List<Sent> all = List.copyOf(store.unsorted);
    store.unsorted.clear();
    if (all.isEmpty()) {
      return;
    }
    String shift = world.now().atZone(province.zone()).toLocalDate() + "-1";
    world.say(new KoliOpened(store.place, 1, shift, all.stream().map(Sent::code).toList()));
    var lines = new ArrayList<KoliSorted.Line>();
    for (Sent one : all) {
      sorted(store, one, one.sheets);
      lines.add(new KoliSorted.Line(one.code, one.sheets, new TreeMap<>(), 0, 0, new TreeMap<>()));
    }
    world.say(new KoliSorted(store.place, 1, shift, lines));
  }

  // ---- into the boxes

  /** Fills these boxes to their need and has them found ready by somebody else. */
  void pack(String kota, List<Box> boxes) {
    Store store = stores.get(kota);
    if (store == null) {
      throw new IllegalStateException("there is no store in " + kota);
    }
    var filled = new ArrayList<BoxesFilled.Line>(boxes.size());
    var checked = new ArrayList<BoxesChecked.Line>(boxes.size());
    for (Box box : boxes) {
      BallotStyle style = dapils.style(box.id().kind(), box.id().tps());
      filled.add(new BoxesFilled.Line(box.id(), take(store, style, box.sheets())));
      checked.add(new BoxesChecked.Line(box.id(), true, new TreeMap<>()));
    }
    int table = 1 + random.nextInt(20);
    world.say(new BoxesFilled(store.place, "P" + kota + "-" + table, filled));
    world.say(new BoxesChecked(store.place, "C" + kota + "-" + table, checked));
  }

  private List<Piece> take(Store store, BallotStyle style, int sheets) {
    int bundle = settings.bundle();
    var pieces = new ArrayList<Piece>();
    ArrayDeque<Koli> all = store.koli.getOrDefault(style, new ArrayDeque<>());
    int left = sheets;
    while (left > 0) {
      Koli koli = all.peek();
      if (koli == null) {
        throw new IllegalStateException(store.place + " has no " + style + " left");
      }
      if (koli.rest > 0 && koli.rest <= left) {
        pieces.add(new Piece(koli.code, koli.next - 1, koli.next - 1, Piece.Part.REST, 0));
        left -= koli.rest;
        koli.rest = 0;
      }
      int first = koli.next;
      while (koli.next <= koli.bundles && koli.size(koli.next, bundle) <= left) {
        left -= koli.size(koli.next, bundle);
        koli.next++;
      }
      if (koli.next > first) {
        pieces.add(new Piece(koli.code, first, koli.next - 1, Piece.Part.WHOLE, 0));
      }
      if (left > 0 && koli.next <= koli.bundles) {
        koli.rest = koli.size(koli.next, bundle) - left;
        pieces.add(new Piece(koli.code, koli.next, koli.next, Piece.Part.BROKEN_OFF, left));
        koli.next++;
        left = 0;
      }
      if (koli.next > koli.bundles && koli.rest == 0) {
        all.remove();
      }
    }
    return pieces;
  }

  // ---- H-1: nothing loose may be left

  private void destroy(Store store) {
    var lines = new ArrayList<SheetsDestroyed.Line>();
    var damaged = new Holder(Holder.Kind.DAMAGED, store.place.text());
    store.damaged.forEach((style, sheets) -> {
      if (sheets > 0) {
        lines.add(new SheetsDestroyed.Line(damaged, style, sheets));
      }
    });
    store.koli.forEach((style, koli) ->
        koli.forEach(one -> {
          int left = one.left(settings.bundle());
          if (left > 0) {
            var holder = new Holder(Holder.Kind.KOLI, one.code.toString());
            lines.add(new SheetsDestroyed.Line(holder, style, left));
          }
        }));
    if (!lines.isEmpty()) {
      world.say(
          new SheetsDestroyed(
              store.place,
              "BA-" + store.place.region() + "-2024",
              List.of("BAWASLU", "POLDA"),
              lines,
              List.of()));
    }
  }
}
