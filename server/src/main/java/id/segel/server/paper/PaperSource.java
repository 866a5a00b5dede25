package id.segel.server.paper;

import id.segel.core.region.ElectionOpened;
import id.segel.server.clock.ElectionClock;
import id.segel.server.http.Problem;
import id.segel.server.log.Publisher;
import id.segel.server.region.Regions;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.springframework.stereotype.Component;

/** The state of the log that a paper is made from. */
@Component
public class PaperSource {

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
   * speaks of; -1 for none.
   */
  public Paper.Source covering(long index) {
    Publisher.Published published =
        publisher
            .newest()
            .filter(one -> one.size() > index)
            .orElseThrow(
                () -> Problem.busy("The checkpoint of what this paper says is not out yet."));
    ElectionOpened election = regions.roster().election();
    ZoneId zone = election == null ? ZoneOffset.UTC : election.zone();
    return new Paper.Source(
        published.size(),
        published.edge().root().base64(),
        clock.instant(),
        zone,
        clock.isSimulated());
  }
}
