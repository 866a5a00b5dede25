package id.segel.cli;

import id.segel.cli.camera.CameraWorker;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
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

      Watches the cameras that the server lists, from a machine in the network of the cameras, and tells the server
      what they are: good, offline, frozen, dark, dazzled, covered, turned, blurred. It records no video; in DIR it keeps two
      small reference pictures of each camera.

        --server URL       where Segel answers
        --token-file FILE  holds the token of this worker, made on the page of cameras
        --state DIR        a folder of its own, for its owner only
        --ffmpeg PATH      for RTSP; otherwise the one on the PATH
        --allow HOST:PORT  asks a camera there although it is this machine itself; several with commas between
        --check            says whether FFmpeg runs, and does nothing else

      It ends with Ctrl-C. Exit status: 0 FFmpeg runs, 1 it does not (--check), 2 could not run.
      """;

  private Cameras() {}

  static int run(List<String> line, Printer printer) throws IOException, InterruptedException {
    Args args =
        Args.parse(
            line,
            Set.of("--check"),
            Set.of("--server", "--token-file", "--state", "--ffmpeg", "--allow"));
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
            printer::step)) {
      printer.line("watching the cameras of " + server.getAuthority());
      Runtime.getRuntime().addShutdownHook(new Thread(worker::close));
      Thread.currentThread().join();
    }
    return Segel.DONE;
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
