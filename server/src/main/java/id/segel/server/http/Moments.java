package id.segel.server.http;

import java.time.DateTimeException;
import java.time.Instant;

/** Reads moments as people and pages write them. */
public final class Moments {

  /**
   * Before anybody's clock, and after: what lies outside was mistyped, and no database keeps it.
   */
  private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");

  private static final Instant LAST = Instant.parse("2100-01-01T00:00:00Z");

  private Moments() {}

  /**
   * The moment that is written so.
   *
   * @throws Problem 400 when it is none of this century
   */
  public static Instant parse(String text) {
    try {
      Instant moment = Instant.parse(text);
      if (!moment.isBefore(FIRST) && moment.isBefore(LAST)) {
        return moment;
      }
    } catch (DateTimeException e) {
      throw malformed(text);
    }
    throw malformed(text);
  }

  private static Problem malformed(String text) {
    return Problem.malformed(
        "A moment of this century is written 2024-02-13T11:00:00Z: "
            + text.substring(0, Math.min(text.length(), 40)));
  }
}
