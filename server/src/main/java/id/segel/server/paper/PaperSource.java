package id.segel.server.paper;

import id.segel.core.region.ElectionOpened;
import id.segel.server.clock.ElectionClock;
import id.segel.server.http.Problem;
import id.segel.server.log.Publisher;
import id.segel.server.region.Regions;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.springframework.stereotype.Component;

/** The state of the log that a paper is made from. */
@Component
public class PaperSource {

  /** A checkpoint comes within a second; a loaded machine may need more. */
  private static final Duration WAIT = Duration.ofSeconds(5);

  private final Publisher publisher;
  private final Regions regions;
  private final ElectionClock clock;

  PaperSource(Publisher publisher, Regions regions, ElectionClock clock) {
    this.publisher = publisher;
    this.regions = regions;
    this.clock = clock;
  }

  /**
   * The newest checkpoint, which must cover the entry with this index, the newest that the paper
   * speaks of; -1 for none. Waits for it, for a paper is often asked for just after a fact.
   */
  public Paper.Source covering(long index) {
    Publisher.Published published = published(index);
    ElectionOpened election = regions.roster().election();
    ZoneId zone = election == null ? ZoneOffset.UTC : election.zone();
    return new Paper.Source(
        published.size(),
        published.edge().root().base64(),
        clock.instant(),
        zone,
        clock.isSimulated());
  }

  private Publisher.Published published(long index) {
    try {
      return publisher
          .covering(index, WAIT)
          .orElseThrow(
              () -> Problem.busy("The checkpoint of what this paper says is not out yet."));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.busy("Segel is stopping.");
    }
  }
}
