package id.segel.core.weather;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import org.jspecify.annotations.Nullable;

/** The facts of this package, by their names. */
public final class WeatherFacts {

  private WeatherFacts() {}

  /** Reads a fact of this name; null when it is none of these. */
  public static @Nullable Fact read(String name, Fields fields) {
    return switch (name) {
      case "RainDangerFound" -> RainDangerFound.read(fields);
      case "RainDangerEnded" -> RainDangerEnded.read(fields);
      case "RainSpreadFound" -> RainSpreadFound.read(fields);
      case "RainSpreadEnded" -> RainSpreadEnded.read(fields);
      case "RainRulesSet" -> RainRulesSet.read(fields);
      default -> null;
    };
  }
}
