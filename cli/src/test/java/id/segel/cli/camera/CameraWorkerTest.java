package id.segel.cli.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import id.segel.cli.camera.Watch.Pace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real cameras on loopback: HTTP ones of the JDK, RTSP ones of GStreamer. */
class CameraWorkerTest {

  private static final Pace FAST =
      new Pace(Duration.ofMillis(400).toNanos(), Duration.ofSeconds(3).toNanos());
  private static final Path FFMPEG = Path.of("/usr/bin/ffmpeg");
  private static final Path PYTHON = Path.of("/usr/bin/python3");

  @TempDir Path folder;

  private final ListServer server;
  private final HttpCameras cameras;
  private final Queue<String> said = new ConcurrentLinkedQueue<>();
  private final Set<String> allowed = new HashSet<>();

  CameraWorkerTest() throws IOException {
    server = new ListServer();
    cameras = new HttpCameras();
    allowed.add("127.0.0.1:" + cameras.port());
  }

  @AfterEach
  void close() {
    cameras.close();
    server.close();
  }

  private CameraWorker start() throws IOException {
    return new CameraWorker(
        server.address(),
        ListServer.TOKEN,
        folder.resolve("state"),
        FFMPEG,
        allowed,
        said::add,
        FAST);
  }

  @Test
  void camerasThatAreCutFrozenCoveredAndTurnedAreFound() throws Exception {
    for (String name : List.of("A", "B", "C", "D", "E")) {
      server.list(name, "SNAPSHOT", cameras.address(name), null, 1);
    }
    cameras.set("M", "mjpeg");
    server.list("M", "MJPEG", cameras.address("M"), null, 1);
    cameras.set("P", "digest");
    server.list("P", "SNAPSHOT", cameras.address("P"), HttpCameras.PASSWORD, 1);
    try (var _ = start()) {
      for (String name : List.of("A", "B", "C", "D", "E", "M", "P")) {
        ListServer.await(() -> server.isLearnt(name), () -> name + " is " + server.states(name));
        assertTrue(server.hasPicture(name));
      }
      cameras.set("A", "frozen");
      cameras.set("B", "covered");
      cameras.set("C", "turned");
      cameras.set("D", "dark");
      cameras.set("E", "off");
      server.awaitState("A", "FROZEN");
      server.awaitState("B", "COVERED");
      server.awaitState("C", "TURNED");
      server.awaitState("D", "DARK");
      server.awaitState("E", "OFFLINE");
      // The server is away for a while, and nothing of it is lost.
      server.refuse(true);
      for (String name : List.of("A", "B", "D", "E")) {
        cameras.set(name, "store");
      }
      ListServer.await(() -> said.stream().anyMatch(line -> line.contains("503")), said::toString);
      server.refuse(false);
      for (String name : List.of("A", "B", "D", "E")) {
        server.awaitState(name, "GOOD");
      }
      server.list("C", "SNAPSHOT", cameras.address("C"), null, 2);
      server.awaitState("C", "GOOD");
      assertEquals(List.of("GOOD"), server.states("M"));
      assertEquals(List.of("GOOD"), server.states("P"));
      assertEquals(List.of("GOOD", "OFFLINE", "GOOD"), server.states("E"));
    }
    assertTrue(Files.exists(folder.resolve("state/C.json")));
    assertFalse(said.toString().contains(HttpCameras.PASSWORD), said::toString);
  }

  @Test
  void whatWaitedIsToldInItsOrderAndInParts() throws Exception {
    for (int i = 0; i < 6; i++) {
      server.list("Q" + i, "SNAPSHOT", cameras.address("Q" + i), null, 1);
    }
    try (var _ = start()) {
      server.awaitState("Q5", "GOOD");
      server.refuse(true);
      cameras.set("Q0", "off");
      int samples = cameras.asked("Q1");
      ListServer.await(() -> cameras.asked("Q1") > samples + 8, () -> "the worker stands still");
      server.limit(7);
      server.refuse(false);
      ListServer.await(() -> server.times().size() > 40, () -> server.batches() + "");
      server.awaitState("Q0", "OFFLINE");
    }
    assertTrue(server.batches().stream().allMatch(count -> count <= 7), server.batches()::toString);
    // When it stood in line and when it was sent are read on two clocks.
    List<Long> times = server.times().subList(0, 40);
    for (int i = 1; i < times.size(); i++) {
      assertTrue(times.get(i) > times.get(i - 1) - 60, times::toString);
    }
  }

  @Test
  void whatIsRefusedIsDroppedAndNotSentForEver() throws Exception {
    server.list("Q", "SNAPSHOT", cameras.address("Q"), null, 1);
    server.refuse("Q");
    try (var _ = start()) {
      ListServer.await(
          () -> said.contains("the server: it answers 400, 1 readings are dropped"),
          said::toString);
      server.refuse("-");
      server.awaitState("Q", "GOOD");
      server.limit(0);
      ListServer.await(
          () -> said.contains("the server: it answers 413, 1 readings are dropped"),
          said::toString);
    }
  }

  /** Its own threads do not come to run for a while: no camera is to blame. */
  @Test
  void aWorkerThatIsLateSaysNothing() throws Exception {
    List<String> names = IntStream.range(0, 12).mapToObj(i -> "T" + i).toList();
    names.forEach(name -> server.list(name, "SNAPSHOT", cameras.address(name), null, 1));
    try (var _ = start()) {
      for (String name : names) {
        server.awaitState(name, "GOOD");
      }
      long until = System.nanoTime() + Duration.ofSeconds(7).toNanos();
      List<Thread> busy =
          IntStream.range(0, Runtime.getRuntime().availableProcessors())
              .mapToObj(i ->
                  Thread.ofVirtual()
                      .start(() -> {
                        while (System.nanoTime() < until) {
                          Thread.onSpinWait();
                        }
                      }))
              .toList();
      for (Thread one : busy) {
        one.join();
      }
      cameras.set("T0", "off");
      server.awaitState("T0", "OFFLINE");
      for (String name : names.subList(1, names.size())) {
        assertEquals(List.of("GOOD"), server.states(name), name);
      }
    }
  }

  @Test
  void camerasThatMisbehaveAreOfflineEachForItsReason() throws Exception {
    for (String[] one :
        new String[][] {
          {"G", "garbage", "GARBAGE"},
          {"H", "enormous", "TOO_LARGE"},
          {"I", "endless", "TOO_LARGE"},
          {"J", "redirect", "REDIRECT"},
          {"K", "stall", "STALLED"},
          {"L", "digest", "WRONG_PASSWORD"},
          {"N", "off", "NO_ANSWER"},
        }) {
      cameras.set(one[0], one[1]);
      server.list(one[0], "SNAPSHOT", cameras.address(one[0]), "salah", 1);
    }
    cameras.set("MG", "garbage");
    server.list("MG", "MJPEG", cameras.address("MG"), null, 1);
    server.list("X1", "SNAPSHOT", server.address().toString(), null, 1);
    server.list("X2", "SNAPSHOT", "http://169.254.169.254/latest", null, 1);
    server.list("X3", "SNAPSHOT", "file:///etc/passwd", null, 1);
    server.list("X4", "RTSP", "rtsp://[::1]:554/a", null, 1);
    server.list("X5", "SNAPSHOT", "http://localhost:" + cameras.port() + "/x", null, 1);
    try (var _ = start()) {
      for (String[] one :
          new String[][] {
            {"G", "GARBAGE"},
            {"H", "TOO_LARGE"},
            {"I", "TOO_LARGE"},
            {"J", "REDIRECT"},
            {"K", "STALLED"},
            {"L", "WRONG_PASSWORD"},
            {"N", "NO_ANSWER"},
            {"MG", "GARBAGE"},
            {"X1", "REFUSED_ADDRESS"},
            {"X2", "REFUSED_ADDRESS"},
            {"X3", "REFUSED_ADDRESS"},
            {"X4", "REFUSED_ADDRESS"},
            {"X5", "REFUSED_ADDRESS"},
          }) {
        server.awaitState(one[0], "OFFLINE");
        assertEquals(one[1], server.why(one[0]), one[0]);
      }
    }
    assertEquals(0, cameras.strayed());
  }

  @Test
  void realRtspCamerasAreWatched() throws Exception {
    assumeTrue(Files.isExecutable(FFMPEG), "no ffmpeg: apt-get install ffmpeg");
    assumeTrue(
        hasGstreamer("x264enc", "rtph264pay"),
        "no RTSP server of GStreamer; ./check says which packages");
    Process process = rtspCameras("a", "b", "c", "d", "login");
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        var in = new PrintWriter((Writer) process.outputWriter(StandardCharsets.UTF_8), true)) {
      String[] ports = String.valueOf(out.readLine()).split(" ", -1);
      String port = ports[1];
      String closed = "rtsp://127.0.0.1:" + ports[2] + "/login";
      allowed.add("127.0.0.1:" + port);
      allowed.add("127.0.0.1:" + ports[2]);
      for (String name : List.of("a", "b", "c", "d")) {
        server.list(name, "RTSP", "rtsp://127.0.0.1:" + port + "/" + name, null, 1);
      }
      server.list("e", "RTSP", closed, HttpCameras.PASSWORD, 1);
      server.list("f", "RTSP", closed, "salah", 1);
      try (var _ = start()) {
        for (String name : List.of("a", "b", "c", "d", "e")) {
          ListServer.await(
              () -> server.isLearnt(name), () -> name + " is " + server.states(name) + said);
        }
        server.awaitState("f", "OFFLINE");
        assertEquals("WRONG_PASSWORD", server.why("f"));
        assertTrue(
            ProcessHandle.current()
                .children()
                .noneMatch(one -> one.info().commandLine().orElse("").contains("kata")));
        in.println("a freeze 1");
        in.println("b cover 1");
        in.println("c turn 40");
        in.println("d stall 1");
        server.awaitState("a", "FROZEN");
        server.awaitState("b", "COVERED");
        server.awaitState("c", "TURNED");
        server.awaitState("d", "OFFLINE");
        assertEquals("STALLED", server.why("d"));
        in.println("a freeze 0");
        in.println("b cover 0");
        in.println("c turn 0");
        for (String name : List.of("a", "b", "c")) {
          server.awaitState(name, "GOOD");
        }
        in.println("a cut 1");
        server.awaitState("a", "OFFLINE");
        server.awaitState("b", "GOOD");
      }
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aCameraWithH265IsWatchedToo() throws Exception {
    assumeTrue(Files.isExecutable(FFMPEG), "no ffmpeg: apt-get install ffmpeg");
    assumeTrue(hasGstreamer("x265enc", "h265parse", "rtph265pay"), "this GStreamer makes no H.265");
    Process process = rtspCameras("h265");
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        var in = new PrintWriter((Writer) process.outputWriter(StandardCharsets.UTF_8), true)) {
      String port = String.valueOf(out.readLine()).split(" ", -1)[1];
      allowed.add("127.0.0.1:" + port);
      server.list("H", "RTSP", "rtsp://127.0.0.1:" + port + "/h265", null, 1);
      try (var _ = start()) {
        ListServer.await(() -> server.isLearnt("H"), () -> server.states("H") + "" + said);
        in.println("h265 cover 1");
        server.awaitState("H", "COVERED");
      }
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void camerasWithHlsAreWatchedAndLeadNowhere() throws Exception {
    assumeTrue(Files.isExecutable(FFMPEG), "no ffmpeg: apt-get install ffmpeg");
    Path live = Files.createDirectories(folder.resolve("live"));
    Path picture = folder.resolve("store.png");
    Files.write(picture, Pictures.file(Pictures.seen(Pictures.store(5), 0), "png"));
    Process process =
        new ProcessBuilder(
                List.of(
                    ("/usr/bin/ffmpeg -v error -nostdin -re -loop 1 -framerate 10 -i "
                            + picture
                            + " -vf noise=alls=12:allf=t -c:v libx264 -preset ultrafast -g 5"
                            + " -pix_fmt yuv420p -threads 1 -f hls -hls_time 0.5 -hls_list_size 4 "
                            + live.resolve("live.m3u8"))
                        .split(" ", -1)))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    HttpServer files =
        SimpleFileServer.createFileServer(
            new InetSocketAddress(loopback(), 0), live, SimpleFileServer.OutputLevel.NONE);
    files.start();
    String at = "http://127.0.0.1:" + files.getAddress().getPort() + "/";
    String stray = "http://127.0.0.1:" + cameras.port() + "/elsewhere";
    allowed.add("127.0.0.1:" + files.getAddress().getPort());
    for (String[] one :
        new String[][] {
          {"elsewhere", "#EXTM3U\n#EXTINF:1,\n" + stray + "\n"},
          {"variant", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n" + stray + "\n"},
          {"file", "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"},
          {"map", "#EXTM3U\n#EXT-X-MAP:URI=\"" + stray + "\"\n#EXTINF:1,\na.m4s\n"},
          {"text", "no list"},
          {"self", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nself.m3u8\n"},
        }) {
      Files.writeString(live.resolve(one[0] + ".m3u8"), one[1]);
      server.list(one[0], "HLS", at + one[0] + ".m3u8", null, 1);
    }
    Files.writeString(
        live.resolve("master.m3u8"),
        "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=9\nnone.m3u8\n"
            + "#EXT-X-STREAM-INF:CODECS=\"avc1\",BANDWIDTH=5\nlive.m3u8\n");
    try (var _ = start()) {
      for (String name : List.of("elsewhere", "variant", "file", "map")) {
        server.awaitState(name, "OFFLINE");
        assertEquals("REDIRECT", server.why(name), name);
      }
      for (String name : List.of("text", "self")) {
        server.awaitState(name, "OFFLINE");
        assertEquals("GARBAGE", server.why(name), name);
      }
      assertEquals(0, cameras.strayed());
      ListServer.await(() -> Files.exists(live.resolve("live.m3u8")), () -> "nothing is live");
      server.list("live", "HLS", at + "master.m3u8", null, 1);
      ListServer.await(() -> server.isLearnt("live"), () -> server.states("live") + "" + said);
      process.destroyForcibly();
      server.awaitState("live", "OFFLINE");
      assertEquals("STALLED", server.why("live"));
      // A list whose segments take six seconds stands still for nine.
      Files.writeString(
          live.resolve("slow.m3u8"), "#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6,\nlive1.ts\n");
      server.list("slow", "HLS", at + "slow.m3u8", null, 1);
      server.awaitState("slow", "GOOD");
      long good = System.nanoTime();
      server.awaitState("slow", "OFFLINE");
      long stood = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - good);
      assertTrue(stood >= 6, "it was given " + stood + " s");
      assertEquals("STALLED", server.why("slow"));
    } finally {
      process.destroyForcibly();
      files.stop(0);
    }
  }

  private Process rtspCameras(String... names) throws IOException {
    Path picture = folder.resolve("store.png");
    Files.write(picture, Pictures.file(Pictures.store(5), "png"));
    Path script = folder.resolve("rtsp-cameras.py");
    try (var in = CameraWorkerTest.class.getResourceAsStream("rtsp-cameras.py")) {
      Files.write(script, java.util.Objects.requireNonNull(in).readAllBytes());
    }
    var line = new ArrayList<>(List.of(PYTHON.toString(), script.toString(), picture.toString()));
    line.addAll(List.of(names));
    return new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  @Test
  void rtspServersThatMisbehaveAreOffline() throws Exception {
    assumeTrue(Files.isExecutable(FFMPEG), "no ffmpeg: apt-get install ffmpeg");
    try (var silent = new BadRtsp("");
        var garbage = new BadRtsp("\u0007\u0001not rtsp at all \r\n\r\n".repeat(50));
        var closed =
            new BadRtsp(
                "RTSP/1.0 401 Unauthorized\r\n"
                    + "CSeq: %s\r\n"
                    + "WWW-Authenticate: Basic realm=\"x\"\r\n\r\n");
        var elsewhere =
            new BadRtsp(
                "RTSP/1.0 302 Found\r\nCSeq: %s\r\nLocation: http://127.0.0.1:"
                    + cameras.port()
                    + "/elsewhere\r\n\r\n")) {
      server.list("R1", "RTSP", silent.address(), null, 1);
      server.list("R2", "RTSP", garbage.address(), null, 1);
      server.list("R3", "RTSP", closed.address(), "salah", 1);
      server.list("R4", "RTSP", elsewhere.address(), null, 1);
      for (BadRtsp one : List.of(silent, garbage, closed, elsewhere)) {
        allowed.add("127.0.0.1:" + one.port());
      }
      try (var _ = start()) {
        for (String name : List.of("R1", "R2", "R3", "R4")) {
          server.awaitState(name, "OFFLINE");
        }
        assertEquals("WRONG_PASSWORD", server.why("R3"));
        assertEquals("REDIRECT", server.why("R4"));
        assertEquals(0, cameras.strayed());
        assertTrue(elsewhere.asked.get() > 0);
      }
    }
    assertFalse(said.toString().contains("salah"), said::toString);
  }

  @Test
  void ofCamerasWithTlsOnlyThoseThatAreKnownAreWatched() throws Exception {
    var known = Certificates.of("DNS:kamera");
    String pin = "#sha256=" + known.pin();
    String other = "#sha256=" + Certificates.of("DNS:kamera").pin();
    try (var secure = HttpCameras.secure(known.context());
        var stream =
            new BadRtsp(
                known.context().getServerSocketFactory().createServerSocket(0, 9, loopback()),
                "RTSP/1.0 503 Busy\r\nCSeq: %s\r\n\r\n")) {
      allowed.add("127.0.0.1:" + secure.port());
      allowed.add("127.0.0.1:" + stream.port());
      secure.set("S2", "mjpeg");
      server.list("S1", "SNAPSHOT", secure.address("S1") + pin, null, 1);
      server.list("S2", "MJPEG", secure.address("S2") + pin, null, 1);
      server.list("S3", "SNAPSHOT", secure.address("S3") + other, null, 1);
      server.list("S4", "SNAPSHOT", secure.address("S4"), null, 1);
      server.list("S5", "RTSP", stream.address().replace("rtsp:", "rtsps:") + other, null, 1);
      try (var _ = start()) {
        server.awaitState("S1", "GOOD");
        server.awaitState("S2", "GOOD");
        for (String name : List.of("S3", "S4", "S5")) {
          server.awaitState(name, "OFFLINE");
          assertEquals("UNTRUSTED", server.why(name), name);
        }
        assertEquals(0, secure.asked("S3") + secure.asked("S4") + stream.asked.get());
        server.list("S6", "RTSP", stream.address().replace("rtsp:", "rtsps:") + pin, null, 1);
        ListServer.await(() -> stream.asked.get() > 0, () -> "the right certificate is refused");
      }
    }
  }

  /** However a camera words it, nobody goes where it leads. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "RTSP/1.0 302 Found\r\nCSeq: %s\r\nLocation: LEADS\r\n\r\n",
        "RTSP/1.0 200 OK\r\nCSeq: %s\r\nPublic: DESCRIBE, SETUP, PLAY\r\n\r\n"
            + "\nRTSP/1.0 301 Moved\r\nCSeq: %s\r\nLocation: LEADS\r\n\r\n",
        "RT\rSP/1.0 302 Found\r\nCSeq: %s\r\nLocation: LEADS\r\n\r\n",
        "RTSP/1.0 200 OK\r\nCSeq: %s\r\n$\0\0\1x\r\nContent-Length : 0\r\n\r\n"
            + "RTSP/1.0 302 Found\r\nCSeq: %s\r\nLocation: LEADS\r\n\r\n",
        "REDIRECT rtsp://127.0.0.1/x RTSP/1.0\r\nCSeq: %s\r\nLocation: LEADS\r\n\r\n"
            + "RTSP/1.0 302 Found\r\nCSeq: %s\r\nLocation: LEADS\r\n\r\n",
      })
  void noRedirectOfRtspIsFollowed(String answer) throws Exception {
    assumeTrue(Files.isExecutable(FFMPEG), "no ffmpeg: apt-get install ffmpeg");
    try (var canary = new BadRtsp("RTSP/1.0 200 OK\r\nCSeq: %s\r\n\r\n");
        var camera = new BadRtsp(answer.replace("LEADS", canary.address()))) {
      allowed.add("127.0.0.1:" + camera.port());
      server.list("R", "RTSP", camera.address(), null, 1);
      try (var _ = start()) {
        server.awaitState("R", "OFFLINE");
      }
      assertTrue(camera.asked.get() > 0);
      assertEquals(0, canary.asked.get());
    }
  }

  private static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }

  /** A server that says one thing to whatever it is asked. */
  private static final class BadRtsp implements AutoCloseable {

    private final ServerSocket door;
    private final AtomicInteger asked = new AtomicInteger();

    BadRtsp(String answer) throws IOException {
      this(new ServerSocket(0, 50, loopback()), answer);
    }

    BadRtsp(ServerSocket door, String answer) {
      this.door = door;
      Thread.ofVirtual()
          .start(() -> {
            while (!door.isClosed()) {
              try {
                Socket caller = door.accept();
                Thread.ofVirtual().start(() -> talk(caller, answer));
              } catch (IOException end) {
                return;
              }
            }
          });
    }

    private void talk(Socket caller, String answer) {
      try (caller;
          var in =
              new BufferedReader(
                  new java.io.InputStreamReader(
                      caller.getInputStream(), StandardCharsets.US_ASCII))) {
        String line = in.readLine();
        while (line != null) {
          if (line.startsWith("CSeq: ")) {
            asked.incrementAndGet();
            caller
                .getOutputStream()
                .write(
                    answer.replace("%s", line.substring(6)).getBytes(StandardCharsets.ISO_8859_1));
          }
          line = in.readLine();
        }
      } catch (IOException gone) {
        return;
      }
    }

    int port() {
      return door.getLocalPort();
    }

    String address() {
      return "rtsp://127.0.0.1:" + port() + "/x";
    }

    @Override
    public void close() throws IOException {
      door.close();
    }
  }

  private static boolean hasGstreamer(String... elements) throws Exception {
    return Files.isExecutable(PYTHON)
        && new ProcessBuilder(
                    PYTHON.toString(),
                    "-c",
                    "import gi; gi.require_version('GstRtspServer', '1.0');"
                        + " from gi.repository import Gst, GstRtspServer; Gst.init(None);"
                        + " assert all(Gst.ElementFactory.find(e) for e in"
                        + " ['imagefreeze', 'compositor', '"
                        + String.join("', '", elements)
                        + "'])")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor()
            == 0;
  }
}
