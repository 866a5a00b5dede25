package id.segel.core.sensor;

import id.segel.core.fact.MalformedException;

/** What a sensor feels. */
public enum SensorKind {
  SMOKE,
  WATER,
  /** Heat; its readings are tenths of a degree Celsius. */
  TEMPERATURE,
  /** Whether a door is open. */
  DOOR;

  /** Whether what it feels endangers boxes. */
  public boolean isAlarm() {
    return this != DOOR;
  }

  /** {@link MalformedException} when there is no such kind. */
  public static SensorKind parse(String name) {
    for (SensorKind kind : values()) {
      if (kind.name().equals(name)) {
        return kind;
      }
    }
    throw new MalformedException("no sensor feels " + name);
  }
}
