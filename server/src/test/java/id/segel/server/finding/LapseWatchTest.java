package id.segel.server.finding;

import static id.segel.server.Await.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.finding.Finding;
import id.segel.core.finding.FindingId;
import id.segel.server.SegelServer;
import id.segel.server.clock.ElectionClock;
import id.segel.server.database.TestDatabase;
import id.segel.server.region.RosterImport;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ContextConfiguration;

/** What did not happen is found by the clock, on the built-in roster and its legs. */
@SpringBootTest(
    classes = SegelServer.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"segel.demo=true", "segel.test=lapses"})
@ContextConfiguration(initializers = TestDatabase.Initializer.class)
class LapseWatchTest {

  private static final int KECAMATAN = 44;

  private final FindingQueue queue;
  private final LapseWatch watch;
  private final RosterImport roster;
  private final ElectionClock clock;

  @Autowired
  LapseWatchTest(FindingQueue queue, LapseWatch watch, RosterImport roster, ElectionClock clock) {
    this.queue = queue;
    this.watch = watch;
    this.roster = roster;
    this.clock = clock;
  }

  /** The first leg of 2024 was over at H-2 24.00; no box had left the city's store. */
  @Test
  void aKecamatanIsLateOnceTheLegIsOver() {
    clock.set(Instant.parse("2024-02-12T16:59:00Z"), 0);
    assertEquals(List.of(), roster.builtIn().problems());
    clock.set(Instant.parse("2024-02-12T16:59:59Z"), 1);
    await(() -> queue.all(clock.instant()).size() == KECAMATAN);
    Instant over = Instant.parse("2024-02-12T17:00:00Z");
    Finding gambir = Objects.requireNonNull(queue.of(FindingId.parse("LEG_LATE kecamatan:317101")));
    assertEquals(Finding.State.OPEN, gambir.state());
    assertEquals("317101", gambir.region());
    assertTrue(!gambir.since().isBefore(over), "found at " + gambir.since());

    // Two months later nothing is said any more: neither that it is late, nor that it came.
    Instant later = Instant.parse("2024-04-12T17:00:00Z");
    clock.set(later, 0);
    await(() -> later.equals(watch.looked()));
    assertEquals(KECAMATAN, queue.all(later).stream().filter(Finding::isActive).count());
  }
}
