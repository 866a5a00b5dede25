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
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes one picture of a camera that speaks HTTP. Of MJPEG it takes the first whole picture and
 * hangs up: that costs less than a stream kept open, and a stream that has stalled cannot hide.
 */
final class HttpSampler implements AutoCloseable {

  private static final int BYTES_MAX = 4 * 1024 * 1024;

  /** Six seconds of 10 million bits. */
  private static final int SEGMENT_MAX = 8 * 1024 * 1024;

  /** Of our own turns, from when we began to ask. */
  private static final long WHOLE = TimeUnit.SECONDS.toNanos(4);

  /** Whatever our turns are, nothing is kept open for longer. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private static final long LOOK_MILLIS = 50;

  private final SecureRandom random = new SecureRandom();
  private final ExecutorService threads;
  private final Turns turns;
  private final HttpClient http;
  private final Map<Trust, HttpClient> secure = new ConcurrentHashMap<>();

  /** Who asks waits in these threads. */
  HttpSampler(ExecutorService threads, Turns turns) {
    this.threads = threads;
    this.turns = turns;
    http = client().build();
  }

  private HttpClient.Builder client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(LONGEST)
        .executor(threads);
  }

  /** One for each certificate, for whom to trust belongs to a client. */
  private HttpClient client(Camera camera) throws MissedException {
    if (!"https".equalsIgnoreCase(camera.address().getScheme())) {
      return http;
    }
    Trust trust =
        Trust.of(camera.address()).orElseThrow(() -> new MissedException(Why.REFUSED_ADDRESS));
    return secure.computeIfAbsent(
        trust, one -> client().sslContext(one.context()).sslParameters(one.parameters()).build());
  }

  /** Hangs up on those of whom none of these cameras is. */
  void keep(Collection<Camera> listed) {
    Set<Trust> needed =
        listed.stream()
            .flatMap(one -> Trust.of(one.address()).stream())
            .collect(Collectors.toSet());
    secure
        .entrySet()
        .removeIf(one -> {
          boolean isGone = !needed.contains(one.getKey());
          if (isGone) {
            one.getValue().shutdownNow();
          }
          return isGone;
        });
  }

  /** How many certificates are known by a client that is open. */
  int known() {
    return secure.size();
  }

  /** What was asked of a camera, which says when somebody began and how far it came. */
  private final class Asking implements Callable<byte[]> {

    private final Camera camera;
    private final URI address;
    private volatile boolean hasAnswered;
    private volatile long until = Long.MAX_VALUE;

    Asking(Camera camera, URI address) {
      this.camera = camera;
      this.address = address;
    }

    @Override
    public byte[] call() throws MissedException, IOException, InterruptedException {
      until = turns.worked() + WHOLE;
      HttpResponse<InputStream> answer = ask(camera, address);
      hasAnswered = true;
      return picture(camera, answer);
    }
  }

  /**
   * The picture as it is now, a JPEG; of HLS the file that is there.
   *
   * @param address the camera's, pinned
   */
  byte[] take(Camera camera, URI address) throws MissedException, InterruptedException {
    // Reading stops with the whole, for a camera may give a byte a second for ever.
    var asking = new Asking(camera, address);
    Future<byte[]> asked = threads.submit(asking);
    try {
      while (true) {
        boolean isOver = turns.worked() > asking.until;
        try {
          return asked.get(isOver ? 0 : LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          if (isOver) {
            throw new MissedException(asking.hasAnswered ? Why.STALLED : Why.NO_ANSWER);
          }
        }
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof MissedException missed
          ? missed
          : new MissedException(Why.NO_ANSWER);
    } finally {
      asked.cancel(true);
    }
  }

  private HttpResponse<InputStream> ask(Camera camera, URI address)
      throws MissedException, IOException, InterruptedException {
    HttpResponse<InputStream> answer = send(camera, address, null);
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
      answer = send(camera, address, login);
    }
    return answer;
  }

  private static byte[] picture(Camera camera, HttpResponse<InputStream> answer)
      throws MissedException, IOException {
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
      int most = camera.kind() == Camera.Kind.HLS ? SEGMENT_MAX : BYTES_MAX;
      byte[] bytes = body.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new MissedException(Why.TOO_LARGE);
      }
      return bytes;
    }
  }

  private HttpResponse<InputStream> send(Camera camera, URI address, @Nullable String login)
      throws MissedException, IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(address).timeout(LONGEST).header("Accept", "image/jpeg, */*");
    if (login != null) {
      request.header("Authorization", login);
    }
    try {
      return client(camera).send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (HttpTimeoutException | ConnectException e) {
      throw new MissedException(Why.NO_ANSWER);
    } catch (IOException e) {
      if (Trust.isLacking(e)) {
        throw new MissedException(Why.UNTRUSTED);
      }
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
    http.shutdownNow();
    secure.values().forEach(HttpClient::shutdownNow);
  }
}
