package id.segel.server.assistance;

import id.segel.core.assistance.Assistance;
import id.segel.core.assistance.Assistances;
import id.segel.core.fact.Fact;
import id.segel.server.clock.ElectionClock;
import id.segel.server.http.Problem;
import id.segel.server.log.FactListener;
import id.segel.server.log.FactLog;
import id.segel.server.log.Folded;
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
  private final Folded<Assistances> asked = new Folded<>(new Assistances());

  AssistanceRegister(ElectionClock clock) {
    this.clock = clock;
  }

  @Override
  public void apply(long index, Instant recorded, Fact fact) {
    asked.write(all -> all.apply(index, recorded, fact));
  }

  List<Assistance> all() {
    return asked.read(Assistances::all);
  }

  List<Assistance> of(String tps) {
    return asked.read(all -> all.of(tps));
  }

  /** Says it with what follows from it, unless it may not be said now. */
  void say(
      String tps,
      Fact fact,
      FactLog log,
      BiFunction<Assistances, Instant, Assistances.@Nullable Refusal> judge) {
    asked.say(
        all -> {
          Instant now = clock.instant();
          Assistances.Refusal refusal = judge.apply(all, now);
          if (refusal != null) {
            throw new Problem(409, refusal.name(), sentence(refusal));
          }
          var facts = new ArrayList<Fact>(List.of(fact));
          facts.addAll(all.behind(tps, now, fact));
          return facts;
        },
        facts -> log.append(facts, FactLog.GuardWork.NONE));
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
