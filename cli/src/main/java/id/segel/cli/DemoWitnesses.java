package id.segel.cli;

import id.segel.tlog.checkpoint.Cosigner;
import id.segel.tlog.note.SigningKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The witnesses of a demo: one process for each body, as each would run on a machine of its own.
 * The first audits as well. A majority of them is the quorum.
 */
final class DemoWitnesses implements AutoCloseable {

  static final int MOST = 5;

  private static final List<String> BODIES =
      List.of("Bawaslu", "Polda", "Pengamat", "Kodam", "Kejati");
  private static final List<String> NAMES =
      List.of(
          "Bawaslu DKI Jakarta",
          "Polda Metro Jaya",
          "Pengamat pemilu",
          "Kodam Jaya",
          "Kejati DKI Jakarta");

  private final List<One> all = new ArrayList<>();
  private final Thread hook = new Thread(this::end, "end-witnesses");

  /** One body's witness; the process is there once it was started. */
  private static final class One {
    private final String body;
    private final String name;
    private final int port;
    private final List<Cosigner> keys;
    private final List<Process> process = new ArrayList<>();

    One(String body, String name, int port, List<Cosigner> keys) {
      this.body = body;
      this.name = name;
      this.port = port;
      this.keys = keys;
    }

    String url() {
      return "http://127.0.0.1:" + port;
    }
  }

  DemoWitnesses(int count, SecureRandom random) throws IOException {
    for (int i = 0; i < count; i++) {
      String host = BODIES.get(i).toLowerCase(java.util.Locale.ROOT) + ".example";
      var keys = new ArrayList<Cosigner>();
      keys.add(new Cosigner(host + "/penyaksi", SigningKey.generate(random)));
      if (i == 0) {
        keys.add(new Cosigner(host + "/pemeriksa", SigningKey.generate(random)));
      }
      all.add(new One(BODIES.get(i), NAMES.get(i), freePort(), keys));
    }
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Writes whose cosignatures the log is to ask for; answers the file. */
  Path writePolicy(Path folder) throws IOException {
    var text = new StringBuilder();
    for (One one : all) {
      text.append(
          "witness %s-log %s %s\n"
              .formatted(one.body, one.keys.getFirst().verifier().vkey(), one.url()));
      if (one.keys.size() > 1) {
        text.append(
            "witness %s-isi %s %s/audit\n"
                .formatted(one.body, one.keys.get(1).verifier().vkey(), one.url()));
      }
    }
    for (One one : all) {
      text.append("group ").append(one.body).append(" any ").append(one.body).append("-log");
      text.append(one.keys.size() > 1 ? " " + one.body + "-isi\n" : "\n");
    }
    text.append("group lembaga ").append(all.size() / 2 + 1);
    all.forEach(one -> text.append(' ').append(one.body));
    text.append("\nquorum lembaga\n");
    Path file = folder.resolve("policy");
    Files.writeString(file, text);
    return file;
  }

  /** Starts their processes, each with its key and what it may sign for. */
  void start(Path folder, String vkey, String logUrl) throws IOException {
    for (One one : all) {
      Path own = folder.resolve("witnesses").resolve(one.body);
      Files.createDirectories(own);
      secret(own.resolve("witness.key"), one.keys.getFirst().skey());
      Files.writeString(own.resolve("logs.policy"), "log " + vkey + " " + logUrl + "\n");
      var config = new StringBuilder();
      config.append("body = ").append(one.name).append('\n');
      config.append("listen = 127.0.0.1:").append(one.port).append('\n');
      config.append("key = witness.key\nstate = witness.state\nlogs = logs.policy\n");
      if (one.keys.size() > 1) {
        secret(own.resolve("audit.key"), one.keys.get(1).skey());
        config.append("audit.key = audit.key\n");
      }
      Files.writeString(own.resolve("witness.properties"), config);
      one.process.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "-Dcom.amazon.corretto.crypto.provider.registerEdKeyFactory=true",
                  "-Djdk.virtualThreadScheduler.parallelism=128",
                  "-XX:+UseSerialGC",
                  one.keys.size() > 1 ? "-Xmx1g" : "-Xmx128m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Segel.class.getName(),
                  "witness",
                  "--config",
                  own.resolve("witness.properties").toString())
              .redirectErrorStream(true)
              .redirectOutput(own.resolve("witness.trace").toFile())
              .start());
    }
  }

  /** Who they are, where their pages are, and which process each is. */
  List<List<String>> rows() {
    return all.stream()
        .map(one ->
            List.of(
                one.name,
                one.url(),
                one.process.isEmpty() ? "" : "process " + one.process.getFirst().pid()))
        .toList();
  }

  private static void secret(Path file, String text) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text + "\n");
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void end() {
    for (One one : all) {
      one.process.forEach(Process::destroy);
    }
    for (One one : all) {
      for (Process process : one.process) {
        try {
          if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.destroyForcibly();
          }
        } catch (InterruptedException e) {
          process.destroyForcibly();
          Thread.currentThread().interrupt();
        }
      }
    }
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
}
