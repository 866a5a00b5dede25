package id.segel.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;

/**
 * The command line tools: {@code demo}, {@code witness}, {@code verify}, {@code mirror}, {@code
 * cameras}, {@code key}, {@code spotcheck}, {@code bench}.
 */
public final class Segel {

  /** Exit status: done. */
  static final int DONE = 0;

  /** Exit status: the answer is no. */
  static final int NO = 1;

  /** Exit status: could not run. */
  static final int COULD_NOT = 2;

  private static final String HELP =
      """
      usage: segel COMMAND [options]

        demo       a whole province on its election day, played by simulated devices
        witness    cosigns the log's checkpoints, on a machine of an agency's own
        verify     checks a log from the outside, by its address or a folder
        mirror     copies a log and its public pages as files, verified while they are copied
        cameras    watches the cameras of stores, on a machine in their network
        sensors    takes what sensors say from an MQTT broker to Segel
        spotcheck  draws again, from the log alone, the boxes that dice have chosen
        key        makes the keys of a log, a witness and of backups
        bench      capture, storm, verify: the figures of docs/PERFORMANCE.md on this machine

      Each command says more with --help. Exit status: 0 done, 1 the answer is no, 2 could not run.
      """;

  private Segel() {}

  public static void main(String[] args) {
    var printer = new Printer(System.out, System.err, Clock.systemUTC());
    System.exit(run(List.of(args), printer));
  }

  /** Runs a command and answers its exit status. */
  static int run(List<String> line, Printer printer) {
    if (line.isEmpty()) {
      printer.error(
          "which command? demo, witness, verify, mirror, cameras, sensors, spotcheck, key or bench; --help says more");
      return COULD_NOT;
    }
    String command = line.getFirst();
    List<String> rest = line.subList(1, line.size());
    try {
      return switch (command) {
        case "-h", "--help", "help" -> help(printer, HELP);
        case "demo" -> isHelp(rest) ? help(printer, Demo.HELP) : Demo.run(rest, printer);
        case "verify" -> isHelp(rest) ? help(printer, Verify.HELP) : Verify.run(rest, printer);
        case "witness" ->
            isHelp(rest) ? help(printer, WitnessServer.HELP) : WitnessServer.run(rest, printer);
        case "mirror" -> isHelp(rest) ? help(printer, Mirror.HELP) : Mirror.run(rest, printer);
        case "cameras" -> isHelp(rest) ? help(printer, Cameras.HELP) : Cameras.run(rest, printer);
        case "sensors" -> isHelp(rest) ? help(printer, Sensors.HELP) : Sensors.run(rest, printer);
        case "spotcheck" ->
            isHelp(rest) ? help(printer, SpotCheck.HELP) : SpotCheck.run(rest, printer);
        case "key" -> isHelp(rest) ? help(printer, Key.HELP) : Key.run(rest, printer);
        case "bench" -> isHelp(rest) ? help(printer, Bench.HELP) : Bench.run(rest, printer);
        default -> throw new Args.BadArgsException("there is no command '" + command + "'");
      };
    } catch (Args.BadArgsException e) {
      printer.error(e.sentence() + "; segel " + command + " --help says more");
      return COULD_NOT;
    } catch (IOException e) {
      printer.error(sentence(e));
      return COULD_NOT;
    } catch (UncheckedIOException e) {
      printer.error(sentence(Objects.requireNonNull(e.getCause())));
      return COULD_NOT;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      printer.error("interrupted");
      return COULD_NOT;
    } catch (RuntimeException bug) {
      // Status 1 would say that the answer is no.
      StackTraceElement[] where = bug.getStackTrace();
      printer.error("a bug: " + bug + (where.length == 0 ? "" : " at " + where[0]));
      return COULD_NOT;
    }
  }

  /** A file's exception says no more than its name. */
  private static String sentence(IOException e) {
    return switch (e) {
      case NoSuchFileException none -> "there is no file " + none.getFile();
      case FileSystemException unfit ->
          unfit.getFile()
              + " cannot be used: "
              + (unfit.getReason() == null
                  ? unfit.getClass().getSimpleName().replace("Exception", "")
                  : unfit.getReason());
      default -> String.valueOf(e.getMessage());
    };
  }

  private static boolean isHelp(List<String> rest) {
    return rest.contains("--help") || rest.contains("-h");
  }

  private static int help(Printer printer, String text) {
    printer.line(text.strip());
    return DONE;
  }
}
