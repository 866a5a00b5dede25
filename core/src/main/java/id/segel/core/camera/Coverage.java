package id.segel.core.camera;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether the boxes of a place were seen. At a moment they are covered when one camera that looks
 * at them, or at the door to them, is good for certain; unknown when one may be good and nobody can
 * tell, or nobody judged any; blind when such cameras were judged and none is good. Of an hour the
 * worst is said: it was covered only all the time.
 */
public final class Coverage {

  /** How well boxes were seen; the worse the later. */
  public enum Kind {
    COVERED,
    UNKNOWN,
    BLIND
  }

  /**
   * A camera was in one state.
   *
   * @param isSure whether whatever could deceive about it was judged
   * @param until null while it still is
   */
  public record Spell(CameraState state, boolean isSure, Instant from, @Nullable Instant until) {

    boolean covers(Instant moment) {
      return !moment.isBefore(from) && (until == null || moment.isBefore(until));
    }
  }

  /** Boxes were seen alike all this time. */
  public record Period(Kind kind, Instant from, Instant until) {

    Duration within(Instant begin, Instant end) {
      Instant first = from.isBefore(begin) ? begin : from;
      Instant last = until.isAfter(end) ? end : until;
      return last.isAfter(first) ? Duration.between(first, last) : Duration.ZERO;
    }
  }

  /**
   * Boxes were not seen for certain all this time.
   *
   * @param isBlind whether it is known of a part of it that nobody saw them
   */
  public record Unseen(Instant from, Instant until, boolean isBlind) {}

  /** An hour, or what of it lies in the time that was asked for. */
  public record Hour(
      Instant from, Kind kind, int coveredSeconds, int blindSeconds, int unknownSeconds) {}

  private Coverage() {}

  /** How it is at a moment. */
  public static Kind at(Collection<Spell> spells, Instant moment) {
    boolean isBad = false;
    boolean isPerhapsGood = false;
    for (Spell spell : spells) {
      if (spell.covers(moment)) {
        if (spell.state() == CameraState.GOOD) {
          if (spell.isSure()) {
            return Kind.COVERED;
          }
          isPerhapsGood = true;
        } else if (spell.state() != CameraState.UNKNOWN) {
          isBad = true;
        }
      }
    }
    return isBad && !isPerhapsGood ? Kind.BLIND : Kind.UNKNOWN;
  }

  /**
   * The periods between two moments, one after another without a gap.
   *
   * @param spells of all cameras that look at the boxes or the door to them
   */
  public static List<Period> periods(Collection<Spell> spells, Instant from, Instant until) {
    var moments = new TreeSet<Instant>();
    moments.add(from);
    for (Spell spell : spells) {
      moments.add(spell.from());
      if (spell.until() != null) {
        moments.add(spell.until());
      }
    }
    var periods = new ArrayList<Period>();
    for (Instant moment : moments.subSet(from, until)) {
      Kind kind = at(spells, moment);
      Instant next = moments.higher(moment);
      Instant end = next == null || next.isAfter(until) ? until : next;
      if (!periods.isEmpty() && periods.getLast().kind() == kind) {
        periods.set(periods.size() - 1, new Period(kind, periods.getLast().from(), end));
      } else {
        periods.add(new Period(kind, moment, end));
      }
    }
    return periods;
  }

  /** The times in which they were not covered; what is blind and what is unknown are one. */
  public static List<Unseen> unseen(List<Period> periods) {
    var all = new ArrayList<Unseen>();
    for (Period one : periods) {
      boolean isBlind = one.kind() == Kind.BLIND;
      Unseen last = all.isEmpty() ? null : all.getLast();
      if (one.kind() == Kind.COVERED) {
        continue;
      }
      if (last != null && last.until().equals(one.from())) {
        all.set(all.size() - 1, new Unseen(last.from(), one.until(), last.isBlind() || isBlind));
      } else {
        all.add(new Unseen(one.from(), one.until(), isBlind));
      }
    }
    return all;
  }

  /** The same hour by hour. */
  public static List<Hour> hours(List<Period> periods) {
    var hours = new ArrayList<Hour>();
    if (periods.isEmpty()) {
      return hours;
    }
    Instant end = periods.getLast().until();
    Instant hour = periods.getFirst().from().truncatedTo(ChronoUnit.HOURS);
    for (; hour.isBefore(end); hour = hour.plus(1, ChronoUnit.HOURS)) {
      Instant next = hour.plus(1, ChronoUnit.HOURS);
      Instant from = hour;
      List<Period> within =
          periods.stream().filter(one -> one.within(from, next).isPositive()).toList();
      hours.add(
          new Hour(
              hour,
              within.stream().map(Period::kind).reduce(Kind.COVERED, Coverage::worse),
              seconds(within, Kind.COVERED, hour),
              seconds(within, Kind.BLIND, hour),
              seconds(within, Kind.UNKNOWN, hour)));
    }
    return hours;
  }

  private static Kind worse(Kind one, Kind other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static int seconds(List<Period> periods, Kind kind, Instant hour) {
    Instant next = hour.plus(1, ChronoUnit.HOURS);
    return (int)
        periods.stream()
            .filter(one -> one.kind() == kind)
            .mapToLong(one -> one.within(hour, next).toSeconds())
            .sum();
  }
}
