package id.segel.server.incident;

import id.segel.core.box.BoxId;
import id.segel.core.custody.Statement;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.incident.BoxesAccounted;
import id.segel.core.incident.BoxesFrozen;
import id.segel.core.incident.BoxesUnaccounted;
import id.segel.core.incident.FrozenBoxMoved;
import id.segel.core.incident.IncidentClosed;
import id.segel.core.incident.IncidentNoted;
import id.segel.core.incident.IncidentOpened;
import id.segel.core.incident.Presence;
import id.segel.core.incident.Run;
import id.segel.core.incident.RunEnded;
import id.segel.core.incident.Runs;
import id.segel.core.incident.StepDone;
import id.segel.core.incident.StepOpened;
import id.segel.core.incident.StepOverdue;
import id.segel.core.personnel.AgencyListed;
import id.segel.core.personnel.UserAppointed;
import id.segel.server.custody.BoxesAt;
import id.segel.server.http.Problem;
import id.segel.server.log.Decider;
import id.segel.server.log.FactListener;
import id.segel.server.log.FactLog;
import id.segel.server.log.Folded;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * All incidents, folded in memory, for there are few; on the clock it finds steps that are late,
 * boxes that nobody accounts for, and frozen boxes that were moved. The log's thread writes,
 * requests read.
 */
@Component
@Order(6)
class IncidentRegister implements FactListener, Decider {

  private final Folded<Runs> runs = new Folded<>(new Runs());
  private final Presence presence = new Presence();

  /** Who acts for whom, by the user's code. */
  private final Map<String, UserAppointed> users = new ConcurrentHashMap<>();

  private final Map<String, String> agencies = new ConcurrentHashMap<>();
  private final List<IntConsumer> watchers = new CopyOnWriteArrayList<>();

  /** Asked for late: it reads the log, which this takes part in. */
  private final ObjectProvider<BoxesAt> boxes;

  IncidentRegister(ObjectProvider<BoxesAt> boxes) {
    this.boxes = boxes;
  }

  /** Calls this whenever something was said about an incident. */
  void watch(IntConsumer watcher) {
    watchers.add(watcher);
  }

  @Override
  public void apply(long index, Instant recorded, Fact fact) {
    runs.write(all -> {
      all.apply(index, recorded, fact);
      presence.apply(fact);
      switch (fact) {
        case UserAppointed it -> users.put(it.user(), it);
        case AgencyListed it -> agencies.put(it.code(), it.name().text());
        default -> {}
      }
    });
    int number = number(fact);
    if (number > 0) {
      watchers.forEach(watcher -> watcher.accept(number));
    }
  }

  private static int number(Fact fact) {
    return switch (fact) {
      case StepOpened it -> it.number();
      case StepDone it -> it.number();
      case StepOverdue it -> it.number();
      case RunEnded it -> it.number();
      case BoxesAccounted it -> it.number();
      case BoxesUnaccounted it -> it.number();
      case FrozenBoxMoved it -> it.number();
      case IncidentNoted it -> it.number();
      case IncidentClosed it -> it.number();
      default -> 0;
    };
  }

  /** What is asked of the incidents as they are now. */
  <T> T ask(Function<Runs, T> question) {
    return runs.read(question);
  }

  /** What is asked of who there is. */
  <T> T present(Function<Presence, T> question) {
    return runs.read(all -> question.apply(presence));
  }

  /** Name of the agency for which a user acts; null for a phone. */
  @Nullable String agency(String by) {
    UserAppointed user = users.get(by);
    return user == null ? null : agencies.getOrDefault(user.agency(), user.agency());
  }

  /** Facts that are said, or why not. */
  record Saying(List<? extends Fact> facts, Runs.@Nullable Refusal refusal) {

    static Saying of(Fact fact, Runs.@Nullable Refusal refusal) {
      return new Saying(List.of(fact), refusal);
    }
  }

  /** Says what is made of the incidents as they are, unless it may not be said. */
  void say(FactLog log, Function<Runs, Saying> made) {
    runs.say(
        made,
        said -> {
          Runs.Refusal refusal = said.refusal();
          if (refusal != null) {
            throw problem(refusal);
          }
          if (!said.facts().isEmpty()) {
            log.append(said.facts(), FactLog.GuardWork.NONE);
          }
        });
  }

  static Problem problem(Runs.Refusal refusal) {
    String detail =
        switch (refusal) {
          case INCIDENT_UNKNOWN -> "There is no such incident: read the list again.";
          case INCIDENT_CLOSED -> "This incident is closed: open another.";
          case NUMBER_TAKEN -> "This number is given: try again.";
          case STEP_NOT_OPEN -> "This step is not to be done now: read the card again.";
          case ROLE_NOT_NAMED -> "This step is for others: read who does it.";
          case ANSWER_UNKNOWN -> "This step has no such answer: read the card again.";
          case ANSWER_DIFFERS -> "Whoever was first answered otherwise: agree, and answer alike.";
          case SAME_PERSON -> "You have said so already: somebody else must say it too.";
          case SAME_BODY -> "Somebody of another body must say it too.";
          case EVIDENCE_MISSING -> "A picture, a count or your word is missing: read the step.";
          case BOXES_UNKNOWN -> "Boxes are not accounted for: say of each what became of it.";
          case BOX_NOT_FROZEN -> "A box is not of this incident: add it first.";
          case COUNT_WRONG -> "Somebody accounted for boxes meanwhile: try again.";
          case RUN_NOT_ENDED -> "The playbook has steps to do: do them first.";
        };
    return switch (refusal) {
      case INCIDENT_UNKNOWN -> Problem.notFound(detail);
      case ROLE_NOT_NAMED -> new Problem(403, refusal.name(), detail);
      default -> new Problem(409, refusal.name(), detail);
    };
  }

  // ---- on the clock

  /** What of an incident is looked for in the guard rows. */
  private record Frozen(int number, Instant at, long since, List<BoxId> boxes, Set<Id> known) {}

  @Override
  public List<Fact> tick(Instant now, Connection connection) {
    var facts = new ArrayList<Fact>();
    var frozen = new ArrayList<Frozen>();
    runs.write(all -> {
      facts.addAll(all.lapses(now));
      for (Run run : all.all()) {
        IncidentOpened opened = run.opened();
        boolean isFrozen = opened.kind().isEmergency() && !opened.isDrill();
        if (run.closed() == null && isFrozen && !run.boxes().isEmpty()) {
          var known = new HashSet<Id>();
          run.moved().forEach(moved -> known.add(moved.statement()));
          frozen.add(
              new Frozen(
                  opened.number(),
                  opened.at(),
                  run.frozen(),
                  List.copyOf(run.boxes().keySet()),
                  known));
        }
      }
    });
    frozen.forEach(one -> facts.addAll(moved(one)));
    return facts;
  }

  /**
   * What was signed before it happened and came late moved nothing; neither did a withdrawal, after
   * which a box is where it was.
   */
  private List<Fact> moved(Frozen of) {
    var facts = new ArrayList<Fact>();
    for (BoxesAt.Touch touch : boxes.getObject().since(of.since, of.boxes)) {
      boolean isMove =
          touch.kind() != Statement.Kind.WITHDRAW
              && touch.claimed().isAfter(of.at)
              && !of.known.contains(touch.statement());
      if (isMove) {
        List<BoxId> some =
            touch.boxes().subList(0, Math.min(touch.boxes().size(), BoxesFrozen.MAX));
        facts.add(new FrozenBoxMoved(of.number, touch.statement(), some));
      }
    }
    return facts;
  }
}
