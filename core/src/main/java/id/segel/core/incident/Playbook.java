package id.segel.core.incident;

import id.segel.core.personnel.Role;
import id.segel.core.region.ElectionOpened;
import id.segel.core.region.PlaceCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A playbook (SOP): steps that people do one after the other, with branches by what they answer.
 * The format of its text is docs/formats/playbook.md; {@link PlaybookReader} reads it, {@link
 * PlaybookCheck} says what is wrong with it.
 *
 * @param code a word of small letters, digits and dashes, the same for all versions
 * @param kinds what it answers
 * @param places where it may run
 * @param ends by when all of it must be over
 * @param steps the first is the beginning
 */
public record Playbook(
    String code,
    Words title,
    List<IncidentKind> kinds,
    List<PlaceCode.Kind> places,
    Due ends,
    List<Step> steps) {

  /** Where a branch leads that ends the run. */
  public static final String END = "END";

  static final int STEPS_MAX = 60;
  static final int PEOPLE_MAX = 9;

  public Playbook {
    kinds = List.copyOf(kinds);
    places = List.copyOf(places);
    steps = List.copyOf(steps);
  }

  /** The same in both languages. */
  public record Words(String id, String en) {}

  /** What somebody must bring so that a step is done. */
  public enum Evidence {
    NONE,
    /** At least one picture. */
    PHOTO,
    /** A number of things or people. */
    COUNT,
    /** Each box at the place is accounted for. */
    BOXES,
    /** They say that they stand for it. */
    CONFIRM
  }

  /**
   * By when.
   *
   * @param amount minutes, or days after the day of the vote: then until that day is over
   */
  public record Due(From from, int amount) {

    /** What it is counted from. */
    public enum From {
      STEP,
      BEGIN,
      /** The day of the vote. */
      DAY
    }

    /** That moment; null where it is counted from a vote whose day is not known. */
    public @Nullable Instant moment(
        Instant step, Instant begin, @Nullable ElectionOpened election) {
      return switch (from) {
        case STEP -> step.plus(Duration.ofMinutes(amount));
        case BEGIN -> begin.plus(Duration.ofMinutes(amount));
        case DAY ->
            election == null
                ? null
                : election.day().plusDays(amount + 1L).atStartOfDay(election.zone()).toInstant();
      };
    }
  }

  /** Who is told as well when a step is not done so many minutes after it was opened. */
  public record Escalation(Role role, int minutes) {}

  /**
   * One step.
   *
   * @param roles any of these does it
   * @param people how many different ones must say that it is done
   * @param bodies of how many different bodies they must be
   * @param opens whether a lock, seal or box is opened by it
   * @param answers what it is answered with; without a question the one way on
   * @param line on which it stands
   */
  public record Step(
      String code,
      Words words,
      List<Role> roles,
      int people,
      int bodies,
      boolean opens,
      Evidence evidence,
      Due due,
      @Nullable Escalation escalation,
      boolean isQuestion,
      List<Answer> answers,
      int line) {
    public Step {
      roles = List.copyOf(roles);
      answers = List.copyOf(answers);
    }

    /** The answer of this code; of a step without a question the one way on. Null when none. */
    @Nullable Answer answer(@Nullable String given) {
      if (!isQuestion) {
        return given == null ? answers.getFirst() : null;
      }
      return answers.stream().filter(one -> one.code().equals(given)).findFirst().orElse(null);
    }

    /** Who may do it: once it has waited too long also whom it was escalated to. */
    public boolean isFor(Role role, Instant opened, Instant now) {
      return roles.contains(role)
          || (escalation != null
              && escalation.role() == role
              && !now.isBefore(opened.plus(Duration.ofMinutes(escalation.minutes()))));
    }
  }

  /**
   * A way on.
   *
   * @param words null for the one way of a step without a question
   * @param next code of a step, or {@link #END}
   */
  public record Answer(String code, @Nullable Words words, String next, int line) {}

  /** The step of this code; null when there is none. */
  public @Nullable Step step(String wanted) {
    return steps.stream().filter(one -> one.code().equals(wanted)).findFirst().orElse(null);
  }

  /** The fewest digits of a territory in which a role acts. */
  private static int digits(Role role) {
    return switch (role) {
      case KPPS, SAKSI -> 13;
      case PPS -> 10;
      case PPK -> 6;
      case KPU_KOTA -> 4;
      default -> 2;
    };
  }

  /** Whether somebody in this role can be in charge at such a place at all. */
  static boolean isAt(Role role, PlaceCode.Kind place) {
    int digits =
        switch (place) {
          case CITY_STORE -> 4;
          case KECAMATAN_STORE -> 6;
          case PPS -> 10;
          case TPS -> 13;
          // A post is of a kecamatan or kelurahan.
          case POST -> 10;
        };
    return !Set.of(Role.ADMIN).contains(role) && digits(role) <= digits;
  }
}
