package id.segel.server.stock;

import id.segel.core.box.BoxId;
import id.segel.core.box.SpareAssigned;
import id.segel.core.custody.RecordedStatement;
import id.segel.core.custody.Statement;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.PlaceCode;
import id.segel.core.stock.BillOfMaterialsSet;
import id.segel.core.stock.BoxRow;
import id.segel.core.stock.BoxesChecked;
import id.segel.core.stock.BoxesFilled;
import id.segel.core.stock.ConsignmentArrived;
import id.segel.core.stock.ConsignmentSent;
import id.segel.core.stock.FindingCleared;
import id.segel.core.stock.FindingRaised;
import id.segel.core.stock.Holder;
import id.segel.core.stock.KoliCode;
import id.segel.core.stock.KoliReceived;
import id.segel.core.stock.KoliRow;
import id.segel.core.stock.KoliSorted;
import id.segel.core.stock.Movement;
import id.segel.core.stock.Piece;
import id.segel.core.stock.ReplacementOrdered;
import id.segel.core.stock.SheetsDestroyed;
import id.segel.core.stock.StockBooks;
import id.segel.core.stock.StockFact;
import id.segel.core.stock.StockOpened;
import id.segel.core.stock.Terrain;
import id.segel.core.stock.TransferOrdered;
import id.segel.server.log.Projector;
import id.segel.server.log.Recorded;
import id.segel.server.region.Regions;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Keeps the books once more from the entries, as far as the view has come, and writes what the
 * pages ask for: movements, sums, and lists of consignments, koli, boxes and findings.
 */
@Component
class StockProjector implements Projector {

  /** Entries between two kept pasts: a board of the past then adds up a few thousand movements. */
  private static final long PAST_EVERY = 4_096;

  private final StockStore rows = new StockStore("stock.books");
  private final Terrain terrain;
  private final StockBooks books;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final long pastEvery;
  private long applied = -1;

  /** Index of the newest entry that the view shows; guarded by the lock. */
  private long shown = -1;

  StockProjector(
      Regions regions, @Value("${segel.stock.past-every:" + PAST_EVERY + "}") long pastEvery) {
    this.pastEvery = pastEvery;
    this.terrain =
        new Terrain(
            regions.roster(),
            regions.dapils(),
            regions.places(),
            box ->
                regions.roster().knowsTps(box.tpsNumber())
                    && regions.roster().isKind(box.kind())
                    && (box.copy() == 1 || rows.get("spare " + box) != null));
    this.books = new StockBooks(rows, terrain);
  }

  /** What a batch of entries changes, gathered so that it is written in a few statements. */
  private static final class Batch {
    final List<@Nullable Object[]> movements = new ArrayList<>();
    final Map<String, Long> sums = new TreeMap<>();
    final Map<String, Long> flows = new TreeMap<>();
    final List<@Nullable Object[]> consignments = new ArrayList<>();
    final List<@Nullable Object[]> arrivals = new ArrayList<>();
    final Map<String, @Nullable Object[]> koli = new LinkedHashMap<>();
    final Map<String, @Nullable Object[]> sorted = new LinkedHashMap<>();
    final TreeSet<String> koliStates = new TreeSet<>();
    final Set<BoxId> boxes = new TreeSet<>();
    final Map<BoxId, String> places = new HashMap<>();
    final Map<BoxId, Check> checks = new HashMap<>();
    final Map<BoxId, Instant> ready = new HashMap<>();
    final Map<BoxId, Statement.BoxLine> uses = new HashMap<>();
    final Map<String, @Nullable Object[]> pieces = new LinkedHashMap<>();
    final List<@Nullable Object[]> orders = new ArrayList<>();
    final List<@Nullable Object[]> transfers = new ArrayList<>();
    final List<@Nullable Object[]> destructions = new ArrayList<>();
    final List<@Nullable Object[]> findings = new ArrayList<>();
    final Map<String, String> settings = new TreeMap<>();
  }

  /** The last check of a box, by its entry; what it lacked as a row keeps it. */
  private record Check(String checker, String lacking, long index) {}

  /** Waits until the view shows this entry, or for this long: a desk then sees what it said. */
  void follow(long index, Duration most) {
    lock.lock();
    try {
      long left = most.toNanos();
      while (shown < index && left > 0) {
        left = moved.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void committed() {
    lock.lock();
    try {
      shown = applied;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String schema() {
    return "stock";
  }

  @Override
  public void apply(List<Recorded> entries, Connection sql) throws SQLException {
    rows.begin(sql);
    var now = new Batch();
    try {
      prefetch(entries);
      for (Recorded recorded : entries) {
        if (recorded.isFact()) {
          take(recorded, recorded.fact(), now);
        } else if (books.isOpen()) {
          take(recorded, recorded.statement(), now);
        }
      }
      write(now, sql);
      rows.write(sql);
      applied = entries.getLast().index();
      if (entries.getFirst().index() / pastEvery < (applied + 1) / pastEvery) {
        keepPast(sql);
      }
    } catch (StockStore.BrokenConnectionException e) {
      throw e.broken();
    }
  }

  private void keepPast(Connection sql) throws SQLException {
    for (String table : List.of("sums", "flows")) {
      try (PreparedStatement copy =
          sql.prepareStatement(
              "insert into stock.past_" + table + " select ?, * from stock." + table)) {
        copy.setLong(1, applied);
        copy.executeUpdate();
      }
    }
  }

  /** Twice: what is read first says what else is needed. */
  private void prefetch(List<Recorded> entries) throws SQLException {
    for (int pass = 0; pass < 2; pass++) {
      var keys = new ArrayList<String>();
      keys.add("settings");
      for (Recorded recorded : entries) {
        if (recorded.isFact()) {
          if (recorded.fact() instanceof StockFact fact) {
            keys.addAll(StockBooks.keys(fact, terrain, rows.known()));
          }
        } else if (pass == 1 && rows.get("settings") != null) {
          keys.addAll(StockBooks.keys(recorded.statement().statement(), terrain));
        }
      }
      rows.fetch(keys);
    }
  }

  private void take(Recorded recorded, Fact fact, Batch now) {
    switch (fact) {
      case SpareAssigned it -> rows.put("spare " + it.box(), it.spare().toString());
      case FindingRaised it -> raise(recorded, it, now);
      case FindingCleared it ->
          now.findings.add(new @Nullable Object[] {it.kind().name(), it.about(), recorded.index()});
      case StockFact it -> {
        moved(recorded, it.getClass().getSimpleName(), books.take(it).movements(), now);
        list(recorded, it, now);
      }
      default -> {}
    }
  }

  private void take(Recorded recorded, RecordedStatement statement, Batch now) {
    Statement said = statement.statement();
    moved(recorded, said.kind().word(), books.take(statement).movements(), now);
    if (said.kind() == Statement.Kind.USE) {
      for (Statement.Group group : said.groups()) {
        for (Statement.BoxLine line : group.boxes()) {
          now.uses.put(line.box(), line);
          now.boxes.add(line.box());
        }
      }
    }
  }

  private void moved(Recorded recorded, String cause, List<Movement> movements, Batch now) {
    int line = 0;
    for (Movement one : movements) {
      String from = region(one.from());
      String to = region(one.to());
      int style = one.style().number();
      now.movements.add(
          new @Nullable Object[] {
            recorded.index(),
            line++,
            at(recorded.entry().recorded()),
            cause,
            one.from().toString(),
            one.to().toString(),
            one.from().kind().number(),
            one.to().kind().number(),
            from,
            to,
            style,
            one.sheets()
          });
      now.sums.merge(
          from + " " + one.from().kind().number() + " " + style, -one.sheets(), Long::sum);
      now.sums.merge(to + " " + one.to().kind().number() + " " + style, one.sheets(), Long::sum);
      String flow = one.from().kind().word() + ">" + one.to().kind().word();
      now.flows.merge(
          (to.isEmpty() ? from : to) + " " + flow + " " + style, one.sheets(), Long::sum);
      touch(one.from(), now);
      touch(one.to(), now);
    }
  }

  private static void touch(Holder holder, Batch now) {
    if (holder.kind() == Holder.Kind.BOX) {
      now.boxes.add(BoxId.parse(holder.code()));
    } else if (holder.kind() == Holder.Kind.KOLI) {
      now.koliStates.add(holder.code());
    }
  }

  /** Kecamatan, kota or nothing, by digits, to which a holder's sheets belong. */
  private String region(Holder holder) {
    return switch (holder.kind()) {
      case PRINTER -> "";
      case CONSIGNMENT -> {
        String row = rows.get("consignment " + holder.code());
        yield row == null ? "" : regionOf(destination(row));
      }
      case DUE -> {
        String row = rows.get("order " + holder.code());
        yield row == null ? "" : regionOf(row.split(" ", -1)[1]);
      }
      case KOLI -> {
        String row = rows.get(KoliRow.key(KoliCode.parse(holder.code())));
        yield row == null ? "" : regionOf(KoliRow.parse(row).place().text());
      }
      case TABLE -> regionOf(holder.code().substring(0, holder.code().indexOf('.')));
      case BOX, USED, SPOILED, UNUSED -> holder.code().substring(0, 6);
      case STORE, DAMAGED, DESTROYED, DISCREPANCY, REVOTE -> regionOf(holder.code());
    };
  }

  private static String destination(String consignment) {
    int from = consignment.indexOf("\nto ") + 4;
    return consignment.substring(from, consignment.indexOf('\n', from));
  }

  static String regionOf(String place) {
    String digits = new PlaceCode(place).region();
    return digits.length() > 6 ? digits.substring(0, 6) : digits;
  }

  private void raise(Recorded recorded, FindingRaised it, Batch now) {
    String subject = it.subject();
    int colon = subject.indexOf(':');
    String region =
        switch (subject.substring(0, colon)) {
          case "place" -> regionOf(subject.substring(colon + 1));
          case "batch" -> "";
          default -> {
            try {
              yield region(Holder.parse(subject));
            } catch (MalformedException other) {
              yield "";
            }
          }
        };
    now.findings.add(
        new @Nullable Object[] {
          it.kind().name(),
          it.about(),
          it.style() == null ? 0 : it.style().number(),
          it.sheets(),
          recorded.index(),
          at(recorded.entry().recorded()),
          region
        });
  }

  private void list(Recorded recorded, StockFact fact, Batch now) {
    long index = recorded.index();
    Instant moment = recorded.entry().recorded();
    switch (fact) {
      case StockOpened it -> now.settings.put("opened", text(it));
      case BillOfMaterialsSet it -> now.settings.put("materials", text(it));
      case ConsignmentSent it -> {
        int koli = it.koli().stream().mapToInt(ConsignmentSent.Run::count).sum();
        long sheets = it.koli().stream().mapToLong(ConsignmentSent.Run::total).sum();
        now.consignments.add(
            new @Nullable Object[] {
              it.consignment(),
              it.from().toString(),
              it.to().text(),
              it.note(),
              it.batch(),
              it.order(),
              it.transfer(),
              it.isRevote(),
              at(moment),
              index,
              koli,
              sheets
            });
        for (ConsignmentSent.Run run : it.koli()) {
          run.pieces().forEach(piece -> now.koliStates.add(piece.koli().toString()));
        }
      }
      case ConsignmentArrived it ->
          now.arrivals.add(new @Nullable Object[] {at(moment), it.consignment()});
      case KoliReceived it -> receive(index, it, now);
      case KoliSorted it -> {
        for (KoliSorted.Line line : it.koli()) {
          var damaged = new ArrayList<String>();
          line.damaged().forEach((why, sheets) -> damaged.add(why.word() + "=" + sheets));
          now.sorted.put(
              line.koli().toString(),
              new @Nullable Object[] {
                it.table(),
                it.shift(),
                line.good(),
                line.missing(),
                line.excess(),
                String.join(" ", damaged),
                line.koli().toString()
              });
          now.koliStates.add(line.koli().toString());
        }
      }
      case BoxesFilled it -> {
        for (BoxesFilled.Line line : it.boxes()) {
          now.boxes.add(line.box());
          now.places.put(line.box(), it.place().text());
          for (Piece piece : line.pieces()) {
            if (piece.part() == Piece.Part.BROKEN_OFF) {
              rows.put("part " + piece.koli() + "." + piece.first(), "" + piece.sheets());
            }
            now.koliStates.add(piece.koli().toString());
            now.pieces.put(
                line.box() + " " + piece,
                new @Nullable Object[] {
                  line.box().number(),
                  piece.toString(),
                  piece.koli().toString(),
                  sheets(piece),
                  it.packer(),
                  index
                });
          }
        }
      }
      case BoxesChecked it -> {
        for (BoxesChecked.Line line : it.boxes()) {
          var lacking = new ArrayList<String>();
          line.lacking().forEach((item, count) -> lacking.add(item + "=" + count));
          now.boxes.add(line.box());
          now.places.put(line.box(), it.place().text());
          if (line.isReady()) {
            now.ready.putIfAbsent(line.box(), moment);
          }
          now.checks.put(line.box(), new Check(it.checker(), String.join(" ", lacking), index));
        }
      }
      case ReplacementOrdered it ->
          now.orders.add(
              new @Nullable Object[] {
                it.order(),
                it.printer(),
                it.place().text(),
                at(it.deadline()),
                index,
                it.sheets().values().stream().mapToLong(Integer::longValue).sum()
              });
      case TransferOrdered it -> {
        BoxId box = it.box();
        now.transfers.add(
            new @Nullable Object[] {
              it.transfer(),
              it.place().text(),
              it.to().text(),
              it.style().number(),
              (long) it.sheets(),
              box == null ? null : box.number(),
              index
            });
      }
      case SheetsDestroyed it ->
          now.destructions.add(
              new @Nullable Object[] {
                index, it.place().text(), it.record(), String.join(" ", it.witnesses()), at(moment)
              });
      default -> {}
    }
  }

  /** Sheets that a piece was when it was taken: whole bundles, but for the last of a koli. */
  private int sheets(Piece piece) {
    String row = rows.get(KoliRow.key(piece.koli()));
    if (row == null) {
      return piece.sheets();
    }
    KoliRow koli = KoliRow.parse(row);
    int bundle = bundle();
    return switch (piece.part()) {
      case BROKEN_OFF -> piece.sheets();
      case REST -> {
        // The other part is in the box that broke it off.
        long other = brokenOff(piece);
        yield (int) Math.max(0, koli.size(piece.first(), bundle) - other);
      }
      case WHOLE -> {
        int sheets = 0;
        for (int number = piece.first(); number <= piece.last(); number++) {
          sheets += Math.max(0, koli.size(number, bundle));
        }
        yield sheets;
      }
    };
  }

  private long brokenOff(Piece rest) {
    String key = "part " + rest.koli() + "." + rest.first();
    String row = rows.get(key);
    return row == null ? 0 : Long.parseLong(row);
  }

  private int bundle() {
    String row = rows.get("settings");
    return row == null
        ? StockOpened.BUNDLE
        : Integer.parseInt(row.substring("bundle ".length(), row.indexOf('\n')));
  }

  private void receive(long index, KoliReceived it, Batch now) {
    String noted = rows.get("consignment " + it.consignment());
    ConsignmentSent sent = noted == null ? null : sent(noted);
    for (KoliReceived.Line line : it.koli()) {
      for (int number = line.first(); number <= line.last(); number++) {
        var code = new KoliCode(it.consignment(), number);
        String row = rows.get(KoliRow.key(code));
        if (row == null) {
          continue;
        }
        KoliRow koli = KoliRow.parse(row);
        ConsignmentSent.Run run = sent == null ? null : sent.run(number);
        now.koli.put(
            code.toString(),
            new @Nullable Object[] {
              code.toString(),
              it.consignment(),
              koli.style().number(),
              koli.place().text(),
              koli.state(),
              run == null ? koli.counted() : run.sheets(),
              koli.counted(),
              line.condition().name().toLowerCase(Locale.ROOT),
              koli.isRevote(),
              koli.good(),
              index
            });
      }
    }
  }

  private static ConsignmentSent sent(String row) {
    byte[] text = (Fact.FIRST_LINE + "\n" + row).getBytes(StandardCharsets.UTF_8);
    return ConsignmentSent.read(Fields.of(text, Fact.FIRST_LINE));
  }

  static String text(StockFact fact) {
    var out = new StringBuilder();
    fact.writeTo(out);
    return out.toString();
  }

  private static OffsetDateTime at(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  // ---- writing

  private void write(Batch now, Connection sql) throws SQLException {
    execute(
        sql,
        """
        insert into stock.movements
               (index, line, recorded, cause, from_holder, to_holder, from_kind, to_kind,
                from_region, to_region, style, sheets)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        now.movements);
    execute(sql, SUMS, keyed(now.sums));
    execute(sql, FLOWS, keyed(now.flows));
    execute(
        sql,
        """
        insert into stock.consignments
               (consignment, sender, place, note, batch, order_code, transfer, revote, sent, index,
                koli, sheets)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (consignment) do nothing
        """,
        now.consignments);
    execute(sql, "update stock.consignments set arrived = ? where consignment = ?", now.arrivals);
    execute(
        sql,
        """
        insert into stock.koli
               (koli, consignment, style, place, state, expected, counted, condition, revote, good,
                index, table_no, shift, missing, excess, damaged)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, '', 0, 0, '')
        on conflict (koli) do nothing
        """,
        now.koli.values());
    execute(
        sql,
        """
        update stock.koli
           set table_no = ?, shift = ?, good = ?, missing = ?, excess = ?, damaged = ?
         where koli = ?
        """,
        now.sorted.values());
    writeKoliStates(now, sql);
    writeBoxes(now, sql);
    execute(
        sql,
        """
        insert into stock.pieces (box, piece, koli, sheets, packer, index)
        values (?, ?, ?, ?, ?, ?)
        on conflict (box, piece) do nothing
        """,
        now.pieces.values());
    execute(
        sql,
        """
        insert into stock.orders (order_code, printer, place, deadline, index, ordered)
        values (?, ?, ?, ?, ?, ?)
        on conflict (order_code) do nothing
        """,
        now.orders);
    execute(
        sql,
        """
        insert into stock.transfers (transfer, place, to_place, style, sheets, box, index)
        values (?, ?, ?, ?, ?, ?, ?)
        on conflict (transfer) do nothing
        """,
        now.transfers);
    execute(
        sql,
        """
        insert into stock.destructions (index, place, record, witnesses, recorded)
        values (?, ?, ?, ?, ?)
        """,
        now.destructions);
    writeFindings(now, sql);
    var settings = new ArrayList<@Nullable Object[]>();
    now.settings.forEach((key, value) -> settings.add(new @Nullable Object[] {key, value}));
    execute(
        sql,
        """
        insert into stock.settings (key, value) values (?, ?)
        on conflict (key) do update set value = excluded.value
        """,
        settings);
  }

  private static final String SUMS =
      """
      insert into stock.sums (region, kind, style, sheets) values (?, ?::smallint, ?::smallint, ?)
      on conflict (region, kind, style) do update set sheets = sums.sheets + excluded.sheets
      """;

  private static final String FLOWS =
      """
      insert into stock.flows (region, flow, style, sheets) values (?, ?, ?::smallint, ?)
      on conflict (region, flow, style) do update set sheets = flows.sheets + excluded.sheets
      """;

  private static List<@Nullable Object[]> keyed(Map<String, Long> sums) {
    var all = new ArrayList<@Nullable Object[]>();
    sums.forEach((key, sheets) -> {
      String[] words = key.split(" ", -1);
      Object second = Character.isDigit(words[1].charAt(0)) ? Integer.valueOf(words[1]) : words[1];
      all.add(new @Nullable Object[] {words[0], second, Integer.valueOf(words[2]), sheets});
    });
    return all;
  }

  private void writeKoliStates(Batch now, Connection sql) throws SQLException {
    var states = new ArrayList<@Nullable Object[]>();
    for (String code : now.koliStates) {
      String row = rows.get(KoliRow.key(KoliCode.parse(code)));
      if (row != null) {
        KoliRow koli = KoliRow.parse(row);
        states.add(new @Nullable Object[] {koli.state(), koli.counted(), code});
      }
    }
    execute(sql, "update stock.koli set state = ?, counted = ? where koli = ?", states);
  }

  private void writeBoxes(Batch now, Connection sql) throws SQLException {
    var boxes = new ArrayList<@Nullable Object[]>();
    now.boxes.forEach(box -> {
      if (!terrain.isBox(box)) {
        return;
      }
      String row = rows.get(BoxRow.key(box));
      BoxRow state = row == null ? null : BoxRow.parse(row);
      var style = terrain.style(box);
      Check check = now.checks.get(box);
      Instant ready = now.ready.get(box);
      Statement.BoxLine line = now.uses.get(box);
      Statement.Use use = line == null ? null : line.use();
      boxes.add(
          new @Nullable Object[] {
            box.number(),
            style.number(),
            box.kelurahan(),
            now.places.getOrDefault(box, ""),
            (int) books.balance(new Holder(Holder.Kind.BOX, box.toString()), style),
            state == null ? "" : state.state(),
            state == null ? "" : String.join(",", state.packers()),
            check == null ? null : check.checker,
            check == null ? null : check.lacking,
            ready == null ? null : at(ready),
            line == null ? -1 : line.sheets(),
            use == null ? 0 : use.used(),
            use == null ? 0 : use.spoiled(),
            use == null ? 0 : use.unused(),
            check == null ? null : check.index
          });
    });
    execute(
        sql,
        """
        insert into stock.boxes as b
               (box, style, region, place, sheets, state, packers, checker, lacking, ready,
                received, used, spoiled, unused, checked)
        values (?, ?, ?, ?, ?, ?, ?, coalesce(?, ''), coalesce(?, '-'), ?, ?, ?, ?, ?, ?::bigint)
        on conflict (box) do update
           set place = case when excluded.place = '' then b.place else excluded.place end,
               sheets = excluded.sheets,
               state = excluded.state,
               packers = excluded.packers,
               checker = case when excluded.lacking = '-' then b.checker else excluded.checker end,
               lacking = case when excluded.lacking = '-' then b.lacking else excluded.lacking end,
               ready = coalesce(b.ready, excluded.ready),
               received = case when excluded.received < 0 then b.received else excluded.received end,
               used = case when excluded.received < 0 then b.used else excluded.used end,
               spoiled = case when excluded.received < 0 then b.spoiled else excluded.spoiled end,
               unused = case when excluded.received < 0 then b.unused else excluded.unused end,
               checked = coalesce(excluded.checked, b.checked)
        """,
        boxes);
  }

  /** In their order: what is raised again after it was cleared is another finding. */
  private static void writeFindings(Batch now, Connection sql) throws SQLException {
    for (@Nullable Object[] one : now.findings) {
      if (one.length == 3) {
        execute(
            sql,
            "update stock.findings set cleared = ? where kind = ? and about = ? and cleared is null",
            List.<@Nullable Object[]>of(new @Nullable Object[] {one[2], one[0], one[1]}));
        continue;
      }
      execute(
          sql,
          """
          update stock.findings set cleared = ?
           where kind = ? and about = ? and cleared is null
          """,
          List.<@Nullable Object[]>of(new @Nullable Object[] {one[4], one[0], one[1]}));
      execute(
          sql,
          """
          insert into stock.findings (kind, about, style, sheets, index, recorded, region)
          values (?, ?, ?, ?, ?, ?, ?)
          """,
          List.<@Nullable Object[]>of(one));
    }
  }

  private static void execute(
      Connection sql, String statement, Collection<@Nullable Object[]> values) throws SQLException {
    if (values.isEmpty()) {
      return;
    }
    try (PreparedStatement prepared = sql.prepareStatement(statement)) {
      for (@Nullable Object[] row : values) {
        for (int i = 0; i < row.length; i++) {
          prepared.setObject(i + 1, row[i]);
        }
        prepared.addBatch();
      }
      prepared.executeBatch();
    }
  }

  @Override
  public List<String> tables() {
    return List.of(
        "stock.books",
        "stock.movements",
        "(select * from stock.sums where sheets <> 0)",
        "stock.flows",
        "stock.findings",
        "stock.consignments",
        "stock.koli",
        "stock.boxes",
        "stock.pieces",
        "stock.orders",
        "stock.transfers",
        "stock.destructions",
        "stock.settings");
  }

  @Override
  public void reset(Connection transaction) throws SQLException {
    try (PreparedStatement truncate =
        transaction.prepareStatement(
            """
            truncate stock.books, stock.movements, stock.sums, stock.flows, stock.past_sums,
                     stock.past_flows, stock.findings, stock.consignments, stock.koli, stock.boxes, stock.pieces, stock.orders,
                     stock.transfers, stock.destructions, stock.settings
            """)) {
      truncate.executeUpdate();
    }
  }
}
