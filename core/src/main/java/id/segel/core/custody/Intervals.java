package id.segel.core.custody;

import id.segel.core.box.BoxId;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A box's time, cut into stretches without a hole: each has somebody who answers for the box, or is
 * the time in which nobody has seen it. Where two phones disagree about the moment, the later word
 * begins the next stretch, and the difference is told.
 */
public final class Intervals {

  /** Who has a box in a stretch of its time. */
  public enum Kind {
    /** Its holder, where the holder is. */
    HELD,
    /** Its giver, until the taker has signed. */
    ON_THE_WAY,
    /** The giver answers for it, but it did not come, and nobody has seen it since. */
    UNHELD
  }

  /**
   * One stretch.
   *
   * @param holder who answers for the box
   * @param from by the clock of whoever began it
   * @param until null while it lasts
   * @param by the statement that began it
   * @param overlap how much earlier than the stretch before it the statement claims to be
   */
  public record Interval(
      Kind kind,
      @Nullable PartyKey holder,
      Instant from,
      @Nullable Instant until,
      Id by,
      Duration overlap) {

    /** How long it is, or has been until now. */
    public Duration length(Instant now) {
      Instant end = until == null ? now : until;
      return end.isBefore(from) ? Duration.ZERO : Duration.between(from, end);
    }

    /** Whether two hands claim the same time, by more than clocks may differ. */
    public boolean isOverlap(ThresholdsSet thresholds) {
      return overlap.compareTo(thresholds.overlap()) > 0;
    }
  }

  private Intervals() {}

  /** The stretches of a box, from the statements of its chain in their order. */
  public static List<Interval> of(BoxId box, List<RecordedStatement> chain) {
    var intervals = new ArrayList<Interval>();
    PartyKey holder = null;
    PartyKey giver = null;
    for (RecordedStatement one : chain) {
      Statement said = one.statement();
      Statement.Deviation deviation = one.deviation(box);
      switch (said.kind()) {
        case PACK, REPLACE, CONFIRM -> {
          boolean isSame = said.by().equals(holder) && !intervals.isEmpty();
          holder = said.by();
          if (!isSame) {
            begin(intervals, Kind.HELD, holder, one);
          }
        }
        case OFFER -> {
          giver = said.by();
          begin(intervals, Kind.ON_THE_WAY, giver, one);
        }
        case ACCEPT -> {
          boolean isMissing = deviation != null && deviation.isMissing();
          holder = isMissing ? giver : said.by();
          begin(intervals, isMissing ? Kind.UNHELD : Kind.HELD, holder, one);
        }
        case CORRECT -> {
          holder = said.to();
          begin(intervals, Kind.UNHELD, holder, one);
        }
        case WITHDRAW -> begin(intervals, Kind.HELD, holder, one);
        case SEAL, OPEN, USE, RESEAL, DAY -> {}
      }
    }
    return List.copyOf(intervals);
  }

  private static void begin(
      List<Interval> intervals, Kind kind, @Nullable PartyKey holder, RecordedStatement one) {
    Instant claimed = one.statement().claimed();
    Duration overlap = Duration.ZERO;
    Instant from = claimed;
    if (!intervals.isEmpty()) {
      Interval last = intervals.removeLast();
      if (claimed.isBefore(last.from)) {
        overlap = Duration.between(claimed, last.from);
        from = last.from;
      }
      intervals.add(new Interval(last.kind, last.holder, last.from, from, last.by, last.overlap));
    }
    intervals.add(new Interval(kind, holder, from, null, one.id(), overlap));
  }
}
