package id.segel.cli;

import id.segel.cli.camera.CameraWorker;
import id.segel.cli.camera.Discovery;
import id.segel.cli.camera.Discovery.Login;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code segel cameras}: the worker that watches the cameras of stores. */
final class Cameras {

  static final String HELP =
      """
      usage: segel cameras --server URL --token-file FILE --state DIR [options]
             segel cameras --check [--ffmpeg PATH]
             segel cameras discover [--user NAME --password-file FILE] [--to HOST] [--seconds N]

      Watches the cameras that the server lists, from a machine in the network of the cameras, and tells the server
      what they are: good, offline, frozen, dark, dazzled, covered, turned, blurred. It records no video; in DIR it keeps two
      small reference pictures of each camera.

        --server URL       where Segel answers
        --token-file FILE  holds the token of this worker, made on the page of cameras
        --state DIR        a folder of its own, for its owner only
        --ffmpeg PATH      for RTSP; otherwise the one on the PATH
        --allow HOST:PORT  asks a camera there although it is this machine itself; several with commas between
        --every SECONDS    between two samples; otherwise as the server says, which is 10
        --check            says whether FFmpeg runs, and does nothing else

      discover asks who on the networks of this machine is a camera with ONVIF, and prints name and address of each; with a
      login also where its pictures are, which is what the page of cameras wants. It tells nobody.

        --user NAME, --password-file FILE  who asks; the cameras have to be told of one first
        --to HOST          asks this one alone, which may be in another network
        --seconds N        how long it waits for answers; 4 otherwise

      It ends with Ctrl-C. Exit status: 0 FFmpeg runs, 1 it does not (--check), 2 could not run.
      """;

  private static final int PROBE_PORT = 3702;

  private Cameras() {}

  static int run(List<String> line, Printer printer) throws IOException, InterruptedException {
    if (!line.isEmpty() && line.getFirst().equals("discover")) {
      return discover(line.subList(1, line.size()), printer);
    }
    Args args =
        Args.parse(
            line,
            Set.of("--check"),
            Set.of("--server", "--token-file", "--state", "--ffmpeg", "--allow", "--every"));
    args.words(0, 0, "");
    Optional<Path> ffmpeg = ffmpeg(args.get("--ffmpeg", ""));
    String version = ffmpeg.isEmpty() ? null : CameraWorker.version(ffmpeg.get());
    if (args.has("--check")) {
      printer.line(version == null ? none(ffmpeg) : ffmpeg.orElseThrow() + ": " + version);
      return version == null ? Segel.NO : Segel.DONE;
    }
    for (String needed : List.of("--server", "--token-file", "--state")) {
      if (!args.isSet(needed)) {
        throw new Args.BadArgsException(needed + " is missing");
      }
    }
    URI server = server(args.get("--server", ""));
    String token = Files.readString(Path.of(args.get("--token-file", ""))).strip();
    if (!token.matches("[\\x21-\\x7e]{1,500}")) {
      throw new Args.BadArgsException("the file of --token-file holds no token");
    }
    if (version == null) {
      printer.step(none(ffmpeg) + "; cameras with RTSP will be offline, the others are watched");
    }
    try (CameraWorker worker =
        CameraWorker.start(
            server,
            token,
            Path.of(args.get("--state", "")),
            ffmpeg.orElse(Path.of("ffmpeg")),
            allowed(args.get("--allow", "")),
            args.number("--every", 0, 1, 600),
            printer::step)) {
      printer.line("watching the cameras of " + server.getAuthority());
      Runtime.getRuntime().addShutdownHook(new Thread(worker::close));
      Thread.currentThread().join();
    }
    return Segel.DONE;
  }

  private static int discover(List<String> line, Printer printer)
      throws IOException, InterruptedException {
    Args args =
        Args.parse(line, Set.of(), Set.of("--user", "--password-file", "--to", "--seconds"));
    args.words(0, 0, "");
    if (args.isSet("--user") != args.isSet("--password-file")) {
      throw new Args.BadArgsException("--user and --password-file belong together");
    }
    Login login =
        args.isSet("--user")
            ? new Login(
                args.get("--user", ""),
                Files.readString(Path.of(args.get("--password-file", ""))).strip())
            : null;
    InetSocketAddress to =
        args.isSet("--to") ? new InetSocketAddress(args.get("--to", ""), PROBE_PORT) : null;
    if (to != null && to.isUnresolved()) {
      throw new Args.BadArgsException("--to is the name or number of a machine");
    }
    Duration time = Duration.ofSeconds(args.number("--seconds", 4, 1, 60));
    try (var discovery = new Discovery(Clock.systemUTC())) {
      List<Discovery.Device> devices = discovery.probe(to, time);
      for (Discovery.Device device : devices) {
        printer.line(device.service().getHost() + "  " + device.name() + "  " + device.service());
        if (login != null) {
          streams(discovery, device, login, printer);
        }
      }
      if (devices.isEmpty()) {
        printer.line("no camera answers; some have ONVIF switched off, or are in another network");
        return Segel.NO;
      }
    }
    return Segel.DONE;
  }

  private static void streams(
      Discovery discovery, Discovery.Device device, Login login, Printer printer)
      throws InterruptedException {
    try {
      for (Discovery.Profile one : discovery.profiles(device, login)) {
        printer.line(("    " + one.name() + " " + one.size()).stripTrailing());
        for (String address : List.of(one.stream(), one.snapshot())) {
          if (!address.isEmpty()) {
            printer.line("        " + address);
          }
        }
      }
    } catch (IOException e) {
      printer.line("    " + e.getMessage());
    }
  }

  /** Where Segel answers. */
  static URI server(String text) {
    try {
      URI server = URI.create(text);
      if (server.getHost() != null && String.valueOf(server.getScheme()).matches("https?")) {
        return server;
      }
    } catch (IllegalArgumentException notOne) {
      throw new Args.BadArgsException("--server is the address of Segel, not " + text);
    }
    throw new Args.BadArgsException("--server is the address of Segel, not " + text);
  }

  private static Set<String> allowed(String text) {
    var allowed = new HashSet<String>();
    for (String one :
        Pattern.compile(",").splitAsStream(text).filter(part -> !part.isEmpty()).toList()) {
      if (!one.matches("[^\\s:]+:\\d{1,5}|\\[[0-9a-fA-F:]+\\]:\\d{1,5}")) {
        throw new Args.BadArgsException("--allow is written HOST:PORT, not " + one);
      }
      allowed.add(one);
    }
    return allowed;
  }

  private static Optional<Path> ffmpeg(String configured) {
    if (!configured.isEmpty()) {
      return Optional.of(Path.of(configured));
    }
    for (String folder :
        Pattern.compile(File.pathSeparator)
            .splitAsStream(String.valueOf(System.getenv("PATH")))
            .toList()) {
      Path one = Path.of(folder, "ffmpeg");
      if (Files.isExecutable(one)) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  private static String none(Optional<Path> ffmpeg) {
    return ffmpeg.map(path -> path + " does not run").orElse("there is no ffmpeg on the PATH")
        + ": install it (Debian: apt-get install ffmpeg)";
  }
}
