package id.segel.server.entrance;

import id.segel.core.entrance.Entrances;
import id.segel.core.entrance.Visit;
import id.segel.core.fact.Fact;
import id.segel.core.personnel.UserAppointed;
import id.segel.core.region.PlaceCode;
import id.segel.server.http.Problem;
import id.segel.server.log.Decider;
import id.segel.server.log.EachMinute;
import id.segel.server.log.FactListener;
import id.segel.server.log.FactLog;
import id.segel.server.log.Folded;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * All permits and visits, folded in memory; once a minute of election time it finds what is against
 * the rule of a place. The log's thread writes, requests read.
 */
@Component
@Order(7)
public class EntranceRegister implements FactListener, Decider {

  private final Folded<Entrances> entrances = new Folded<>(new Entrances());
  private final Map<String, String> agencies = new ConcurrentHashMap<>();
  private final EachMinute minute = new EachMinute();

  @Override
  public void apply(long index, Instant recorded, Fact fact) {
    entrances.write(all -> {
      all.apply(index, recorded, fact);
      if (fact instanceof UserAppointed it) {
        agencies.put(it.user(), it.agency());
      }
    });
  }

  /** What a request needs of all permits and visits; it may not keep them. */
  <T> T read(Function<Entrances, T> reading) {
    return entrances.read(reading);
  }

  /** Who was at a place at any moment between these, by name nobody. */
  public List<Visit> during(PlaceCode place, Instant from, Instant until) {
    return read(all ->
        all.visits().stream()
            .filter(one -> one.place().equals(place))
            .filter(one -> !one.came().isAfter(until))
            .filter(one -> one.left() == null || one.left().isAfter(from))
            .toList());
  }

  /** Whether somebody came to a place or left it between these moments. */
  public boolean movedAt(PlaceCode place, Instant from, Instant until) {
    return read(all -> all.movedAt(place, from, until));
  }

  /** The agency for which a user acts; null where there is none. */
  @Nullable String agencyOf(String user) {
    return agencies.get(user);
  }

  /** Says what is made of what is known, unless it may not be said. */
  <F extends Fact> void say(
      FactLog log,
      Function<Entrances, F> made,
      BiFunction<Entrances, F, Entrances.@Nullable Refusal> judge) {
    entrances.say(
        all -> {
          F fact = made.apply(all);
          Entrances.Refusal refusal = judge.apply(all, fact);
          if (refusal != null) {
            throw problem(refusal);
          }
          return fact;
        },
        fact -> log.append(List.of(fact), FactLog.GuardWork.NONE));
  }

  private static Problem problem(Entrances.Refusal refusal) {
    String detail =
        switch (refusal) {
          case PERMIT_UNKNOWN -> "There is no such permit: read the list again.";
          case PERMIT_OVER -> "This permit is over: make another.";
          case VISIT_UNKNOWN -> "There is no such visit: read the list again.";
          case VISIT_OVER -> "They have left already: read the list again.";
          case LEFT_BEFORE_CAME -> "They came later than that: correct the hour.";
          case ALREADY_THERE -> "They are there already: say first that they left.";
          case ESCORT_NOT_THERE -> "The escort is not there: write down first that they came.";
          case NUMBER_TAKEN -> "This number is given: read the list again.";
          case MOMENT_AHEAD -> "This moment has not come: say it when it has.";
          case MOMENT_OLD -> "This is more than a day ago: report it as an incident.";
        };
    return refusal == Entrances.Refusal.PERMIT_UNKNOWN || refusal == Entrances.Refusal.VISIT_UNKNOWN
        ? Problem.notFound(detail)
        : new Problem(409, refusal.name(), detail);
  }

  // ---- on the clock

  @Override
  public List<Fact> tick(Instant now, Connection connection) {
    if (!minute.begins(now)) {
      return List.of();
    }
    return read(all -> all.lapses(now));
  }

  @Override
  public void forget(Connection connection) {
    minute.forget();
  }
}
