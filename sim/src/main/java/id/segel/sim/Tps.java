package id.segel.sim;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One TPS on its election day: its boxes, its chair's phone, what goes wrong. */
public final class Tps {

  private final String code;
  private final Timetable.TpsTimes times;

  /** The boxes that it should get. */
  List<Box> boxes;

  /** The phone of the KPPS's chair. */
  Phone chair;

  @Nullable Mishap mishap;

  /** A person who plays the officer that takes its boxes next, and gives them on. */
  @Nullable Takeover takeover;

  /** Whether its boxes are in the hand of a person, whom the story does not wait for. */
  boolean isWithPerson;

  /** Whether a person plays or played here, who may contradict the chain. */
  boolean wasPlayed;

  boolean isOffered;

  /** Whether its chair has offered the boxes back. */
  boolean hasLeft;

  boolean isBack;

  Tps(String code, List<Box> boxes, Phone chair, Timetable.TpsTimes times) {
    this.code = code;
    this.boxes = boxes;
    this.chair = chair;
    this.times = times;
  }

  public String code() {
    return code;
  }

  Timetable.TpsTimes times() {
    return times;
  }

  public List<Box> boxes() {
    return boxes;
  }

  /** What goes wrong at it, or null. */
  public @Nullable Mishap mishap() {
    return mishap;
  }

  boolean has(Fault fault) {
    return mishap != null && mishap.fault() == fault;
  }
}
