package id.segel.core.assistance;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import org.jspecify.annotations.Nullable;

/** The facts of this package, by their names. */
public final class AssistanceFacts {

  private AssistanceFacts() {}

  /** Reads a fact of this name; null when it is none of these. */
  public static @Nullable Fact read(String name, Fields fields) {
    return switch (name) {
      case "PoliceAsked" -> PoliceAsked.read(fields);
      case "PoliceEntered" -> PoliceEntered.read(fields);
      case "PoliceLeft" -> PoliceLeft.read(fields);
      case "UnaskedEntryFound" -> UnaskedEntryFound.read(fields);
      case "UnaskedEntryExplained" -> UnaskedEntryExplained.read(fields);
      default -> null;
    };
  }
}
