package id.segel.core.finding;

import id.segel.core.personnel.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Something that an agency must act on.
 *
 * @param rule as it is set now
 * @param region digits of the TPS, kelurahan, kecamatan or kota that it is about; empty is the
 *     province
 * @param since when it was found
 * @param evidence entries that show it, first and newest ones
 * @param cleared by which entry it is no longer so; -1 while it is
 * @param acknowledged by which entry somebody has seen it; -1 before
 * @param agency that it was assigned to; null before
 * @param silencedUntil until when nobody is told; null when it is not silenced
 * @param acts entries by which somebody did something about it
 */
public record Finding(
    FindingId id,
    FindingRule rule,
    Severity severity,
    String region,
    Instant since,
    List<Long> evidence,
    long cleared,
    long acknowledged,
    @Nullable String agency,
    @Nullable Instant silencedUntil,
    List<Long> acts) {

  /** Entries of evidence that are kept: a finding may be found again for hundreds of boxes. */
  static final int EVIDENCE_MAX = 50;

  /** Whom else it concerns when those below have not seen it, the nearest first. */
  private static final List<Role> LADDER =
      List.of(Role.KPPS, Role.PPS, Role.PPK, Role.KPU_KOTA, Role.KPU_PROVINSI);

  public Finding {
    evidence = List.copyOf(evidence);
    acts = List.copyOf(acts);
  }

  /** The four states of an alarm; none is left without somebody's word. */
  public enum State {
    /** It is so, and nobody has seen it. */
    OPEN,
    /** It is so, and somebody sees to it. */
    ACKNOWLEDGED,
    /** It is no longer so, and nobody has seen that it was. */
    CLEARED,
    /** It is no longer so, and somebody had seen it. */
    ENDED
  }

  public State state() {
    if (cleared < 0) {
      return acknowledged < 0 ? State.OPEN : State.ACKNOWLEDGED;
    }
    return acknowledged < 0 ? State.CLEARED : State.ENDED;
  }

  /** Whether it is so still. */
  public boolean isActive() {
    return cleared < 0;
  }

  public Instant deadline() {
    return since.plus(rule.settle());
  }

  public boolean isSilenced(Instant now) {
    return silencedUntil != null && now.isBefore(silencedUntil);
  }

  /**
   * Who must see it now: its owner, and for each time that is allowed for it and in which nobody
   * did, one rung more.
   */
  public List<Role> told(Instant now) {
    int first = LADDER.indexOf(rule.owner());
    if (first < 0) {
      return List.of(rule.owner());
    }
    return LADDER.subList(first, Math.min(LADDER.size(), first + 1 + rungs(now).orElse(0)));
  }

  /**
   * Whether somebody at this desk may act on it: its owner and whoever stands above, in their
   * territory, and the agency that it was assigned to.
   *
   * @param regions the codes below which their territory lies; a province and nothing are
   *     everywhere
   */
  public boolean isActedOnBy(Role role, Collection<String> regions, @Nullable String itsAgency) {
    boolean isAssigned = agency != null && agency.equals(itsAgency);
    boolean isOfRole =
        role == rule.owner()
            || (LADDER.contains(rule.owner())
                && LADDER.indexOf(role) > LADDER.indexOf(rule.owner()));
    boolean isHere = regions.stream().anyMatch(its -> its.length() <= 2 || region.startsWith(its));
    return isAssigned || (isOfRole && isHere);
  }

  /** How many rungs it has climbed; none once it was seen, and none while it is silenced. */
  private OptionalInt rungs(Instant now) {
    if (acknowledged >= 0 || isSilenced(now) || now.isBefore(since)) {
      return OptionalInt.empty();
    }
    long passed = Duration.between(since, now).dividedBy(rule.acknowledge());
    return OptionalInt.of((int) Math.min(passed, LADDER.size()));
  }
}
