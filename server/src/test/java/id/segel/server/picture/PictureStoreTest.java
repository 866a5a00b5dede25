package id.segel.server.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import id.segel.core.fact.Id;
import id.segel.server.database.TestDatabase;
import id.segel.server.http.Pace;
import id.segel.server.http.Problem;
import id.segel.server.picture.PictureStore.Erased;
import id.segel.server.picture.PictureStore.Kept;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables, and what is done each hour and at each start. */
class PictureStoreTest {

  private static final Instant NOW = Instant.parse("2024-02-14T00:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  @TempDir Path data;

  private final JdbcClient sql = JdbcClient.create(TestDatabase.migrated().dataSource());
  private final PictureStore store = new PictureStore(sql);

  @Test
  void everyPictureIsListedOnceByItsFirstByte() {
    for (int first : new int[] {0, 1, 127, 128, 254, 255}) {
      store.insert(id(first), new Kept(hash(first), new byte[16]), 1, "x", NOW);
    }
    store.erase(id(128), new Erased(NOW, "UNLAWFUL"), "x");
    var found = new ArrayList<Integer>();
    for (int first = 0; first < 256; first++) {
      for (PictureStore.Row row : store.kept(first)) {
        assertEquals(id(first), row.hash());
        found.add(first);
      }
    }
    assertEquals(List.of(0, 1, 127, 254, 255), found);
    assertEquals(new PictureStore.Used(5, 5), store.used("x"));
  }

  @Test
  void whoLookedIsForgottenAfterHalfAYear() {
    store.trace(id(1), "a", NOW.minus(PictureJob.READS_KEPT).minusSeconds(1));
    store.trace(id(1), "b", NOW.minus(PictureJob.READS_KEPT));
    store.trace(id(1), "c", NOW);
    new PictureJob(new PictureFiles(data), store, CLOCK).look();
    assertEquals(
        List.of("b", "c"),
        sql.sql("select reader from picture.reads order by reader").query(String.class).list());
  }

  @Test
  void aStartClearsWhatACrashCutOff() throws Exception {
    Path begun = Files.createDirectories(data.resolve("pictures/new")).resolve("123.jpg");
    Files.write(begun, new byte[5]);
    Path kept = Files.createDirectories(data.resolve("pictures/ab")).resolve("cd");
    Files.write(kept, new byte[5]);
    var job = new PictureJob(new PictureFiles(data), store, CLOCK);
    job.start();
    job.stop();
    assertEquals(List.of(false, true), List.of(Files.exists(begun), Files.exists(kept)));
    assertEquals(
        List.of("pictures/ab/cd belongs to nothing"),
        new PictureCheck(store, new PictureFiles(data)).look().strays());
  }

  @Test
  void aPictureHasABoundWhoeverSendsIt() throws Exception {
    var files = new PictureFiles(data);
    byte[] fits = Photos.large(PictureFiles.BYTES_MAX);
    assertEquals(fits.length, files.receive(new ByteArrayInputStream(fits), new byte[16]).bytes());
    byte[] large = Photos.large(PictureFiles.BYTES_MAX + 1);
    var refused =
        assertThrows(
            Problem.class, () -> files.receive(new ByteArrayInputStream(large), new byte[16]));
    assertEquals("413 TOO_LARGE", refused.status() + " " + refused.reason());
  }

  @Test
  void aMinuteHasABound() {
    var minutes = new ArrayList<String>();
    var clock =
        new Object() {
          Instant now = NOW;
        };
    var pace = new Pace(2, Duration.ofMinutes(1), () -> clock.now);
    for (int i = 0; i < 4; i++) {
      minutes.add(counted(pace, "a") + " " + counted(pace, "b"));
      if (i == 2) {
        clock.now = NOW.plus(Duration.ofMinutes(1));
      }
    }
    assertEquals(
        List.of("ok ok", "ok ok", "TOO_MANY_REQUESTS TOO_MANY_REQUESTS", "ok ok"), minutes);
  }

  private static String counted(Pace pace, String who) {
    try {
      pace.count(who);
      return "ok";
    } catch (Problem refused) {
      return refused.reason();
    }
  }

  private static Id id(int first) {
    return Id.of(hash(first));
  }

  private static byte[] hash(int first) {
    byte[] hash = new byte[32];
    hash[0] = (byte) first;
    return hash;
  }
}
