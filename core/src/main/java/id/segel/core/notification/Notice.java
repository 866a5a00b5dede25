package id.segel.core.notification;

import id.segel.core.finding.FindingId;
import id.segel.core.finding.Severity;
import java.time.Instant;

/**
 * Something that a person is to be told about a finding.
 *
 * @param number larger for what came later
 * @param at when it was to be told, in real time
 */
public record Notice(long number, Kind kind, FindingId finding, Severity severity, Instant at) {

  /** What has become of the finding. */
  public enum Kind {
    /** It was found. */
    RAISED,
    /** Nobody has seen it in time, and the next rung is told. */
    ESCALATED,
    /** It was handed to this person's agency. */
    ASSIGNED,
    /** It is no longer so. */
    OVER
  }

  boolean isCritical() {
    return severity == Severity.CRITICAL && kind != Kind.OVER;
  }
}
