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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The list of cameras, the states they went through, and the boxes that none of them saw. */
@Component
public class Cameras {

  /** So long after a worker's last word nobody knows how its cameras are. */
  private static final Duration SILENCE = Duration.ofSeconds(60);

  /** So long after it was over it may still be said that it was. */
  private static final Duration RECENT = Duration.ofMinutes(10);

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
      Instant since) {

    PlaceCode place() {
      return id.place();
    }

    /** Whether boxes are seen by it, or whoever comes to them. */
    boolean isEvidence() {
      return view == Site.View.INSIDE || view == Site.View.DOOR;
    }
  }

  /** Boxes that no camera saw, from when to when. */
  record Blind(
      PlaceCode place,
      Coverage.Kind kind,
      Instant began,
      @Nullable Instant ended,
      List<BoxId> boxes,
      int told) {}

  private final JdbcClient sql;
  private final ElectionClock clock;

  Cameras(JdbcClient sql, ElectionClock clock) {
    this.sql = sql;
    this.clock = clock;
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
             s.state, s.began
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
        row.getObject("began", OffsetDateTime.class).toInstant());
  }

  static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
    OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
    return moment == null ? null : moment.toInstant();
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

  /** What workers have is old from here on. */
  void changed() {
    sql.sql("update camera.settings set version = version + 1").update();
  }

  int blindMinutes() {
    return sql.sql("select blind_minutes from camera.settings").query(Integer.class).single();
  }

  // ---- states

  /**
   * A camera is in another state from this moment on. What it was before ends then, and never
   * before it began.
   */
  void turn(CameraId camera, CameraState state, Instant from) {
    OffsetDateTime moment = RawReadings.at(from);
    sql.sql(
            """
            delete from camera.spells where camera = :camera and ended is null and began >= :at
            """)
        .param("camera", camera.toString())
        .param("at", moment)
        .update();
    sql.sql("update camera.spells set ended = :at where camera = :camera and ended is null")
        .param("camera", camera.toString())
        .param("at", moment)
        .update();
    sql.sql("insert into camera.spells (camera, state, began) values (:camera, :state, :at)")
        .param("camera", camera.toString())
        .param("state", state.name())
        .param("at", moment)
        .update();
  }

  /** Whether too long ago that anything of it is known; a fast clock makes a minute no shorter. */
  boolean isSilent(@Nullable Instant heard) {
    return heard != null
        && heard.plus(SILENCE.multipliedBy(Math.max(1, clock.speed()))).isBefore(clock.instant());
  }

  /** What the cameras that see boxes of a place were since a moment, those removed too. */
  List<Coverage.Spell> spells(PlaceCode place, Instant since) {
    return sql.sql(
            """
            select s.state, s.began, s.ended
              from camera.spells s join camera.cameras c on c.camera = s.camera
             where c.place = :place and c.view in ('INSIDE', 'DOOR')
               and (s.ended is null or s.ended > :since)
            """)
        .param("place", place.text())
        .param("since", RawReadings.at(since))
        .query((row, n) ->
            new Coverage.Spell(
                CameraState.parse(row.getString(1)),
                row.getObject(2, OffsetDateTime.class).toInstant(),
                moment(row, "ended")))
        .list();
  }

  // ---- blind

  private static final String BLINDS =
      "select place, kind, began, ended, boxes, told from camera.blinds ";

  /** Those that are not over, or of which something is yet to be said. */
  List<Blind> unsettled() {
    return sql.sql(
            BLINDS
                + """
                 where ended is null or told = 1
                    or (told = 0 and kind = 'BLIND' and ended > :recent)
                """)
        .param("recent", RawReadings.at(clock.instant().minus(RECENT)))
        .query(Cameras::blind)
        .list();
  }

  List<Blind> blinds(PlaceCode place, Instant from, Instant until) {
    return sql.sql(
            BLINDS
                + """
                 where place = :place and began <= :until and (ended is null or ended > :from)
                 order by began desc
                """)
        .param("place", place.text())
        .param("from", RawReadings.at(from))
        .param("until", RawReadings.at(until))
        .query(Cameras::blind)
        .list();
  }

  private static Blind blind(ResultSet row, int n) throws SQLException {
    var boxes = new ArrayList<BoxId>();
    for (Long number : (Long[]) row.getArray("boxes").getArray()) {
      boxes.add(new BoxId(number));
    }
    return new Blind(
        new PlaceCode(row.getString("place")),
        Coverage.Kind.valueOf(row.getString("kind")),
        row.getObject("began", OffsetDateTime.class).toInstant(),
        moment(row, "ended"),
        boxes,
        row.getInt("told"));
  }

  /** Begins one, or says of which boxes it is now. */
  void blind(PlaceCode place, Coverage.Kind kind, Instant began, Collection<BoxId> boxes) {
    sql.sql(
            """
            insert into camera.blinds (place, kind, began, boxes)
            values (:place, :kind, :began, :boxes)
            on conflict (place, began) do update
               set boxes = excluded.boxes, kind = excluded.kind, ended = null
            """)
        .param("place", place.text())
        .param("kind", kind.name())
        .param("began", RawReadings.at(began))
        .param("boxes", boxes.stream().map(BoxId::number).toArray(Long[]::new))
        .update();
  }

  void seen(Blind blind, Instant ended) {
    sql.sql("update camera.blinds set ended = :ended where place = :place and began = :began")
        .param("ended", RawReadings.at(ended.isBefore(blind.began()) ? blind.began() : ended))
        .param("place", blind.place().text())
        .param("began", RawReadings.at(blind.began()))
        .update();
  }

  static List<String> words(String list) {
    return list.isEmpty() ? List.of() : Arrays.asList(list.split(" ", -1));
  }
}
