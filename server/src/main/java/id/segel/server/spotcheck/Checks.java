package id.segel.server.spotcheck;

import id.segel.core.fact.Fact;
import id.segel.core.spotcheck.BoxList;
import id.segel.core.spotcheck.Population;
import id.segel.core.spotcheck.SpotCheckDrawn;
import id.segel.core.spotcheck.SpotCheckFixed;
import id.segel.core.spotcheck.SpotCheckRefusal;
import id.segel.core.spotcheck.SpotCheckResult;
import id.segel.core.spotcheck.SpotChecks;
import id.segel.server.access.Registry;
import id.segel.server.custody.Whereabouts;
import id.segel.server.http.Problem;
import id.segel.server.log.Decider;
import id.segel.server.log.FactListener;
import id.segel.server.log.Submission;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * All random audits as of the newest entry, in memory, and the judge of what is proposed about
 * them. The log's thread writes, requests read.
 */
@Component
@Order(3)
class Checks implements FactListener, Decider {

  private final Registry registry;
  private final Whereabouts whereabouts;
  private final Population population = new Population();
  private final SpotChecks checks = new SpotChecks();

  /** With what was accepted in this batch; owned by the sequencer's thread. */
  private @Nullable SpotChecks draft;

  Checks(Registry registry, Whereabouts whereabouts) {
    this.registry = registry;
    this.whereabouts = whereabouts;
  }

  @Override
  public void apply(long index, Instant recorded, Fact fact) {
    population.apply(index, fact);
    synchronized (checks) {
      checks.apply(index, fact);
    }
  }

  /** The list by the first entries of the log. */
  BoxList list(long size) {
    return population.at(size);
  }

  /** All, newest first. */
  List<SpotChecks.Check> all() {
    synchronized (checks) {
      return List.copyOf(checks.all()).reversed();
    }
  }

  SpotChecks.Check of(long index) {
    synchronized (checks) {
      return Optional.ofNullable(checks.of(index))
          .orElseThrow(() -> Problem.notFound(SpotCheckRefusal.CHECK_UNKNOWN.sentence()));
    }
  }

  /** Why nothing may be drawn from this list now; null when it may. */
  @Nullable SpotCheckRefusal refusal(long index) {
    synchronized (checks) {
      return checks.refusal(index);
    }
  }

  /** Where the same device has said the same before; -1 when it has not. */
  long indexOf(SpotCheckResult result) {
    synchronized (checks) {
      return checks.indexOf(result);
    }
  }

  @Override
  public void begin(List<Submission> batch, List<Fact> proposed, Connection connection) {
    draft = null;
  }

  @Override
  public @Nullable List<Fact> propose(Fact proposed) {
    SpotChecks now = draft;
    if (now == null) {
      synchronized (checks) {
        now = checks.copy();
      }
    }
    SpotCheckRefusal refusal;
    switch (proposed) {
      case SpotCheckFixed it -> refusal = null;
      case SpotCheckDrawn it -> refusal = now.refusal(it.check());
      case SpotCheckResult it ->
          refusal = now.refusal(it, registry.devices().of(it.by()), whereabouts.inBatch(it.box()));
      default -> {
        return null;
      }
    }
    if (refusal != null) {
      throw problem(refusal);
    }
    // Its index is not known yet; whoever names it must have been told.
    now.apply(Long.MAX_VALUE, proposed);
    draft = now;
    return List.of();
  }

  static Problem problem(SpotCheckRefusal refusal) {
    return new Problem(409, refusal.name(), refusal.sentence());
  }

  @Override
  public List<Fact> decide(Submission submission, long index) {
    return List.of();
  }

  @Override
  public List<Fact> tick(Instant now, Connection connection) {
    return List.of();
  }

  @Override
  public void committed() {
    draft = null;
  }

  @Override
  public void forget(Connection connection) {
    draft = null;
  }
}
