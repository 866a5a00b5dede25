package id.segel.server.camera;

import id.segel.core.box.BoxId;
import id.segel.core.camera.CameraId;
import id.segel.core.camera.CameraState;
import id.segel.core.camera.Coverage;
import id.segel.core.region.PlaceCode;
import id.segel.core.warehouse.Site;
import id.segel.server.clock.ElectionClock;
import id.segel.server.log.RawReadings;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;

/** The list of cameras, the states they went through, and the boxes that none of them saw. */
@Component
public class Cameras {

  /** So long after a worker's last word nobody knows how its cameras are. */
  private static final Duration SILENCE = Duration.ofSeconds(60);

  /** A camera, with all that a worker needs to know and what was last said of it. */
  record Camera(
      CameraId id,
      String name,
      Site.View view,
      CameraAddress.Kind kind,
      String address,
      @Nullable String login,
      byte @Nullable [] password,
      @Nullable Integer worker,
      int reference,
      @Nullable List<Integer> clock,
      @Nullable Instant heard,
      @Nullable String told,
      @Nullable String why,
      String unjudged,
      @Nullable Instant pictureAt,
      CameraState state,
      boolean isSure,
      Instant since,
      @Nullable Instant unsureSince) {

    PlaceCode place() {
      return id.place();
    }

    /** Whether boxes are seen by it, or whoever comes to them. */
    boolean isEvidence() {
      return isEvidence(view);
    }

    static boolean isEvidence(Site.View view) {
      return view == Site.View.INSIDE || view == Site.View.DOOR;
    }

    /** As it is after it was heard of. */
    Camera heardOf(
        CameraState state,
        boolean isSure,
        Instant since,
        @Nullable Instant unsureSince,
        Instant at) {
      boolean isNewer = heard == null || at.isAfter(heard);
      return new Camera(
          id,
          name,
          view,
          kind,
          address,
          login,
          password,
          worker,
          reference,
          clock,
          isNewer ? at : heard,
          told,
          why,
          unjudged,
          pictureAt,
          state,
          isSure,
          since,
          unsureSince);
    }
  }

  /**
   * Boxes that no camera saw for certain, from when to when.
   *
   * @param id 0 before it is kept
   * @param isBlind whether for a part of it none did, for certain
   * @param told 1 when the log says so, 2 when it says that it is over too
   */
  record Blind(
      long id,
      PlaceCode place,
      Instant began,
      @Nullable Instant ended,
      boolean isBlind,
      List<BoxId> boxes,
      int told) {

    boolean is(Instant from, @Nullable Instant until, boolean isForCertain) {
      return began.equals(from) && Objects.equals(ended, until) && isBlind == isForCertain;
    }

    Blind until(Instant end) {
      return new Blind(id, place, began, end.isBefore(began) ? began : end, isBlind, boxes, told);
    }

    boolean touches(Instant from, Instant until) {
      return !began.isAfter(until) && (ended == null || !ended.isBefore(from));
    }
  }

  private final JdbcClient sql;
  private final ElectionClock clock;

  Cameras(JdbcClient sql, ElectionClock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /** The same within a transaction of the log. */
  Cameras within(Connection transaction) {
    return new Cameras(JdbcClient.create(new SingleConnectionDataSource(transaction, true)), clock);
  }

  // ---- for neighbours

  /** Cameras of a place that are in this state. */
  public List<CameraId> at(PlaceCode place, CameraState state) {
    return sql.sql(
            """
            select c.camera from camera.cameras c join camera.spells s on s.camera = c.camera
             where c.place = :place and c.removed_at is null
               and s.ended is null and s.state = :state
             order by c.number
            """)
        .param("place", place.text())
        .param("state", state.name())
        .query((row, n) -> CameraId.parse(row.getString(1)))
        .list();
  }

  // ---- the list

  private static final String SELECT =
      """
      select c.camera, c.name, c.view, c.kind, c.address, c.login, c.password, c.worker,
             c.reference, c.clock, c.heard_at, c.told, c.why, c.unjudged, c.picture_at,
             c.unsure_since, s.state, s.is_sure, s.began
        from camera.cameras c join camera.spells s on s.camera = c.camera and s.ended is null
       where c.removed_at is null
      """;

  List<Camera> all() {
    return sql.sql(SELECT + " order by c.place, c.number").query(Cameras::camera).list();
  }

  List<Camera> ofWorker(int worker) {
    return sql.sql(SELECT + " and c.worker = :worker order by c.place, c.number")
        .param("worker", worker)
        .query(Cameras::camera)
        .list();
  }

  Optional<Camera> of(CameraId camera) {
    return sql.sql(SELECT + " and c.camera = :camera")
        .param("camera", camera.toString())
        .query(Cameras::camera)
        .optional();
  }

  private static Camera camera(ResultSet row, int n) throws SQLException {
    Array clock = row.getArray("clock");
    return new Camera(
        CameraId.parse(row.getString("camera")),
        row.getString("name"),
        Site.View.valueOf(row.getString("view")),
        CameraAddress.Kind.valueOf(row.getString("kind")),
        row.getString("address"),
        row.getString("login"),
        row.getBytes("password"),
        (Integer) row.getObject("worker"),
        row.getInt("reference"),
        clock == null ? null : List.of((Integer[]) clock.getArray()),
        moment(row, "heard_at"),
        row.getString("told"),
        row.getString("why"),
        row.getString("unjudged"),
        moment(row, "picture_at"),
        CameraState.parse(row.getString("state")),
        row.getBoolean("is_sure"),
        row.getObject("began", OffsetDateTime.class).toInstant(),
        moment(row, "unsure_since"));
  }

  static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
    OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
    return moment == null ? null : moment.toInstant();
  }

  /** Until the transaction ends nobody edits or removes it. */
  void lock(CameraId camera) {
    sql.sql("select 1 from camera.cameras where camera = :camera for update")
        .param("camera", camera.toString())
        .query(Integer.class)
        .optional();
  }

  /** The same for all cameras of a worker. */
  void lock(int worker) {
    sql.sql("select 1 from camera.cameras where worker = :worker order by camera for update")
        .param("worker", worker)
        .query(Integer.class)
        .list();
  }

  /** When anything was last heard of any; null before. */
  @Nullable Instant lastHeard() {
    return sql.sql("select max(heard_at) as heard from camera.cameras")
        .query((row, n) -> Optional.ofNullable(moment(row, "heard")))
        .single()
        .orElse(null);
  }

  byte @Nullable [] picture(CameraId camera) {
    return sql.sql(
            "select picture from camera.cameras where camera = :camera and picture is not null")
        .param("camera", camera.toString())
        .query((row, n) -> row.getBytes(1))
        .optional()
        .orElse(null);
  }

  /**
   * How many places with cameras there ever were is known by their numbers: none is given twice.
   */
  int nextNumber(PlaceCode place) {
    return sql.sql("select coalesce(max(number), 0) + 1 from camera.cameras where place = :place")
        .param("place", place.text())
        .query(Integer.class)
        .single();
  }

  long version() {
    return sql.sql("select version from camera.settings").query(Long.class).single();
  }

  int blindMinutes() {
    return sql.sql("select blind_minutes from camera.settings").query(Integer.class).single();
  }

  // ---- states

  /**
   * A camera is in another state from this moment on, or looks at something else. What it was
   * before ends then, and never before it began.
   *
   * @param isSure whether whatever could deceive about it is judged
   */
  void turn(Camera camera, CameraState state, boolean isSure, Instant from) {
    turn(camera.id(), camera.isEvidence(), state, isSure, from);
  }

  private void turn(
      CameraId camera, boolean isEvidence, CameraState state, boolean isSure, Instant from) {
    end(camera, from);
    sql.sql(
            """
            insert into camera.spells (camera, state, is_sure, is_evidence, began)
            values (:camera, :state, :sure, :evidence, :at)
            """)
        .param("camera", camera.toString())
        .param("state", state.name())
        .param("sure", isSure)
        .param("evidence", isEvidence)
        .param("at", RawReadings.at(from))
        .update();
  }

  /** From now on it looks at something of which nobody has judged anything. */
  void looksAt(CameraId camera, Site.View view) {
    turn(camera, Camera.isEvidence(view), CameraState.UNKNOWN, true, now());
  }

  /** From now on nobody looks at it. */
  void end(CameraId camera) {
    end(camera, now());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private void end(CameraId camera, Instant from) {
    sql.sql(
            """
            delete from camera.spells where camera = :camera and ended is null and began >= :at
            """)
        .param("camera", camera.toString())
        .param("at", RawReadings.at(from))
        .update();
    sql.sql("update camera.spells set ended = :at where camera = :camera and ended is null")
        .param("camera", camera.toString())
        .param("at", RawReadings.at(from))
        .update();
  }

  /**
   * Forgets what it is too early for, after a clock that ran ahead was set right: from this moment
   * on nobody knows how a camera is until it is heard of. What was seen by the other clock is in
   * the readings and their digests.
   */
  void setBack(Instant now) {
    OffsetDateTime at = RawReadings.at(now);
    List<Camera> ahead =
        all().stream()
            .filter(one -> {
              Instant heard = one.heard();
              return one.since().isAfter(now) || (heard != null && heard.isAfter(now));
            })
            .toList();
    sql.sql("delete from camera.spells where ended is not null and began >= :now")
        .param("now", at)
        .update();
    cut("spells", "ended", at);
    ahead.forEach(one -> turn(one, CameraState.UNKNOWN, true, now));
    for (String column : List.of("heard_at", "picture_at", "unsure_since")) {
      cut("cameras", column, at);
    }
    for (String column : List.of("began", "ended")) {
      cut("blinds", column, at);
    }
  }

  private void cut(String table, String column, OffsetDateTime at) {
    sql.sql("update camera.%1$s set %2$s = :now where %2$s > :now".formatted(table, column))
        .param("now", at)
        .update();
  }

  /** Whether too long ago that anything of it is known; a fast clock makes a minute no shorter. */
  boolean isSilent(@Nullable Instant heard) {
    return heard != null && heard.plus(silence()).isBefore(clock.instant());
  }

  /** After this long nothing is known. */
  Duration silence() {
    return SILENCE.multipliedBy(Math.max(1, clock.speed()));
  }

  /** What the cameras that saw boxes of a place were since a moment, those removed too. */
  List<Coverage.Spell> spells(PlaceCode place, Instant since) {
    return spells(place.text(), since).getOrDefault(place, List.of());
  }

  /** The same of all places. */
  Map<PlaceCode, List<Coverage.Spell>> spells(Instant since) {
    return spells("", since);
  }

  private Map<PlaceCode, List<Coverage.Spell>> spells(String place, Instant since) {
    var all = new HashMap<PlaceCode, List<Coverage.Spell>>();
    sql.sql(
            """
            select c.place, s.state, s.is_sure, s.began, s.ended
              from camera.spells s join camera.cameras c on c.camera = s.camera
             where s.is_evidence and (s.ended is null or s.ended > :since)
               and (:place = '' or c.place = :place)
            """)
        .param("place", place)
        .param("since", RawReadings.at(since))
        .query(row -> {
          all.computeIfAbsent(new PlaceCode(row.getString("place")), any -> new ArrayList<>())
              .add(
                  new Coverage.Spell(
                      CameraState.parse(row.getString("state")),
                      row.getBoolean("is_sure"),
                      row.getObject("began", OffsetDateTime.class).toInstant(),
                      moment(row, "ended")));
        });
    return all;
  }

  // ---- blind

  private static final String BLINDS =
      "select id, place, is_blind, began, ended, boxes, told from camera.blinds ";

  /** Those that go on, or ended after this moment. */
  List<Blind> blinds(Instant since) {
    return sql.sql(BLINDS + "where ended is null or ended >= :since order by began")
        .param("since", RawReadings.at(since))
        .query(Cameras::blind)
        .list();
  }

  /** Those of which something is yet to be said in the log. */
  List<Blind> untold(Instant since, Instant longSince) {
    return sql.sql(
            BLINDS
                + """
                 where (told = 1 and ended is not null)
                    or (told = 0 and is_blind and (ended is null or ended >= :since)
                        and began <= coalesce(ended, :now) - (:now - :long))
                 order by began
                """)
        .param("since", RawReadings.at(since))
        .param("now", RawReadings.at(clock.instant()))
        .param("long", RawReadings.at(longSince))
        .query(Cameras::blind)
        .list();
  }

  /** The newest of a place, at most so many. */
  List<Blind> blinds(PlaceCode place, Instant from, Instant until, int most) {
    return sql.sql(
            BLINDS
                + """
                 where place = :place and began <= :until and (ended is null or ended > :from)
                 order by began desc limit :most
                """)
        .param("place", place.text())
        .param("from", RawReadings.at(from))
        .param("until", RawReadings.at(until))
        .param("most", most)
        .query(Cameras::blind)
        .list();
  }

  private static Blind blind(ResultSet row, int n) throws SQLException {
    var boxes = new ArrayList<BoxId>();
    for (Long number : (Long[]) row.getArray("boxes").getArray()) {
      boxes.add(new BoxId(number));
    }
    return new Blind(
        row.getLong("id"),
        new PlaceCode(row.getString("place")),
        row.getObject("began", OffsetDateTime.class).toInstant(),
        moment(row, "ended"),
        row.getBoolean("is_blind"),
        boxes,
        row.getInt("told"));
  }

  /** Keeps it instead of these. */
  void keep(Blind blind, List<Blind> instead) {
    sql.sql("delete from camera.blinds where id = any(:ids)")
        .param("ids", instead.stream().map(Blind::id).toArray(Long[]::new))
        .update();
    sql.sql(
            """
            insert into camera.blinds (place, began, ended, is_blind, boxes, told)
            values (:place, :began, :ended, :blind, :boxes, :told)
            """)
        .param("place", blind.place().text())
        .param("began", RawReadings.at(blind.began()))
        .param("ended", blind.ended() == null ? null : RawReadings.at(blind.ended()))
        .param("blind", blind.isBlind())
        .param("boxes", blind.boxes().stream().map(BoxId::number).toArray(Long[]::new))
        .param("told", blind.told())
        .update();
  }

  static List<String> words(String list) {
    return list.isEmpty() ? List.of() : Arrays.asList(list.split(" ", -1));
  }
}
