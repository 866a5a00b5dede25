package id.segel.server.assistance;

import id.segel.core.assistance.Assistance;
import id.segel.core.assistance.Assistances;
import id.segel.core.fact.Fact;
import id.segel.server.clock.ElectionClock;
import id.segel.server.http.Problem;
import id.segel.server.log.FactListener;
import id.segel.server.log.FactLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What police were asked for at TPS and did, in memory. The log's thread writes, requests read. */
@Component
class AssistanceRegister implements FactListener {

  private final ElectionClock clock;
  private final Object saying = new Object();
  private final Assistances all = new Assistances();

  AssistanceRegister(ElectionClock clock) {
    this.clock = clock;
  }

  @Override
  public void apply(long index, Fact fact) {
    throw new IllegalStateException("assistance needs to know when something was recorded");
  }

  @Override
  public void apply(long index, Instant recorded, Fact fact) {
    synchronized (all) {
      all.apply(index, recorded, fact);
    }
  }

  List<Assistance> all() {
    synchronized (all) {
      return all.all();
    }
  }

  List<Assistance> of(String tps) {
    synchronized (all) {
      return all.of(tps);
    }
  }

  /** Says it with what follows from it, unless it may not be said now. */
  void say(
      String tps,
      Fact fact,
      FactLog log,
      BiFunction<Assistances, Instant, Assistances.@Nullable Refusal> judge) {
    // Not under the lock of the fold: the log's thread wants that before the append returns.
    synchronized (saying) {
      var facts = new ArrayList<Fact>(List.of(fact));
      Assistances.Refusal refusal;
      synchronized (all) {
        Instant now = clock.instant();
        refusal = judge.apply(all, now);
        facts.addAll(all.behind(tps, now, fact));
      }
      if (refusal != null) {
        throw new Problem(409, refusal.name(), sentence(refusal));
      }
      log.append(facts, FactLog.GuardWork.NONE);
    }
  }

  private static String sentence(Assistances.Refusal refusal) {
    return switch (refusal) {
      case ALREADY_ASKED -> "The police were asked already and have not come yet: call them.";
      case ALREADY_INSIDE -> "They are inside already: say first that they left.";
      case LEFT_BEFORE_ENTERED -> "Nobody was inside then: say first that they entered.";
      case MOMENT_AHEAD -> "This moment has not come: say it when it has.";
      case MOMENT_OLD -> "This is more than a day ago: tell Bawaslu.";
    };
  }
}
