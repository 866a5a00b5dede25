package id.segel.server.region;

import id.segel.core.ceremony.OpeningWindows;
import id.segel.core.fact.Fact;
import id.segel.core.region.Dki2024;
import id.segel.core.region.KelurahanListed;
import id.segel.core.region.OfficialTotals;
import id.segel.core.region.PlaceApproved;
import id.segel.core.region.PlaceRegistered;
import id.segel.core.region.Places;
import id.segel.core.region.RegionsListed;
import id.segel.core.region.RegionsListed.Region;
import id.segel.core.region.Roster;
import id.segel.core.region.TpsSpread;
import id.segel.core.watch.TpsWatched;
import id.segel.core.watch.WatchList;
import id.segel.server.log.Entries;
import id.segel.server.log.FactLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;

/**
 * Publishes a roster as facts: the built-in one, or one from a CSV. A roster that is in the log
 * already is not written again; where it differs, the new one replaces it kelurahan by kelurahan.
 */
@Component
public class RosterImport {

  /** So many TPS that would be lost are named. */
  private static final int LOST_TOLD = 100;

  private final Regions regions;
  private final FactLog log;
  private final Entries entries;

  /**
   * What came of it.
   *
   * @param sums of the roster that was read, whether or not it was imported
   * @param facts how many were appended; 0 in a dry run, or when all of it was known
   * @param problems one sentence each; nothing is imported when there is one
   */
  public record Answer(int kelurahan, Roster.Totals sums, int facts, List<String> problems) {}

  RosterImport(Regions regions, FactLog log, Entries entries) {
    this.entries = entries;
    this.regions = regions;
    this.log = log;
  }

  /** Publishes DKI Jakarta 2024. */
  public Answer builtIn() {
    var builtIn = BuiltIn.load();
    List<KelurahanListed> kelurahan = listed(builtIn);
    return publish(builtIn.regions(), kelurahan, WatchList.usual(kelurahan), false);
  }

  /** Publishes the roster of a CSV file; a dry run only reads it. */
  public Answer csv(byte[] file, boolean isDryRun) {
    RosterCsv.Read read = RosterCsv.read(file, BuiltIn.load(), OfficialTotals.dki2024());
    if (!read.problems().isEmpty()) {
      return new Answer(0, new Roster.Totals(0, 0, 0, 0, 0), 0, read.problems());
    }
    return publish(read.regions(), read.kelurahan(), List.of(), isDryRun);
  }

  /** The built-in kelurahan with their TPS. */
  static List<KelurahanListed> listed(BuiltIn builtIn) {
    var totals = OfficialTotals.dki2024();
    List<TpsSpread.Count> counts = builtIn.counts(totals);
    TpsSpread.Filled filled = TpsSpread.fill(counts, totals);
    if (!filled.problems().isEmpty()) {
      throw new IllegalStateException(String.join("; ", filled.problems()));
    }
    var listed = new ArrayList<KelurahanListed>();
    for (TpsSpread.Count count : counts) {
      listed.add(
          TpsSpread.list(
              count,
              Objects.requireNonNull(builtIn.kelurahan().get(count.code())),
              Objects.requireNonNull(filled.dpt().get(count.code())),
              Objects.requireNonNull(builtIn.boundaries().get(count.code()))));
    }
    return listed;
  }

  private Answer publish(
      List<Region> above,
      List<KelurahanListed> kelurahan,
      List<TpsWatched> watched,
      boolean isDryRun) {
    var all = new ArrayList<>(Dki2024.facts(above, kelurahan));
    all.addAll(OpeningWindows.usual(Dki2024.election().day(), Dki2024.election().zone()));
    all.addAll(watched);
    var roster = new Roster();
    all.forEach(fact -> roster.apply(0, fact));
    List<Fact> news = all.stream().filter(this::isNews).toList();
    List<String> lost = entries.hasStatement() ? lost(kelurahan) : List.of();
    if (!lost.isEmpty()) {
      return new Answer(kelurahan.size(), roster.totals(), 0, lost);
    }
    if (!isDryRun && !news.isEmpty()) {
      log.append(news, FactLog.GuardWork.NONE);
    }
    return new Answer(kelurahan.size(), roster.totals(), isDryRun ? 0 : news.size(), List.of());
  }

  /** TPS that this roster no longer has: once something was signed, they may have boxes. */
  private List<String> lost(List<KelurahanListed> kelurahan) {
    var lost = new ArrayList<String>();
    for (KelurahanListed listed : kelurahan) {
      Roster.Kelurahan known = regions.roster().kelurahan(Long.parseLong(listed.code().digits()));
      for (int i = 0; known != null && i < known.tps() && lost.size() < LOST_TOLD; i++) {
        int number = known.number(i);
        if (listed.tps().stream().noneMatch(tps -> tps.number() == number)) {
          lost.add(
              "kelurahan %s: TPS %03d stands no longer in it, and boxes are on their way"
                  .formatted(listed.code().digits(), number));
        }
      }
    }
    return lost;
  }

  /** Whether the fact says what the log does not say yet. */
  private boolean isNews(Fact fact) {
    return switch (fact) {
      case KelurahanListed it -> !regions.roster().lists(it);
      case PlaceRegistered it -> regions.places().of(it.code()) == null;
      case PlaceApproved it -> {
        Places.Place place = regions.places().of(it.code());
        yield place == null || !place.isApproved();
      }
      case RegionsListed it ->
          it.regions().stream()
              .anyMatch(region -> !region.name().equals(regions.roster().name(region.code())));
      // The election, its legs, its openings and the special watch list are the installation's own
      // once it is open.
      default -> regions.roster().election() == null;
    };
  }
}
