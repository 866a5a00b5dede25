package id.segel.server.situation;

import id.segel.core.box.BoxId;
import id.segel.core.box.SpareAssigned;
import id.segel.core.exchange.Facts;
import id.segel.core.region.ElectionOpened;
import id.segel.core.region.KelurahanListed;
import id.segel.core.region.Leg;
import id.segel.core.region.LegWindowSet;
import id.segel.core.region.LegWindows;
import id.segel.core.region.RegionsListed;
import id.segel.core.region.Roster;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The picture as it was after any entry, painted again from what {@link History} kept. Boards that
 * were painted lately go on from where they are, so that time can be played forward; going back
 * past all of them begins at the first entry. Safe for many threads, which wait for each other.
 */
@Component
class PastPictures {

  private static final int BOARDS_MAX = 3;
  private static final int VIEWS_MAX = 64;
  private static final int FETCH = 2_000;

  /**
   * What was known after one entry.
   *
   * @param dpt voters that were listed
   * @param windows of the legs, as they were set then
   */
  record View(Picture picture, long dpt, Map<Leg, LegWindowSet> windows) {

    Sums sums(Instant at) {
      return Sums.of(picture, required(at), dpt);
    }

    int required(Instant at) {
      return TpsStatus.required(windows::get, at);
    }
  }

  /**
   * One step of the time line.
   *
   * @param at its end: what was recorded before it is in it
   * @param index the last entry before it
   * @param arrived boxes that had reached their TPS
   * @param open discrepancies
   */
  record Step(Instant at, long index, int arrived, int open) {}

  /** The first and the last minute of the log, and steps between them. */
  record Line(Instant first, Instant last, int minutes, List<Step> steps) {}

  private record Claimed(Instant at, long index) {}

  /** Where boxes stood, by whose word: a row of the moves. */
  private record Moves(long index, int state, List<BoxId> boxes) {}

  private record Mark(long index, long tps, long discrepancy, boolean isOpen) {}

  private record Told(long index, byte[] body) {}

  /** A board with what else is known at its entry. */
  private static final class Painting {
    private final Board board = new Board();
    private final Roster roster = new Roster();
    private final LegWindows windows = new LegWindows();
    private long index = -1;

    private void tell(Told told) {
      var fact = Facts.read(told.body);
      roster.apply(told.index, fact);
      windows.apply(fact);
      switch (fact) {
        case ElectionOpened opened ->
            board.kinds(
                opened.kinds().stream().mapToInt(ElectionOpened.BallotKind::digit).toArray());
        case RegionsListed listed -> {
          ElectionOpened opened = roster.election();
          Board.spares(listed, opened == null ? 0 : opened.sparesPerKecamatan())
              .forEach(board::add);
        }
        case KelurahanListed listed -> {
          long code = Long.parseLong(listed.code().digits());
          int[] numbers = Board.numbers(listed);
          board.list(code, numbers);
          board.firstBoxes(code, numbers).forEach(board::add);
        }
        case SpareAssigned assigned -> {
          board.spend(assigned.spare());
          board.add(assigned.box());
        }
        default -> {}
      }
    }

    private View view(long asOf) {
      var set = new EnumMap<Leg, LegWindowSet>(Leg.class);
      for (Leg leg : Leg.values()) {
        LegWindowSet window = windows.of(leg);
        if (window != null) {
          set.put(leg, window);
        }
      }
      return new View(board.take(asOf), roster.totals().dpt(), set);
    }
  }

  private final DataSource database;
  private final JdbcClient sql;

  /** The one that was used longest ago first. */
  private final List<Painting> paintings = new ArrayList<>();

  private final Map<Long, View> views = recent();
  private final Map<Claimed, View> claimed = recent();

  PastPictures(DataSource database, JdbcClient sql) {
    this.database = database;
    this.sql = sql;
  }

  /**
   * The last entry that was recorded before this minute of election time began; none before the
   * first. Where the clock was set back, the last entry of all that were recorded by then.
   */
  Optional<Long> indexBefore(Instant minute) {
    return sql.sql("select max(index) from situation.minutes where minute < :minute")
        .param("minute", minute.truncatedTo(ChronoUnit.MINUTES).atOffset(ZoneOffset.UTC))
        .query((row, n) -> Optional.ofNullable(row.getObject(1, Long.class)))
        .single();
  }

  /** What was known after this entry. */
  synchronized View at(long index) {
    View view = views.get(index);
    if (view == null) {
      Painting painting = nearest(index);
      paint(painting, index, null, index);
      view = painting.view(index);
      views.put(index, view);
    }
    return view;
  }

  /**
   * What the signers' clocks say of this moment, as far as is known by an entry that came later.
   * Discrepancies are those that were known at the moment.
   *
   * @param marks the last entry whose discrepancies count
   * @param index the last entry that is heard
   */
  synchronized View claimed(Instant moment, long marks, long index) {
    return claimed.computeIfAbsent(
        new Claimed(moment, index),
        asked -> {
          var painting = new Painting();
          paint(painting, index, moment, marks);
          return painting.view(index);
        });
  }

  /** The time line from its first minute to its last, in at most this many steps. */
  Optional<Line> line(int stepsMax) {
    record Ends(@Nullable OffsetDateTime first, @Nullable OffsetDateTime last) {}
    Ends ends =
        sql.sql("select min(minute), max(minute) from situation.minutes")
            .query((row, n) ->
                new Ends(
                    row.getObject(1, OffsetDateTime.class), row.getObject(2, OffsetDateTime.class)))
            .single();
    if (ends.first == null || ends.last == null) {
      return Optional.empty();
    }
    Instant first = ends.first.toInstant();
    // What was recorded in the last minute is known at its end.
    Instant last = ends.last.toInstant().plus(1, ChronoUnit.MINUTES);
    long minutes = ChronoUnit.MINUTES.between(first, last);
    int step = (int) Math.ceilDiv(minutes, (long) stepsMax);
    List<Step> steps =
        sql.sql(
                """
                select distinct on (s.step) s.step, m.index, m.arrived, m.open
                  from situation.minutes m,
                       lateral (select floor(extract(epoch from m.minute - :first) / 60 / :step)
                                       ::integer as step) as s
                 order by s.step, m.index desc
                """)
            .param("first", ends.first)
            .param("step", step)
            .query((row, n) ->
                new Step(
                    first.plus((row.getLong(1) + 1) * step, ChronoUnit.MINUTES),
                    row.getLong(2),
                    row.getInt(3),
                    row.getInt(4)))
            .list();
    return Optional.of(new Line(first, last, step, steps));
  }

  /** The board that has come nearest to this entry, or a new one. */
  private Painting nearest(long index) {
    Painting nearest = null;
    for (Painting one : paintings) {
      if (one.index <= index && (nearest == null || one.index > nearest.index)) {
        nearest = one;
      }
    }
    if (nearest == null) {
      nearest = new Painting();
      if (paintings.size() >= BOARDS_MAX) {
        paintings.removeFirst();
      }
    } else {
      paintings.remove(nearest);
    }
    paintings.add(nearest);
    return nearest;
  }

  /**
   * Paints on from where a board is.
   *
   * @param moment only what the signers say had happened by then, in the order of their clocks;
   *     null for all, in the order of the log
   */
  private void paint(Painting painting, long index, @Nullable Instant moment, long marksUpTo) {
    String order = moment == null ? "index" : "claimed, index";
    String until = moment == null ? "" : " and claimed <= ?";
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement facts = select(connection, "index, body", "facts", "", "index");
          PreparedStatement moves =
              select(connection, "index, state, boxes", "moves", until, order + ", state");
          PreparedStatement marks =
              select(connection, "index, tps, discrepancy, open", "marks", "", "index")) {
        between(facts, painting.index, index);
        between(moves, painting.index, index);
        between(marks, painting.index, marksUpTo);
        if (moment != null) {
          moves.setObject(3, moment.atOffset(ZoneOffset.UTC));
        }
        try (ResultSet fact = facts.executeQuery();
            ResultSet move = moves.executeQuery();
            ResultSet mark = marks.executeQuery()) {
          Moves nextMove = moves(move);
          Mark nextMark = mark(mark);
          // What boxes there are comes before where they are.
          for (Told told = told(fact); told != null; told = told(fact)) {
            for (;
                moment == null && nextMove != null && nextMove.index < told.index;
                nextMove = moves(move)) {
              apply(painting.board, nextMove);
            }
            painting.tell(told);
          }
          for (; nextMove != null; nextMove = moves(move)) {
            apply(painting.board, nextMove);
          }
          for (; nextMark != null; nextMark = mark(mark)) {
            painting.board.discrepancy(nextMark.tps, nextMark.discrepancy, nextMark.isOpen);
          }
        }
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      paintings.remove(painting);
      throw new IllegalStateException("the past cannot be read", e);
    }
    painting.index = index;
  }

  private static PreparedStatement select(
      Connection sql, String columns, String table, String condition, String order)
      throws SQLException {
    PreparedStatement select =
        sql.prepareStatement(
            "select %s from situation.%s where index > ? and index <= ?%s order by %s"
                .formatted(columns, table, condition, order));
    select.setFetchSize(FETCH);
    return select;
  }

  private static void between(PreparedStatement select, long after, long upTo) throws SQLException {
    select.setLong(1, after);
    select.setLong(2, upTo);
  }

  private static void apply(Board board, Moves moves) {
    moves.boxes.forEach(box -> board.set(box, moves.state));
  }

  private static @Nullable Moves moves(ResultSet row) throws SQLException {
    if (!row.next()) {
      return null;
    }
    var boxes = new ArrayList<BoxId>();
    for (Long box : (Long[]) row.getArray(3).getArray()) {
      boxes.add(new BoxId(box));
    }
    return new Moves(row.getLong(1), row.getInt(2), boxes);
  }

  private static @Nullable Mark mark(ResultSet row) throws SQLException {
    return row.next()
        ? new Mark(row.getLong(1), row.getLong(2), row.getLong(3), row.getBoolean(4))
        : null;
  }

  private static @Nullable Told told(ResultSet row) throws SQLException {
    return row.next() ? new Told(row.getLong(1), row.getBytes(2)) : null;
  }

  private static <K, V> Map<K, V> recent() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > VIEWS_MAX;
      }
    };
  }
}
