package id.segel.server;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The real server in a process of its own, with its own PostgreSQL, to be killed. */
final class ServerProcess implements AutoCloseable {

  private final Path data;
  private final int port;
  private @Nullable Process process;

  ServerProcess(Path data) throws IOException {
    this.data = data;
    try (var free = new ServerSocket(0)) {
      this.port = free.getLocalPort();
    }
  }

  /** Beside the data folder, in which a server tolerates no strangers. */
  private Path out() {
    return data.resolveSibling(data.getFileName() + ".out.txt");
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Starts it and waits until it answers. */
  void start() throws IOException, InterruptedException {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dcom.amazon.corretto.crypto.provider.registerEdKeyFactory=true",
                "-Djdk.virtualThreadScheduler.parallelism=128",
                "-Xmx512m",
                "-cp",
                path,
                "id.segel.server.SegelServer",
                "serve",
                "--demo",
                "--data",
                data.toString(),
                "--port",
                Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(out().toFile()))
            .start();
    var http = HttpClient.newHttpClient();
    var health =
        HttpRequest.newBuilder(URI.create(url() + "/actuator/health"))
            .timeout(Duration.ofSeconds(5))
            .build();
    while (true) {
      try {
        if (http.send(health, HttpResponse.BodyHandlers.ofString()).statusCode() == 200) {
          return;
        }
      } catch (ConnectException | HttpTimeoutException notYet) {
        if (!process.isAlive()) {
          throw new IllegalStateException(Files.readString(out()));
        }
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  /** kill -9 of the server; its database is left an orphan. */
  void kill() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  /** kill -9 of every process of its PostgreSQL. */
  void killDatabase() throws IOException {
    try (var files = Files.walk(data, 4)) {
      Path pidFile =
          files
              .filter(file -> file.getFileName().toString().equals("postmaster.pid"))
              .findFirst()
              .orElseThrow();
      long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
      ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
      List<ProcessHandle> all = postmaster.descendants().toList();
      postmaster.destroyForcibly();
      all.forEach(ProcessHandle::destroyForcibly);
    }
  }

  @Override
  public void close() {
    stop();
  }

  /** Ends it in good order. */
  void stop() {
    if (process != null) {
      process.destroy();
      process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }
  }
}
