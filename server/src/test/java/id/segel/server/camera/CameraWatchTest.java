package id.segel.server.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import id.segel.core.camera.CameraId;
import id.segel.core.region.PlaceCode;
import id.segel.server.ServerTest;
import id.segel.server.clock.ElectionClock;
import id.segel.server.clock.Hand;
import id.segel.server.custody.BoxCounts;
import id.segel.server.custody.BoxesAt;
import id.segel.server.log.FactLog;
import id.segel.server.log.RawReadings;
import id.segel.server.secret.Keeper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.PlatformTransactionManager;

/** What the watch makes of time in which nobody looked. Looks and clock are moved by hand. */
@ServerTest
@TestPropertySource(properties = "segel.test=watches")
class CameraWatchTest {

  private static final CameraId CAMERA = new CameraId(new PlaceCode("G3171"), 1);
  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final Duration LONG = Duration.ofSeconds(64);

  private final Hand real = new Hand();
  private final ElectionClock clock = ElectionClock.real(real);
  private final JdbcClient sql;
  private final Workers workers;
  private final BoxCounts counts;
  private final BoxesAt boxes;
  private final FactLog log;
  private final Cameras cameras;
  private final CameraReadings raw;
  private final WorkerController door;
  private CameraWatch watch;
  private String token = "";

  @Autowired
  CameraWatchTest(
      CameraWatch running,
      JdbcClient sql,
      PlatformTransactionManager transactions,
      Workers workers,
      Keeper keeper,
      BoxCounts counts,
      BoxesAt boxes,
      FactLog log) {
    running.stop();
    this.sql = sql;
    this.workers = workers;
    this.counts = counts;
    this.boxes = boxes;
    this.log = log;
    cameras = new Cameras(sql, clock);
    raw = new CameraReadings(sql, transactions, clock, log);
    door = new WorkerController(cameras, workers, raw, keeper, clock, sql, real);
    watch = watch();
  }

  private CameraWatch watch() {
    return new CameraWatch(cameras, raw, counts, boxes, clock, real, log);
  }

  @BeforeEach
  void aCameraThatIsGood() throws Exception {
    sql.sql("truncate camera.cameras, camera.spells, camera.blinds cascade").update();
    token = workers.make("Gudang", "0badc0de");
    sql.sql(
            """
            insert into camera.cameras (camera, place, number, name, view, kind, address, worker)
            select :camera, 'G3171', 1, 'Aula', 'INSIDE', 'SNAPSHOT', '', max(worker)
              from camera.workers
            """)
        .param("camera", CAMERA.toString())
        .update();
    sql.sql("insert into camera.spells (camera, state, began) values (:camera, 'UNKNOWN', :now)")
        .param("camera", CAMERA.toString())
        .param("now", RawReadings.at(clock.instant()))
        .update();
    hear("GOOD");
    watch.look();
  }

  private void hear(String state) throws Exception {
    var request = new MockHttpServletRequest();
    String reading =
        "{\"camera\":\"%s\",\"agoMilliseconds\":0,\"state\":\"%s\",\"sinceAgoMilliseconds\":0,"
                .formatted(CAMERA, state)
            + "\"sampled\":1,\"missed\":0,\"unjudged\":[]}";
    request.setContent(("{\"readings\":[" + reading + "]}").getBytes(StandardCharsets.UTF_8));
    assertEquals("{}", door.readings("Bearer " + token, request).ignored().toString());
  }

  /** Looks as often as the server does. */
  private void pass(Duration time) {
    Instant until = real.instant().plus(time);
    while (real.instant().isBefore(until)) {
      real.pass(LOOK);
      watch.look();
    }
  }

  private String state() {
    return cameras.of(CAMERA).orElseThrow().state().name();
  }

  private @Nullable String told() {
    return cameras.of(CAMERA).orElseThrow().told();
  }

  private String spells() {
    return sql.sql(
            """
            select string_agg(state || coalesce(' ' || extract(epoch from ended - began)::int, ''),
                              ', ' order by began)
              from camera.spells
            """)
        .query(String.class)
        .single();
  }

  @Test
  void aCameraOfWhichNothingIsHeardIsLost() {
    pass(LONG);
    assertEquals("UNKNOWN", told());
  }

  @Test
  void aServerThatStartsAnewListensFirst() throws Exception {
    real.pass(Duration.ofHours(3));
    watch = watch();
    pass(Duration.ofSeconds(58));
    assertEquals("UNKNOWN", state());
    assertNull(told(), "it could not be heard of");
    pass(Duration.ofSeconds(6));
    assertEquals("UNKNOWN", told());
    hear("GOOD");
    watch.look();
    assertNull(told());
    assertEquals("UNKNOWN 10864, GOOD", spells(), "while nobody listened it was not seen");
  }

  @Test
  void aLeapOfTheClockIsNobodysSilence() throws Exception {
    pass(Duration.ofSeconds(10));
    hear("GOOD");
    real.pass(Duration.ofHours(3));
    pass(Duration.ofSeconds(10));
    assertEquals("UNKNOWN", state());
    assertNull(told(), "nobody looked");
    hear("GOOD");
    pass(Duration.ofSeconds(58));
    assertNull(told());
    assertEquals("GOOD 10, UNKNOWN 10810, GOOD", spells());
    pass(Duration.ofSeconds(6));
    assertEquals("UNKNOWN", told());
  }

  @Test
  void whatIsSeenAfterAClockWasSetBackIsNews() throws Exception {
    pass(Duration.ofSeconds(20));
    hear("DARK");
    sql.sql(
            """
            insert into camera.blinds (place, began, is_blind, boxes) values ('G3171', :now, true, '{}')
            """)
        .param("now", RawReadings.at(clock.instant()))
        .update();
    real.pass(Duration.ofSeconds(10));
    hear("GOOD");
    watch.look();
    real.pass(Duration.ofHours(-3));
    watch.look();
    assertEquals("UNKNOWN", state());
    assertNull(told());
    hear("DARK");
    assertEquals("DARK", state());
    watch.look();
    assertEquals("DARK", told());
    assertEquals(
        0,
        sql.sql(
                """
                select (select count(*) from camera.spells where greatest(began, ended) > :now)
                     + (select count(*) from camera.blinds where greatest(began, ended) > :now)
                """)
            .param("now", RawReadings.at(clock.instant()))
            .query(Integer.class)
            .single());
    pass(LONG);
    assertEquals("UNKNOWN", told());
  }
}
