package id.segel.core.sensor;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import org.jspecify.annotations.Nullable;

/** The facts of this package, by their names. */
public final class SensorFacts {

  private SensorFacts() {}

  /** Reads a fact of this name; null when it is none of these. */
  public static @Nullable Fact read(String name, Fields fields) {
    return switch (name) {
      case "SensorListed" -> SensorListed.read(fields);
      case "SensorUnlisted" -> SensorUnlisted.read(fields);
      case "SensorTurned" -> SensorTurned.read(fields);
      case "SensorMuted" -> SensorMuted.read(fields);
      case "SensorSilent" -> SensorSilent.read(fields);
      case "DoorUnentered" -> DoorUnentered.read(fields);
      case "DoorExplained" -> DoorExplained.read(fields);
      default -> null;
    };
  }
}
