package id.segel.server.log;

import id.segel.core.box.SealsIssued;
import id.segel.core.ceremony.OpeningWindowSet;
import id.segel.core.custody.ThresholdsSet;
import id.segel.core.fact.Fact;
import id.segel.core.finding.FindingRuleSet;
import id.segel.core.personnel.AgencyListed;
import id.segel.core.personnel.UserAppointed;
import id.segel.core.personnel.UserChanged;
import id.segel.core.post.PostClosed;
import id.segel.core.post.PostMoved;
import id.segel.core.post.PostOpened;
import id.segel.core.post.PostShiftSet;
import id.segel.core.region.AreaDrawn;
import id.segel.core.region.DapilListed;
import id.segel.core.region.ElectionOpened;
import id.segel.core.region.KelurahanListed;
import id.segel.core.region.LegWindowSet;
import id.segel.core.region.PlaceApproved;
import id.segel.core.region.PlaceRegistered;
import id.segel.core.region.PlaceWithdrawn;
import id.segel.core.region.RegionsListed;
import id.segel.core.stock.BillOfMaterialsSet;
import id.segel.core.stock.StockOpened;
import id.segel.core.vulnerability.VulnerabilityImported;
import id.segel.core.vulnerability.VulnerabilityWeightsSet;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Where in the log the set-up was changed, the newest runs of entries, in memory. A run is one
 * entry, or what an import writes right behind each other about regions, dapil or places. Safe for
 * many readers; the log's thread writes.
 */
@Component
class Changes implements FactListener {

  /** Older runs stay in the log; the desk asks for the newest. */
  static final int MAX = 5_000;

  /** Of what an import writes hundreds. */
  private enum Import {
    NONE,
    REGIONS,
    DAPILS,
    PLACES
  }

  /** Entries, from the first to the last. */
  record Run(long first, long last) {}

  private final ArrayDeque<Run> runs = new ArrayDeque<>();
  private Import kind = Import.NONE;

  @Override
  public void apply(long index, Instant recorded, Fact fact) {
    if (isOfSetUp(fact)) {
      add(
          index,
          switch (fact) {
            case KelurahanListed it -> Import.REGIONS;
            case DapilListed it -> Import.DAPILS;
            case PlaceRegistered it -> Import.PLACES;
            case PlaceApproved it -> it.by() == null ? Import.PLACES : Import.NONE;
            default -> Import.NONE;
          });
    }
  }

  private synchronized void add(long index, Import of) {
    Run newest = runs.peekFirst();
    if (newest != null && newest.last() == index - 1 && of == kind && of != Import.NONE) {
      runs.removeFirst();
      runs.addFirst(new Run(newest.first(), index));
    } else {
      runs.addFirst(new Run(index, index));
      kind = of;
    }
    if (runs.size() > MAX) {
      runs.removeLast();
    }
  }

  synchronized int size() {
    return runs.size();
  }

  /** So many runs behind the newest {@code from}, newest first. */
  synchronized List<Run> from(int from, int count) {
    return new ArrayList<>(runs).stream().skip(from).limit(count).toList();
  }

  private static boolean isOfSetUp(Fact fact) {
    return switch (fact) {
      case ElectionOpened it -> true;
      case RegionsListed it -> true;
      case KelurahanListed it -> true;
      case DapilListed it -> true;
      case PlaceRegistered it -> true;
      case PlaceApproved it -> true;
      case PlaceWithdrawn it -> true;
      case AreaDrawn it -> true;
      case LegWindowSet it -> true;
      case OpeningWindowSet it -> true;
      case SealsIssued it -> true;
      case ThresholdsSet it -> true;
      case FindingRuleSet it -> true;
      case AgencyListed it -> true;
      case UserAppointed it -> true;
      case UserChanged it -> true;
      case StockOpened it -> true;
      case BillOfMaterialsSet it -> true;
      case PostOpened it -> true;
      case PostMoved it -> true;
      case PostClosed it -> true;
      case PostShiftSet it -> true;
      case VulnerabilityImported it -> true;
      case VulnerabilityWeightsSet it -> true;
      default -> false;
    };
  }
}
