package id.segel.server.situation;

import id.segel.core.box.BoxId;
import id.segel.core.box.IssuedSeals;
import id.segel.core.box.SpareAssigned;
import id.segel.core.ceremony.OpeningWindows;
import id.segel.core.custody.BoxState;
import id.segel.core.custody.CustodyChains;
import id.segel.core.custody.CustodyRules;
import id.segel.core.custody.DiscrepancyClosed;
import id.segel.core.custody.DiscrepancyFound;
import id.segel.core.custody.RecordedStatement;
import id.segel.core.custody.Statement;
import id.segel.core.custody.Thresholds;
import id.segel.core.fact.Id;
import id.segel.core.region.ElectionOpened;
import id.segel.core.region.KelurahanListed;
import id.segel.core.region.LegWindowSet;
import id.segel.core.region.RegionsListed;
import id.segel.server.log.Entries;
import id.segel.server.log.Projector;
import id.segel.server.log.Recorded;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Follows the log: folds every statement into chains of its own with the same rules that found the
 * discrepancies, writes the boxes that changed, and shows the {@link Picture} after each commit.
 * Discrepancies are taken from the facts, not found again. What is in memory is read from the rows
 * at the start, and again when a transaction failed.
 */
@Component
class SituationProjector implements Projector, SmartLifecycle {

  /** Discrepancies that one commit tells the browsers about; they read the list anyway. */
  private static final int MOST_NEWS = 20;

  /** A discrepancy that was just found. */
  record News(long index, String kind, @Nullable BoxId box) {}

  private final Known known;
  private final Statements statements;
  private final DataSource database;
  private final Events events;

  private final BoxStore store = new BoxStore();
  private final Map<BoxId, BoxStore.Spot> spots = new HashMap<>();
  private final Set<BoxId> dirty = new HashSet<>();
  private final List<News> news = new ArrayList<>();
  private final History history = new History();
  private CustodyChains chains = new CustodyChains();
  private CustodyRules rules;
  private Board board = new Board();
  private long index = -1;
  private boolean isLoaded;
  private volatile Picture picture = Picture.EMPTY;

  /** The entry that last found or closed a discrepancy, as far as it is committed. */
  private volatile long found = -1;

  private long finding = -1;
  private volatile boolean running;

  SituationProjector(Known known, Entries entries, DataSource database, Events events) {
    this.known = known;
    this.statements = new Statements(entries);
    this.database = database;
    this.events = events;
    this.rules = rules();
  }

  /** The newest picture that was committed. */
  Picture picture() {
    return picture;
  }

  /** Another number whenever a discrepancy was found or closed, as far as it is committed. */
  long found() {
    return found;
  }

  /** Discrepancies come from the log; so what boxes there are and when legs begin is no matter. */
  private CustodyRules rules() {
    return new CustodyRules(
        chains,
        statements,
        known.devices(),
        box -> true,
        leg -> null,
        new OpeningWindows(),
        new IssuedSeals(),
        new Thresholds(),
        place -> true);
  }

  @Override
  public String schema() {
    return "situation";
  }

  @Override
  public void apply(List<Recorded> entries, Connection sql) throws SQLException {
    if (!isLoaded) {
      load(sql);
    }
    // Until the commit what is in memory is ahead of the rows.
    isLoaded = false;
    history.clear();
    var read = new ArrayList<@Nullable RecordedStatement>(entries.size());
    prefetch(entries, read);
    for (int i = 0; i < entries.size(); i++) {
      Recorded entry = entries.get(i);
      RecordedStatement statement = read.get(i);
      statements.upTo(entry.index());
      if (statement != null) {
        rules.record(statement);
        follow(statement);
        statements.taken(statement);
      } else {
        take(entry, sql);
      }
      history.after(entry, board);
    }
    write(sql);
    index = entries.getLast().index();
    try (PreparedStatement update =
        sql.prepareStatement(
            """
            insert into situation.position (index) values (?)
            on conflict (one) do update set index = excluded.index
            """)) {
      update.setLong(1, index);
      update.executeUpdate();
    }
  }

  /** Reads the statements of a batch, and in one query the offers that they answer. */
  private void prefetch(List<Recorded> entries, List<@Nullable RecordedStatement> read) {
    var own = new HashSet<Id>();
    var answered = new LinkedHashSet<Id>();
    for (Recorded recorded : entries) {
      if (recorded.isFact()) {
        read.add(null);
        continue;
      }
      RecordedStatement statement = recorded.statement();
      read.add(statement);
      own.add(statement.id());
      Id of = statement.statement().of();
      if (of != null && !own.contains(of)) {
        answered.add(of);
      }
    }
    statements.fetch(answered);
  }

  /** Notes where the boxes are that this statement has moved. */
  private void follow(RecordedStatement recorded) {
    for (BoxId box : chains.changed()) {
      dirty.add(box);
      BoxState state = chains.state(box);
      Id tip = state.tip();
      move(box, state, recorded.index(), recorded.statement().claimed());
      if (tip == null) {
        spots.remove(box);
      } else if (tip.equals(recorded.id())) {
        if (changesHands(recorded, box)) {
          spots.put(box, spot(recorded));
        } else if (recorded.statement().kind() == Statement.Kind.CORRECT) {
          spots.put(box, spotOf(tip, box));
        }
      } else {
        spots.put(box, spotOf(tip, box));
      }
    }
    chains.changed().clear();
  }

  /**
   * Shows where a box stands after an entry.
   *
   * @param claimed when, by the clock of whoever signed; the end of the chain knows better
   */
  private void move(BoxId box, BoxState state, long index, Instant claimed) {
    int packed = Board.state(state);
    if (board.set(box, packed)) {
      Id tip = state.tip();
      RecordedStatement last = tip == null ? null : statements.of(tip);
      history.moved(index, packed, last == null ? claimed : last.statement().claimed(), box);
    }
  }

  /** Where a chain that was folded anew has its box: walks back from its tip. */
  private BoxStore.Spot spotOf(Id tip, BoxId box) {
    RecordedStatement at = Objects.requireNonNull(statements.of(tip));
    while (!changesHands(at, box)) {
      Id before = at.predecessor(box);
      if (before == null) {
        break;
      }
      boolean isCorrected = at.statement().kind() == Statement.Kind.CORRECT;
      at = Objects.requireNonNull(statements.of(before));
      if (isCorrected) {
        // What was taken by mistake never left: the box is where it was offered.
        at = Objects.requireNonNull(statements.of(Objects.requireNonNull(at.statement().of())));
      }
    }
    return spot(at);
  }

  private static BoxStore.Spot spot(RecordedStatement recorded) {
    return new BoxStore.Spot(recorded.statement().place().text(), recorded.recorded());
  }

  /**
   * Whether the statement says where the box is: an offer, a withdrawal and a box missed do not.
   */
  private static boolean changesHands(RecordedStatement recorded, BoxId box) {
    return switch (recorded.statement().kind()) {
      case OFFER, WITHDRAW, CORRECT, DAY -> false;
      case ACCEPT -> {
        Statement.Deviation deviation = recorded.deviation(box);
        yield deviation == null || !deviation.isMissing();
      }
      case PACK, SEAL, OPEN, USE, RESEAL, REPLACE, CONFIRM -> true;
    };
  }

  /** Takes in a fact. */
  private void take(Recorded recorded, Connection sql) throws SQLException {
    long index = recorded.index();
    DiscrepancyStore.Marks marks =
        (tps, discrepancy, isOpen) -> {
          board.discrepancy(tps, discrepancy, isOpen);
          history.marked(index, tps, discrepancy, isOpen);
          finding = index;
        };
    switch (recorded.fact()) {
      case ElectionOpened opened -> {
        board.kinds(opened.kinds().stream().mapToInt(ElectionOpened.BallotKind::digit).toArray());
        history.told(recorded);
      }
      case RegionsListed listed -> {
        listSpares(listed, recorded, sql);
        history.told(recorded);
      }
      case KelurahanListed listed -> {
        list(listed, recorded, sql);
        history.told(recorded);
      }
      case SpareAssigned assigned -> {
        assign(assigned, recorded, sql);
        history.told(recorded);
      }
      case LegWindowSet set -> history.told(recorded);
      case DiscrepancyFound found -> {
        rules.replay(found);
        for (BoxId box : chains.changed()) {
          dirty.add(box);
          move(box, chains.state(box), index, recorded.entry().recorded());
        }
        chains.changed().clear();
        long row = DiscrepancyStore.find(index, recorded.entry().recorded(), found, marks, sql);
        if (news.size() < MOST_NEWS) {
          BoxId box = found.boxes().isEmpty() ? null : found.boxes().getFirst();
          news.add(new News(row, found.kind().name(), box));
        }
      }
      case DiscrepancyClosed closed -> DiscrepancyStore.close(closed, marks, sql);
      default -> {}
    }
  }

  private void list(KelurahanListed listed, Recorded by, Connection sql) throws SQLException {
    long code = Long.parseLong(listed.code().digits());
    int[] numbers = Board.numbers(listed);
    List<BoxId> gone = board.list(code, numbers);
    if (!gone.isEmpty()) {
      store.delete(gone, sql);
      dirty.removeAll(gone);
    }
    add(board.firstBoxes(code, numbers), by, sql);
  }

  private void listSpares(RegionsListed listed, Recorded by, Connection sql) throws SQLException {
    ElectionOpened opened = known.roster().election();
    add(Board.spares(listed, opened == null ? 0 : opened.sparesPerKecamatan()), by, sql);
  }

  private void assign(SpareAssigned assigned, Recorded by, Connection sql) throws SQLException {
    board.spend(assigned.spare());
    dirty.remove(assigned.spare());
    store.delete(List.of(assigned.spare()), sql);
    add(List.of(assigned.box()), by, sql);
  }

  /** New boxes; statements about them may have come before. */
  private void add(List<BoxId> boxes, Recorded by, Connection sql) throws SQLException {
    var fresh = boxes.stream().filter(board::add).toList();
    if (!fresh.isEmpty()) {
      store.insert(fresh, sql);
      for (BoxId box : fresh) {
        if (chains.boxes().contains(box)) {
          dirty.add(box);
          move(box, chains.state(box), by.index(), by.entry().recorded());
        }
      }
    }
  }

  private void write(Connection sql) throws SQLException {
    var rows = dirty.stream().filter(board::has).sorted().toList();
    if (!rows.isEmpty()) {
      store.update(rows, chains, spots, sql);
    }
    if (!dirty.isEmpty()) {
      store.writeAsides(dirty, chains, sql);
      dirty.clear();
    }
    if (!chains.changedAwaited().isEmpty()) {
      store.writeAwaited(chains.changedAwaited(), chains, sql);
      chains.changedAwaited().clear();
    }
    history.write(sql);
  }

  @Override
  public void committed() {
    isLoaded = true;
    picture = board.take(index);
    found = finding;
    events.changed(picture.index());
    news.forEach(events::found);
    news.clear();
  }

  @Override
  public List<String> tables() {
    return List.of(
        // Keys have other numbers when they are met in other batches.
        """
        (select b.box, b.stage, b.in_transit, b.place, b.since, h.key as holder, b.tip, b.tip_index,
                b.phase, b.leg, b.seals, k.key as taker, b.offered_leg, b.troubled
           from situation.boxes b
           left join situation.keys h on h.no = b.holder
           left join situation.keys k on k.no = b.taker)
        """,
        "situation.asides",
        "situation.awaited",
        "situation.discrepancies",
        "situation.discrepancy_boxes",
        "situation.moves",
        "situation.marks",
        "situation.facts",
        "situation.minutes");
  }

  @Override
  public void reset(Connection sql) throws SQLException {
    try (PreparedStatement truncate =
        sql.prepareStatement(
            """
            truncate situation.boxes, situation.asides, situation.awaited, situation.keys,
                     situation.discrepancies, situation.discrepancy_boxes, situation.position,
                     situation.moves, situation.marks, situation.facts, situation.minutes
            """)) {
      truncate.executeUpdate();
    }
    isLoaded = false;
  }

  /** Reads everything from the rows. */
  private void load(Connection sql) throws SQLException {
    chains = new CustodyChains();
    rules = rules();
    board = new Board();
    spots.clear();
    dirty.clear();
    news.clear();
    statements.clear();
    var all = new ArrayList<BoxId>();
    store.load(chains, spots, all, sql);
    board.kinds(
        known.roster().kinds().stream().mapToInt(ElectionOpened.BallotKind::digit).toArray());
    addAreas(all);
    for (BoxId box : all) {
      board.add(box);
      board.set(box, Board.state(chains.state(box)));
    }
    DiscrepancyStore.load(board::discrepancy, sql);
    try (PreparedStatement select = sql.prepareStatement("select index from situation.position");
        ResultSet row = select.executeQuery()) {
      index = row.next() ? row.getLong(1) : -1;
    }
    isLoaded = true;
  }

  /** The kelurahan and TPS numbers that these boxes, in order, are of. */
  private void addAreas(List<BoxId> all) {
    var numbers = new LinkedHashSet<Integer>();
    long code = -1;
    for (BoxId box : all) {
      if (box.isSpare()) {
        continue;
      }
      long own = box.tpsNumber() / 1000;
      if (own != code && code >= 0) {
        board.list(code, numbers.stream().mapToInt(Integer::intValue).toArray());
        numbers.clear();
      }
      code = own;
      numbers.add((int) (box.tpsNumber() % 1000));
    }
    if (code >= 0) {
      board.list(code, numbers.stream().mapToInt(Integer::intValue).toArray());
    }
  }

  /** Shows what is stored before the follower starts. */
  @Override
  public void start() {
    try (Connection sql = database.getConnection()) {
      load(sql);
      picture = board.take(index);
      // Who comes back after a restart hears where it stands, though nothing new has come.
      events.changed(picture.index());
    } catch (SQLException e) {
      throw new IllegalStateException("the situation cannot be read", e);
    }
    running = true;
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** After the log has told all facts, before the followers. */
  @Override
  public int getPhase() {
    return 1;
  }
}
