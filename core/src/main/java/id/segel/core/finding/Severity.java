package id.segel.core.finding;

import id.segel.core.fact.MalformedException;

/** How bad it is if nobody acts, least first. */
public enum Severity {
  /** To be known, and looked at when there is time. */
  NOTICE,
  /** To be cleared up before the box goes on. */
  ATTENTION,
  /** A deadline is in danger, or a rule was broken that can be mended. */
  URGENT,
  /** Votes are in danger. */
  CRITICAL;

  /** {@link MalformedException} when there is none of this name. */
  public static Severity parse(String name) {
    for (Severity severity : values()) {
      if (severity.name().equals(name)) {
        return severity;
      }
    }
    throw new MalformedException("no severity is called " + name);
  }
}
