package id.segel.cli;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/** {@code segel bench}: the figures of docs/PERFORMANCE.md, measured on this machine. */
final class Bench {

  static final String HELP =
      """
      usage: segel bench capture|storm|verify [options]

      capture  starts a server with fresh data, enrols devices, and sends offers and acceptances: requests
               of 500, 50 and 1 notes of one box, of 20 notes of 100 boxes, then half of that speed at a
               steady rate, for the time that an answer takes
      storm    starts a server with fresh data, lets devices sign through a day without a network, and delivers
               it all at once, in any order; then reads the log: none lost, every chain as it was signed
      verify   reads a log: hashes alone, then everything; mirrors it; lets a witness of its own cosign it
               as it grows

        --devices 30000   devices that sign (capture, storm)
        --notes 20        what each of them kept (storm)
        --together 50     notes a request, as the field app sends them (storm)
        --lanes 32        devices that deliver at the same moment (storm)
        --seconds 10      how long each part is measured (capture)
        --warm 10         how long each part warms up before (capture)
        --shape N         only part N: 1 to 4, in the order of the output (capture)
        --entries 0       go on until the log has so many entries, and say the speed as it grows (capture)
        --data DIR        the server's data, made anew (capture, storm; default: data/bench)
        --log URL         which log (verify; default: http://127.0.0.1:8080)
        --json            one JSON object on stdout

      Exit status: 0 measured, 1 a note was lost or a chain is wrong, 2 could not run.
      """;

  private Bench() {}

  static int run(List<String> line, Printer printer) throws IOException, InterruptedException {
    Args args =
        Args.parse(
            line,
            Set.of("--json"),
            Set.of(
                "--devices",
                "--notes",
                "--together",
                "--lanes",
                "--seconds",
                "--warm",
                "--shape",
                "--entries",
                "--data",
                "--log"));
    return switch (args.words(1, 1, "capture, storm or verify").getFirst()) {
      case "capture" -> new BenchCapture(args, printer).run();
      case "storm" -> new BenchStorm(args, printer).run();
      case "verify" -> new BenchVerify(args, printer).run();
      default -> throw new Args.BadArgsException("a bench is capture, storm or verify");
    };
  }
}
