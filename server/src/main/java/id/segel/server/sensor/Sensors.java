package id.segel.server.sensor;

import id.segel.core.camera.CameraId;
import id.segel.core.fact.Fact;
import id.segel.core.region.PlaceCode;
import id.segel.core.sensor.Hysteresis;
import id.segel.core.sensor.SensorId;
import id.segel.core.sensor.SensorKind;
import id.segel.core.sensor.SensorTurned;
import id.segel.server.log.RawReadings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The list of sensors, what is so by each, and what of it the log does not have yet. */
@Component
class Sensors {

  /** A sensor, with what was last said. */
  record Sensor(
      SensorId id,
      SensorKind kind,
      String name,
      byte[] secret,
      Hysteresis is,
      @Nullable Instant heard,
      @Nullable Integer value,
      @Nullable Instant minute,
      int inMinute,
      @Nullable Instant mutedUntil,
      boolean mutedTold,
      long ignored,
      int everyMinutes,
      @Nullable Instant listed,
      boolean isSilent) {

    boolean isMuted(Instant real) {
      return mutedUntil != null && mutedUntil.isAfter(real);
    }
  }

  /** Something that turned. */
  record Edge(long id, SensorId sensor, SensorKind kind, String name, boolean on, Instant at) {

    Fact fact() {
      return new SensorTurned(sensor, kind, on, at);
    }
  }

  private final JdbcClient sql;

  Sensors(JdbcClient sql) {
    this.sql = sql;
  }

  private static final String SELECT =
      """
      select sensor, kind, name, secret, is_on, since, off_since, heard_at, value, minute,
             in_minute, muted_until, muted_told, ignored, every_minutes, listed_at, silent_told
        from sensor.sensors where removed_at is null
      """;

  List<Sensor> all() {
    return sql.sql(SELECT + " order by place, number").query(Sensors::sensor).list();
  }

  Optional<Sensor> of(SensorId sensor) {
    return sql.sql(SELECT + " and sensor = :sensor")
        .param("sensor", sensor.toString())
        .query(Sensors::sensor)
        .optional();
  }

  private static Sensor sensor(ResultSet row, int n) throws SQLException {
    return new Sensor(
        SensorId.parse(row.getString("sensor")),
        SensorKind.parse(row.getString("kind")),
        row.getString("name"),
        row.getBytes("secret"),
        new Hysteresis(
            (Boolean) row.getObject("is_on"), moment(row, "since"), moment(row, "off_since")),
        moment(row, "heard_at"),
        (Integer) row.getObject("value"),
        moment(row, "minute"),
        row.getInt("in_minute"),
        moment(row, "muted_until"),
        row.getBoolean("muted_told"),
        row.getLong("ignored"),
        row.getInt("every_minutes"),
        moment(row, "listed_at"),
        row.getBoolean("silent_told"));
  }

  private static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
    OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
    return moment == null ? null : moment.toInstant();
  }

  int nextNumber(PlaceCode place) {
    return sql.sql("select coalesce(max(number), 0) + 1 from sensor.sensors where place = :place")
        .param("place", place.text())
        .query(Integer.class)
        .single();
  }

  // ---- what came

  /** Whether this message was taken before. */
  boolean isTaken(SensorId sensor, String id) {
    return sql.sql(
            "select exists (select from sensor.messages where sensor = :sensor and id = :id)")
        .param("sensor", sensor.toString())
        .param("id", id)
        .query(Boolean.class)
        .single();
  }

  /** False for a message that was taken before. */
  boolean isNew(SensorId sensor, String id, Instant real) {
    return sql.sql(
                """
                insert into sensor.messages (sensor, id, came) values (:sensor, :id, :real)
                on conflict do nothing
                """)
            .param("sensor", sensor.toString())
            .param("id", id)
            .param("real", RawReadings.at(real))
            .update()
        == 1;
  }

  /** Messages so old that they could not be sent again. */
  void forget(Instant before) {
    sql.sql("delete from sensor.messages where came < :before")
        .param("before", RawReadings.at(before))
        .update();
  }

  /** How many came this minute; where that is too many, until when it is not listened to. */
  void count(SensorId sensor, Instant minute, int inMinute, @Nullable Instant mutedUntil) {
    sql.sql(
            """
            update sensor.sensors
               set minute = :minute, in_minute = :count,
                   muted_until = coalesce(:until::timestamptz, muted_until)
             where sensor = :sensor
            """)
        .param("minute", RawReadings.at(minute))
        .param("count", inMinute)
        .param("until", mutedUntil == null ? null : mutedUntil.toString())
        .param("sensor", sensor.toString())
        .update();
  }

  void ignored(SensorId sensor) {
    sql.sql("update sensor.sensors set ignored = ignored + 1 where sensor = :sensor")
        .param("sensor", sensor.toString())
        .update();
  }

  /** What it said last. */
  void heard(SensorId sensor, int value, Instant now) {
    sql.sql("update sensor.sensors set heard_at = :now, value = :value where sensor = :sensor")
        .param("now", RawReadings.at(now))
        .param("value", value)
        .param("sensor", sensor.toString())
        .update();
  }

  /** Forgets what it is too early for, after a clock that ran ahead was set right. */
  void setBack(Instant now, Instant mutedMax) {
    for (String column : List.of("heard_at", "listed_at", "since", "off_since")) {
      sql.sql("update sensor.sensors set %1$s = :now where %1$s > :now".formatted(column))
          .param("now", RawReadings.at(now))
          .update();
    }
    sql.sql("update sensor.sensors set muted_until = :most where muted_until > :most")
        .param("most", RawReadings.at(mutedMax))
        .update();
  }

  /** What is so from here on; a change of it waits for the log. */
  void is(Sensor before, Hysteresis after, Instant now) {
    sql.sql(
            """
            update sensor.sensors
               set is_on = :on, since = :since::timestamptz, off_since = :off::timestamptz
             where sensor = :sensor
            """)
        .param("on", after.on())
        .param("since", after.since() == null ? null : String.valueOf(after.since()))
        .param("off", after.offSince() == null ? null : String.valueOf(after.offSince()))
        .param("sensor", before.id().toString())
        .update();
    boolean isOn = Boolean.TRUE.equals(after.on());
    if (isOn != Boolean.TRUE.equals(before.is().on())) {
      sql.sql("insert into sensor.edges (sensor, is_on, at) values (:sensor, :on, :at)")
          .param("sensor", before.id().toString())
          .param("on", isOn)
          .param("at", RawReadings.at(now))
          .update();
    }
  }

  // ---- what is to be said

  private static final String EDGES =
      """
      select e.id, e.sensor, s.kind, s.name, e.is_on, e.at
        from sensor.edges e join sensor.sensors s on s.sensor = e.sensor
      """;

  List<Edge> untold() {
    return sql.sql(EDGES + " where e.entry is null order by e.id").query(Sensors::edge).list();
  }

  /** The same of one sensor. */
  List<Edge> untold(SensorId sensor) {
    return untold().stream().filter(one -> one.sensor().equals(sensor)).toList();
  }

  /** The log has it, once. */
  static void told(Connection transaction, Edge edge, long entry) throws SQLException {
    try (PreparedStatement update =
        transaction.prepareStatement(
            "update sensor.edges set entry = ? where id = ? and entry is null")) {
      update.setLong(1, entry);
      update.setLong(2, edge.id());
      if (update.executeUpdate() == 0) {
        throw new IllegalStateException(edge + " was told meanwhile");
      }
    }
  }

  /** Danger, or an open door, that was told and to which nothing was done yet. */
  List<Edge> unanswered() {
    return sql.sql(
            EDGES
                + """
                 where e.entry is not null and not e.answered and e.is_on order by e.id
                """)
        .query(Sensors::edge)
        .list();
  }

  /** Openings of doors, since then, that nobody was written down for; the newest of many. */
  List<Edge> unentered(Instant since) {
    return sql.sql(EDGES + " where e.unentered and e.at > :since order by e.id desc limit 200")
        .param("since", RawReadings.at(since))
        .query(Sensors::edge)
        .list();
  }

  /** Whether this camera was not noted on this card yet. */
  boolean isNewlyDark(int incident, CameraId camera) {
    return sql.sql("select 1 from sensor.darkened where incident = :incident and camera = :camera")
        .param("incident", incident)
        .param("camera", camera.toString())
        .query(Integer.class)
        .optional()
        .isEmpty();
  }

  void darkNoted(int incident, CameraId camera) {
    sql.sql(
            """
            insert into sensor.darkened (incident, camera) values (:incident, :camera)
            on conflict do nothing
            """)
        .param("incident", incident)
        .param("camera", camera.toString())
        .update();
  }

  void answered(Edge edge) {
    sql.sql("update sensor.edges set answered = true where id = :id")
        .param("id", edge.id())
        .update();
  }

  private static Edge edge(ResultSet row, int n) throws SQLException {
    return new Edge(
        row.getLong(1),
        SensorId.parse(row.getString(2)),
        SensorKind.parse(row.getString(3)),
        row.getString(4),
        row.getBoolean(5),
        row.getObject(6, OffsetDateTime.class).toInstant());
  }
}
