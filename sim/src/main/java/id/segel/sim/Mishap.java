package id.segel.sim;

import id.segel.core.box.BoxId;
import id.segel.core.fact.Id;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** One fault at one TPS or load: what was signed in it, and the boxes that it touched. */
public final class Mishap {

  private final Fault fault;
  private final String subject;
  private final Set<Id> statements = new LinkedHashSet<>();
  private final Set<BoxId> boxes = new HashSet<>();

  /** Whether it has happened. */
  boolean isPlayed;

  Mishap(Fault fault, String subject) {
    this.fault = fault;
    this.subject = subject;
  }

  public Fault fault() {
    return fault;
  }

  /** Code of the TPS, or of the kelurahan of a load. */
  public String subject() {
    return subject;
  }

  public boolean isPlayed() {
    return isPlayed;
  }

  /** The statements that are part of it. */
  public Set<Id> statements() {
    return statements;
  }

  /** The boxes that it touched. */
  public Set<BoxId> boxes() {
    return boxes;
  }
}
