package id.segel.server.label;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import id.segel.server.http.Problem;
import id.segel.server.label.Labels.Kind;
import id.segel.server.label.Labels.Part;
import id.segel.server.paper.PrintRuns;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Runs that print the labels of a region into one zip, a PDF for each kelurahan. One kelurahan is
 * in memory at a time; the zip is kept for a day.
 */
@Configuration(proxyBeanMethods = false)
class LabelJobs {

  /** Each takes a core while it runs, and the server has other things to do. */
  static final int RUNNING_MAX = 2;

  /** A province of 123,064 boxes is 50 MB. */
  static final int KEPT_MAX = 6;

  /**
   * What is printed.
   *
   * @param address of the server that the QR codes lead to
   */
  record Wanted(Kind kind, String region, LabelSize size, String address) {

    String fileName() {
      return "label-" + kind.word() + "-" + region + "-" + size + ".zip";
    }
  }

  /** A job as its page shows it. */
  record Shown(
      String kind,
      String region,
      String size,
      String address,
      @JsonUnwrapped PrintRuns.Shown run) {}

  @Bean
  static PrintRuns<Wanted> labelRuns(Clock clock, @Value("${segel.data}") Path data) {
    return new PrintRuns<>("labels", data, Duration.ofDays(1), clock, run -> {});
  }

  private final Labels labels;
  private final PrintRuns<Wanted> runs;

  LabelJobs(Labels labels, PrintRuns<Wanted> runs) {
    this.labels = labels;
    this.runs = runs;
  }

  /** Starts one; a problem when there are too many, or no labels. */
  synchronized PrintRuns<Wanted>.Run start(Wanted wanted) {
    List<Part> parts = labels.parts(wanted.kind, wanted.region);
    int total = parts.stream().mapToInt(Part::labels).sum();
    if (total == 0) {
      throw Problem.notFound("The roster has nothing to label in region " + wanted.region + ".");
    }
    List<PrintRuns<Wanted>.Run> kept = runs.all();
    long running = kept.stream().filter(PrintRuns.Run::isRunning).count();
    if (running >= RUNNING_MAX) {
      throw new Problem(
          409, "LABEL_JOBS_FULL", running + " jobs are running: wait for one, or cancel it.");
    }
    if (kept.size() >= KEPT_MAX) {
      kept.reversed().stream().filter(run -> !run.isRunning()).findFirst().ifPresent(runs::remove);
    }
    return runs.start(wanted, total, ".zip", (run, out) -> print(run, parts, out));
  }

  static Shown shown(PrintRuns<Wanted>.Run run) {
    Wanted wanted = run.about();
    return new Shown(
        wanted.kind.word(), wanted.region, wanted.size.toString(), wanted.address, run.shown());
  }

  private boolean print(PrintRuns<Wanted>.Run run, List<Part> parts, OutputStream out)
      throws IOException {
    Wanted wanted = run.about();
    var painter = new LabelPainter(wanted.size);
    return PrintRuns.zip(
        out,
        parts,
        Part::file,
        (part, file) ->
            painter.write(
                part.title(),
                run.started(),
                labels.of(wanted.kind, part, wanted.address),
                file,
                run::printed));
  }
}
