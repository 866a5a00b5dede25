package id.segel.core.weather;

import id.segel.core.fact.MalformedException;
import java.time.Instant;
import java.util.List;

/**
 * A message of CAP 1.2: a warning, the next word about one, or its end.
 *
 * @param isActual whether it is meant; an exercise, a test and a draft are not
 * @param references what this one takes the place of
 */
public record Alert(
    Key key, boolean isActual, Type type, List<Key> references, List<Notice> infos) {

  /** By which a message is told from others. */
  public record Key(String identifier, String sender, Instant sent) {

    private static final int LENGTH_MAX = 200;

    /** {@link MalformedException} when a part of it is missing or too long. */
    public Key {
      if (identifier.isEmpty()
          || sender.isEmpty()
          || identifier.length() > LENGTH_MAX
          || sender.length() > LENGTH_MAX) {
        throw new MalformedException("a message has an identifier and a sender");
      }
    }
  }

  /** What a message does. */
  public enum Type {
    ALERT,
    UPDATE,
    CANCEL,
    /** An acknowledgement or an error between machines. */
    OTHER
  }

  /**
   * What is warned of.
   *
   * @param event as they call it: {@code Hujan Lebat dan Petir}
   * @param isDanger whether water comes, and it is not over
   */
  public record Notice(
      String event,
      String headline,
      String severity,
      String urgency,
      String certainty,
      Instant effective,
      Instant expires,
      boolean isDanger,
      List<Area> areas) {

    /** {@link MalformedException} when it ends before it begins. */
    public Notice {
      areas = List.copyOf(areas);
      if (!expires.isAfter(effective)) {
        throw new MalformedException("a warning expires after it begins: " + expires);
      }
    }
  }

  /**
   * Where.
   *
   * @param faults what is wrong with each polygon that was refused
   */
  public record Area(String name, List<Polygon> polygons, List<Polygon.Fault> faults) {

    public Area {
      polygons = List.copyOf(polygons);
      faults = List.copyOf(faults);
    }
  }

  public Alert {
    references = List.copyOf(references);
    infos = List.copyOf(infos);
  }
}
