package id.segel.cli.camera;

import id.segel.cli.camera.Camera.MissedException;
import id.segel.cli.camera.Camera.Why;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes one picture of a camera that speaks HLS: the first key frame of its newest segment.
 * Playlists and segments are fetched here, from the camera itself and from nowhere else; FFmpeg
 * gets the segment on its input and opens nothing.
 */
final class Hls {

  private static final long DECODING = TimeUnit.SECONDS.toNanos(10);
  private static final int DECODED_AT_ONCE = 2;
  private static final int LIST_MAX = 256 * 1024;
  private static final Pattern BANDWIDTH = Pattern.compile("[:,]BANDWIDTH=([0-9]{1,12})");
  private static final Pattern FIRST = Pattern.compile("#EXT-X-MEDIA-SEQUENCE:([0-9]{1,18})");
  private static final Pattern LONGEST = Pattern.compile("#EXT-X-TARGETDURATION:([0-9]{1,9})");

  /** The server hears of the camera before the minute is over after which it knows nothing. */
  private static final long SECONDS_MAX = 30;

  private static final Pattern BEGINNING = Pattern.compile("#EXT-X-MAP:.*URI=\"([^\"]*)\".*");

  private final Path ffmpeg;
  private final HttpSampler http;
  private final ExecutorService threads;
  private final Turns turns;
  private final Semaphore decoding = new Semaphore(DECODED_AT_ONCE);

  Hls(Path ffmpeg, HttpSampler http, ExecutorService threads, Turns turns) {
    this.ffmpeg = ffmpeg;
    this.http = http;
    this.threads = threads;
    this.turns = turns;
  }

  /** A sample, and the segment that it is of. */
  record Taken(String segment, Frame frame) {}

  /**
   * The newest picture; null where the camera may be making the next segment still.
   *
   * @param address the camera's, pinned
   * @param before the segment of the sample before
   * @param age how long ago that was taken first, in nanoseconds
   */
  @Nullable Taken take(Camera camera, URI address, @Nullable String before, long age)
      throws MissedException, InterruptedException {
    URI at = address;
    List<String> list = list(camera, at);
    if (list.stream().anyMatch(line -> line.startsWith("#EXT-X-STREAM-INF"))) {
      at = inside(camera, address, at, smallest(list));
      list = list(camera, at);
    }
    String newest = null;
    String beginning = null;
    long number = 0;
    for (String line : list) {
      Matcher first = FIRST.matcher(line);
      Matcher map = BEGINNING.matcher(line);
      if (first.matches()) {
        number = Long.parseLong(first.group(1));
      } else if (map.matches()) {
        beginning = map.group(1);
      } else if (line.startsWith("#EXT-X-STREAM-INF")
          || line.startsWith("#EXT-X-BYTERANGE")
          || (line.startsWith("#EXT-X-KEY") && !line.contains("METHOD=NONE"))) {
        // A list of lists of lists, parts of one file, and what is encrypted are not read.
        throw new MissedException(Why.GARBAGE);
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        newest = line;
        number++;
      }
    }
    if (newest == null) {
      throw new MissedException(Why.GARBAGE);
    }
    String segment = number + " " + newest;
    if (segment.equals(before)) {
      if (age > patience(list)) {
        throw new MissedException(Why.STALLED);
      }
      return null;
    }
    byte[] head =
        beginning == null ? new byte[0] : http.take(camera, inside(camera, address, at, beginning));
    byte[] body = http.take(camera, inside(camera, address, at, newest));
    return new Taken(segment, decode(camera, head, body));
  }

  /**
   * How long a list may stand as it is, in nanoseconds: one and a half times its longest segment
   * (RFC 8216, 6.2.1); of segments beyond all reason no longer.
   */
  static long patience(List<String> list) {
    long seconds = 0;
    for (String line : list) {
      Matcher longest = LONGEST.matcher(line);
      if (longest.matches()) {
        seconds = Math.min(Long.parseLong(longest.group(1)), SECONDS_MAX);
      }
    }
    return TimeUnit.MILLISECONDS.toNanos(seconds * 1_500);
  }

  private List<String> list(Camera camera, URI at) throws MissedException, InterruptedException {
    byte[] bytes = http.take(camera, at);
    if (bytes.length > LIST_MAX) {
      throw new MissedException(Why.TOO_LARGE);
    }
    List<String> lines =
        new String(bytes, StandardCharsets.UTF_8).lines().map(String::strip).toList();
    if (lines.isEmpty() || !lines.getFirst().equals("#EXTM3U")) {
      throw new MissedException(Why.GARBAGE);
    }
    return lines;
  }

  private static String smallest(List<String> list) throws MissedException {
    long least = Long.MAX_VALUE;
    String found = null;
    String described = null;
    for (String line : list) {
      if (line.startsWith("#EXT-X-STREAM-INF")) {
        described = line;
      } else if (described != null && !line.isEmpty() && !line.startsWith("#")) {
        Matcher matcher = BANDWIDTH.matcher(described);
        long needs = matcher.find() ? Long.parseLong(matcher.group(1)) : Long.MAX_VALUE - 1;
        if (needs < least) {
          least = needs;
          found = line;
        }
        described = null;
      }
    }
    if (found == null) {
      throw new MissedException(Why.GARBAGE);
    }
    return found;
  }

  /** What a list names, which must be of the camera itself; with the number that was looked at. */
  static URI inside(Camera camera, URI pinned, URI list, String named) throws MissedException {
    try {
      URI found = URI.create(named);
      URI whole = list.resolve(found);
      boolean isSame =
          (!found.isAbsolute() && found.getRawAuthority() == null)
              || (pinned.getScheme().equals(found.getScheme())
                  && isOf(camera, pinned, String.valueOf(found.getRawAuthority())));
      if (!isSame || whole.getRawPath() == null || whole.isOpaque()) {
        throw new MissedException(Why.REDIRECT);
      }
      return URI.create(
          pinned.getScheme()
              + "://"
              + pinned.getRawAuthority()
              + whole.getRawPath()
              + (whole.getRawQuery() == null ? "" : "?" + whole.getRawQuery()));
    } catch (IllegalArgumentException e) {
      throw new MissedException(Why.GARBAGE);
    }
  }

  private static boolean isOf(Camera camera, URI pinned, String authority) {
    String named = authority.toLowerCase(Locale.ROOT);
    String whole = named.matches(".*:[0-9]+") ? named : named + ":" + usual(pinned);
    String listed = String.valueOf(camera.address().getHost()).toLowerCase(Locale.ROOT);
    return whole.equals(pinned.getRawAuthority()) || whole.equals(listed + ":" + pinned.getPort());
  }

  private static int usual(URI pinned) {
    return pinned.getScheme().equals("https") ? 443 : 80;
  }

  private Frame decode(Camera camera, byte[] head, byte[] body)
      throws MissedException, InterruptedException {
    boolean isTransport = body.length > 0 && body[0] == 0x47;
    if (!isTransport && head.length == 0) {
      throw new MissedException(Why.GARBAGE);
    }
    var line = new ArrayList<>(Stream.limited(ffmpeg));
    line.addAll(
        List.of(
            ("-v error -protocol_whitelist pipe -max_pixels "
                    + Jpeg.PIXELS_MAX
                    + " -skip_frame nokey -threads 1 -f "
                    + (isTransport ? "mpegts" : "mov")
                    + " -i pipe:0 -an -sn -dn -filter_complex")
                .split(" ")));
    line.add(Stream.filter(camera, 0));
    line.addAll(List.of("-map [o] -frames:v 1 -c:v rawvideo -f rawvideo pipe:1".split(" ")));
    decoding.acquire();
    Process process = null;
    try {
      process = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      OutputStream in = process.getOutputStream();
      InputStream out = process.getInputStream();
      var _ =
          threads.submit(() -> {
            // It ends as soon as it has its picture, with or without the rest.
            try (in) {
              in.write(head);
              in.write(body);
            }
            return null;
          });
      byte[] raw = await(threads.submit(() -> out.readNBytes(Frame.BYTES)));
      if (raw.length < Frame.BYTES) {
        throw new MissedException(Why.GARBAGE);
      }
      return Frame.ofRaw(raw);
    } catch (IOException e) {
      throw new MissedException(Why.NO_ANSWER);
    } finally {
      decoding.release();
      if (process != null) {
        process.destroyForcibly();
      }
    }
  }

  private byte[] await(Future<byte[]> asked) throws MissedException, InterruptedException {
    long until = turns.worked() + DECODING;
    while (turns.worked() <= until) {
      try {
        return asked.get(50, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        // Again, for as long as it may take.
      } catch (ExecutionException e) {
        throw new MissedException(Why.GARBAGE);
      }
    }
    throw new MissedException(Why.GARBAGE);
  }
}
