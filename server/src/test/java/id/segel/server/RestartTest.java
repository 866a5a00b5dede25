package id.segel.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server stops and starts under 200 viewers that do what a browser does with its stream: wait
 * as long as they were told, and come back. All must hear of what was recorded afterwards.
 */
@Tag("alone")
class RestartTest {

  private static final int VIEWERS = 200;
  private static final long NANOS_MAX = 120_000_000_000L;

  @Test
  void allComeBackAndMissNothing(@TempDir Path data) throws Exception {
    var viewers = new ArrayList<Viewer>();
    try (var server = new ServerProcess(data)) {
      server.start();
      var desk = new TestDesk(server.url());
      desk.setUp(data);
      int port = URI.create(server.url()).getPort();
      for (int i = 0; i < VIEWERS; i++) {
        viewers.add(new Viewer(port));
      }
      await(viewers, index -> index >= 0);
      assertSpread(viewers);

      server.stop();
      viewers.forEach(Viewer::forget);
      server.start();
      await(viewers, index -> index >= 0);
      assertSpread(viewers);
      long before = viewers.stream().mapToLong(viewer -> viewer.index).max().orElseThrow();
      desk.login();
      desk.enrol(3, "KPU_KOTA", "3171");
      await(viewers, index -> index >= before + 3);
    } finally {
      viewers.forEach(Viewer::close);
    }
  }

  /** Nobody comes back with a tenth of the others: the whiles differ by up to four seconds. */
  private static void assertSpread(List<Viewer> viewers) {
    int[] perTenth = new int[50];
    for (Viewer viewer : viewers) {
      perTenth[(int) viewer.retryMillis / 100]++;
    }
    for (int count : perTenth) {
      assertTrue(count <= VIEWERS / 10, Arrays.toString(perTenth));
    }
  }

  private static void await(List<Viewer> viewers, LongPredicate isSo) {
    long end = System.nanoTime() + NANOS_MAX;
    while (!viewers.stream().allMatch(viewer -> isSo.test(viewer.index))) {
      assertTrue(
          System.nanoTime() < end,
          () -> viewers.stream().filter(viewer -> !isSo.test(viewer.index)).count() + " did not");
      LockSupport.parkNanos(50_000_000);
    }
  }

  /** One browser's stream, in a thread of its own. */
  private static final class Viewer {

    private static final Pattern SITUATION =
        Pattern.compile("data:\\{\"index\":(-?[0-9]+),\"now\".*");

    private final int port;
    private volatile long index = Long.MIN_VALUE;
    private volatile long retryMillis = 3_000;
    private volatile @Nullable Socket socket;
    private volatile boolean isOver;

    Viewer(int port) {
      this.port = port;
      Thread.ofVirtual().start(this::run);
    }

    private void run() {
      while (!isOver) {
        try {
          listen();
        } catch (IOException gone) {
          LockSupport.parkNanos(retryMillis * 1_000_000);
        }
      }
    }

    private void listen() throws IOException {
      try (var fresh = new Socket()) {
        socket = fresh;
        fresh.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
        fresh
            .getOutputStream()
            .write("GET /api/events HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        var lines =
            new BufferedReader(
                new InputStreamReader(fresh.getInputStream(), StandardCharsets.UTF_8), 1_024);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          Matcher situation = SITUATION.matcher(line);
          if (line.startsWith("retry:")) {
            retryMillis = Long.parseLong(line.substring(6));
          } else if (situation.matches()) {
            index = Long.parseLong(situation.group(1));
          }
        }
      }
      throw new IOException("the stream has ended");
    }

    /** Whatever it hears from now on is new. */
    void forget() {
      index = Long.MIN_VALUE;
    }

    void close() {
      isOver = true;
      Socket open = socket;
      if (open != null) {
        try {
          open.close();
        } catch (IOException e) {
          // It is gone either way.
          return;
        }
      }
    }
  }
}
