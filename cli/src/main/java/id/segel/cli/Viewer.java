package id.segel.cli;

import id.segel.sim.Wire;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * One browser with the wall open: its stream of events, and what it asks for when it is told. Each
 * has threads of its own, one for each connection; {@link #close} ends them.
 */
final class Viewer implements AutoCloseable {

  /** The wall asks at most this often, after the answer before. */
  private static final long PAUSE_NANOS = 500_000_000L;

  private static final Pattern INDEX = Pattern.compile("\"index\":(-?\\d+)");

  /** An entry of the log, and when somebody knew of it. */
  record Seen(long nanos, long index) {}

  /** A request that was answered. */
  record Asked(String kind, long nanos, long micros, int status) {}

  private final String host;
  private final int port;
  private final String headers;
  private final List<Thread> threads = new ArrayList<>();
  private final Semaphore situationTold = new Semaphore(0);
  private final Semaphore newestTold = new Semaphore(0);
  private final ConcurrentLinkedQueue<Seen> heard = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Seen> shown = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Asked> asked = new ConcurrentLinkedQueue<>();
  private volatile long newest = Long.MIN_VALUE;
  private volatile @Nullable Socket stream;
  private volatile @Nullable String broken;
  private volatile boolean isOver;

  Viewer(String host, int port, String cookie) {
    this.host = host;
    this.port = port;
    this.headers = "Cookie: " + cookie + "\r\nAccept-Encoding: gzip\r\n";
  }

  /** Opens its stream; returns once it was told where things stand, false when it is refused. */
  boolean listen() throws IOException {
    var socket = new Socket();
    socket.connect(new InetSocketAddress(host, port), 10_000);
    socket.setSoTimeout(60_000);
    stream = socket;
    // HTTP/1.0 is answered without chunks.
    socket
        .getOutputStream()
        .write(
            ("GET /api/events HTTP/1.0\r\nHost: " + host + "\r\n" + headers + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
    var reader =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8), 1_024);
    String status = reader.readLine();
    if (status != null && status.contains(" 503")) {
      socket.close();
      return false;
    }
    if (status == null || !status.contains(" 200")) {
      throw new IOException("/api/events was answered " + status);
    }
    while (newest == Long.MIN_VALUE) {
      take(reader);
    }
    threads.add(
        Thread.ofVirtual()
            .start(() -> {
              try {
                while (!isOver) {
                  take(reader);
                }
              } catch (IOException e) {
                broken(e);
              }
            }));
    return true;
  }

  /** Takes one line of the stream. */
  private void take(BufferedReader reader) throws IOException {
    String line = reader.readLine();
    if (line == null) {
      throw new IOException("the stream has ended");
    }
    Matcher index = INDEX.matcher(line);
    if (line.startsWith("event:discrepancy")) {
      newestTold.release();
    }
    // Of a discrepancy, too, but never newer than the situation of which it is told first.
    if (line.startsWith("data:") && line.contains("\"now\"") && index.find()) {
      long to = Long.parseLong(index.group(1));
      heard.add(new Seen(System.nanoTime(), to));
      newest = to;
      situationTold.release();
    }
  }

  /**
   * Asks as the wall does.
   *
   * @param now and then for one of these
   * @param pauses before each of them, in nanoseconds
   */
  void look(Supplier<Question> now, Supplier<Long> pauses) {
    repeat(situationTold, new Question("situation", "/api/situation"));
    newestTold.release();
    repeat(newestTold, new Question("discrepancies", "/api/discrepancies?open=true&size=20"));
    start(wire -> {
      LockSupport.parkNanos(pauses.get());
      if (!isOver) {
        ask(wire, now.get());
      }
    });
  }

  record Question(String kind, String path) {}

  private void repeat(Semaphore told, Question question) {
    start(wire -> {
      told.acquireUninterruptibly();
      told.drainPermits();
      if (!isOver) {
        ask(wire, question);
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    });
  }

  private interface Step {
    void run(Wire wire) throws IOException;
  }

  private void start(Step step) {
    threads.add(
        Thread.ofVirtual()
            .start(() -> {
              try (var wire = new Wire(host, port)) {
                while (!isOver) {
                  step.run(wire);
                }
              } catch (IOException | RuntimeException e) {
                broken(e);
              }
            }));
  }

  private void ask(Wire wire, Question question) throws IOException {
    long began = System.nanoTime();
    Wire.Reply reply = wire.get(question.path, headers);
    long now = System.nanoTime();
    asked.add(new Asked(question.kind, now, (now - began) / 1_000, reply.status()));
    if (question.kind.equals("situation") && reply.status() == 200) {
      Matcher index = INDEX.matcher(begin(reply));
      if (index.find()) {
        shown.add(new Seen(now, Long.parseLong(index.group(1))));
      }
    }
  }

  /** As much of an answer as holds the index. */
  private static String begin(Wire.Reply reply) throws IOException {
    var bytes = new ByteArrayInputStream(reply.body());
    try (InputStream in =
        "gzip".equals(reply.headers().get("content-encoding"))
            ? new GZIPInputStream(bytes)
            : bytes) {
      return new String(in.readNBytes(100), StandardCharsets.UTF_8);
    }
  }

  private void broken(Exception why) {
    if (!isOver) {
      broken = String.valueOf(why.getMessage());
    }
  }

  /** The newest entry that the stream told of. */
  long newest() {
    return newest;
  }

  /** What cut it off; null when it still looks. */
  @Nullable String broken() {
    return broken;
  }

  List<Seen> heard() {
    return List.copyOf(heard);
  }

  List<Seen> shown() {
    return List.copyOf(shown);
  }

  List<Asked> asked() {
    return List.copyOf(asked);
  }

  @Override
  public void close() throws IOException {
    isOver = true;
    Socket open = stream;
    if (open != null) {
      open.close();
    }
    situationTold.release();
    newestTold.release();
    threads.forEach(LockSupport::unpark);
  }
}
