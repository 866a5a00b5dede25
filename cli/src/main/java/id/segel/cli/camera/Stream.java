package id.segel.cli.camera;

import id.segel.cli.camera.Camera.MissedException;
import id.segel.cli.camera.Camera.Why;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An RTSP camera kept open by an FFmpeg process of its own, which decodes key frames only and hands
 * over one sample an interval. What FFmpeg says when it ends is not believed: only a whole sample
 * is one. The process is killed when none comes in time, for its own time limits do not see a
 * stream that stalls inside a session. It talks to the camera through {@link RtspRelay}.
 */
final class Stream implements AutoCloseable {

  private static final long START_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final int SAID_MAX = 8_192;
  private static final long MEMORY_MAX = 1_500_000_000L;
  private static final int PROCESSOR_SECONDS_MAX = 3_600;

  private final Process process;
  private final RtspRelay relay;
  private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>(4);

  /** Guarded by itself. */
  private final StringBuilder said = new StringBuilder();

  private final Thread reading;
  private boolean hasSeenOne;

  private Stream(Process process, RtspRelay relay) {
    this.process = process;
    this.relay = relay;
    reading = Thread.ofPlatform().daemon().name("camera-stream").start(this::read);
    Thread.ofPlatform().daemon().name("camera-said").start(this::listen);
  }

  static Stream open(Path ffmpeg, Camera camera, URI address, long intervalMillis)
      throws MissedException {
    try {
      RtspRelay relay = RtspRelay.open(camera, address);
      try {
        return new Stream(
            new ProcessBuilder(line(ffmpeg, camera, relay.address(), intervalMillis))
                .redirectInput(ProcessBuilder.Redirect.from(nothing().toFile()))
                .start(),
            relay);
      } catch (IOException e) {
        relay.close();
        throw e;
      }
    } catch (IOException e) {
      throw new MissedException(Why.NO_ANSWER);
    }
  }

  private static Path nothing() {
    return Path.of("/dev/null");
  }

  private static List<String> line(Path ffmpeg, Camera camera, URI address, long intervalMillis) {
    var line = new ArrayList<>(limited(ffmpeg));
    line.addAll(
        List.of(
            ("-v error -nostdin -f rtsp -rtsp_transport tcp -timeout 15000000"
                    + " -protocol_whitelist rtsp,tcp -max_pixels "
                    + Jpeg.PIXELS_MAX
                    + " -skip_frame nokey -flags low_delay -analyzeduration 500000"
                    + " -probesize 200000 -fpsprobesize 0 -threads 1 -i")
                .split(" ")));
    line.add(address.toString());
    line.addAll(List.of("-an", "-sn", "-dn", "-filter_complex", filter(camera, intervalMillis)));
    line.addAll(
        List.of(
            "-map [o] -fps_mode passthrough -c:v rawvideo -flush_packets 1 -f rawvideo pipe:1"
                .split(" ")));
    return line;
  }

  /** How FFmpeg is started, with as much of the machine as it may have. */
  static List<String> limited(Path ffmpeg) {
    Path limits = Path.of("/usr/bin/prlimit");
    return Files.isExecutable(limits)
        ? List.of(
            limits.toString(),
            "--as=" + MEMORY_MAX,
            "--cpu=" + PROCESSOR_SECONDS_MAX,
            "--",
            ffmpeg.toString())
        : List.of(ffmpeg.toString());
  }

  /** Never invents a frame: what was not sent cannot look frozen. */
  static String filter(Camera camera, long intervalMillis) {
    String every = String.format(Locale.ROOT, "%.3f", intervalMillis * 0.95 / 1000);
    int[] clock = camera.clock();
    String corner =
        clock == null
            ? "scale=160:90,drawbox=color=black:t=fill"
            : String.format(
                Locale.ROOT,
                "crop=w='iw*%d/1000':h='ih*%d/1000':x='iw*%d/1000':y='ih*%d/1000',"
                    + "scale=160:90:flags=area",
                clock[2],
                clock[3],
                clock[0],
                clock[1]);
    return "[0:v]select='isnan(prev_selected_t)+gte(t-prev_selected_t,"
        + every
        + ")',format=yuvj420p,split=3[a][b][c];"
        + "[a]scale=320:180:flags=area[p];"
        + "[b]crop=w='min(160,iw)':h='min(90,ih)',pad=160:90[q];"
        + "[c]"
        + corner
        + "[r];"
        + "[q][r]hstack[s];[p][s]vstack[o]";
  }

  /**
   * The next sample.
   *
   * @param nanos how long to wait, of our own turns; the first one may take longer
   */
  Frame next(long nanos, Turns turns) throws MissedException, InterruptedException {
    long until = turns.worked() + (hasSeenOne ? nanos : Math.max(nanos, START_NANOS));
    while (true) {
      Frame frame = frames.poll(100, TimeUnit.MILLISECONDS);
      if (frame != null) {
        hasSeenOne = true;
        return frame;
      }
      if (!reading.isAlive() && frames.isEmpty()) {
        process.waitFor(1, TimeUnit.SECONDS);
        throw new MissedException(why());
      }
      if (turns.worked() > until) {
        Why why = why();
        throw new MissedException(why == Why.NO_ANSWER || hasSeenOne ? Why.STALLED : why);
      }
    }
  }

  private void read() {
    try (InputStream out = process.getInputStream()) {
      while (true) {
        byte[] raw = out.readNBytes(Frame.BYTES);
        if (raw.length < Frame.BYTES) {
          return;
        }
        // Who is late gets the newest.
        Frame frame = Frame.ofRaw(raw);
        while (!frames.offer(frame)) {
          frames.poll();
        }
      }
    } catch (IOException ended) {
      return;
    }
  }

  /** What FFmpeg says is for {@link #why} alone. */
  private void listen() {
    try (InputStream err = process.getErrorStream()) {
      var bytes = new byte[1_024];
      int count = err.read(bytes);
      while (count >= 0) {
        synchronized (said) {
          if (said.length() < SAID_MAX) {
            said.append(new String(bytes, 0, count, StandardCharsets.UTF_8));
          }
        }
        count = err.read(bytes);
      }
    } catch (IOException ended) {
      return;
    }
  }

  private Why why() {
    Why relays = relay.why();
    if (relays != null) {
      return relays;
    }
    synchronized (said) {
      return why(said.toString(), hasSeenOne);
    }
  }

  static Why why(String said, boolean hasSeenOne) {
    String words = said.toLowerCase(Locale.ROOT);
    if (words.contains("401 unauthorized") || words.contains("403 forbidden")) {
      return Why.WRONG_PASSWORD;
    }
    if (words.contains("redirect") || words.contains("302") || words.contains("not on whitelist")) {
      return Why.REDIRECT;
    }
    if (words.contains("picture size") || words.contains("max_pixels")) {
      return Why.TOO_LARGE;
    }
    if (hasSeenOne) {
      return Why.ENDED;
    }
    if (words.contains("invalid data") || words.contains("could not find codec")) {
      return Why.GARBAGE;
    }
    return Why.NO_ANSWER;
  }

  /** The processor time that its process has taken, for the bench. */
  long processorNanos() {
    return process.info().totalCpuDuration().map(java.time.Duration::toNanos).orElse(0L);
  }

  @Nullable
  static String version(Path ffmpeg) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(ffmpeg.toString(), "-version")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      byte[] bytes;
      try (InputStream out = process.getInputStream()) {
        bytes = out.readNBytes(SAID_MAX);
      }
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0
          ? new String(bytes, StandardCharsets.UTF_8).lines().findFirst().orElse("")
          : null;
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    relay.close();
  }
}
