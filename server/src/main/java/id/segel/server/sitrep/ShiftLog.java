package id.segel.server.sitrep;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.finding.DutyFact;
import id.segel.core.finding.DutyOffered;
import id.segel.core.finding.DutyTaken;
import id.segel.core.finding.DutyWithdrawn;
import id.segel.core.finding.Finding;
import id.segel.core.finding.FindingActed;
import id.segel.core.finding.FindingEnded;
import id.segel.core.finding.FindingId;
import id.segel.core.finding.FindingReported;
import id.segel.core.finding.Findings;
import id.segel.core.finding.HelpAnswered;
import id.segel.core.finding.HelpAsked;
import id.segel.core.finding.HelpEnded;
import id.segel.core.finding.HelpFact;
import id.segel.core.finding.HelpLapsed;
import id.segel.core.finding.Helps;
import id.segel.server.finding.FindingText;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Folds the facts up to an entry, and writes down what happened to findings and duties in between.
 */
final class ShiftLog {

  /** Lines that are kept, the newest: what a person reads when a shift changes. */
  static final int LINES_MAX = 500;

  private final String region;
  private final Instant from;
  private final Instant until;
  private final UnaryOperator<String> places;
  private final Findings findings = new Findings();
  private final Helps helps = new Helps();
  private final Map<Report.What, Integer> counts = new EnumMap<>(Report.What.class);
  private final Deque<Report.Line> lines = new ArrayDeque<>();

  /**
   * A log of a region, which begins empty.
   *
   * @param region digits; empty is the province
   * @param places what a place is called, by its digits
   */
  ShiftLog(String region, Instant from, Instant until, UnaryOperator<String> places) {
    this.region = region;
    this.from = from;
    this.until = until;
    this.places = places;
    for (Report.What act : Report.What.values()) {
      counts.put(act, 0);
    }
  }

  /** The findings as they are after what was taken in. */
  Findings findings() {
    return findings;
  }

  Report.Shift shift() {
    return new Report.Shift(from, until, counts, List.copyOf(lines));
  }

  void take(Past.Told told) {
    FindingId id = findings.about(told.fact());
    findings.apply(told.index(), told.recorded(), told.fact());
    helps.apply(told.index(), told.recorded(), told.fact());
    if (told.recorded().isBefore(from) || told.recorded().isAfter(until)) {
      return;
    }
    Finding now = id == null ? null : findings.of(id);
    Report.What act = now == null ? null : act(told, now);
    if (told.fact() instanceof DutyFact duty && duty.desk().territory().startsWith(region)) {
      add(line(told, duty));
    } else if (told.fact() instanceof HelpFact && !(told.fact() instanceof HelpLapsed)) {
      help(told);
    } else if (now != null && act != null && now.region().startsWith(region)) {
      add(line(told, act, now));
    }
  }

  private void add(Report.Line line) {
    counts.merge(line.act(), 1, Integer::sum);
    lines.addLast(line);
    if (lines.size() > LINES_MAX) {
      lines.removeFirst();
    }
  }

  private Report.Line line(Past.Told told, DutyFact duty) {
    Report.What act =
        switch (duty) {
          case DutyOffered it -> Report.What.DUTY_OFFERED;
          case DutyTaken it -> Report.What.DUTY_TAKEN;
          case DutyWithdrawn it -> Report.What.DUTY_KEPT;
        };
    Id note = duty instanceof DutyOffered it ? it.note() : null;
    String territory = duty.desk().territory();
    return new Report.Line(
        told.index(),
        told.recorded(),
        act,
        null,
        SitrepWords.of(duty),
        territory.matches("[0-9]{3,}") ? places.apply(territory) : places.apply(""),
        duty.by(),
        duty.desk().agency(),
        null,
        null,
        note == null ? null : note.toString(),
        null);
  }

  /** What was asked of the army, answered or ended, with how it stands now. */
  private void help(Past.Told told) {
    record Said(long help, Report.What act, @Nullable Id note, String by) {}
    Said said =
        switch (told.fact()) {
          case HelpAsked it -> new Said(told.index(), Report.What.HELP_ASKED, it.note(), it.by());
          case HelpAnswered it ->
              new Said(it.help(), Report.What.HELP_ANSWERED, it.note(), it.by());
          case HelpEnded it -> new Said(it.help(), Report.What.HELP_ENDED, null, it.by());
          default -> throw new IllegalArgumentException("no act about help");
        };
    Helps.Help help = helps.of(said.help);
    if (help != null && help.asked().region().startsWith(region)) {
      String place = help.asked().region();
      add(
          new Report.Line(
              told.index(),
              told.recorded(),
              said.act,
              null,
              SitrepWords.of(help),
              places.apply(place.length() <= 2 ? "" : place),
              said.by,
              findings.agencyOf(said.by),
              null,
              null,
              said.note == null ? null : said.note.toString(),
              null));
    }
  }

  /** What the fact has done to the finding; null when it is evidence of what was known before. */
  private static Report.@Nullable What act(Past.Told told, Finding now) {
    if (told.fact() instanceof FindingActed acted) {
      return switch (acted.act()) {
        case ACKNOWLEDGED -> Report.What.ACKNOWLEDGED;
        case ASSIGNED -> Report.What.ASSIGNED;
        case SILENCED -> Report.What.SILENCED;
        case NOTED -> Report.What.NOTED;
        case PICTURED -> Report.What.PICTURED;
      };
    }
    if (now.evidence().getFirst() == told.index()) {
      return Report.What.FOUND;
    }
    return now.cleared() == told.index() ? Report.What.ENDED : null;
  }

  private Report.Line line(Past.Told told, Report.What act, Finding now) {
    Fact fact = told.fact();
    String user =
        switch (fact) {
          case FindingActed it -> it.by();
          case FindingReported it -> it.by();
          case FindingEnded it -> it.by();
          default -> null;
        };
    Id note =
        switch (fact) {
          case FindingActed it -> it.note();
          case FindingReported it -> it.words();
          default -> null;
        };
    var acted = fact instanceof FindingActed it ? it : null;
    return new Report.Line(
        told.index(),
        told.recorded(),
        act,
        now.id().toString(),
        FindingText.of(now.id()),
        places.apply(now.region()),
        user,
        user == null ? null : findings.agencyOf(user),
        acted == null ? null : acted.agency(),
        acted == null ? null : acted.until(),
        note == null ? null : note.toString(),
        null);
  }
}
