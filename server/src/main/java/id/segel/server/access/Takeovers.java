package id.segel.server.access;

import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.Role;
import id.segel.server.http.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Component;

/**
 * In a demo: which officers a person may play, who asked to, and how those stand who do. The
 * simulator tells it; it is in memory only, for it ends with the simulator. Safe for many threads.
 */
@Component
@ConditionalOnBooleanProperty(name = "segel.demo")
class Takeovers {

  /** What the simulator tells of all of them fits into one request. */
  static final int MAX = 500;

  /** How long an officer is kept for a person whose key is not enrolled yet. */
  private static final Duration KEPT = Duration.ofMinutes(1);

  /** A simulator that plays says something five times a second. */
  private static final Duration SILENCE_MAX = Duration.ofSeconds(10);

  private static final Set<String> OVER = Set.of("DONE", "MISSED", "NOTHING");

  /** An officer whose next handover is free, and when it can begin. */
  record Open(Role role, String tps, int boxes, Instant from) {}

  record Party(String key, Role role, String territory) {}

  /** The handover that is next for a person, or was the last. */
  record Next(List<String> boxes, String leg, Party other, Instant at) {}

  /** How one person stands, in the simulator's words. */
  record Played(String key, String state, Optional<Next> next) {}

  /** What the simulator tells. */
  record Told(List<Open> open, List<Played> played) {}

  /** Somebody whom the simulator does not know yet. */
  record Asking(Role role, String tps, String key) {}

  /** The officers to choose from. */
  record Choice(boolean playing, List<Open> officers) {}

  /** What one device plays, if it plays. */
  record Standing(boolean playing, @Nullable String tps, @Nullable Played played) {}

  private record Claim(Role role, String tps, String code, Instant made, @Nullable PartyKey key) {}

  private final Invitations invitations;
  private final Clock clock;
  private final List<Claim> claims = new ArrayList<>();
  private final Map<String, Played> played = new HashMap<>();
  private List<Open> open = List.of();
  private Instant heard = Instant.EPOCH;

  Takeovers(Invitations invitations, Clock clock) {
    this.invitations = invitations;
    this.clock = clock;
  }

  synchronized Choice choice() {
    var taken = new HashSet<String>();
    for (Claim claim : claims) {
      if (isOn(claim)) {
        taken.add(claim.tps);
      }
    }
    return new Choice(isPlaying(), open.stream().filter(one -> !taken.contains(one.tps)).toList());
  }

  /** Keeps an officer for a person; answers the code that enrols their device. */
  synchronized String take(Role role, String tps) {
    if (!isPlaying()) {
      throw new Problem(409, "NOBODY_PLAYS", "No simulator plays now, so there is no handover.");
    }
    if (claims.size() >= MAX) {
      throw new Problem(
          409, "TOO_MANY_TAKEOVERS", "People have played " + MAX + " officers of this demo.");
    }
    if (claims.stream().anyMatch(claim -> claim.tps.equals(tps) && isOn(claim))) {
      throw new Problem(409, "OFFICER_TAKEN", "Somebody else plays an officer of this TPS.");
    }
    String territory = role == Role.PPS ? tps.substring(0, 10) : tps;
    String code = invitations.takeOver(role, territory);
    claims.add(new Claim(role, tps, code, clock.instant(), null));
    return code;
  }

  /** The simulator's turn: it tells how things stand, and hears who asks. */
  synchronized List<Asking> meet(Told told) {
    heard = clock.instant();
    open = List.copyOf(told.open());
    for (Played one : told.played()) {
      played.put(one.key(), one);
    }
    var asking = new ArrayList<Asking>();
    claims.replaceAll(claim -> isForgotten(claim) ? claim : withKey(claim));
    for (Claim claim : claims) {
      if (claim.key != null && !played.containsKey(claim.key.toString())) {
        asking.add(new Asking(claim.role, claim.tps, claim.key.toString()));
      }
    }
    return asking;
  }

  synchronized Standing of(PartyKey device) {
    claims.replaceAll(this::withKey);
    String tps =
        claims.stream()
            .filter(claim -> device.equals(claim.key))
            .map(Claim::tps)
            .findFirst()
            .orElse(null);
    return new Standing(isPlaying(), tps, played.get(device.toString()));
  }

  private Claim withKey(Claim claim) {
    if (claim.key != null) {
      return claim;
    }
    PartyKey key = invitations.find(claim.code).map(Invitations.Kept::device).orElse(null);
    return key == null ? claim : new Claim(claim.role, claim.tps, claim.code, claim.made, key);
  }

  private boolean isOn(Claim claim) {
    Played standing = claim.key == null ? null : played.get(claim.key.toString());
    return standing == null
        ? claim.key != null || !isForgotten(claim)
        : !OVER.contains(standing.state());
  }

  private boolean isForgotten(Claim claim) {
    return claim.made.plus(KEPT).isBefore(clock.instant());
  }

  private boolean isPlaying() {
    return heard.plus(SILENCE_MAX).isAfter(clock.instant());
  }
}
