package id.segel.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** All that the tools print: answers on stdout, progress and errors on stderr. */
final class Printer {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PROGRESS_EVERY = Duration.ofSeconds(2);

  private final PrintStream out;
  private final PrintStream err;
  private final InstantSource real;
  private Instant lastProgress = Instant.MIN;

  Printer(PrintStream out, PrintStream err, InstantSource real) {
    this.out = out;
    this.err = err;
    this.real = real;
  }

  /** One with the same clock that prints nothing. */
  Printer silent() {
    var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return new Printer(nowhere, nowhere, real);
  }

  InstantSource clock() {
    return real;
  }

  /** A line of the answer. */
  void line(String text) {
    out.println(text);
  }

  /** The whole answer as one JSON object. */
  void json(Map<String, ?> answer) {
    out.println(JSON.writeValueAsString(answer));
  }

  /** The whole answer, as one JSON object or each figure on a line. */
  void figures(Map<String, ?> answer, boolean isJson) {
    if (isJson) {
      json(answer);
    } else {
      table(
          answer.entrySet().stream()
              .map(one -> List.of(one.getKey(), String.valueOf(one.getValue())))
              .toList());
    }
  }

  /** What went wrong, and what to do. */
  void error(String sentence) {
    err.println("segel: " + sentence);
  }

  /** A step that is said once. */
  void step(String text) {
    err.println("segel: " + text);
    lastProgress = real.instant();
  }

  /** How far a long work is, at most every two seconds. */
  void progress(String what, long done, long of, Instant since) {
    Instant now = real.instant();
    if (now.isBefore(lastProgress.plus(PROGRESS_EVERY))) {
      return;
    }
    lastProgress = now;
    double seconds = Math.max(0.001, Duration.between(since, now).toMillis() / 1_000.0);
    double rate = done / seconds;
    String rest =
        of > done && rate > 0
            ? String.format(Locale.ROOT, ", done in %.0f s", (of - done) / rate)
            : "";
    err.println(
        String.format(Locale.ROOT, "segel: %s: %,d of %,d, %,.0f/s%s", what, done, of, rate, rest));
  }

  /** Progress of something without a known end. */
  void progress(String text) {
    Instant now = real.instant();
    if (!now.isBefore(lastProgress.plus(PROGRESS_EVERY))) {
      lastProgress = now;
      err.println("segel: " + text);
    }
  }

  /** Rows under each other, columns aligned. */
  void table(List<List<String>> rows) {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      var line = new StringBuilder("  ");
      for (int i = 0; i < row.size(); i++) {
        line.append(row.get(i));
        if (i < row.size() - 1) {
          line.append(" ".repeat(widths[i] - row.get(i).length() + 2));
        }
      }
      out.println(line);
    }
  }
}
