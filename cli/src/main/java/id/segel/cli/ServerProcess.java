package id.segel.cli;

import id.segel.sim.SegelClient;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A server of our own, as a child process with its own data; it ends with us. */
final class ServerProcess implements AutoCloseable {

  private static final Duration START_MAX = Duration.ofMinutes(2);
  private static final Duration STOP_MAX = Duration.ofSeconds(30);
  private static final String MARKER = "made-by-demo";
  private static final String CERTIFICATES = "lan";
  private static final int TRACE_TAIL = 12;

  /** Often enough that it keeps up with a day that is played fast. */
  private static final Map<String, String> WEATHER =
      Map.of(
          "SEGEL_WEATHER_FORECAST", "synthetic://sintetis/forecast?adm4=",
          "SEGEL_WEATHER_WARNINGS", "synthetic://sintetis/nowcast",
          "SEGEL_WEATHER_FORECAST_PACE", "PT1M",
          "SEGEL_WEATHER_WARNING_PACE", "PT10S");

  /** In what jcmd says of each part of the heap. */
  private static final Pattern USED = Pattern.compile("\\bused (\\d+)K");

  private final Process process;
  private final Path data;
  private final SegelClient client;
  private final @Nullable LanCertificates certificates;
  private final Thread hook;

  private ServerProcess(
      Process process, Path data, SegelClient client, @Nullable LanCertificates certificates) {
    this.certificates = certificates;
    this.process = process;
    this.data = data;
    this.client = client;
    this.hook = new Thread(this::end, "end-server");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Starts a server in demo mode that only this machine reaches. */
  static ServerProcess start(Path data, int port, String roster, Printer printer)
      throws IOException, InterruptedException {
    return start(data, port, roster, null, null, false, printer);
  }

  /**
   * Starts a server in demo mode with fresh data and waits until it answers.
   *
   * @param data its folder: emptied when a demo made it; anything else in it is not touched
   * @param lan how phones reach it; null when they do not
   * @param witnesses who cosigns its log; null for nobody
   * @param hasWeather whether weather is played to it that the server makes up
   */
  static ServerProcess start(
      Path data,
      int port,
      String roster,
      @Nullable Lan lan,
      @Nullable DemoWitnesses witnesses,
      boolean hasWeather,
      Printer printer)
      throws IOException, InterruptedException {
    Path folder = data.toAbsolutePath().normalize();
    if (!roster.isEmpty() && !Files.isReadable(Path.of(roster))) {
      throw new IOException("there is no file " + roster + " to read; name another with --roster");
    }
    checkPort(port);
    prepare(folder);
    List<String> command = program("serve", "--demo");
    command.addAll(List.of("--port", Integer.toString(port), "--data", folder.toString()));
    LanCertificates certificates = null;
    if (lan != null) {
      certificates = lan.certify(folder.resolve(CERTIFICATES), printer.clock().instant());
      command.addAll(lan.options(certificates));
    }
    if (!roster.isEmpty()) {
      command.addAll(List.of("--roster", Path.of(roster).toAbsolutePath().toString()));
    }
    File trace = folder.resolve("server.trace").toFile();
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(trace));
    // What is played never enters a database that is named for a real installation.
    builder.environment().keySet().removeIf(name -> name.startsWith("SEGEL_DB_"));
    if (hasWeather) {
      builder.environment().putAll(WEATHER);
    }
    if (witnesses != null) {
      builder.environment().put("SEGEL_POLICY", witnesses.writePolicy(folder).toString());
    }
    Process process = builder.start();
    var server =
        new ServerProcess(
            process, folder, new SegelClient("http://127.0.0.1:" + port), certificates);
    Instant since = printer.clock().instant();
    while (!server.client.isUp()) {
      boolean isOver = printer.clock().instant().isAfter(since.plus(START_MAX));
      if (isOver || !process.isAlive()) {
        String tail = server.traceTail();
        server.close();
        throw new IOException("the server did not start; the end of " + trace + ":\n" + tail);
      }
      printer.progress("the server is starting");
      TimeUnit.MILLISECONDS.sleep(100);
    }
    server.client.demoSecret(server.read("demo-secret"));
    if (witnesses != null) {
      String url = "http://127.0.0.1:" + port + "/log";
      witnesses.start(folder, server.client.logKey().vkey(), url);
    }
    return server;
  }

  private static List<String> program(String... words) throws IOException {
    var command = new ArrayList<String>();
    command.add(environment("SEGEL_JAVA", Path.of(System.getProperty("java.home"), "bin", "java")));
    String options = environment("SEGEL_SERVER_OPTS", "--enable-native-access=ALL-UNNAMED -Xmx1g");
    command.addAll(List.of(options.strip().split("\\s+")));
    command.addAll(List.of("-jar", jar()));
    command.addAll(List.of(words));
    return command;
  }

  SegelClient client() {
    return client;
  }

  Path data() {
    return data;
  }

  /** Who vouches for the server towards phones. */
  X509Certificate authority() {
    return Objects.requireNonNull(certificates, "it is not open to phones").authority();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** Processor time used so far by the server alone, and by its database. */
  Duration[] processorTime() {
    Duration database =
        process.descendants().map(ServerProcess::time).reduce(Duration.ZERO, Duration::plus);
    return new Duration[] {time(process.toHandle()), database};
  }

  private static Duration time(ProcessHandle handle) {
    return handle.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** What of its memory is resident, in bytes; 0 where this system does not say. */
  long residentBytes() throws IOException {
    Path status = Path.of("/proc", Long.toString(pid()), "status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1_024)
        .sum();
  }

  /** Its heap right after a collection, in bytes. */
  long heapBytes() throws IOException, InterruptedException {
    jcmd("GC.run");
    long kilobytes = 0;
    for (String line : jcmd("GC.heap_info")) {
      Matcher used = USED.matcher(line);
      if (!line.contains("space") && used.find()) {
        kilobytes += Long.parseLong(used.group(1));
      }
    }
    return kilobytes * 1_024;
  }

  private List<String> jcmd(String command) throws IOException, InterruptedException {
    String java =
        environment("SEGEL_JAVA", Path.of(System.getProperty("java.home"), "bin", "java"));
    Process asked =
        new ProcessBuilder(
                Path.of(java).resolveSibling("jcmd").toString(), Long.toString(pid()), command)
            .redirectErrorStream(true)
            .start();
    List<String> said;
    try (BufferedReader reader = asked.inputReader(StandardCharsets.UTF_8)) {
      said = reader.lines().toList();
    }
    if (asked.waitFor() != 0) {
      throw new IOException("jcmd " + command + " said: " + String.join(" ", said));
    }
    return said;
  }

  /** A small file of its data folder. */
  String read(String name) throws IOException {
    return Files.readString(data.resolve(name)).strip();
  }

  /** The last lines that the server wrote. */
  String traceTail() throws IOException {
    List<String> lines = Files.readAllLines(data.resolve("server.trace"), StandardCharsets.UTF_8);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - TRACE_TAIL), lines.size()));
  }

  /**
   * Ends the server and lets {@code segel fsck} check what it leaves behind.
   *
   * @return what does not hold, line by line; empty when all does
   */
  List<String> fsck() throws IOException, InterruptedException {
    end();
    Process check =
        new ProcessBuilder(program("fsck", "--data", data.toString()))
            .redirectErrorStream(true)
            .start();
    List<String> said;
    try (BufferedReader reader = check.inputReader(StandardCharsets.UTF_8)) {
      said = reader.lines().toList();
    }
    return check.waitFor() == 0 ? List.of() : said;
  }

  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException exiting) {
      // The hook is running: this is its own call, or the process ends anyway.
      return;
    }
  }

  private void end() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Another server there would be taken for ours. */
  private static void checkPort(int port) throws IOException {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (BindException taken) {
      throw new IOException("port " + port + " is taken; name another with --port", taken);
    }
  }

  /** What a server works on is not made anew. */
  private static void checkUnused(Path folder) throws IOException {
    Path file = folder.resolve("database.lock");
    if (Files.exists(file)) {
      try (var channel = FileChannel.open(file, StandardOpenOption.WRITE);
          FileLock lock = channel.tryLock()) {
        if (lock == null) {
          throw new IOException(
              "a server runs on " + folder + "; stop it, or name another folder with --data");
        }
      }
    }
  }

  private static void prepare(Path folder) throws IOException {
    if (Files.exists(folder)) {
      boolean isEmpty;
      try (var files = Files.list(folder)) {
        isEmpty = files.findAny().isEmpty();
      }
      checkUnused(folder);
      if (!isEmpty && !Files.exists(folder.resolve(MARKER))) {
        throw new IOException(
            folder + " holds something that no demo made; name another folder with --data");
      }
      empty(folder);
    }
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(MARKER), "A demo begins anew in this folder.\n");
  }

  /** All of it but the certificates, for phones trust the authority of the demo before. */
  private static void empty(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (!file.endsWith(CERTIFICATES)) {
          delete(file);
        }
      }
    }
  }

  static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failed)
              throws IOException {
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static String jar() throws IOException {
    Path jar =
        Path.of(environment("SEGEL_SERVER_JAR", Path.of("server", "target", "server-0.1.0.jar")));
    if (!Files.exists(jar)) {
      throw new IOException("the server is not built: " + jar + "; run ./segel build");
    }
    return jar.toString();
  }

  private static String environment(String name, Object otherwise) {
    String value = System.getenv(name);
    return value == null || value.isBlank() ? otherwise.toString() : value;
  }
}
