package id.segel.server.sitrep;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Reports that were made, beside the log, and what was due by itself. */
@Component
class Kept {

  /**
   * Made by hand, of which each look at the page makes one; those on schedule are kept for good.
   */
  private static final int BY_HAND_MAX = 500;

  /**
   * One that was made, or should have been.
   *
   * @param index the entry at which it was true; null for one that was missed
   * @param agency whose schedule it was on; null for one that was made by hand
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Row(
      String region,
      @Nullable Long index,
      @Nullable Instant from,
      @Nullable Instant until,
      @Nullable Instant made,
      @Nullable String agency,
      @Nullable Instant due) {}

  private static final RowMapper<Row> ROW =
      (row, n) ->
          new Row(
              row.getString("region"),
              row.getObject("index", Long.class),
              instant(row, "from_at"),
              instant(row, "until_at"),
              instant(row, "made"),
              row.getString("agency"),
              instant(row, "due"));

  private static final RowMapper<Schedule> SCHEDULE =
      (row, n) ->
          new Schedule(
              row.getString("agency"),
              row.getString("region"),
              hours(row.getArray("hours")),
              row.getObject("since", OffsetDateTime.class).toInstant());

  private final JdbcClient sql;
  private final Clock real;

  Kept(JdbcClient sql, Clock real) {
    this.sql = sql;
    this.real = real;
  }

  /** Keeps a report; one of the same entry, region and shift is kept once. Answers its id. */
  long keep(Report report) {
    sql.sql(
            """
            insert into sitrep.reports (region, index, from_at, until_at, made, body)
            values (:region, :index, :from, :until, :made, :body)
            on conflict (index, region, from_at, until_at) do nothing
            """)
        .param("region", report.head().region())
        .param("index", report.head().index())
        .param("from", time(report.shift().from()))
        .param("until", time(report.shift().until()))
        .param("made", time(report.head().made()))
        .param("body", JsonMapper.shared().writeValueAsString(report))
        .update();
    sql.sql(
            """
            delete from sitrep.reports
             where id in (select id from sitrep.reports r
                           where not exists (select from sitrep.dues d where d.report = r.id)
                           order by id desc offset :max)
            """)
        .param("max", BY_HAND_MAX)
        .update();
    return named("id", report.head().index(), report.head().region(), report.shift())
        .query(Long.class)
        .single();
  }

  Optional<Report> find(long index, String region, Instant from, Instant until) {
    return named("body", index, region, new Report.Shift(from, until, Map.of(), List.of()))
        .query(String.class)
        .optional()
        .map(body -> JsonMapper.shared().readValue(body, Report.class));
  }

  private JdbcClient.StatementSpec named(
      String column, long index, String region, Report.Shift shift) {
    return sql.sql(
            "select "
                + column
                + """
                 from sitrep.reports
                 where index = :index and region = :region
                   and from_at = :from and until_at = :until
                """)
        .param("index", index)
        .param("region", region)
        .param("from", time(shift.from()))
        .param("until", time(shift.until()));
  }

  /** Those of a region and below it, the newest first. */
  List<Row> list(String region, int offset, int max) {
    return sql.sql(
            """
            select coalesce(r.region, d.region) as region, r.index, r.from_at, r.until_at, r.made,
                   d.agency, d.due
              from sitrep.reports r full join sitrep.dues d on d.report = r.id
             where starts_with(coalesce(r.region, d.region), :region)
             order by coalesce(d.due, r.made) desc, r.id desc
            offset :offset limit :max
            """)
        .param("region", region)
        .param("offset", offset)
        .param("max", max)
        .query(ROW)
        .list();
  }

  int count(String region) {
    return sql.sql(
            """
            select count(*) from sitrep.reports r full join sitrep.dues d on d.report = r.id
             where starts_with(coalesce(r.region, d.region), :region)
            """)
        .param("region", region)
        .query(Integer.class)
        .single();
  }

  List<Schedule> schedules() {
    return sql.sql("select agency, region, hours, since from sitrep.schedules order by agency")
        .query(SCHEDULE)
        .list();
  }

  /** From now on an agency wants reports at other hours, or of another region. */
  void schedule(Schedule schedule, String writer) {
    sql.sql(
            """
            insert into sitrep.schedules (agency, region, hours, since, writer, written_at)
            values (:agency, :region, :hours, :since, :writer, :at)
            on conflict (agency) do update
               set region = :region, hours = :hours, since = :since, writer = :writer,
                   written_at = :at
            """)
        .param("agency", schedule.agency())
        .param("region", schedule.region())
        .param("hours", schedule.hours().stream().map(Integer::shortValue).toArray(Short[]::new))
        .param("since", time(schedule.since()))
        .param("writer", writer)
        .param("at", time(real.instant()))
        .update();
  }

  /** What was due last, made or missed; the beginning of the schedule before. */
  Instant last(Schedule schedule) {
    return sql.sql("select max(due) from sitrep.dues where agency = :agency and region = :region")
        .param("agency", schedule.agency())
        .param("region", schedule.region())
        .query((row, n) -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class)))
        .single()
        .map(OffsetDateTime::toInstant)
        .orElse(schedule.since());
  }

  /**
   * An hour is done with, once.
   *
   * @param report null when it was missed
   */
  void done(Schedule schedule, Instant due, @Nullable Long report) {
    sql.sql(
            """
            insert into sitrep.dues (agency, region, due, report)
            values (:agency, :region, :due, :report)
            on conflict (agency, region, due) do nothing
            """)
        .param("agency", schedule.agency())
        .param("region", schedule.region())
        .param("due", time(due))
        .param("report", report, Types.BIGINT)
        .update();
  }

  private static SortedSet<Integer> hours(Array array) throws SQLException {
    var hours = new TreeSet<Integer>();
    Arrays.stream((Object[]) array.getArray()).forEach(one -> hours.add(((Number) one).intValue()));
    return hours;
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static OffsetDateTime time(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
