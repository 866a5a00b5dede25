package id.segel.server.sitrep;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.segel.core.fact.Id;
import id.segel.core.finding.Finding;
import id.segel.core.finding.Severity;
import id.segel.server.situation.Snapshots;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a region stands at one entry of the log, and what a shift did until then. It holds no remark,
 * only their hashes, so it can be kept for ever.
 *
 * @param sheets of all designs by who holds them; null where no books are kept of so small a region
 * @param words how many TPS have said each word of their day; null before the day
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Report(
    Head head,
    Snapshots.Counts counts,
    @Nullable List<Sheets> sheets,
    @Nullable List<Said> words,
    List<Open> open,
    List<Urgent> urgent,
    Shift shift) {

  /**
   * What the figures are true of.
   *
   * @param region digits
   * @param made election time
   * @param index the newest entry that is in the figures
   * @param size entries under the checkpoint by which it can be checked
   * @param root of that checkpoint, base64
   * @param checkpointAt real time
   */
  record Head(
      String election,
      String region,
      String name,
      Instant made,
      String zone,
      boolean simulated,
      long index,
      long size,
      String root,
      Instant checkpointAt) {}

  record Sheets(String holder, long sheets) {}

  record Said(String word, int tps) {}

  /** How many findings of one severity are not over, or are over and nobody has seen it. */
  record Open(Severity severity, int open, int acknowledged, int cleared) {

    int active() {
      return open + acknowledged;
    }
  }

  /** A finding that must be acted on. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Urgent(
      String id,
      String what,
      String place,
      Severity severity,
      Finding.State state,
      Instant since,
      Instant deadline,
      boolean isLate,
      @Nullable String agency) {}

  /**
   * What happened to findings and duties from one moment up to another.
   *
   * @param counts how often each thing was done
   * @param lines the newest ones, in the order of the log
   */
  record Shift(Instant from, Instant until, Map<What, Integer> counts, List<Line> lines) {

    int total() {
      return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  /** What can be done about a finding, and about duty and help. */
  enum What {
    FOUND,
    ACKNOWLEDGED,
    ASSIGNED,
    SILENCED,
    NOTED,
    ENDED,
    DUTY_OFFERED,
    DUTY_TAKEN,
    DUTY_KEPT,
    PICTURED,
    HELP_ASKED,
    HELP_ANSWERED,
    HELP_ENDED
  }

  /**
   * One line of the shift's log.
   *
   * @param id of the finding; null where it is about none
   * @param user code of who did it; null where a rule did
   * @param agency for which the user acts
   * @param to the agency that it was assigned to
   * @param silentUntil when a silence ends
   * @param note hash of the remark
   * @param remark only while it is not erased, and never in what is kept
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Line(
      long index,
      Instant at,
      What act,
      @Nullable String id,
      String what,
      String place,
      @Nullable String user,
      @Nullable String agency,
      @Nullable String to,
      @Nullable Instant silentUntil,
      @Nullable String note,
      @Nullable String remark) {

    private Line with(Map<Id, String> texts) {
      return note == null
          ? this
          : new Line(
              index,
              at,
              act,
              id,
              what,
              place,
              user,
              agency,
              to,
              silentUntil,
              note,
              texts.get(Id.parse(note)));
    }
  }

  /** The hashes of all remarks. */
  List<Id> notes() {
    return shift.lines.stream().map(Line::note).filter(Objects::nonNull).map(Id::parse).toList();
  }

  /** The same with these remarks beside their lines. */
  Report with(Map<Id, String> remarks) {
    var lines = shift.lines.stream().map(line -> line.with(remarks)).toList();
    return new Report(
        head,
        counts,
        sheets,
        words,
        open,
        urgent,
        new Shift(shift.from, shift.until, shift.counts, lines));
  }
}
