package id.segel.cli;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/** {@code segel bench}: the figures of docs/PERFORMANCE.md, measured on this machine. */
final class Bench {

  static final String HELP =
      """
      usage: segel bench capture|storm|verify|views|cameras|plan [options]

      capture  starts a server with fresh data, enrols devices, and sends offers and acceptances: requests
               of 500, 50 and 1 notes of one box, of 20 notes of 100 boxes, then half of that speed at a
               steady rate, for the time that an answer takes
      storm    starts a server with fresh data, lets devices sign through a day without a network, and delivers
               it all at once, in any order; then reads the log: none lost, every chain as it was signed
      verify   reads a log: hashes alone, then everything; mirrors it; lets a witness of its own cosign it
               as it grows
      views    starts a server with fresh data and lets viewers look while statements are captured: each holds
               the stream of events and asks, as the wall does, for the situation and the newest discrepancies
               when told of a change, at most twice a second each; about every ten seconds for the TPS of a
               kelurahan (4 of 10), findings (3), a search (2) or the wall at a past minute (1). All share one
               login. Then it holds streams that only listen and says what memory they take. With --url it looks
               at a server that runs: without statements of its own, and without its memory
      cameras  makes clips of drawn stores with FFmpeg, with known faults, and says what the camera worker finds in them;
               then lets it watch 200 cameras with snapshots and 20 with RTSP, and says what that costs
      plan     looks for routes on an instance of CVRPLIB (.vrp) or of Solomon, Gehring and Homberger (.txt), and
               checks that they keep every rule

        --devices 30000   devices that sign (capture, storm, views; there 1068)
        --notes 20        what each of them kept (storm)
        --together 50     notes a request, as the field app sends them (storm)
        --lanes 32        devices that deliver at the same moment (storm)
        --seconds 10      how long each part is measured (capture, views; there 30; cameras; there 120)
        --warm 10         how long each part warms up before (capture, views; there 20)
        --viewers 200     who look at the wall (views)
        --streams 1000    streams that are held afterwards (views)
        --rate 500        statements a second meanwhile (views)
        --url URL --user NAME --password WORD
                          the server to look at, and who looks (views)
        --shape N         only part N: 1 to 4, in the order of the output (capture)
        --entries 0       go on until the log has so many entries, and say the speed as it grows (capture);
                          have so many before anybody looks (views)
        --data DIR        the server's data, made anew (capture, storm, views; default: data/bench)
        --log URL         which log (verify; default: http://127.0.0.1:8080)
        --scene 3 --scenes 4
                          the first scene and how many; thresholds were found on scenes 1 and 2 (cameras)
        --ffmpeg PATH     (cameras; default: /usr/bin/ffmpeg)
        --instance FILE --threads 1 --seed 1
                          what is planned for --seconds 30, by how many searches beside each other (plan)
        --json            one JSON object on stdout

      Exit status: 0 measured, 1 a note was lost, a chain is wrong, a viewer missed the end or a plan breaks a rule, 2 could not run.
      """;

  private static final String WHICH = "capture, storm, verify, views, cameras or plan";

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
                "--viewers",
                "--streams",
                "--rate",
                "--url",
                "--user",
                "--password",
                "--entries",
                "--data",
                "--log",
                "--scene",
                "--scenes",
                "--ffmpeg",
                "--instance",
                "--threads",
                "--seed"));
    return switch (args.words(1, 1, WHICH).getFirst()) {
      case "capture" -> new BenchCapture(args, printer).run();
      case "storm" -> new BenchStorm(args, printer).run();
      case "verify" -> new BenchVerify(args, printer).run();
      case "views" -> new BenchViews(args, printer).run();
      case "cameras" -> new BenchCameras(args, printer).run();
      case "plan" -> new BenchPlan(args, printer).run();
      default -> throw new Args.BadArgsException("a bench is " + WHICH);
    };
  }
}
