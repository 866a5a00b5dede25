package id.segel.cli.camera;

import com.sun.net.httpserver.HttpServer;
import id.segel.cli.camera.Camera.State;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What it costs to watch many cameras: a worker as it is, every ten seconds, with cameras in
 * another process. The processor time is that of this process, which also plays the server, and of
 * FFmpeg.
 */
public final class CameraLoad {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int PICTURES = 24;

  private final Path ffmpeg;
  private final Path folder;
  private final Consumer<String> say;
  private final CountDownLatch never = new CountDownLatch(1);

  /** When each camera was told to be in its state; of the newest readings. */
  private final Map<String, JsonNode> told = new ConcurrentHashMap<>();

  private final Map<String, Long> offline = new ConcurrentHashMap<>();

  public CameraLoad(Path ffmpeg, Path folder, Consumer<String> say) {
    this.ffmpeg = ffmpeg;
    this.folder = folder;
    this.say = say;
  }

  /** Figures by name; of streams nothing where there is no RTSP server to stream. */
  public Map<String, Object> run(int snapshots, int streams, int seconds)
      throws IOException, InterruptedException {
    var figures = new LinkedHashMap<String, Object>();
    Path scene = new OutageSet(ffmpeg, folder, say).draw(3);
    make(
        scene,
        "scale=1280:720,noise=alls=8:allf=t",
        List.of(
            "-frames:v",
            "" + PICTURES,
            "-start_number",
            "0",
            "-q:v",
            "4",
            folder.resolve("%d.jpg").toString()));
    make(
        scene,
        "scale=640:360,noise=alls=8:allf=t",
        List.of(
            "-t",
            String.valueOf(3 * seconds + 120),
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-tune",
            "zerolatency",
            "-g",
            "30",
            "-b:v",
            "500k",
            "-pix_fmt",
            "yuv420p",
            folder.resolve("stream.mp4").toString()));
    Path script = folder.resolve("bench-cameras.py");
    try (InputStream in = CameraLoad.class.getResourceAsStream("bench-cameras.py")) {
      Files.write(script, Objects.requireNonNull(in).readAllBytes());
    }
    HttpServer list =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var cameras = new ArrayList<Map<String, Object>>();
    serve(list, cameras);
    Process process =
        new ProcessBuilder("/usr/bin/python3", script.toString(), folder.toString(), "" + streams)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        var in = new PrintWriter((Writer) process.outputWriter(StandardCharsets.UTF_8), true)) {
      List<String> ports = List.of(String.valueOf(out.readLine()).split(" ", -1));
      if (ports.size() != 3) {
        throw new IOException("the cameras of the bench do not start; they need python3");
      }
      for (int i = 0; i < snapshots; i++) {
        cameras.add(
            Map.of(
                "id",
                "C-" + i,
                "kind",
                "SNAPSHOT",
                "address",
                "http://127.0.0.1:" + ports.get(1) + "/C-" + i,
                "reference",
                1));
      }
      measure(
          "snapshots",
          list,
          Set.of("127.0.0.1:" + ports.get(1)),
          snapshots,
          seconds,
          figures,
          () -> cut(in, snapshots / 10, figures));
      cameras.clear();
      if (!ports.get(2).equals("0")) {
        for (int i = 0; i < streams; i++) {
          cameras.add(
              Map.of(
                  "id",
                  "S-" + i,
                  "kind",
                  "RTSP",
                  "address",
                  "rtsp://127.0.0.1:" + ports.get(2) + "/s" + i,
                  "reference",
                  1));
        }
        measure(
            "streams",
            list,
            Set.of("127.0.0.1:" + ports.get(2)),
            streams,
            seconds,
            figures,
            () -> {});
      }
    } finally {
      process.destroyForcibly();
      list.stop(0);
    }
    return figures;
  }

  /** Something to do while the cameras are watched. */
  private interface Meanwhile {
    void run() throws InterruptedException;
  }

  private void measure(
      String what,
      HttpServer list,
      Set<String> allowed,
      int count,
      int seconds,
      Map<String, Object> figures,
      Meanwhile then)
      throws IOException, InterruptedException {
    told.clear();
    URI server = URI.create("http://127.0.0.1:" + list.getAddress().getPort());
    try (CameraWorker worker =
        CameraWorker.start(server, "bench", folder.resolve(what), ffmpeg, allowed, 0, line -> {})) {
      say.accept(what + ": warming up");
      // The references are taken and learnt in it.
      never.await(seconds, TimeUnit.SECONDS);
      long began = System.nanoTime();
      long ours = processor();
      long theirs = worker.processorNanos();
      never.await(seconds, TimeUnit.SECONDS);
      double took = System.nanoTime() - began;
      figures.put(what, count);
      figures.put(
          what + "GoodAtTheEnd",
          told.values().stream()
              .filter(one -> one.path("state").asString().equals(State.GOOD.name()))
              .count());
      figures.put(what + "CoresOfWorker", rounded((processor() - ours) / took));
      figures.put(what + "CoresOfFfmpeg", rounded((worker.processorNanos() - theirs) / took));
      then.run();
    }
  }

  /** A tenth of the cameras goes; how long until the server knows. */
  private void cut(PrintWriter in, int count, Map<String, Object> figures)
      throws InterruptedException {
    offline.clear();
    long at = System.nanoTime();
    List<String> gone = IntStream.range(0, count).mapToObj(i -> "C-" + i).toList();
    gone.forEach(id -> in.println("off /" + id));
    for (int tries = 0; tries < 600 && !offline.keySet().containsAll(gone); tries++) {
      never.await(100, TimeUnit.MILLISECONDS);
    }
    List<Long> delays =
        gone.stream()
            .filter(offline::containsKey)
            .map(id -> (offline.getOrDefault(id, at) - at) / 1_000_000)
            .sorted()
            .toList();
    figures.put("cut", count);
    figures.put("cutFound", delays.size());
    if (!delays.isEmpty()) {
      figures.put("cutFoundSecondsMedian", delays.get(delays.size() / 2) / 1_000.0);
      figures.put("cutFoundSecondsMost", delays.getLast() / 1_000.0);
    }
    figures.put("offlineThatWereNotCut", offline.size() - delays.size());
  }

  private static double rounded(double cores) {
    return Math.round(cores * 1_000) / 1_000.0;
  }

  private static long processor() {
    return ProcessHandle.current().info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
  }

  private void serve(HttpServer list, List<Map<String, Object>> cameras) {
    list.createContext(
        "/api/cameras/worker",
        exchange -> {
          try (exchange) {
            for (JsonNode one :
                exchange.getRequestMethod().equals("POST")
                    ? JSON.readTree(exchange.getRequestBody().readAllBytes()).path("readings")
                    : JSON.createArrayNode()) {
              told.put(one.path("camera").asString(), one);
              if (one.path("state").asString().equals(State.OFFLINE.name())) {
                offline.putIfAbsent(one.path("camera").asString(), System.nanoTime());
              }
            }
            byte[] body =
                JSON.writeValueAsBytes(
                    Map.of("version", 1, "everySeconds", 10, "cameras", cameras));
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    list.start();
  }

  private void make(Path scene, String filter, List<String> to)
      throws IOException, InterruptedException {
    var line =
        new ArrayList<>(
            List.of(
                ffmpeg.toString(),
                "-v",
                "error",
                "-nostdin",
                "-y",
                "-loop",
                "1",
                "-framerate",
                "15",
                "-i",
                scene.toString(),
                "-vf",
                filter));
    line.addAll(to);
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    try (InputStream out = process.getInputStream()) {
      String said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException("ffmpeg cannot make pictures for the bench: " + said);
      }
    }
  }
}
