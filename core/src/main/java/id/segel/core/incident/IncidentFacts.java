package id.segel.core.incident;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import org.jspecify.annotations.Nullable;

/** The facts of this package, by their names. */
public final class IncidentFacts {

  private IncidentFacts() {}

  /** Reads a fact of this name; null when it is none of these. */
  public static @Nullable Fact read(String name, Fields fields) {
    return switch (name) {
      case "PlaybookPublished" -> PlaybookPublished.read(fields);
      case "IncidentOpened" -> IncidentOpened.read(fields);
      case "BoxesFrozen" -> BoxesFrozen.read(fields);
      case "RunStarted" -> RunStarted.read(fields);
      case "StepOpened" -> StepOpened.read(fields);
      case "StepDone" -> StepDone.read(fields);
      case "StepOverdue" -> StepOverdue.read(fields);
      case "RunEnded" -> RunEnded.read(fields);
      case "BoxesAccounted" -> BoxesAccounted.read(fields);
      case "BoxesUnaccounted" -> BoxesUnaccounted.read(fields);
      case "FrozenBoxMoved" -> FrozenBoxMoved.read(fields);
      case "IncidentNoted" -> IncidentNoted.read(fields);
      case "IncidentClosed" -> IncidentClosed.read(fields);
      default -> null;
    };
  }
}
