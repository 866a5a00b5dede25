package id.segel.server.custody;

import id.segel.core.ceremony.OpeningReason;
import id.segel.core.ceremony.OpeningWindowSet;
import id.segel.core.region.Roster;
import id.segel.server.clock.ElectionClock;
import id.segel.server.http.Share;
import id.segel.server.region.Regions;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How the day goes at the TPS: what each said last, and who said nothing. */
@Component
public class DayViews {

  static final int PAGE = 200;

  /** Words that somebody must act on, until a later one says that it is over. */
  private static final List<String> TROUBLES =
      List.of("FLOODED", "MOVED", "INTERRUPTED", "SHORT_BALLOTS", "SHORT_FORMS", "SHORT_INK");

  /** A word of a day with its moment, by the phone's clock. */
  record Word(String word, Instant claimed, long index) {}

  /** One TPS that waits for somebody. */
  record Waiting(String tps, String name, String word, @Nullable Instant since) {}

  /**
   * How many TPS said each word, and those that wait.
   *
   * @param isDue whether the hour of opening and its grace are over
   * @param notOpened how many TPS that have boxes had not opened by then
   */
  record Board(
      int tps,
      Map<String, Integer> words,
      boolean isDue,
      @Nullable Instant due,
      int notOpened,
      List<Waiting> waiting,
      int waitingInAll) {}

  private record Row(long tps, String word, Instant claimed, long index) {}

  private final JdbcClient sql;
  private final Regions regions;
  private final Openings openings;
  private final Naming naming;
  private final ElectionClock clock;

  DayViews(JdbcClient sql, Regions regions, Openings openings, Naming naming, ElectionClock clock) {
    this.sql = sql;
    this.regions = regions;
    this.openings = openings;
    this.naming = naming;
    this.clock = clock;
  }

  /** The board of a region, by its digits; the whole province for none. */
  Board board(String region, int from) {
    var said = new TreeMap<Long, List<Row>>();
    for (Row row : rows(first(region), last(region))) {
      said.computeIfAbsent(row.tps, any -> new ArrayList<>()).add(row);
    }
    var words = new TreeMap<String, Integer>();
    said.values().forEach(rows -> rows.forEach(row -> words.merge(row.word, 1, Integer::sum)));
    Instant due = due();
    boolean isDue = due != null && !clock.instant().isBefore(due);
    var waiting = new ArrayList<Waiting>();
    int notOpened = 0;
    List<Long> all = tps(region);
    var withBoxes = isDue ? withBoxes(first(region), last(region)) : new HashSet<Long>();
    for (long tps : all) {
      List<Row> rows = said.getOrDefault(tps, List.of());
      Row trouble = trouble(rows);
      boolean isOpened = rows.stream().anyMatch(row -> row.word.equals(DayStore.OPENED));
      if (isDue && !isOpened && withBoxes.contains(tps)) {
        notOpened++;
        waiting.add(waiting(tps, "NOT_OPENED", due));
      }
      if (trouble != null) {
        waiting.add(waiting(tps, trouble.word, trouble.claimed));
      }
    }
    int end = Math.min(waiting.size(), from + PAGE);
    return new Board(
        all.size(),
        words,
        isDue,
        due,
        notOpened,
        from >= end ? List.of() : List.copyOf(waiting.subList(from, end)),
        waiting.size());
  }

  /** When every TPS must have said that it opened; null while no hours are set. */
  private @Nullable Instant due() {
    OpeningWindowSet hours = openings.windows().of(OpeningReason.VOTING);
    return hours == null ? null : hours.earliest().plus(openings.thresholds().newest().opened());
  }

  /** Listed TPS that have boxes and should have opened by then and did not say so, by kecamatan. */
  public Map<String, Integer> silentByKecamatan(Instant now) {
    var silent = new TreeMap<String, Integer>();
    Instant due = due();
    if (due == null || now.isBefore(due)) {
      return silent;
    }
    var listed = new HashSet<>(tps(""));
    sql
        .sql(
            """
            select b.tps from (select distinct box / 1000 as tps from custody.boxes) b
             where not exists
                   (select from custody.days d where d.tps = b.tps and d.word = :opened)
            """)
        .param("opened", DayStore.OPENED)
        .query(Long.class)
        .list()
        .stream()
        .filter(listed::contains)
        .forEach(tps -> silent.merge(String.valueOf(tps / 10_000_000), 1, Integer::sum));
    return silent;
  }

  /** TPS that said that they opened, by kelurahan. */
  List<Share> opened() {
    var opened = new HashMap<Long, Integer>();
    sql.sql(
            """
            select tps / 1000, count(distinct tps) from custody.days
             where word = :opened
             group by tps / 1000
            """)
        .param("opened", DayStore.OPENED)
        .query(row -> {
          opened.put(row.getLong(1), row.getInt(2));
        });
    var shares = new ArrayList<Share>();
    for (Roster.Kelurahan one : regions.roster().kelurahan()) {
      String code = one.code().digits();
      shares.add(new Share(code, opened.getOrDefault(Long.parseLong(code), 0), one.tps()));
    }
    return shares;
  }

  /** The day of one TPS, in the order of its moments. */
  List<Word> day(String tps) {
    long number = Long.parseLong(tps);
    return rows(number, number).stream()
        .map(row -> new Word(row.word, row.claimed, row.index))
        .sorted(java.util.Comparator.comparing(Word::claimed))
        .toList();
  }

  /** The newest trouble that nothing said later has ended. */
  private static @Nullable Row trouble(List<Row> rows) {
    Row newest = null;
    for (Row row : rows) {
      boolean counts = TROUBLES.contains(row.word) || isEnd(row.word);
      if (counts && (newest == null || row.claimed.isAfter(newest.claimed))) {
        newest = row;
      }
    }
    return newest == null || isEnd(newest.word) ? null : newest;
  }

  private static boolean isEnd(String word) {
    return word.equals("RESUMED") || word.equals("CLOSED") || word.equals("COUNTED");
  }

  private Waiting waiting(long tps, String word, @Nullable Instant since) {
    String code = String.format(Locale.ROOT, "%013d", tps);
    return new Waiting(code, naming.territory(code), word, since);
  }

  private List<Row> rows(long first, long last) {
    return sql.sql(
            """
            select tps, word, claimed, index from custody.days
             where tps between :first and :last
            """)
        .param("first", first)
        .param("last", last)
        .query((row, n) ->
            new Row(
                row.getLong(1),
                row.getString(2),
                row.getObject(3, OffsetDateTime.class).toInstant(),
                row.getLong(4)))
        .list();
  }

  /** TPS of which any box was ever packed. */
  private Set<Long> withBoxes(long first, long last) {
    return new HashSet<>(
        sql.sql(
                """
                select distinct box / 1000 from custody.boxes
                 where box between :first and :last
                """)
            .param("first", first * 1000)
            .param("last", last * 1000 + 999)
            .query(Long.class)
            .list());
  }

  private List<Long> tps(String region) {
    var all = new ArrayList<Long>();
    for (Roster.Kelurahan one : regions.roster().kelurahan()) {
      String code = one.code().digits();
      for (int i = 0; code.startsWith(region) && i < one.tps(); i++) {
        all.add(one.tpsCode(i));
      }
    }
    return all;
  }

  private static long first(String region) {
    return Long.parseLong(region + "0".repeat(13 - region.length()));
  }

  private static long last(String region) {
    return Long.parseLong(region + "9".repeat(13 - region.length()));
  }
}
