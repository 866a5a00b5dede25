package id.segel.core.warehouse;

import id.segel.core.fact.Id;
import id.segel.core.region.PlaceCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A plan of rounds, with what came of it. Owned by the fold. */
public final class Rounds {

  private record Mark(int point, Instant at) {}

  private final RoundsPlanned plan;
  private final int points;
  private final List<RoundSettled> settled = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();
  private @Nullable Id seed;
  private RoundsEnded.@Nullable Why ended;

  Rounds(RoundsPlanned plan, int points) {
    this.plan = plan;
    this.points = points;
  }

  public RoundsPlanned plan() {
    return plan;
  }

  public PlaceCode place() {
    return plan.place();
  }

  /** Points that each round passes. */
  public int points() {
    return points;
  }

  /** What came of the rounds whose time is over, in their order. */
  public List<RoundSettled> settled() {
    return List.copyOf(settled);
  }

  /** The seed, once it was opened. */
  public @Nullable Id seed() {
    return seed;
  }

  /** What ended it before its time; null while nothing has. */
  public RoundsEnded.@Nullable Why ended() {
    return ended;
  }

  /** Whether a round of it may still be due. */
  public boolean isOpen() {
    return seed == null && ended == null;
  }

  /** Number of the round that comes next, from 0; null behind the last one. */
  public @Nullable Integer next() {
    return settled.size() < plan.rounds() ? settled.size() : null;
  }

  /** Points that were marked in the time of a round that is due then. */
  public Set<Integer> marked(Instant due) {
    var seen = new HashSet<Integer>();
    for (Mark mark : marks) {
      if (!mark.at.isBefore(due) && !mark.at.isAfter(plan.over(due))) {
        seen.add(mark.point);
      }
    }
    return seen;
  }

  void mark(int point, Instant at) {
    if (point <= points) {
      marks.add(new Mark(point, at));
    }
  }

  void settle(RoundSettled round) {
    settled.add(round);
    marks.removeIf(mark -> !mark.at.isAfter(round.due()));
  }

  void open(Id opened) {
    seed = opened;
    marks.clear();
  }

  void end(RoundsEnded.Why why) {
    ended = why;
    marks.clear();
  }
}
