package id.segel.core.entrance;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import org.jspecify.annotations.Nullable;

/** The facts of this package, by their names. */
public final class EntranceFacts {

  private EntranceFacts() {}

  /** Reads a fact of this name; null when it is none of these. */
  public static @Nullable Fact read(String name, Fields fields) {
    return switch (name) {
      case "EntrancePermitted" -> EntrancePermitted.read(fields);
      case "EntrancePermitEnded" -> EntrancePermitEnded.read(fields);
      case "SomebodyEntered" -> SomebodyEntered.read(fields);
      case "SomebodyLeft" -> SomebodyLeft.read(fields);
      case "BreachFound" -> BreachFound.read(fields);
      case "BreachEnded" -> BreachEnded.read(fields);
      default -> null;
    };
  }
}
