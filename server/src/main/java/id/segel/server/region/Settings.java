package id.segel.server.region;

import id.segel.core.fact.Fact;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.ElectionOpened;
import id.segel.core.region.ElectionOpened.BallotKind;
import id.segel.core.region.Leg;
import id.segel.core.region.LegWindowSet;
import id.segel.core.region.Places;
import id.segel.core.region.RegionCode;
import id.segel.core.region.RegionName;
import id.segel.core.region.Roster;
import id.segel.server.http.Problem;
import id.segel.server.log.Entries;
import id.segel.server.log.FactLog;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What the commission sets about the election, its days and its places. Each change is a fact; what
 * would pull the ground from under what was signed or counted is refused by name.
 */
@Component
class Settings {

  /** A ballot, as the desk shows one. */
  record Kind(int digit, String code, String colour, String name) {}

  /**
   * The election as it is.
   *
   * @param signed whether anything was signed: then it stays as it is
   * @param counted whether sheets are counted: then the ballots stay as they are
   */
  record Election(
      String election,
      String name,
      String day,
      String zone,
      int reserve,
      int spares,
      List<Kind> kinds,
      boolean signed,
      boolean counted) {}

  /** The election, or null before there is one. */
  record Opened(@Nullable Election opened) {}

  /** The election as the desk wants it; its code word and its zone stay. */
  record Changing(String name, String day, int reserve, int spares, List<Kind> kinds) {}

  /** How much of the roster the log knows. */
  record Totals(
      int kota,
      int kecamatan,
      long kelurahan,
      long tps,
      long dpt,
      long boxes,
      long spares,
      int places,
      int approved) {}

  private static final int RESERVE_MAX = 1_000;
  private static final int SPARES_MAX = 99;

  private final Regions regions;
  private final FactLog log;
  private final Entries entries;

  Settings(Regions regions, FactLog log, Entries entries) {
    this.regions = regions;
    this.log = log;
    this.entries = entries;
  }

  @Nullable Election election() {
    ElectionOpened opened = regions.roster().election();
    if (opened == null) {
      return null;
    }
    return new Election(
        opened.election(),
        opened.name().text(),
        opened.day().toString(),
        opened.zone().getId(),
        opened.reservePerMille(),
        opened.sparesPerKecamatan(),
        opened.kinds().stream()
            .map(kind -> new Kind(kind.digit(), kind.code(), kind.colour(), kind.name().text()))
            .toList(),
        entries.hasStatement(),
        regions.isCounted());
  }

  Totals totals() {
    Roster roster = regions.roster();
    Roster.Totals sums = roster.totals();
    long kelurahan = StreamSupport.stream(roster.kelurahan().spliterator(), false).count();
    return new Totals(
        roster.regions(RegionCode.Level.KOTA).size(),
        roster.regions(RegionCode.Level.KECAMATAN).size(),
        kelurahan,
        sums.tps(),
        sums.dpt(),
        sums.boxes(),
        sums.spares(),
        regions.places().all().size(),
        (int) regions.places().all().stream().filter(Places.Place::isApproved).count());
  }

  void setLeg(RegionViews.LegWindow asked) {
    Leg leg = parsed(() -> Leg.parse(asked.leg()));
    if (asked.latest().isBefore(asked.earliest())) {
      throw new Problem(
          409,
          "WINDOW_ENDS_FIRST",
          "The latest moment is before the earliest: change one of them.");
    }
    say(new LegWindowSet(leg, asked.earliest(), asked.latest()), () -> {});
  }

  void change(Changing asked) {
    ElectionOpened opened = regions.roster().election();
    if (opened == null) {
      throw new Problem(409, "NO_ELECTION", "There is no election yet: import a roster first.");
    }
    if (asked.reserve() < 0
        || asked.reserve() > RESERVE_MAX
        || asked.spares() < 0
        || asked.spares() > SPARES_MAX) {
      throw Problem.malformed(
          "The reserve is 0 to " + RESERVE_MAX + " thousandths, the spares 0 to " + SPARES_MAX);
    }
    ElectionOpened wanted = parsed(() -> wanted(opened, asked));
    if (wanted.equals(opened)) {
      return;
    }
    boolean isOfKinds = !wanted.kinds().equals(opened.kinds());
    // In the sequencer's thread, so that nothing is signed or counted between look and change.
    say(
        wanted,
        () -> {
          if (entries.hasStatement()) {
            throw new Problem(
                409, "ELECTION_UNDER_WAY", "Boxes were signed for: the election stays as it is.");
          }
          if (isOfKinds && regions.isCounted()) {
            throw new Problem(
                409,
                "KINDS_COUNTED",
                "Sheets are counted by these ballots: they stay as they are.");
          }
        });
  }

  private static ElectionOpened wanted(ElectionOpened opened, Changing asked) {
    LocalDate day;
    try {
      day = LocalDate.parse(asked.day());
    } catch (DateTimeException notDay) {
      throw new MalformedException("not a day: " + asked.day(), notDay);
    }
    return new ElectionOpened(
        opened.election(),
        new RegionName(asked.name()),
        day,
        opened.zone(),
        asked.reserve(),
        asked.spares(),
        asked.kinds().stream()
            .map(kind ->
                new BallotKind(
                    kind.digit(), kind.code(), kind.colour(), new RegionName(kind.name())))
            .toList());
  }

  private void say(Fact fact, Runnable check) {
    log.append(List.of(fact), (transaction, index) -> check.run());
  }

  private static <T> T parsed(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (MalformedException e) {
      throw Problem.malformed(e.reason());
    }
  }
}
