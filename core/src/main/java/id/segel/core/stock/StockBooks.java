package id.segel.core.stock;

import id.segel.core.box.BoxId;
import id.segel.core.custody.RecordedStatement;
import id.segel.core.custody.Statement;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.region.BallotStyle;
import id.segel.core.region.Leg;
import id.segel.core.region.PlaceCode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The books of all sheets: what each entry of the log moves from one holder to another, and what
 * somebody must act on because of it. No holder but a printer and a discrepancy account owes
 * sheets: what a signed statement takes that is not there comes from the discrepancy account of its
 * place. A fact that may not be is booked all the same, with the reason why it may not: a desk then
 * throws the draft away, an audit says so. Owned by one thread.
 *
 * <p>Notes. Sheets that a delivery note names and nobody has counted stay with their consignment,
 * also those found missing when a koli is sorted; {@code open} rows hold what of that is a
 * difference rather than not unloaded yet. {@code loose} rows hold, for each store and design, what
 * lies in koli, on tables, loose and damaged.
 */
public final class StockBooks {

  /** Below so many sorted and so many damaged sheets a rate of damage says nothing. */
  private static final int LEAST_SORTED = 5_000;

  private static final int LEAST_DAMAGED = 20;

  private static final StockOpened UNSET =
      new StockOpened(StockOpened.BUNDLE, StockOpened.KOLI, StockOpened.OUTLIER, new TreeMap<>());

  private static final String SETTINGS = "settings";
  private static final String MATERIALS = "materials";
  private static final String ORDERS = "orders";
  private static final String ON_THE_WAY = "on the way";
  private static final String ALL_BATCHES = "batches";

  private final StockRows rows;
  private final Terrain terrain;

  private final List<Movement> movements = new ArrayList<>();
  private final List<Fact> findings = new ArrayList<>();
  private @Nullable StockRefusal refusal;
  private String refused = "";

  /** What was read last, and from what: the same is asked for again and again. */
  private StockOpened settings = UNSET;

  private @Nullable String settingsRow;
  private @Nullable ConsignmentSent consignment;
  private @Nullable String consignmentRow;
  private @Nullable KoliRow koli;
  private @Nullable String koliText;

  /**
   * What an entry did.
   *
   * @param findings the facts that belong right behind it
   * @param refusal why it may not be, or null
   * @param detail what the refusal is about
   */
  public record Booked(
      List<Movement> movements,
      List<Fact> findings,
      @Nullable StockRefusal refusal,
      String detail) {}

  public StockBooks(StockRows rows, Terrain terrain) {
    this.rows = rows;
    this.terrain = terrain;
  }

  /** Whether sheets are counted. */
  public boolean isOpen() {
    return rows.get(SETTINGS) != null;
  }

  /** Sheets of this design that a holder has. */
  public long balance(Holder holder, BallotStyle style) {
    return number(balanceKey(holder, style));
  }

  /** The key of an account's row. */
  public static String balanceKey(Holder holder, BallotStyle style) {
    return "=" + holder + " " + style;
  }

  /** Books what a desk says. */
  public Booked take(StockFact fact) {
    if (!(fact instanceof StockOpened)) {
      must(isOpen(), StockRefusal.NOT_OPENED, "");
    }
    switch (fact) {
      case StockOpened it -> open(it);
      case BillOfMaterialsSet it -> rows.put(MATERIALS, text(it));
      case ConsignmentSent it -> send(it);
      case ConsignmentArrived it -> arrive(it);
      case KoliReceived it -> receive(it);
      case CountCorrected it -> correct(it);
      case KoliOpened it -> open(it);
      case KoliSorted it -> sort(it);
      case BoxesFilled it -> fill(it);
      case BoxesChecked it -> check(it);
      case ReplacementOrdered it -> order(it);
      case TransferOrdered it -> transfer(it);
      case DamageFound it -> damage(it);
      case SheetsDestroyed it -> destroy(it);
      case StockCounted it -> count(it);
      case DifferenceClosed it -> close(it);
      case ItemsChecked it -> checkItems(it);
      case RevoteDeclared it -> declareRevote(it);
      case CodeSeen it -> see(it);
    }
    return booked();
  }

  /** Books what a signed statement says about sheets. */
  public Booked take(RecordedStatement recorded) {
    Statement said = recorded.statement();
    if (isOpen()) {
      for (Statement.Group group : said.groups()) {
        for (Statement.BoxLine line : group.boxes()) {
          switch (said.kind()) {
            case PACK -> packed(said.place(), line);
            case SEAL -> {
              sealed(line.box());
              see(line);
            }
            case RESEAL -> see(line);
            case OFFER -> left(said, line.box());
            case USE -> used(line);
            case REPLACE -> replaced(said.place(), line);
            case ACCEPT, WITHDRAW, OPEN, CONFIRM, CORRECT, DAY -> {}
          }
        }
      }
    }
    return booked();
  }

  /** What time alone brings about, at this election time. */
  public Booked tick(Instant now) {
    Instant end = terrain.endOfEve();
    if (!isOpen() || end == null) {
      return booked();
    }
    for (String order : list(ORDERS)) {
      String row = rows.get("order " + order);
      if (row != null && Instant.parse(row.split(" ", -1)[2]).isBefore(now)) {
        raise(StockFinding.REPLACEMENT_LATE, "due:" + order, null, 0);
      }
    }
    if (!now.isBefore(end)) {
      for (PlaceCode store : terrain.stores()) {
        for (BallotStyle style : terrain.styles()) {
          raiseLoose(store.text(), style);
        }
      }
      for (String consignment : list(ON_THE_WAY)) {
        raise(StockFinding.STILL_ON_THE_WAY, "consignment:" + consignment, null, 0);
      }
    }
    return booked();
  }

  /** Once until it is cleared: what is burned bit by bit is not said again each time. */
  private void raiseLoose(String store, BallotStyle style) {
    long loose = number(looseKey(store, style));
    String about = aboutStore(store, style);
    if (loose > 0 && !open(about).containsKey(StockFinding.LOOSE_SHEETS)) {
      raise(StockFinding.LOOSE_SHEETS, about, style, loose);
    }
  }

  private Booked booked() {
    var booked = new Booked(List.copyOf(movements), List.copyOf(findings), refusal, refused);
    movements.clear();
    findings.clear();
    refusal = null;
    refused = "";
    return booked;
  }

  // ---- rows

  private void must(boolean holds, StockRefusal otherwise, Object about) {
    if (!holds && refusal == null) {
      refusal = otherwise;
      refused = about.toString();
    }
  }

  private long number(String key) {
    String row = rows.get(key);
    return row == null ? 0 : Long.parseLong(row);
  }

  private void add(String key, long more) {
    long sum = number(key) + more;
    rows.put(key, sum == 0 ? null : Long.toString(sum));
  }

  private List<String> list(String key) {
    String row = rows.get(key);
    return row == null ? List.of() : Arrays.asList(row.split(" ", -1));
  }

  private void enlist(String key, String member, boolean isIn) {
    var all = new LinkedHashSet<>(list(key));
    if (isIn ? all.add(member) : all.remove(member)) {
      rows.put(key, all.isEmpty() ? null : String.join(" ", all));
    }
  }

  private @Nullable KoliRow koli(KoliCode code) {
    String row = rows.get(KoliRow.key(code));
    if (row != null && !row.equals(koliText)) {
      koli = KoliRow.parse(row);
      koliText = row;
    }
    return row == null ? null : koli;
  }

  private void put(KoliCode code, KoliRow row) {
    String text = row.text();
    koli = row;
    koliText = text;
    rows.put(KoliRow.key(code), text);
  }

  private BoxRow box(BoxId box) {
    String row = rows.get(BoxRow.key(box));
    return row == null ? BoxRow.EMPTY : BoxRow.parse(row);
  }

  private @Nullable ConsignmentSent consignment(String code) {
    String row = rows.get("consignment " + code);
    if (row != null && !row.equals(consignmentRow)) {
      consignment = ConsignmentSent.read(fields(row));
      consignmentRow = row;
    }
    return row == null ? null : consignment;
  }

  private StockOpened settings() {
    String row = rows.get(SETTINGS);
    if (row == null) {
      return UNSET;
    }
    if (!row.equals(settingsRow)) {
      settings = StockOpened.read(fields(row));
      settingsRow = row;
    }
    return settings;
  }

  private @Nullable BillOfMaterialsSet materials() {
    String row = rows.get(MATERIALS);
    return row == null ? null : BillOfMaterialsSet.read(fields(row));
  }

  private static String text(StockFact fact) {
    var out = new StringBuilder();
    fact.writeTo(out);
    return out.toString();
  }

  private static Fields fields(String row) {
    return Fields.of(
        (Fact.FIRST_LINE + "\n" + row).getBytes(StandardCharsets.UTF_8), Fact.FIRST_LINE);
  }

  // ---- movements

  /** Moves what is there; what is missing comes from the discrepancy account of the place. */
  private void move(Holder from, Holder to, BallotStyle style, long sheets, PlaceCode place) {
    long there =
        from.kind().mayOwe() ? sheets : Math.min(sheets, Math.max(0, balance(from, style)));
    book(from, to, style, there);
    book(discrepancy(place), to, style, sheets - there);
  }

  private void book(Holder from, Holder to, BallotStyle style, long sheets) {
    if (sheets <= 0 || from.equals(to)) {
      return;
    }
    movements.add(new Movement(from, to, style, sheets));
    add(balanceKey(from, style), -sheets);
    add(balanceKey(to, style), sheets);
    loose(from, style, -sheets);
    loose(to, style, sheets);
  }

  private void loose(Holder holder, BallotStyle style, long more) {
    String place =
        switch (holder.kind()) {
          case STORE, DAMAGED -> holder.code();
          case TABLE -> holder.code().substring(0, holder.code().indexOf('.'));
          case KOLI -> {
            KoliRow row = koli(KoliCode.parse(holder.code()));
            yield row == null ? null : row.place().text();
          }
          default -> null;
        };
    if (place != null) {
      String key = looseKey(place, style);
      add(key, more);
      if (more < 0 && rows.get(key) == null) {
        clear(StockFinding.LOOSE_SHEETS, aboutStore(place, style));
      }
    }
  }

  private static String looseKey(String place, BallotStyle style) {
    return "loose " + place + " " + style;
  }

  private static String aboutStore(String place, BallotStyle style) {
    return "store:" + place + "." + style;
  }

  private static Holder discrepancy(PlaceCode place) {
    return new Holder(Holder.Kind.DISCREPANCY, place.text());
  }

  private static Holder holder(KoliCode koli) {
    return new Holder(Holder.Kind.KOLI, koli.toString());
  }

  /** Who has the sheets of a koli: the reserve for a repeated vote is held as one. */
  private static Holder holder(KoliCode code, KoliRow row) {
    return row.isRevote() ? at(Holder.Kind.REVOTE, row.place()) : holder(code);
  }

  private static Holder holder(BoxId box) {
    return new Holder(Holder.Kind.BOX, box.toString());
  }

  private static Holder at(Holder.Kind kind, PlaceCode place) {
    return new Holder(kind, place.text());
  }

  // ---- findings

  private void raise(StockFinding kind, String about, @Nullable BallotStyle style, long sheets) {
    String detail = style == null ? "open" : style + "=" + sheets;
    SortedMap<StockFinding, String> open = open(about);
    if (!detail.equals(open.put(kind, detail))) {
      keepOpen(about, open);
      findings.add(new FindingRaised(kind, about, style, sheets));
    }
  }

  private void clear(StockFinding kind, String about) {
    if (rows.get(findingsKey(about)) == null) {
      return;
    }
    SortedMap<StockFinding, String> open = open(about);
    if (open.remove(kind) != null) {
      keepOpen(about, open);
      findings.add(new FindingCleared(kind, about));
    }
  }

  /** What is open about something: one row for all of it, for mostly there is none. */
  private SortedMap<StockFinding, String> open(String about) {
    String row = rows.get(findingsKey(about));
    if (row == null) {
      return new TreeMap<>();
    }
    var open = new TreeMap<StockFinding, String>();
    for (String one : row.split(" ", -1)) {
      int colon = one.indexOf(':');
      open.put(StockFinding.parse(one.substring(0, colon)), one.substring(colon + 1));
    }
    return open;
  }

  private void keepOpen(String about, SortedMap<StockFinding, String> open) {
    var row = new StringJoiner(" ");
    open.forEach((kind, detail) -> row.add(kind + ":" + detail));
    rows.put(findingsKey(about), open.isEmpty() ? null : row.toString());
  }

  private static String findingsKey(String about) {
    return "findings " + about;
  }

  private void raiseUnless(
      boolean isWell, StockFinding kind, String about, @Nullable BallotStyle style, long sheets) {
    if (isWell) {
      clear(kind, about);
    } else {
      raise(kind, about, style, sheets);
    }
  }

  // ---- settings

  private void open(StockOpened it) {
    it.revote()
        .keySet()
        .forEach(style -> must(terrain.isStyle(style), StockRefusal.STYLE_UNKNOWN, style));
    rows.put(SETTINGS, text(it));
  }

  private void declareRevote(RevoteDeclared it) {
    for (String tps : it.tps()) {
      for (int kind : it.kinds()) {
        BoxId box = BoxId.of(tps, kind, 1);
        must(terrain.isBox(box), StockRefusal.BOX_UNKNOWN, tps);
        // It is filled, checked and sealed anew.
        rows.put(BoxRow.key(box), null);
        rows.put("revote " + tps + " " + kind, it.record());
      }
    }
  }

  // ---- from the printer to the store

  private void send(ConsignmentSent it) {
    String key = "consignment " + it.consignment();
    must(rows.get(key) == null, StockRefusal.CODE_TAKEN, it.consignment());
    must(terrain.isRegistered(it.to()), StockRefusal.PLACE_UNKNOWN, it.to());
    var way = new Holder(Holder.Kind.CONSIGNMENT, it.consignment());
    boolean isStore = it.from().kind() == Holder.Kind.STORE;
    Holder from = it.from();
    String order = it.order();
    if (order != null) {
      must(rows.get("order " + order) != null, StockRefusal.ORDER_UNKNOWN, order);
      from = new Holder(Holder.Kind.DUE, order);
      enlist("filled " + order, it.consignment(), true);
    }
    for (ConsignmentSent.Run run : it.koli()) {
      must(terrain.isStyle(run.style()), StockRefusal.STYLE_UNKNOWN, run.style());
      if (isStore) {
        PlaceCode place = new PlaceCode(it.from().code());
        long sheets = 0;
        for (Piece piece : run.pieces()) {
          sheets += take(piece, place, run.style(), way, false);
        }
        must(sheets == run.sheets(), StockRefusal.SUM_DOES_NOT_FIT, KoliCode.digits(run.first()));
      } else {
        must(
            order == null || balance(from, run.style()) >= run.total(),
            StockRefusal.ORDER_EXCEEDED,
            run.style());
        move(from, way, run.style(), run.total(), it.to());
      }
    }
    String transfer = it.transfer();
    if (isStore) {
      sendTransfer(it, transfer);
    } else {
      rows.put("printer " + it.to(), it.from().code());
    }
    rows.put(key, text(it));
    enlist(ON_THE_WAY, it.consignment(), true);
  }

  private void sendTransfer(ConsignmentSent it, @Nullable String transfer) {
    String row = transfer == null ? null : rows.get("transfer " + transfer);
    String parties = it.from().code() + " " + it.to() + " ";
    must(
        row != null && row.startsWith(parties),
        StockRefusal.TRANSFER_UNKNOWN,
        transfer == null ? "none" : transfer);
    if (row == null || !row.startsWith(parties)) {
      return;
    }
    String[] left = row.substring(parties.length()).split(" ", -1);
    BallotStyle style = BallotStyle.parse(left[0]);
    long sheets = 0;
    for (ConsignmentSent.Run run : it.koli()) {
      must(run.style().equals(style), StockRefusal.TRANSFER_EXCEEDED, run.style());
      sheets += run.total();
    }
    long rest = Long.parseLong(left[1]) - sheets;
    must(rest >= 0, StockRefusal.TRANSFER_EXCEEDED, style);
    rows.put("transfer " + transfer, parties + style + " " + Math.max(0, rest));
  }

  private void arrive(ConsignmentArrived it) {
    ConsignmentSent sent = consignment(it.consignment());
    must(sent != null, StockRefusal.CONSIGNMENT_UNKNOWN, it.consignment());
    if (sent == null) {
      return;
    }
    String about = "consignment:" + it.consignment();
    String before = rows.get("arrived " + it.consignment());
    rows.put("arrived " + it.consignment(), it.place().text());
    if (before != null && !before.equals(it.place().text())) {
      raise(StockFinding.CODE_SEEN_TWICE, about, null, 0);
    }
    raiseUnless(it.place().equals(sent.to()), StockFinding.WRONG_CONSIGNEE, about, null, 0);
    if (!terrain.isApproved(it.place())) {
      raise(StockFinding.UNREGISTERED_SITE, "place:" + it.place(), null, 0);
    }
  }

  private void receive(KoliReceived it) {
    ConsignmentSent sent = consignment(it.consignment());
    must(sent != null, StockRefusal.CONSIGNMENT_UNKNOWN, it.consignment());
    must(terrain.isApproved(it.place()), StockRefusal.PLACE_NOT_APPROVED, it.place());
    if (sent == null) {
      return;
    }
    must(sent.to().equals(it.place()), StockRefusal.NOT_THE_CONSIGNEE, it.place());
    var touched = new TreeSet<BallotStyle>();
    for (KoliReceived.Line line : it.koli()) {
      for (int number = line.first(); number <= line.last(); number++) {
        var code = new KoliCode(it.consignment(), number);
        ConsignmentSent.Run run = sent.run(number);
        must(run != null, StockRefusal.KOLI_UNKNOWN, code);
        boolean isNew = rows.get(KoliRow.key(code)) == null;
        must(isNew, StockRefusal.KOLI_RECEIVED_ALREADY, code);
        if (run != null && isNew) {
          receive(code, run, line, sent, it.place());
          touched.add(run.style());
        }
      }
    }
    touched.forEach(style -> judgeReceipt(it.consignment(), style));
    add(
        "unloaded " + it.consignment(),
        it.koli().stream().mapToInt(l -> l.last() - l.first() + 1).sum());
    long all = sent.koli().stream().mapToInt(ConsignmentSent.Run::count).sum();
    if (number("unloaded " + it.consignment()) >= all) {
      enlist(ON_THE_WAY, it.consignment(), false);
      clear(StockFinding.STILL_ON_THE_WAY, "consignment:" + it.consignment());
      settleOrder(sent.order());
    }
  }

  private void receive(
      KoliCode code,
      ConsignmentSent.Run run,
      KoliReceived.Line line,
      ConsignmentSent sent,
      PlaceCode place) {
    int counted = line.counted() < 0 ? run.sheets() : line.counted();
    boolean isTransfer = sent.from().kind() == Holder.Kind.STORE;
    BallotStyle style = run.style();
    var row = new KoliRow(style, place, "R", sent.isRevote(), false, counted, 0, "");
    int bundle = settings().bundle();
    put(
        code,
        isTransfer
            ? row.sorted(counted, bundle)
            : sent.isRevote() ? row.bundled(counted, bundle) : row);
    Holder to = holder(code, row);
    var way = new Holder(Holder.Kind.CONSIGNMENT, sent.consignment());
    book(way, to, style, Math.min(counted, run.sheets()));
    if (counted > run.sheets()) {
      exceed(way, to, style, counted - run.sheets(), place);
    } else {
      lack(way, style, run.sheets() - counted, place);
    }
    if (line.condition() != KoliReceived.Condition.GOOD) {
      raise(StockFinding.DAMAGED_ON_ARRIVAL, "koli:" + code, null, 0);
    }
  }

  /** So many more sheets that a consignment should have brought are not there. */
  private void lack(Holder way, BallotStyle style, long sheets, PlaceCode place) {
    String open = openKey(way.code(), style);
    // Others of it had too many: those came from these.
    book(way, discrepancy(place), style, Math.min(sheets, Math.max(0, -number(open))));
    add(open, sheets);
  }

  /** Somebody counted so many more than a consignment should have brought. */
  private void exceed(Holder way, Holder to, BallotStyle style, long sheets, PlaceCode place) {
    String open = openKey(way.code(), style);
    long lacking = Math.min(sheets, Math.max(0, number(open)));
    move(way, to, style, lacking, place);
    book(discrepancy(place), to, style, sheets - lacking);
    add(open, -sheets);
  }

  private static String openKey(String consignment, BallotStyle style) {
    return "open " + consignment + " " + style;
  }

  private void correct(CountCorrected it) {
    KoliRow row = here(it.koli(), it.place());
    if (row == null) {
      return;
    }
    must(row.state().equals("R"), StockRefusal.KOLI_OPENED_ALREADY, it.koli());
    must(!row.isCorrected(), StockRefusal.CORRECTION_OF_CORRECTION, it.koli());
    if (!row.state().equals("R")) {
      return;
    }
    KoliRow next = row.counted(it.counted());
    put(it.koli(), row.isRevote() ? next.bundled(it.counted(), settings().bundle()) : next);
    Holder koli = holder(it.koli(), row);
    var way = new Holder(Holder.Kind.CONSIGNMENT, it.koli().consignment());
    long more = (long) it.counted() - row.counted();
    if (more > 0) {
      exceed(way, koli, row.style(), more, it.place());
    } else {
      book(koli, way, row.style(), -more);
      lack(way, row.style(), -more, it.place());
    }
    judgeReceipt(it.koli().consignment(), row.style());
  }

  private void judgeReceipt(String consignment, BallotStyle style) {
    long open = number(openKey(consignment, style));
    String about = "consignment:" + consignment + "." + style;
    raiseUnless(open == 0, StockFinding.RECEIPT_DIFFERS, about, style, open);
  }

  private void close(DifferenceClosed it) {
    PlaceCode place = it.place();
    BallotStyle style = it.style();
    if (it.about().kind() == Holder.Kind.CONSIGNMENT) {
      ConsignmentSent sent = consignment(it.about().code());
      must(sent != null, StockRefusal.CONSIGNMENT_UNKNOWN, it.about());
      String key = openKey(it.about().code(), style);
      long open = number(key);
      must(it.sheets() <= Math.abs(open), StockRefusal.NOTHING_TO_CLOSE, it.about());
      must(
          open > 0 || it.way() == DifferenceClosed.Way.CREDITED,
          StockRefusal.NOTHING_TO_CLOSE,
          it.way());
      if (sent == null) {
        return;
      }
      must(sent.to().equals(place), StockRefusal.NOT_THE_CONSIGNEE, place);
      Holder sender =
          sent.from().kind() == Holder.Kind.PRINTER
              ? sent.from()
              : discrepancy(new PlaceCode(sent.from().code()));
      if (open < 0) {
        book(sender, discrepancy(place), style, it.sheets());
        add(key, it.sheets());
      } else {
        Holder to =
            switch (it.way()) {
              case CREDITED -> sender;
              case LOST -> discrepancy(place);
              case FOUND -> at(Holder.Kind.STORE, place);
            };
        move(it.about(), to, style, it.sheets(), place);
        add(key, -it.sheets());
      }
      judgeReceipt(it.about().code(), style);
      return;
    }
    boolean isOwn = it.about().equals(discrepancy(place));
    long open = isOwn ? balance(it.about(), style) : 0;
    must(it.sheets() <= Math.abs(open), StockRefusal.NOTHING_TO_CLOSE, it.about());
    String printer = rows.get("printer " + place);
    if (isOwn && it.way() == DifferenceClosed.Way.FOUND && open > 0) {
      book(it.about(), at(Holder.Kind.STORE, place), style, it.sheets());
    } else if (isOwn && it.way() == DifferenceClosed.Way.CREDITED && printer != null) {
      var printing = new Holder(Holder.Kind.PRINTER, printer);
      book(open > 0 ? it.about() : printing, open > 0 ? printing : it.about(), style, it.sheets());
    }
    for (Holder.Kind kind : List.of(Holder.Kind.STORE, Holder.Kind.DAMAGED, Holder.Kind.REVOTE)) {
      clear(StockFinding.COUNT_DIFFERS, kind.word() + ":" + place + "." + style);
    }
  }

  // ---- sorting

  private @Nullable KoliRow here(KoliCode code, PlaceCode place) {
    KoliRow row = koli(code);
    must(row != null, StockRefusal.KOLI_UNKNOWN, code);
    must(row == null || row.place().equals(place), StockRefusal.KOLI_NOT_HERE, code);
    return row;
  }

  private void open(KoliOpened it) {
    for (KoliCode code : it.koli()) {
      KoliRow row = here(code, it.place());
      if (row == null) {
        continue;
      }
      must(!row.isRevote(), StockRefusal.REVOTE_STOCK, code);
      must(row.state().equals("R"), StockRefusal.KOLI_OPENED_ALREADY, code);
      Holder table = KoliOpened.table(it.place(), it.table());
      book(holder(code), table, row.style(), balance(holder(code), row.style()));
      put(code, row.at(it.table()));
    }
  }

  private void sort(KoliSorted it) {
    int bundle = settings().bundle();
    var batches = new TreeSet<String>();
    var styles = new TreeSet<String>();
    for (KoliSorted.Line line : it.koli()) {
      KoliCode code = line.koli();
      KoliRow row = here(code, it.place());
      if (row == null) {
        continue;
      }
      must(!row.isSorted(), StockRefusal.KOLI_SORTED_ALREADY, code);
      must(row.state().equals("T" + it.table()), StockRefusal.NOT_OPENED_HERE, code);
      must(line.cameIn() == row.counted(), StockRefusal.SUM_DOES_NOT_FIT, code);
      must(line.good() <= bundle * Piece.MAX_BUNDLES, StockRefusal.SUM_DOES_NOT_FIT, code);
      put(code, row.sorted(Math.min(line.good(), bundle * Piece.MAX_BUNDLES), bundle));
      sort(line, row, KoliOpened.table(it.place(), it.table()), it.place());
      styles.add(code.consignment() + " " + row.style());
      ConsignmentSent sent = consignment(code.consignment());
      if (sent != null && sent.from().kind() == Holder.Kind.PRINTER) {
        String batch = sent.from().code() + "." + sent.batch();
        tally("batch " + batch, line);
        tally(ALL_BATCHES, line);
        batches.add(batch);
      }
    }
    for (String one : styles) {
      int space = one.indexOf(' ');
      judgeReceipt(one.substring(0, space), BallotStyle.parse(one.substring(space + 1)));
    }
    batches.forEach(this::judgeBatch);
  }

  private void sort(KoliSorted.Line line, KoliRow row, Holder table, PlaceCode place) {
    BallotStyle style = row.style();
    var way = new Holder(Holder.Kind.CONSIGNMENT, line.koli().consignment());
    if (line.excess() > 0) {
      exceed(way, table, style, line.excess(), place);
    }
    move(table, holder(line.koli()), style, line.good(), place);
    move(table, at(Holder.Kind.DAMAGED, place), style, line.damagedSheets(), place);
    if (line.missing() > 0) {
      move(table, way, style, line.missing(), place);
      lack(way, style, line.missing(), place);
    }
    line.foreign()
        .forEach((other, sheets) -> {
          must(terrain.isStyle(other) && !other.equals(style), StockRefusal.STYLE_UNKNOWN, other);
          book(discrepancy(place), at(Holder.Kind.STORE, place), other, sheets);
          raise(StockFinding.FOREIGN_SHEETS, "koli:" + line.koli(), other, sheets);
        });
  }

  private void tally(String key, KoliSorted.Line line) {
    List<String> sums = list(key);
    long sorted = (long) line.good() + line.damagedSheets();
    long damaged = line.damagedSheets();
    if (!sums.isEmpty()) {
      sorted += Long.parseLong(sums.get(0));
      damaged += Long.parseLong(sums.get(1));
    }
    rows.put(key, sorted + " " + damaged);
  }

  private void judgeBatch(String batch) {
    List<String> own = list("batch " + batch);
    List<String> all = list(ALL_BATCHES);
    long sorted = Long.parseLong(own.get(0));
    long damaged = Long.parseLong(own.get(1));
    long othersSorted = Long.parseLong(all.get(0)) - sorted;
    long othersDamaged = Long.parseLong(all.get(1)) - damaged;
    if (sorted >= LEAST_SORTED
        && othersSorted >= LEAST_SORTED
        && damaged >= LEAST_DAMAGED
        && damaged * othersSorted > settings().outlier() * Math.max(1, othersDamaged) * sorted) {
      raise(StockFinding.BATCH_OUTLIER, "batch:" + batch, null, 0);
    }
  }

  // ---- packing

  /** Takes bundles out of their koli, and answers how many sheets. */
  private long take(Piece piece, PlaceCode place, BallotStyle style, Holder to, boolean isRevote) {
    KoliCode code = piece.koli();
    KoliRow row = here(code, place);
    if (row == null) {
      return 0;
    }
    must(row.style().kind() == style.kind(), StockRefusal.STYLE_OF_ANOTHER_KIND, code);
    must(row.style().equals(style), StockRefusal.STYLE_OF_ANOTHER_DAPIL, code);
    must(!row.isRevote() || isRevote, StockRefusal.REVOTE_STOCK, code);
    must(row.isBundled(), StockRefusal.KOLI_NOT_SORTED, code);
    int bundle = settings().bundle();
    long sheets = 0;
    for (int number = piece.first(); number <= piece.last(); number++) {
      boolean isThere = row.isBundled() && number <= row.bundles().length();
      must(isThere, StockRefusal.BUNDLE_UNKNOWN, piece);
      if (!isThere) {
        continue;
      }
      int left = row.left(number, bundle);
      must(left > 0, StockRefusal.BUNDLE_USED, piece);
      boolean isBroken = row.isBroken(number);
      int taken =
          switch (piece.part()) {
            case WHOLE -> {
              must(!isBroken, StockRefusal.BUNDLE_BROKEN, piece);
              yield left;
            }
            case BROKEN_OFF -> {
              must(!isBroken, StockRefusal.BUNDLE_BROKEN, piece);
              must(piece.sheets() < left || left == 0, StockRefusal.PART_TOO_LARGE, piece);
              yield Math.min(piece.sheets(), left);
            }
            case REST -> {
              must(isBroken || left == 0, StockRefusal.BUNDLE_UNKNOWN, piece);
              yield left;
            }
          };
      row = row.leaving(number, left - taken);
      sheets += taken;
    }
    Holder from = holder(code, row);
    must(balance(from, row.style()) >= sheets, StockRefusal.NOT_ENOUGH_SHEETS, piece);
    move(from, to, row.style(), sheets, place);
    put(code, row);
    return sheets;
  }

  private boolean isHere(BoxId box, PlaceCode place) {
    boolean isStore =
        place.kind() == PlaceCode.Kind.CITY_STORE || place.kind() == PlaceCode.Kind.KECAMATAN_STORE;
    return isStore && place.serves(box.tps());
  }

  private void fill(BoxesFilled it) {
    must(terrain.isApproved(it.place()), StockRefusal.PLACE_NOT_APPROVED, it.place());
    for (BoxesFilled.Line line : it.boxes()) {
      BoxId box = line.box();
      must(terrain.isBox(box), StockRefusal.BOX_UNKNOWN, box);
      must(isHere(box, it.place()), StockRefusal.BOX_NOT_HERE, box);
      if (!terrain.isBox(box)) {
        continue;
      }
      BoxRow row = box(box);
      must(!row.isReady(), StockRefusal.BOX_READY_ALREADY, box);
      BallotStyle style = terrain.style(box);
      boolean isRevote = rows.get("revote " + box.tps() + " " + box.kind()) != null;
      for (Piece piece : line.pieces()) {
        take(piece, it.place(), style, holder(box), isRevote);
      }
      must(balance(holder(box), style) <= terrain.need(box), StockRefusal.TOO_MANY_SHEETS, box);
      rows.put(BoxRow.key(box), row.filledBy(it.packer(), line.pieces(), it.place()).text());
      if (!row.place().isEmpty() && !row.place().equals(it.place().text())) {
        raise(StockFinding.CODE_SEEN_TWICE, "box:" + box, null, 0);
      }
    }
  }

  private void check(BoxesChecked it) {
    BillOfMaterialsSet materials = materials();
    for (BoxesChecked.Line line : it.boxes()) {
      BoxId box = line.box();
      must(terrain.isBox(box), StockRefusal.BOX_UNKNOWN, box);
      must(isHere(box, it.place()), StockRefusal.BOX_NOT_HERE, box);
      if (!terrain.isBox(box)) {
        continue;
      }
      BoxRow row = box(box);
      must(!row.packers().contains(it.checker()), StockRefusal.SAME_PERSON, box);
      for (String item : line.lacking().keySet()) {
        boolean isListed =
            materials != null
                && materials.items().stream()
                    .anyMatch(one -> one.code().equals(item) && one.isInBox(box.kind()));
        must(isListed, StockRefusal.ITEM_UNKNOWN, item);
      }
      BallotStyle style = terrain.style(box);
      boolean isComplete =
          balance(holder(box), style) == terrain.need(box) && line.lacking().isEmpty();
      must(isComplete || !line.isReady(), StockRefusal.BOX_HAS_SHORTAGE, box);
      boolean isReady = isComplete && line.isReady();
      rows.put(BoxRow.key(box), row.is(isReady ? BoxRow.READY : BoxRow.SHORT).text());
      judgeContent(box);
      raiseUnless(line.lacking().isEmpty(), StockFinding.ITEMS_LACKING, "box:" + box, null, 0);
      if (isReady) {
        clear(StockFinding.SEALED_NOT_READY, "box:" + box);
        clear(StockFinding.SEALED_EMPTY, "box:" + box);
        clear(StockFinding.LEFT_BEHIND, "box:" + box);
      }
    }
  }

  private void judgeContent(BoxId box) {
    BallotStyle style = terrain.style(box);
    long lacks = terrain.need(box) - balance(holder(box), style);
    raiseUnless(lacks <= 0, StockFinding.BOX_SHORT, "box:" + box, style, lacks);
    raiseUnless(lacks >= 0, StockFinding.BOX_OVER, "box:" + box, style, lacks);
  }

  private void checkItems(ItemsChecked it) {
    BillOfMaterialsSet materials = materials();
    must(it.place().kind() == PlaceCode.Kind.TPS, StockRefusal.PLACE_UNKNOWN, it.place());
    for (String item : it.lacking().keySet()) {
      boolean isListed =
          materials != null && materials.items().stream().anyMatch(one -> one.code().equals(item));
      must(isListed, StockRefusal.ITEM_UNKNOWN, item);
    }
    raiseUnless(
        it.lacking().isEmpty(), StockFinding.TPS_ITEMS_LACKING, "place:" + it.place(), null, 0);
  }

  /** A QR names a thing, it proves nothing: the same code in two places is one thing too many. */
  private void see(CodeSeen it) {
    boolean isElsewhere;
    if (it.code().kind() == Holder.Kind.KOLI) {
      KoliRow row = koli(KoliCode.parse(it.code().code()));
      must(row != null, StockRefusal.KOLI_UNKNOWN, it.code());
      isElsewhere = row != null && !row.place().equals(it.place());
    } else {
      BoxId box = BoxId.parse(it.code().code());
      must(terrain.isBox(box), StockRefusal.BOX_UNKNOWN, it.code());
      isElsewhere = !it.place().serves(box.tps());
    }
    if (isElsewhere) {
      raise(StockFinding.CODE_SEEN_TWICE, it.code().toString(), null, 0);
    }
  }

  // ---- replacement and transfer

  private void order(ReplacementOrdered it) {
    String key = "order " + it.order();
    must(rows.get(key) == null, StockRefusal.CODE_TAKEN, it.order());
    must(terrain.isRegistered(it.place()), StockRefusal.PLACE_UNKNOWN, it.place());
    Instant end = terrain.endOfEve();
    must(end == null || it.deadline().isBefore(end), StockRefusal.DEADLINE_TOO_LATE, it.deadline());
    var due = new Holder(Holder.Kind.DUE, it.order());
    it.sheets()
        .forEach((style, sheets) -> {
          must(terrain.isStyle(style), StockRefusal.STYLE_UNKNOWN, style);
          book(new Holder(Holder.Kind.PRINTER, it.printer()), due, style, sheets);
        });
    var styles = it.sheets().keySet().stream().map(BallotStyle::toString).toList();
    rows.put(
        key,
        it.printer() + " " + it.place() + " " + it.deadline() + " " + String.join(",", styles));
    enlist(ORDERS, it.order(), true);
  }

  private void settleOrder(@Nullable String order) {
    String row = order == null ? null : rows.get("order " + order);
    if (order == null || row == null) {
      return;
    }
    var due = new Holder(Holder.Kind.DUE, order);
    for (String style : row.split(" ", -1)[3].split(",", -1)) {
      if (balance(due, BallotStyle.parse(style)) > 0) {
        return;
      }
    }
    for (String consignment : list("filled " + order)) {
      if (list(ON_THE_WAY).contains(consignment)) {
        return;
      }
    }
    enlist(ORDERS, order, false);
    clear(StockFinding.REPLACEMENT_LATE, "due:" + order);
  }

  private void transfer(TransferOrdered it) {
    String key = "transfer " + it.transfer();
    must(rows.get(key) == null, StockRefusal.CODE_TAKEN, it.transfer());
    must(terrain.isApproved(it.place()), StockRefusal.PLACE_NOT_APPROVED, it.place());
    must(terrain.isApproved(it.to()), StockRefusal.PLACE_NOT_APPROVED, it.to());
    long good =
        number(looseKey(it.place().text(), it.style()))
            - balance(at(Holder.Kind.DAMAGED, it.place()), it.style());
    must(it.sheets() <= good, StockRefusal.NOT_ENOUGH_SHEETS, it.style());
    rows.put(key, it.place() + " " + it.to() + " " + it.style() + " " + it.sheets());
  }

  // ---- damage, destruction, counts

  /** Whether sheets of this holder can be at hand at this place. */
  private boolean isAt(Holder holder, PlaceCode place) {
    return switch (holder.kind()) {
      case STORE, DAMAGED, REVOTE -> holder.code().equals(place.text());
      case TABLE -> holder.code().startsWith(place.text() + ".");
      case KOLI -> {
        KoliRow row = isKoli(holder.code()) ? koli(KoliCode.parse(holder.code())) : null;
        yield row != null && row.place().equals(place);
      }
      case BOX -> isBox(holder.code()) && place.serves(BoxId.parse(holder.code()).tps());
      case UNUSED, SPOILED -> place.serves(holder.code());
      default -> false;
    };
  }

  private static boolean isKoli(String code) {
    return code.matches("[A-Z][A-Z0-9]{0,11}-[0-9]{3}") && !code.endsWith("-000");
  }

  private boolean isBox(String code) {
    return code.matches("[1-9][0-9]{15}")
        && !code.endsWith("00")
        && terrain.isBox(BoxId.parse(code));
  }

  /** Bundles of a koli follow its sheets out. */
  private void bundlesFollow(Holder from, long sheets) {
    if (from.kind() == Holder.Kind.KOLI) {
      KoliCode code = KoliCode.parse(from.code());
      KoliRow row = koli(code);
      if (row != null && row.isSorted()) {
        put(code, row.without(sheets, settings().bundle()));
      }
    }
  }

  private void damage(DamageFound it) {
    boolean isAt = isAt(it.from(), it.place());
    must(isAt, StockRefusal.NOT_A_SOURCE, it.from());
    must(balance(it.from(), it.style()) >= it.sheets(), StockRefusal.NOT_ENOUGH_SHEETS, it.from());
    if (!isAt) {
      return;
    }
    Holder damaged = at(Holder.Kind.DAMAGED, it.place());
    move(it.from(), damaged, it.style(), it.sheets(), it.place());
    bundlesFollow(it.from(), it.sheets());
    raise(
        StockFinding.DAMAGED_LATE,
        damaged + "." + it.style(),
        it.style(),
        balance(damaged, it.style()));
    if (it.from().kind() != Holder.Kind.BOX) {
      return;
    }
    BoxId box = BoxId.parse(it.from().code());
    BoxRow row = box(box);
    rows.put(BoxRow.key(box), row.is(BoxRow.SHORT).text());
    judgeContent(box);
    if (it.damage() == Damage.PUNCHED) {
      raise(StockFinding.PUNCHED, "box:" + box, it.style(), it.sheets());
      for (String koli : row.koli()) {
        enlist("punched " + koli, box.toString(), true);
        if (list("punched " + koli).size() > 1) {
          raise(StockFinding.COMMON_ORIGIN, "koli:" + koli, null, 0);
        }
      }
    }
  }

  private void destroy(SheetsDestroyed it) {
    must(
        it.witnesses().contains("BAWASLU") && it.witnesses().contains("POLDA"),
        StockRefusal.WITNESSES_MISSING,
        String.join(" ", it.witnesses()));
    must(rows.get("record " + it.record()) == null, StockRefusal.CODE_TAKEN, it.record());
    rows.put("record " + it.record(), "destroyed");
    for (SheetsDestroyed.Line line : it.sheets()) {
      boolean isAt = isAt(line.from(), it.place()) && line.from().kind() != Holder.Kind.BOX;
      must(isAt, StockRefusal.NOT_A_SOURCE, line.from());
      must(
          balance(line.from(), line.style()) >= line.sheets(),
          StockRefusal.NOT_ENOUGH_SHEETS,
          line.from());
      if (!isAt) {
        continue;
      }
      move(
          line.from(),
          at(Holder.Kind.DESTROYED, it.place()),
          line.style(),
          line.sheets(),
          it.place());
      bundlesFollow(line.from(), line.sheets());
      if (line.from().kind() == Holder.Kind.DAMAGED && balance(line.from(), line.style()) == 0) {
        clear(StockFinding.DAMAGED_LATE, line.from() + "." + line.style());
      }
    }
  }

  private void count(StockCounted it) {
    for (StockCounted.Line line : it.counts()) {
      Holder holder = line.holder();
      boolean isAt = isAt(holder, it.place());
      must(isAt, StockRefusal.NOT_A_SOURCE, holder);
      must(terrain.isStyle(line.style()), StockRefusal.STYLE_UNKNOWN, line.style());
      if (!isAt) {
        continue;
      }
      long lacks = balance(holder, line.style()) - line.counted();
      book(holder, discrepancy(it.place()), line.style(), lacks);
      book(discrepancy(it.place()), holder, line.style(), -lacks);
      if (lacks > 0) {
        bundlesFollow(holder, lacks);
      }
      raiseUnless(
          lacks == 0, StockFinding.COUNT_DIFFERS, holder + "." + line.style(), line.style(), lacks);
      if (holder.kind() == Holder.Kind.BOX) {
        BoxId box = BoxId.parse(holder.code());
        judgeContent(box);
        if (lacks != 0) {
          rows.put(BoxRow.key(box), box(box).is(BoxRow.SHORT).text());
        }
      }
    }
  }

  // ---- signed statements

  /** The signer says how many sheets the box holds; what the books lack is a discrepancy. */
  private void packed(PlaceCode place, Statement.BoxLine line) {
    BoxId box = line.box();
    if (!terrain.isBox(box) || box.isSpare()) {
      return;
    }
    BallotStyle style = terrain.style(box);
    Holder holder = holder(box);
    if (box.copy() > 1) {
      takeOver(box, style, line.sheets());
    }
    long there = balance(holder, style);
    if (line.sheets() > there) {
      move(at(Holder.Kind.STORE, place), holder, style, line.sheets() - there, place);
    } else {
      book(holder, discrepancy(place), style, there - line.sheets());
    }
    raiseUnless(
        there == line.sheets(),
        StockFinding.SHEETS_DIFFER,
        "box:" + box,
        style,
        there - line.sheets());
    // Its seal may have come first.
    if (line.sheets() > 0) {
      clear(StockFinding.SEALED_EMPTY, "box:" + box);
    }
    if (box(box).isReady()) {
      clear(StockFinding.SEALED_NOT_READY, "box:" + box);
    }
  }

  /** A box that replaces a broken one gets what was in that, and is as ready as that was. */
  private void takeOver(BoxId box, BallotStyle style, int sheets) {
    BoxId broken = BoxId.of(box.tps(), box.kind(), box.copy() - 1);
    if (!terrain.isBox(broken)) {
      return;
    }
    long more = Math.min(sheets - balance(holder(box), style), balance(holder(broken), style));
    book(holder(broken), holder(box), style, more);
    String row = rows.get(BoxRow.key(broken));
    if (more > 0 && row != null) {
      rows.put(BoxRow.key(box), row);
    }
  }

  /**
   * What was in one box is in another now. What does not come out as it went in is a difference;
   * after the vote the ballots are accounted for by the TPS, not by the box.
   */
  private void replaced(PlaceCode place, Statement.BoxLine line) {
    BoxId broken = line.box();
    Statement.Into into = line.into();
    if (into == null
        || !terrain.isBox(broken)
        || broken.isSpare()
        || !terrain.isBox(into.box())
        || into.box().isSpare()) {
      return;
    }
    BallotStyle style = terrain.style(broken);
    see(new Statement.BoxLine(into.box(), into.seals(), 0));
    if (parts(broken).stream().anyMatch(part -> balance(part, style) != 0)) {
      return;
    }
    long there = balance(holder(broken), style);
    book(holder(broken), holder(into.box()), style, Math.min(there, into.sheets()));
    book(holder(broken), discrepancy(place), style, there - into.sheets());
    book(discrepancy(place), holder(into.box()), style, into.sheets() - there);
    raiseUnless(
        there == into.sheets(),
        StockFinding.SHEETS_DIFFER,
        "box:" + into.box(),
        style,
        there - into.sheets());
    String row = rows.get(BoxRow.key(broken));
    if (row != null) {
      rows.put(BoxRow.key(into.box()), row);
    }
  }

  private void sealed(BoxId box) {
    if (!terrain.isBox(box) || box.isSpare()) {
      return;
    }
    boolean isEmpty = balance(holder(box), terrain.style(box)) == 0;
    raiseUnless(!isEmpty, StockFinding.SEALED_EMPTY, "box:" + box, null, 0);
    raiseUnless(
        isEmpty || box(box).isReady(), StockFinding.SEALED_NOT_READY, "box:" + box, null, 0);
  }

  /** A seal is used once: its number on another box is a second seal of that number. */
  private void see(Statement.BoxLine line) {
    for (String seal : line.seals().numbers()) {
      String first = rows.get(sealKey(seal));
      if (first == null) {
        rows.put(sealKey(seal), line.box().toString());
      } else if (!first.equals(line.box().toString())) {
        raise(StockFinding.CODE_SEEN_TWICE, "box:" + line.box(), null, 0);
        raise(StockFinding.CODE_SEEN_TWICE, "box:" + first, null, 0);
      }
    }
  }

  private static String sealKey(String seal) {
    return "seal " + seal;
  }

  private void left(Statement said, BoxId box) {
    if (!isFirst(said) || !terrain.isBox(box) || box.isSpare()) {
      return;
    }
    BallotStyle style = terrain.style(box);
    long lacks = terrain.need(box) - balance(holder(box), style);
    long here = number(looseKey(said.place().text(), style));
    if (lacks > 0 && here > 0) {
      raise(StockFinding.LEFT_BEHIND, "box:" + box, style, Math.min(lacks, here));
    }
  }

  /** Whether boxes leave the store where they are packed. */
  private static boolean isFirst(Statement said) {
    return said.leg() == Leg.CITY_KECAMATAN || said.leg() == Leg.KECAMATAN_KELURAHAN;
  }

  private static List<Holder> parts(BoxId box) {
    return List.of(
        new Holder(Holder.Kind.USED, box.tps()),
        new Holder(Holder.Kind.SPOILED, box.tps()),
        new Holder(Holder.Kind.UNUSED, box.tps()));
  }

  /** What became of a TPS's ballots; said again, it replaces what was said before. */
  private void used(Statement.BoxLine line) {
    BoxId box = line.box();
    Statement.Use use = line.use();
    if (use == null || !terrain.isBox(box) || box.isSpare()) {
      return;
    }
    BallotStyle style = terrain.style(box);
    PlaceCode tps = PlaceCode.Kind.TPS.of(box.tps());
    long there = balance(holder(box), style);
    List<Holder> parts = parts(box);
    var said = List.of(use.used(), use.spoiled(), use.unused());
    boolean isFirst = parts.stream().allMatch(part -> balance(part, style) == 0);
    for (int i = 0; i < 3; i++) {
      book(parts.get(i), discrepancy(tps), style, balance(parts.get(i), style) - said.get(i));
    }
    for (int i = 0; i < 3; i++) {
      move(holder(box), parts.get(i), style, said.get(i) - balance(parts.get(i), style), tps);
    }
    book(holder(box), discrepancy(tps), style, balance(holder(box), style));
    boolean isWell =
        use.sum() == line.sheets()
            && line.sheets() <= terrain.need(box)
            && (isFirst ? line.sheets() == there : balance(discrepancy(tps), style) == 0);
    raiseUnless(
        isWell,
        StockFinding.USE_DIFFERS,
        "box:" + box,
        style,
        (isFirst ? there : line.sheets()) - use.sum());
  }

  /**
   * What the books will look at, as far as can be told from what is known already: a store fetches
   * it in one go, and asks again once it knows more.
   */
  public static Set<String> keys(StockFact fact, Terrain terrain, StockRows known) {
    var keys = new LinkedHashSet<String>();
    keys.add(SETTINGS);
    switch (fact) {
      case KoliReceived it -> {
        keys.add("consignment " + it.consignment());
        String row = known.get("consignment " + it.consignment());
        ConsignmentSent sent = row == null ? null : ConsignmentSent.read(fields(row));
        for (KoliReceived.Line line : it.koli()) {
          for (int number = line.first(); number <= line.last(); number++) {
            var code = new KoliCode(it.consignment(), number);
            keys.add(KoliRow.key(code));
            ConsignmentSent.Run run = sent == null ? null : sent.run(number);
            if (run != null) {
              keys.add(balanceKey(holder(code), run.style()));
            }
          }
        }
      }
      case KoliOpened it -> it.koli().forEach(code -> koliKeys(code, known, keys));
      case KoliSorted it -> it.koli().forEach(line -> koliKeys(line.koli(), known, keys));
      case BoxesFilled it -> {
        for (BoxesFilled.Line line : it.boxes()) {
          boxKeys(line.box(), terrain, keys);
          keys.add("revote " + line.box().tps() + " " + line.box().kind());
          line.pieces().forEach(piece -> koliKeys(piece.koli(), known, keys));
        }
      }
      case BoxesChecked it -> {
        for (BoxesChecked.Line line : it.boxes()) {
          boxKeys(line.box(), terrain, keys);
          keys.add(findingsKey("box:" + line.box()));
        }
      }
      default -> {}
    }
    return keys;
  }

  /** The same for a moment. */
  public static Set<String> keys(Instant now, Terrain terrain) {
    var keys = new LinkedHashSet<>(List.of(SETTINGS, ORDERS, ON_THE_WAY));
    Instant end = terrain.endOfEve();
    if (end != null && !now.isBefore(end)) {
      for (PlaceCode store : terrain.stores()) {
        for (BallotStyle style : terrain.styles()) {
          keys.add(looseKey(store.text(), style));
        }
      }
    }
    return keys;
  }

  /** The same for a signed statement. */
  public static Set<String> keys(Statement said, Terrain terrain) {
    var keys = new LinkedHashSet<String>();
    keys.add(SETTINGS);
    for (Statement.Group group : said.groups()) {
      for (Statement.BoxLine line : group.boxes()) {
        keys(said, line, terrain, keys);
      }
    }
    return keys;
  }

  private static void keys(
      Statement said, Statement.BoxLine line, Terrain terrain, Set<String> keys) {
    BoxId box = line.box();
    switch (said.kind()) {
      case PACK -> {
        boxKeys(box, terrain, keys);
        keys.add(findingsKey("box:" + box));
      }
      case SEAL -> {
        boxKeys(box, terrain, keys);
        keys.add(findingsKey("box:" + box));
        sealKeys(line, keys);
      }
      case RESEAL -> sealKeys(line, keys);
      case OFFER -> {
        if (isFirst(said)) {
          boxKeys(box, terrain, keys);
        }
      }
      case USE -> {
        boxKeys(box, terrain, keys);
        keys.add(findingsKey("box:" + box));
        if (terrain.isBox(box) && !box.isSpare()) {
          BallotStyle style = terrain.style(box);
          for (Holder part : parts(box)) {
            keys.add(balanceKey(part, style));
          }
          keys.add(balanceKey(discrepancy(PlaceCode.Kind.TPS.of(box.tps())), style));
        }
      }
      case REPLACE -> {
        Statement.Into into = line.into();
        if (into == null || !terrain.isBox(box) || box.isSpare()) {
          return;
        }
        for (BoxId one : List.of(box, into.box())) {
          boxKeys(one, terrain, keys);
          keys.add(findingsKey("box:" + one));
          keys.add(BoxRow.key(one));
        }
        sealKeys(new Statement.BoxLine(into.box(), into.seals(), 0), keys);
        BallotStyle style = terrain.style(box);
        for (Holder part : parts(box)) {
          keys.add(balanceKey(part, style));
        }
        keys.add(balanceKey(discrepancy(said.place()), style));
      }
      case ACCEPT, WITHDRAW, OPEN, CONFIRM, CORRECT, DAY -> {}
    }
  }

  private static void sealKeys(Statement.BoxLine line, Set<String> keys) {
    line.seals().numbers().forEach(seal -> keys.add(sealKey(seal)));
  }

  private static void koliKeys(KoliCode code, StockRows known, Set<String> keys) {
    String row = known.get(KoliRow.key(code));
    keys.add(KoliRow.key(code));
    if (row != null) {
      keys.add(balanceKey(holder(code), KoliRow.parse(row).style()));
    }
  }

  private static void boxKeys(BoxId box, Terrain terrain, Set<String> keys) {
    keys.add(BoxRow.key(box));
    if (terrain.isBox(box) && !box.isSpare()) {
      keys.add(balanceKey(holder(box), terrain.style(box)));
    }
  }
}
