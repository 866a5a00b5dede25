package id.segel.tlog.client;

import id.segel.tlog.MalformedException;
import id.segel.tlog.checkpoint.Checkpoint;
import id.segel.tlog.merkle.Hash;
import id.segel.tlog.merkle.Tile;
import id.segel.tlog.merkle.TilePath;
import id.segel.tlog.merkle.TileSource;
import id.segel.tlog.note.Note;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Gets the files of a published log from a URL or a folder. Any number of threads; at most five
 * requests at once, as many as the JDK keeps connections to one host. What it answers is not
 * checked yet.
 */
public final class TileFetcher implements TileSource, AutoCloseable {

  private static final int REQUESTS_MAX = 5;
  private static final int ATTEMPTS_MAX = 3;
  private static final int ERROR_BYTES_MAX = 4_096;
  private static final Pattern UNTIL =
      Pattern.compile("until ([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,18}Z)");
  private static final int CONNECT_MILLIS_MAX = 10_000;
  private static final int SILENCE_MILLIS_MAX = 30_000;

  /** For a whole answer: the longest bundle, 17 MB, over two Mbit/s. */
  private static final long ANSWER_NANOS_MAX = 70_000_000_000L;

  private final String base;
  private final @Nullable Path folder;
  private volatile @Nullable String cookie;
  private final Semaphore requests = new Semaphore(REQUESTS_MAX);
  private volatile boolean closed;

  private TileFetcher(String base, @Nullable Path folder) {
    this.base = base;
    this.folder = folder;
  }

  /** A file that was asked for. */
  public sealed interface Answer {}

  /** The file is there. */
  public record Found(byte[] bytes) implements Answer {}

  /** The log has no such file. */
  public record Missing() implements Answer {}

  /**
   * The log has the file and does not show it to us, now.
   *
   * @param until when it opens, if the log says so
   */
  public record Closed(Optional<Instant> until) implements Answer {}

  /** The log below this http or https URL, or in this folder. */
  public static TileFetcher of(String urlOrFolder) {
    String base = urlOrFolder.replaceFirst("/+$", "");
    if (base.startsWith("http://") || base.startsWith("https://")) {
      return new TileFetcher(base, null);
    }
    return of(Path.of(urlOrFolder));
  }

  public static TileFetcher of(Path folder) {
    return new TileFetcher(folder.toString(), folder);
  }

  /** Shows this cookie with each request from now on: a log may show more to those it knows. */
  public void show(String cookie) {
    this.cookie = cookie;
  }

  /** Where this log is, as it was given. */
  public String base() {
    return base;
  }

  /**
   * Gets a file by its path below the log, of at most so many bytes.
   *
   * @throws IOException when there is no answer, after three attempts
   */
  public Answer get(String path, int bytesMax) throws IOException, InterruptedException {
    requests.acquire();
    try {
      if (closed) {
        throw new IOException("this reader of " + base + " was closed");
      }
      if (folder != null) {
        return read(folder.resolve(path), bytesMax);
      }
      for (int attempt = 1; ; attempt++) {
        try {
          return request(path, bytesMax);
        } catch (IOException e) {
          if (attempt == ATTEMPTS_MAX) {
            throw new IOException(base + "/" + path + ": " + e.getMessage(), e);
          }
          TimeUnit.MILLISECONDS.sleep(200L * attempt);
        }
      }
    } finally {
      requests.release();
    }
  }

  /** The hashes of a tile, unchecked; a partial tile that is gone is read from a wider one. */
  public Answer tile(TilePath path) throws IOException, InterruptedException {
    Answer answer = get("tile/" + path, Tile.BYTES);
    return answer instanceof Missing && !path.isFull()
        ? get("tile/" + wider(path), Tile.BYTES)
        : answer;
  }

  /**
   * Where a partial tile or bundle is now that it is gone: in the full one, or where a copy keeps
   * only its newest state, in the one of that. Both begin with what is sought.
   */
  public TilePath wider(TilePath path) throws IOException, InterruptedException {
    if (get("checkpoint", Note.BYTES_MAX) instanceof Found(byte[] newest)) {
      try {
        long size = Checkpoint.parse(Note.parse(newest).text()).size();
        int width = TilePath.widthIn(size, path.level(), path.number());
        if (width > path.width()) {
          return new TilePath(path.level(), path.number(), width);
        }
      } catch (MalformedException e) {
        return path.full();
      }
    }
    return path.full();
  }

  /** The hashes of a tile, unchecked: what is made of them must be verified. */
  @Override
  public byte[] tile(int level, long number, int width) {
    TilePath path = new TilePath(level, number, width);
    try {
      if (tile(path) instanceof Found(byte[] bytes) && bytes.length >= width * Hash.BYTES) {
        return bytes;
      }
      throw new IOException("no tile " + path + " at " + base);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted", e));
    }
  }

  /** Ends all reading: what is asked for afterwards fails. */
  @Override
  public void close() {
    closed = true;
  }

  private static Answer read(Path file, int bytesMax) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new Found(bounded(in, Files.size(file), bytesMax));
    } catch (NoSuchFileException e) {
      return new Missing();
    }
  }

  private Answer request(String path, int bytesMax) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(base + "/" + path).toURL().openConnection();
    connection.setConnectTimeout(CONNECT_MILLIS_MAX);
    connection.setReadTimeout(SILENCE_MILLIS_MAX);
    // Redirects are not followed: a log is where its reader was told it is.
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    String shown = cookie;
    if (shown != null) {
      connection.setRequestProperty("Cookie", shown);
    }
    int status = connection.getResponseCode();
    if (status == 200) {
      try (InputStream in = connection.getInputStream()) {
        return new Found(decoded(in, connection, bytesMax));
      }
    }
    // What an error says is read, a little of it, so that the connection can be kept.
    String said = "";
    try (InputStream error = connection.getErrorStream()) {
      if (error != null) {
        said = new String(error.readNBytes(ERROR_BYTES_MAX), StandardCharsets.UTF_8);
      }
    }
    return switch (status) {
      case 404, 410 -> new Missing();
      case 401, 403 -> new Closed(until(said));
      default -> throw new IOException("HTTP status " + status);
    };
  }

  /** The moment that stands behind the word until. */
  private static Optional<Instant> until(String said) {
    Matcher matcher = UNTIL.matcher(said);
    try {
      return matcher.find() ? Optional.of(Instant.parse(matcher.group(1))) : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** A log may compress without being asked. */
  private static byte[] decoded(InputStream in, HttpURLConnection connection, int bytesMax)
      throws IOException {
    String encoding = connection.getContentEncoding();
    if (encoding == null || encoding.equals("identity")) {
      long length = connection.getContentLengthLong();
      byte[] bytes = bounded(in, length, bytesMax);
      if (bytes.length < length) {
        throw new IOException("the answer ended early");
      }
      return bytes;
    }
    if (encoding.equals("gzip")) {
      return bounded(new GZIPInputStream(in, 1 << 13), -1, bytesMax);
    }
    throw new IOException("content encoding " + encoding);
  }

  /** Reads to the end, which comes after {@code length} bytes where that is known, and in time. */
  private static byte[] bounded(InputStream in, long length, int bytesMax) throws IOException {
    if (length > bytesMax) {
      throw new IOException("longer than " + bytesMax + " bytes");
    }
    long start = System.nanoTime();
    byte[] bytes = new byte[length >= 0 ? (int) length : Math.min(bytesMax, 1 << 13) + 1];
    int filled = 0;
    while (length < 0 || filled < length) {
      if (filled == bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.min(bytesMax, 2 * filled) + 1);
      }
      int read = in.read(bytes, filled, bytes.length - filled);
      if (read < 0) {
        break;
      }
      filled += read;
      if (filled > bytesMax) {
        throw new IOException("longer than " + bytesMax + " bytes");
      }
      if (System.nanoTime() - start > ANSWER_NANOS_MAX) {
        throw new IOException("no whole answer in 70 s");
      }
    }
    return filled == bytes.length ? bytes : Arrays.copyOf(bytes, filled);
  }
}
