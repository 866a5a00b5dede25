package id.segel.cli.camera;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;

/**
 * Cameras on loopback that give JPEG by HTTP: what each shows, or how it misbehaves, is set by
 * name.
 */
final class HttpCameras implements AutoCloseable {

  static final String USER = "segel";
  static final String PASSWORD = "kata:sandi";

  private static final BufferedImage STORE = Pictures.store(5);

  /** Pictures of each thing that can be seen, with noise; a camera goes round in them. */
  private static final Map<String, List<byte[]>> SEEN = new ConcurrentHashMap<>();

  private final HttpServer door;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<String, String> modes = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
  private final AtomicInteger strayed = new AtomicInteger();

  HttpCameras() throws IOException {
    this(HttpServer.create(here(), 100));
  }

  /** By TLS. */
  static HttpCameras secure(SSLContext context) throws IOException {
    HttpsServer door = HttpsServer.create(here(), 100);
    door.setHttpsConfigurator(new HttpsConfigurator(context));
    return new HttpCameras(door);
  }

  private static InetSocketAddress here() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private HttpCameras(HttpServer door) {
    this.door = door;
    door.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    door.createContext("/", this::answer);
    door.start();
  }

  int port() {
    return door.getAddress().getPort();
  }

  String address(String name) {
    return (door instanceof HttpsServer ? "https" : "http")
        + "://127.0.0.1:"
        + port()
        + "/"
        + name
        + "?size=vga";
  }

  void set(String name, String mode) {
    modes.put(name, mode);
  }

  /** How often somebody came where a redirect leads. */
  int strayed() {
    return strayed.get();
  }

  /** How many pictures this one gave. */
  int asked(String name) {
    return count(name).get();
  }

  private AtomicInteger count(String name) {
    return asked.computeIfAbsent(name, none -> new AtomicInteger());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String name = exchange.getRequestURI().getPath().substring(1);
      String mode = modes.getOrDefault(name, "store");
      exchange.getRequestBody().readAllBytes();
      switch (mode) {
        case "garbage" -> send(exchange, "this is no picture".getBytes(StandardCharsets.UTF_8));
        case "enormous" -> send(exchange, Pictures.enormous());
        case "endless" -> {
          exchange.sendResponseHeaders(200, 0);
          for (OutputStream out = exchange.getResponseBody(); ; ) {
            out.write(new byte[65_536]);
          }
        }
        case "redirect" -> {
          exchange.getResponseHeaders().set("Location", "/elsewhere");
          exchange.sendResponseHeaders(302, -1);
        }
        case "stall" -> {
          byte[] picture = next(name, "store");
          exchange.sendResponseHeaders(200, picture.length);
          exchange.getResponseBody().write(picture, 0, picture.length / 2);
          exchange.getResponseBody().flush();
          closed.await();
        }
        case "digest" -> digest(exchange, name);
        case "mjpeg" -> {
          exchange
              .getResponseHeaders()
              .set("Content-Type", "multipart/x-mixed-replace; boundary=x");
          exchange.sendResponseHeaders(200, 0);
          // Whoever comes again sees another picture first, however many the last one was given.
          List<byte[]> pictures = SEEN.computeIfAbsent("store", HttpCameras::pictures);
          int first = count(name).getAndIncrement();
          OutputStream out = exchange.getResponseBody();
          for (int i = first; ; i++) {
            out.write(
                "--x\r\nContent-Type: image/jpeg\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.write(pictures.get(i % pictures.size()));
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
          }
        }
        case "off" -> exchange.sendResponseHeaders(503, -1);
        default -> {
          if (name.equals("elsewhere")) {
            strayed.incrementAndGet();
          }
          send(exchange, next(name, mode));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** RFC 7616, by a hand other than that of the code under test: MD5 with qop=auth. */
  private void digest(HttpExchange exchange, String name) throws IOException {
    String said = exchange.getRequestHeaders().getFirst("Authorization");
    if (said != null) {
      String who = md5(USER + ":kamera gudang:" + PASSWORD);
      String what = md5("GET:" + exchange.getRequestURI());
      String expected =
          md5(who + ":n0nce:" + part(said, "nc") + ":" + part(said, "cnonce") + ":auth:" + what);
      if (part(said, "response").equals(expected)) {
        send(exchange, next(name, "store"));
        return;
      }
    }
    exchange
        .getResponseHeaders()
        .set("WWW-Authenticate", "Digest realm=\"kamera gudang\", qop=\"auth\", nonce=\"n0nce\"");
    exchange.sendResponseHeaders(401, -1);
  }

  private static String part(String header, String name) {
    Matcher matcher = Pattern.compile("\\b" + name + "=\"?([^\",]+)").matcher(header);
    return matcher.find() ? String.valueOf(matcher.group(1)) : "";
  }

  private static String md5(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] next(String name, String mode) {
    List<byte[]> pictures = SEEN.computeIfAbsent(mode, HttpCameras::pictures);
    return pictures.get(count(name).getAndIncrement() % pictures.size());
  }

  private static List<byte[]> pictures(String mode) {
    BufferedImage seen =
        switch (mode) {
          case "turned" -> Pictures.seen(STORE, 40);
          case "covered" -> Pictures.plain(0x706858);
          case "dark" -> Pictures.plain(0);
          default -> Pictures.seen(STORE, 0);
        };
    var random = Pictures.chance(9);
    return IntStream.range(0, mode.equals("frozen") ? 1 : 24)
        .mapToObj(i -> Pictures.file(Pictures.noisy(seen, 6, random), "jpg"))
        .toList();
  }

  private static void send(HttpExchange exchange, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "image/jpeg");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    closed.countDown();
    door.stop(0);
  }
}
