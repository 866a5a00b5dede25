package id.segel.server.situation;

import static id.segel.server.Await.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.server.SegelServer;
import id.segel.server.TestBrowser;
import id.segel.server.clock.ElectionClock;
import id.segel.server.database.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ContextConfiguration;

/** The stream of events over plain sockets: who does not read, who is one too many, who waits. */
@SpringBootTest(
    classes = SegelServer.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"segel.demo=true", "server.tomcat.connection-timeout=1s"})
@ContextConfiguration(initializers = TestDatabase.Initializer.class)
class EventsTest {

  private static final long SEED = 6;
  private static final int MILLIS_MAX = 60_000;

  private final Events events;
  private final ElectionClock clock;
  private final int port;

  @Autowired
  EventsTest(Events events, ElectionClock clock, @LocalServerPort int port) {
    this.events = events;
    this.clock = clock;
    this.port = port;
  }

  /** A browser's stream, read line by line. */
  private record Stream(Socket socket, BufferedReader lines) implements AutoCloseable {

    /** The next line that is so. */
    String await(Predicate<String> isSo) throws IOException {
      String line = lines.readLine();
      while (line != null && !isSo.test(line)) {
        line = lines.readLine();
      }
      return line == null ? "" : line;
    }

    String await(String line) throws IOException {
      return await(line::equals);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void aListenerIsToldWhereThingsStandAndThatTheClockWasSet() throws IOException {
    try (Stream stream = listen(64 << 10)) {
      assertTrue(stream.await(line -> line.startsWith("retry:")).matches("retry:[1-4][0-9]{3}"));
      assertEquals("event:clock", stream.await("event:clock"));
      assertEquals("event:situation", stream.await("event:situation"));
      clock.set(Instant.parse("2024-02-13T15:10:00Z"), 60);
      assertEquals("event:clock", stream.await("event:clock"));
      String data = stream.lines.readLine();
      assertTrue(data.contains("2024-02-13T15:10:00Z") && data.contains("60"), data);
      clock.set(Instant.parse("2024-02-13T15:20:00Z"), 0);
      stream.await("event:clock");
      assertTrue(stream.lines.readLine().contains("2024-02-13T15:20:00Z"));
    }
    gone();
  }

  @Test
  void aQuietStreamIsKeptOpenByHeartbeats() throws IOException {
    try (Stream stream = listen(64 << 10)) {
      assertEquals(":", stream.await(line -> line.startsWith(":")));
    }
    gone();
  }

  /** Nothing is kept for it beyond its queue, and nobody waits for it. */
  @Test
  void whoDoesNotReadIsCutOffAndTheOthersGoOn() throws IOException {
    try (Stream reads = listen(64 << 10);
        Stream stuck = listen(1_024)) {
      assertEquals(2, events.listeners());
      int told = 0;
      while (events.listeners() == 2 && told < 1_000_000) {
        told++;
        events.found(news(told));
        if (told % 10 == 0) {
          // The one who reads gets each of them.
          String expected = "\"index\":" + told + ",";
          assertTrue(reads.await(line -> line.contains(expected)).startsWith("data:"));
        }
      }
      assertEquals(1, events.listeners(), "after " + told + " events");
      events.found(news(told + 1));
      String expected = "\"index\":" + (told + 1) + ",";
      assertTrue(reads.await(line -> line.contains(expected)).startsWith("data:"));
      // The write that nobody read was given up, and with it the connection.
      assertTrue(isClosed(stuck), "it still writes");
      assertEquals(1, events.listeners());
    }
    gone();
  }

  private static SituationProjector.News news(int index) {
    return new SituationProjector.News(index, "BOX_MISSING", null);
  }

  /** Reads what was on its way until the end comes. */
  private static boolean isClosed(Stream stream) {
    try {
      stream.socket.setSoTimeout(MILLIS_MAX);
      return stream.await(line -> false).isEmpty();
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  @Test
  void oneTooManyIsRefusedByName() throws IOException {
    var all = new ArrayList<Stream>();
    try {
      for (int i = 0; i < Events.MOST_LISTENERS; i++) {
        all.add(listen(8 << 10));
      }
      TestBrowser.Answer answer = new TestBrowser(port).get("/api/events");
      assertEquals(503, answer.status());
      assertEquals("BUSY", answer.reason());
      assertEquals("1", answer.whole().headers().firstValue("Retry-After").orElse(""));
      assertTrue(answer.text().contains("at most 1000 browsers"), answer.text());

      // One that goes makes room.
      all.removeLast().close();
      await(() -> {
        events.found(news(1));
        return events.listeners() < Events.MOST_LISTENERS;
      });
      all.add(listen(8 << 10));
    } finally {
      for (Stream one : all) {
        one.close();
      }
    }
    gone();
  }

  /** After a restart 200 viewers come back over four seconds, no tenth of them within a tenth. */
  @Test
  void thoseWhoComeBackAreSpread() {
    RandomGenerator chance = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    int[] perTenth = new int[50];
    for (int i = 0; i < 200; i++) {
      Duration back = Events.back(chance);
      assertTrue(back.compareTo(Events.BACK_FIRST) >= 0, "seed " + SEED + ": " + back);
      assertTrue(back.compareTo(Events.BACK_LAST) < 0, "seed " + SEED + ": " + back);
      perTenth[(int) back.toMillis() / 100]++;
    }
    for (int count : perTenth) {
      assertTrue(count <= 20, "seed " + SEED + ": " + Arrays.toString(perTenth));
    }
  }

  private Stream listen(int receiveBytes) throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(receiveBytes);
    socket.setSoTimeout(MILLIS_MAX);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket
        .getOutputStream()
        .write("GET /api/events HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    var lines =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8), 1_024);
    String status = lines.readLine();
    assertTrue(status.contains(" 200"), status);
    return new Stream(socket, lines);
  }

  /** All have gone, which the server learns when it writes. */
  private void gone() {
    await(() -> {
      events.found(news(1));
      return events.listeners() == 0;
    });
  }
}
