package id.segel.server.camera;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.segel.core.box.BoxId;
import id.segel.core.camera.Coverage;
import id.segel.core.entrance.Visit;
import id.segel.core.entrance.Zone;
import id.segel.core.personnel.Role;
import id.segel.core.region.PlaceCode;
import id.segel.server.clock.ElectionClock;
import id.segel.server.entrance.EntranceRegister;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which boxes of a place were seen in a day, and who was there while nobody saw them. */
@Component
class CoverageViews {

  private static final Duration DAY = Duration.ofHours(24);
  private static final int BLINDS_SHOWN = 200;

  /** Whoever wants more of one takes the file. */
  static final int BOXES_SHOWN = 400;

  /** Somebody who was there, by role and agency; a visitor has neither. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record VisitRow(
      int visit,
      Zone zone,
      @Nullable Role role,
      @Nullable String agency,
      boolean isVisitor,
      Instant came,
      @Nullable Instant left,
      long entry) {}

  /**
   * Boxes that no camera saw for certain.
   *
   * @param kind blind when for a part of it none saw them, for certain
   * @param numbers of the first of them
   * @param until missing while it goes on
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record BlindRow(
      Coverage.Kind kind,
      Instant from,
      @Nullable Instant until,
      int boxes,
      List<String> numbers,
      List<VisitRow> visits) {}

  /** A day of a place, until a moment; newest blind first. */
  record Day(
      String place,
      Instant from,
      Instant until,
      boolean hasEvidence,
      List<Coverage.Hour> hours,
      List<BlindRow> blinds) {}

  private final Cameras cameras;
  private final EntranceRegister entrances;
  private final ElectionClock clock;

  CoverageViews(Cameras cameras, EntranceRegister entrances, ElectionClock clock) {
    this.cameras = cameras;
    this.entrances = entrances;
    this.clock = clock;
  }

  /**
   * The 24 hours that end then.
   *
   * @param most numbers of boxes of each blind time
   */
  Day day(PlaceCode place, @Nullable Instant end, int most) {
    Instant now = clock.instant();
    Instant until = end == null || end.isAfter(now) ? now : end;
    Instant from = until.minus(DAY).truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
    List<Coverage.Spell> spells = cameras.spells(place, from);
    return new Day(
        place.text(),
        from,
        until,
        !spells.isEmpty(),
        spells.isEmpty() ? List.of() : Coverage.hours(Coverage.periods(spells, from, until)),
        cameras.blinds(place, from, until, BLINDS_SHOWN).stream()
            .map(one -> row(one, now, most))
            .toList());
  }

  private BlindRow row(Cameras.Blind one, Instant now, int most) {
    Instant until = one.ended() == null ? now : one.ended();
    return new BlindRow(
        one.isBlind() ? Coverage.Kind.BLIND : Coverage.Kind.UNKNOWN,
        one.began(),
        one.ended(),
        one.boxes().size(),
        one.boxes().stream().limit(most).map(BoxId::toString).toList(),
        entrances.during(one.place(), one.began(), until).stream()
            .map(CoverageViews::visit)
            .toList());
  }

  private static VisitRow visit(Visit one) {
    return new VisitRow(
        one.number(),
        one.zone(),
        one.role(),
        one.agency(),
        one.person() == null,
        one.came(),
        one.left(),
        one.entry());
  }
}
