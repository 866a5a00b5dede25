package id.segel.cli.camera;

import id.segel.cli.camera.Camera.MissedException;
import id.segel.cli.camera.Camera.Why;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Takes one picture of a camera that speaks HTTP. Of MJPEG it takes the first whole picture and
 * hangs up: that costs less than a stream kept open, and a stream that has stalled cannot hide.
 */
final class HttpSampler implements AutoCloseable {

  private static final int BYTES_MAX = 4 * 1024 * 1024;
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration WHOLE = Duration.ofSeconds(4);

  /** A picture of nine million pixels takes 27 MB while it is read. */
  private static final int DECODED_AT_ONCE = 4;

  private final SecureRandom random = new SecureRandom();
  private final Semaphore decoding = new Semaphore(DECODED_AT_ONCE);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECT)
          .executor(threads)
          .build();

  /**
   * The picture as it is now.
   *
   * @param address the camera's, pinned
   */
  Frame take(Camera camera, URI address) throws MissedException, InterruptedException {
    // Reading stops with the whole, for a camera may give a byte a second for ever.
    Future<byte[]> asked = threads.submit(() -> fetch(camera, address));
    try {
      byte[] jpeg = asked.get(WHOLE.toMillis(), TimeUnit.MILLISECONDS);
      decoding.acquire();
      try {
        return Jpeg.read(jpeg, camera.clock());
      } finally {
        decoding.release();
      }
    } catch (TimeoutException e) {
      throw new MissedException(Why.STALLED);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof MissedException missed
          ? missed
          : new MissedException(Why.NO_ANSWER);
    } finally {
      asked.cancel(true);
    }
  }

  private byte[] fetch(Camera camera, URI address)
      throws MissedException, IOException, InterruptedException {
    HttpResponse<InputStream> answer = send(address, null);
    if (answer.statusCode() == 401 && camera.user() != null && camera.password() != null) {
      answer.body().close();
      String uri =
          address.getRawPath() + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery());
      String login =
          new HttpLogin(camera.user(), camera.password())
              .answer(
                  answer.headers().allValues("WWW-Authenticate"),
                  "GET",
                  uri,
                  HexFormat.of().formatHex(random(8)))
              .orElseThrow(() -> new MissedException(Why.WRONG_PASSWORD));
      answer = send(address, login);
    }
    try (InputStream body = answer.body()) {
      int status = answer.statusCode();
      if (status == 401 || status == 403) {
        throw new MissedException(Why.WRONG_PASSWORD);
      }
      if (status / 100 == 3) {
        throw new MissedException(Why.REDIRECT);
      }
      if (status != 200) {
        throw new MissedException(Why.NO_ANSWER);
      }
      if (camera.kind() == Camera.Kind.MJPEG) {
        return firstPicture(new BufferedInputStream(body));
      }
      byte[] bytes = body.readNBytes(BYTES_MAX + 1);
      if (bytes.length > BYTES_MAX) {
        throw new MissedException(Why.TOO_LARGE);
      }
      return bytes;
    }
  }

  private HttpResponse<InputStream> send(URI address, @Nullable String login)
      throws MissedException, IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(address).timeout(WHOLE).header("Accept", "image/jpeg, */*");
    if (login != null) {
      request.header("Authorization", login);
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (HttpTimeoutException | ConnectException e) {
      throw new MissedException(Why.NO_ANSWER);
    } catch (IOException e) {
      // It answers, and not in HTTP.
      throw new MissedException(
          String.valueOf(e.getMessage()).matches("(?i).*(parser received no bytes|reset|closed).*")
              ? Why.ENDED
              : Why.GARBAGE);
    }
  }

  /**
   * From the first mark that begins a JPEG to the one that ends it, whatever stands between parts.
   */
  private static byte[] firstPicture(InputStream body) throws IOException, MissedException {
    var picture = new ByteArrayOutputStream();
    int before = -1;
    for (int read = 0; read < BYTES_MAX; read++) {
      int now = body.read();
      if (now < 0) {
        throw new MissedException(picture.size() == 0 && read > 0 ? Why.GARBAGE : Why.ENDED);
      }
      if (picture.size() > 0) {
        picture.write(now);
        if (before == 0xff && now == 0xd9) {
          return picture.toByteArray();
        }
      } else if (before == 0xff && now == 0xd8) {
        picture.write(before);
        picture.write(now);
      }
      before = now;
    }
    throw new MissedException(picture.size() == 0 ? Why.GARBAGE : Why.TOO_LARGE);
  }

  private byte[] random(int bytes) {
    var made = new byte[bytes];
    random.nextBytes(made);
    return made;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    http.shutdownNow();
  }
}
