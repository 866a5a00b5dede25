package id.segel.server.sitrep;

import id.segel.core.finding.Finding;
import id.segel.core.finding.Findings;
import id.segel.core.finding.Severity;
import id.segel.core.region.ElectionOpened;
import id.segel.core.region.LegWindows;
import id.segel.core.stock.Holder;
import id.segel.server.clock.ElectionClock;
import id.segel.server.custody.Naming;
import id.segel.server.finding.FindingText;
import id.segel.server.http.Problem;
import id.segel.server.log.Followers;
import id.segel.server.log.Publisher;
import id.segel.server.region.Regions;
import id.segel.server.situation.Snapshots;
import id.segel.server.stock.HeldSheets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Makes reports. The picture of all boxes is held still first; all else is then asked for as it was
 * at the picture's entry, for views do not stand at the same entry, and waits until each has come
 * there.
 */
@Component
class Reports {

  private static final Duration WAIT = Duration.ofSeconds(5);
  private static final Duration LOOK = Duration.ofMillis(20);

  /** Findings in plain words. */
  static final int URGENT_MAX = 10;

  /** Sheets are booked by kecamatan: no smaller region has books. */
  private static final int BOOKED_DIGITS = 6;

  private final Snapshots snapshots;
  private final HeldSheets stock;
  private final Past past;
  private final Followers followers;
  private final Publisher publisher;
  private final Regions regions;
  private final Naming naming;
  private final ElectionClock clock;

  Reports(
      Snapshots snapshots,
      HeldSheets stock,
      Past past,
      Followers followers,
      Publisher publisher,
      Regions regions,
      Naming naming,
      ElectionClock clock) {
    this.snapshots = snapshots;
    this.stock = stock;
    this.past = past;
    this.followers = followers;
    this.publisher = publisher;
    this.regions = regions;
    this.naming = naming;
    this.clock = clock;
  }

  /**
   * A report of a region now.
   *
   * @param region digits
   * @param shift how long the shift was that ends at {@code until}
   * @param until null for now
   */
  Report make(String region, @Nullable Instant from, @Nullable Instant until, Duration shift) {
    ElectionOpened election = regions.roster().election();
    Snapshots.Snapshot picture = snapshots.newest();
    long index = picture.index();
    if (election == null || index < 0) {
      throw Problem.notFound("No election was opened yet, so there is nothing to report.");
    }
    Publisher.Published checkpoint = await(index);
    Instant now = now();
    Instant end = until == null ? now : until;
    String digits = region.length() <= 2 ? "" : region;
    var log = new ShiftLog(digits, from == null ? end.minus(shift) : from, end, this::place);
    var windows = new LegWindows();
    for (Past.Told told : past.facts(index)) {
      windows.apply(told.fact());
      log.take(told);
    }
    Snapshots.Counts counts = picture.of(digits, windows::of, now);
    boolean isDay = !now.atZone(election.zone()).toLocalDate().isBefore(election.day());
    return new Report(
        new Report.Head(
            election.name().text(),
            region,
            naming.territory(region),
            now,
            election.zone().getId(),
            clock.isSimulated(),
            index,
            checkpoint.size(),
            checkpoint.edge().root().base64(),
            checkpoint.at()),
        counts,
        digits.length() > BOOKED_DIGITS ? null : sheets(stock.at(digits, index)),
        isDay ? said(past.words(digits, index)) : null,
        open(log.findings(), digits),
        urgent(log.findings(), digits, now),
        log.shift());
  }

  /** Election time, in whole milliseconds as the log has it. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** Until every view that is asked has come to the entry, and a checkpoint covers it. */
  private Publisher.Published await(long index) {
    long end = System.nanoTime() + WAIT.toNanos();
    for (String schema : List.of(SitrepProjector.SCHEMA, "stock")) {
      while (followers.position(schema) <= index) {
        if (System.nanoTime() > end) {
          throw late();
        }
        LockSupport.parkNanos(LOOK.toNanos());
      }
    }
    try {
      return publisher.covering(index, WAIT).orElseThrow(Reports::late);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.busy("Segel is stopping.");
    }
  }

  private static Problem late() {
    return Problem.busy("The figures have not come to the same entry of the log: ask again.");
  }

  private String place(String digits) {
    return digits.isEmpty() ? "Seluruh provinsi" : naming.territory(digits);
  }

  private static @Nullable List<Report.Sheets> sheets(Map<Holder.Kind, Long> sums) {
    var sheets = new ArrayList<Report.Sheets>();
    sums.forEach((kind, count) -> sheets.add(new Report.Sheets(kind.word(), count)));
    return sheets.isEmpty() ? null : sheets;
  }

  private static List<Report.Said> said(Map<String, Integer> words) {
    var said = new ArrayList<Report.Said>();
    words.forEach((word, tps) -> said.add(new Report.Said(word, tps)));
    return said;
  }

  private static List<Report.Open> open(Findings findings, String region) {
    var open = new ArrayList<Report.Open>();
    for (Severity severity : List.of(Severity.values()).reversed()) {
      var counts = new EnumMap<Finding.State, Integer>(Finding.State.class);
      for (Finding one : findings.all()) {
        if (one.severity() == severity && one.region().startsWith(region)) {
          counts.merge(one.state(), 1, Integer::sum);
        }
      }
      open.add(
          new Report.Open(
              severity,
              counts.getOrDefault(Finding.State.OPEN, 0),
              counts.getOrDefault(Finding.State.ACKNOWLEDGED, 0),
              counts.getOrDefault(Finding.State.CLEARED, 0)));
    }
    return open;
  }

  private List<Report.Urgent> urgent(Findings findings, String region, Instant now) {
    return findings.all().stream()
        .filter(one -> one.isActive() && one.region().startsWith(region))
        .sorted(Findings.urgency(now))
        .limit(URGENT_MAX)
        .map(one ->
            new Report.Urgent(
                one.id().toString(),
                FindingText.of(one.id()),
                place(one.region()),
                one.severity(),
                one.state(),
                one.since(),
                one.deadline(),
                one.deadline().isBefore(now),
                one.agency()))
        .toList();
  }
}
