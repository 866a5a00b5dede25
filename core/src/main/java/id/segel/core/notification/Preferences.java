package id.segel.core.notification;

import id.segel.core.fact.MalformedException;
import id.segel.core.finding.FindingRules;
import id.segel.core.finding.Severity;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a person wants to be told over one channel, and when.
 *
 * @param severities at least one
 * @param rules names of rules; empty is all
 * @param region digits that the finding's begin with; empty is the person's own territory
 * @param isDeskOnly only what this person's desk must see; otherwise all that is found there
 * @param digestMinutes how long news is collected into one message; 0 is at once
 * @param isCriticalFirst whether what is critical waits for no digest and no morning
 * @param pausedUntil until when nothing is told; null when it is not paused
 * @param flood most messages in so many minutes
 */
public record Preferences(
    Set<Severity> severities,
    Set<String> rules,
    String region,
    boolean isDeskOnly,
    int digestMinutes,
    QuietHours quiet,
    boolean isCriticalFirst,
    @Nullable Instant pausedUntil,
    Flood flood) {

  private static final int DIGEST_MAX = 24 * 60;

  /** How many messages are too many: from then on one message counts them. */
  public record Flood(int messages, int minutes) {

    public static final Flood USUAL = new Flood(5, 10);

    /** {@link MalformedException} when it is not within reason. */
    public Flood {
      if (messages < 1 || messages > 60 || minutes < 1 || minutes > DIGEST_MAX) {
        throw new MalformedException(
            "at most 1 to 60 messages in 1 to 1440 minutes: " + messages + " in " + minutes);
      }
    }
  }

  /** {@link MalformedException} when it is not as described. */
  public Preferences {
    severities = Set.copyOf(severities);
    rules = Set.copyOf(rules);
    if (severities.isEmpty()) {
      throw new MalformedException("somebody who is told nothing needs no channel");
    }
    for (String rule : rules) {
      if (FindingRules.usual(rule) == null) {
        throw new MalformedException("there is no rule " + rule);
      }
    }
    if (!region.matches("[0-9]{0,13}")) {
      throw new MalformedException("a region is up to 13 digits: " + region);
    }
    if (digestMinutes < 0 || digestMinutes > DIGEST_MAX) {
      throw new MalformedException("a digest comes every 0 to 1440 minutes: " + digestMinutes);
    }
  }

  /** Whether a finding of this rule and severity is of interest at all. */
  public boolean wants(String rule, Severity severity) {
    return severities.contains(severity) && (rules.isEmpty() || rules.contains(rule));
  }

  boolean isPaused(Instant now) {
    return pausedUntil != null && now.isBefore(pausedUntil);
  }
}
