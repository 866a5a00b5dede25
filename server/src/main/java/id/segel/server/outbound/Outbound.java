package id.segel.server.outbound;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Asks and tells addresses that people name, and nothing that lies behind our own walls: HTTPS on
 * port 443 of a public address, or what the setting {@code segel.outbound.allow} lists as {@code
 * host:port}, there by plain HTTP too. A name is resolved once, and the connection goes to the
 * address that was looked at, so that a name that changes its mind leads nowhere. Redirects are not
 * followed. The JDK's own client resolves by itself, so this speaks HTTP/1.1 by hand: one request,
 * one answer, and the connection is closed.
 */
@Component
public class Outbound {

  /** What a whole exchange may take. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final int HEAD_BYTES_MAX = 16 * 1_024;
  private static final int ANSWER_BYTES_MAX = 2_048;

  /** Of an answer nobody reads more than a little. */
  private static final int BEGINNING = -1;

  private static final int URL_MAX = 1_000;
  private static final int HTTPS = 443;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})(?: .*)?");
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9-]+");
  private static final Pattern VALUE = Pattern.compile("[ -~]*");

  /** Why nothing was sent, or nothing came back. */
  public enum Why {
    /** Not an address that we may send to. */
    URL_NOT_ALLOWED,
    /** No such name. */
    NAME_UNKNOWN,
    /** The name leads to an address that is not public. */
    ADDRESS_NOT_PUBLIC,
    NO_CONNECTION,
    /** Its certificate is not good for this name, or it does not speak TLS. */
    TLS_FAILED,
    NO_ANSWER,
    /** What came back is no HTTP, or it broke off. */
    ANSWER_UNREADABLE,
    /** What came back is longer than anybody wants. */
    ANSWER_TOO_LONG
  }

  /** It could not be sent, or nothing came back. */
  public static final class OutboundException extends Exception {

    private final Why why;

    OutboundException(Why why) {
      super(why.name());
      this.why = why;
    }

    public Why why() {
      return why;
    }
  }

  /**
   * What the other side said, the beginning of it.
   *
   * @param rest how long it wants to be left alone
   */
  public record Answer(int status, String text, Duration rest) {}

  /** Finds the addresses of a name. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] all(String host) throws UnknownHostException;
  }

  private record Target(String host, int port, boolean isTls, boolean isAllowed, String path) {}

  private final Set<String> allowed;
  private final Resolver resolver;
  private final Duration patience;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @Autowired
  Outbound(@Value("${segel.outbound.allow:}") List<String> allowed) {
    this(allowed, InetAddress::getAllByName, PATIENCE);
  }

  Outbound(List<String> allowed, Resolver resolver, Duration patience) {
    for (String one : allowed) {
      if (!one.matches("[A-Za-z0-9.\\[\\]:-]+:[0-9]{1,5}")) {
        throw new IllegalStateException("segel.outbound.allow lists host:port, not " + one);
      }
    }
    this.allowed =
        allowed.stream().map(one -> one.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    this.resolver = resolver;
    this.patience = patience;
  }

  /** Why nothing may ever be sent to this address, as far as its text tells. */
  public void check(String url) throws OutboundException {
    target(url);
  }

  /** Posts JSON, unless a header says otherwise, and answers what came back, whatever it is. */
  public Answer post(String url, Map<String, String> headers, byte[] body)
      throws OutboundException, InterruptedException {
    Target target = target(url);
    return exchanged(target, posting(target, headers, body), BEGINNING);
  }

  /** Gets a whole text of at most so many bytes, whatever its status. */
  public Answer get(String url, int bytesMax) throws OutboundException, InterruptedException {
    Target target = target(url);
    String head = "GET " + target.path + " HTTP/1.1\r\n" + common(target) + "\r\n";
    return exchanged(target, head.getBytes(StandardCharsets.US_ASCII), bytesMax);
  }

  private Answer exchanged(Target target, byte[] request, int bytesMax)
      throws OutboundException, InterruptedException {
    var open = new AtomicReference<Socket>();
    Future<Answer> exchange =
        threads.submit(() -> exchange(target, resolved(target), request, bytesMax, open));
    try {
      return exchange.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new OutboundException(Why.NO_ANSWER);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof OutboundException ours
          ? ours
          : new OutboundException(why(e.getCause()));
    } finally {
      exchange.cancel(true);
      close(open.get());
    }
  }

  private static Why why(@Nullable Throwable failed) {
    return switch (failed) {
      case UnknownHostException e -> Why.NAME_UNKNOWN;
      case SSLException e -> Why.TLS_FAILED;
      case ConnectException e -> Why.NO_CONNECTION;
      case NoRouteToHostException e -> Why.NO_CONNECTION;
      case SocketTimeoutException e -> Why.NO_ANSWER;
      case IOException e -> Why.NO_ANSWER;
      case null, default -> throw new IllegalStateException("an exchange failed", failed);
    };
  }

  private Target target(String url) throws OutboundException {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw new OutboundException(Why.URL_NOT_ALLOWED);
    }
    String host = uri.getHost();
    boolean isTls = "https".equalsIgnoreCase(uri.getScheme());
    boolean isOurs =
        url.length() <= URL_MAX
            && VALUE.matcher(url).matches()
            && host != null
            && uri.getRawUserInfo() == null
            && uri.getRawFragment() == null
            && (isTls || "http".equalsIgnoreCase(uri.getScheme()));
    if (!isOurs || host == null) {
      throw new OutboundException(Why.URL_NOT_ALLOWED);
    }
    int port = uri.getPort() >= 0 ? uri.getPort() : isTls ? HTTPS : 80;
    boolean isAllowed = allowed.contains(host.toLowerCase(Locale.ROOT) + ":" + port);
    if (!isAllowed && !(isTls && port == HTTPS)) {
      throw new OutboundException(Why.URL_NOT_ALLOWED);
    }
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return new Target(host, port, isTls, isAllowed, path + query);
  }

  /** The first of its addresses; all of them must be public, for a name has no reason to mix. */
  private InetAddress resolved(Target target) throws OutboundException, UnknownHostException {
    String name = target.host.replaceAll("^\\[|]$", "");
    InetAddress[] all = resolver.all(name);
    if (all.length == 0) {
      throw new OutboundException(Why.NAME_UNKNOWN);
    }
    if (!target.isAllowed && !Arrays.stream(all).allMatch(PublicAddresses::has)) {
      throw new OutboundException(Why.ADDRESS_NOT_PUBLIC);
    }
    return all[0];
  }

  private Answer exchange(
      Target target,
      InetAddress address,
      byte[] request,
      int bytesMax,
      AtomicReference<Socket> open)
      throws IOException, OutboundException {
    try (var plain = new Socket()) {
      open.set(plain);
      int millis = (int) patience.toMillis();
      plain.connect(new InetSocketAddress(address, target.port), millis);
      plain.setSoTimeout(millis);
      Socket socket = target.isTls ? secured(plain, target) : plain;
      OutputStream out = socket.getOutputStream();
      out.write(request);
      out.flush();
      return answer(socket, bytesMax);
    }
  }

  private static Socket secured(Socket plain, Target target) throws IOException {
    var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    var socket = (SSLSocket) factory.createSocket(plain, target.host, target.port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static byte[] posting(Target target, Map<String, String> headers, byte[] body) {
    var head = new StringBuilder();
    head.append("POST ").append(target.path).append(" HTTP/1.1\r\n").append(common(target));
    head.append("Content-Length: ").append(body.length).append("\r\n");
    if (!headers.containsKey("Content-Type")) {
      head.append("Content-Type: application/json\r\n");
    }
    headers.forEach((name, value) -> head.append(fit(name, value)).append("\r\n"));
    byte[] first = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    byte[] whole = Arrays.copyOf(first, first.length + body.length);
    System.arraycopy(body, 0, whole, first.length, body.length);
    return whole;
  }

  private static String common(Target target) {
    boolean isUsual = target.port == (target.isTls ? HTTPS : 80);
    return "Host: "
        + target.host
        + (isUsual ? "" : ":" + target.port)
        + "\r\nUser-Agent: Segel\r\nAccept: */*\r\nConnection: close\r\n";
  }

  /** A line of a head, which cannot be two. */
  static String fit(String name, String value) {
    if (!TOKEN.matcher(name).matches() || !VALUE.matcher(value).matches()) {
      throw new IllegalArgumentException("not fit for a header: " + name);
    }
    return name + ": " + value;
  }

  /**
   * Reads the head and as much of the body; of {@link #BEGINNING} a little, for what a longer
   * answer says, nobody needs.
   */
  private Answer answer(Socket socket, int bytesMax) throws IOException, OutboundException {
    InputStream in = new BufferedInputStream(socket.getInputStream());
    Matcher status = STATUS.matcher(line(in, HEAD_BYTES_MAX));
    if (!status.matches()) {
      throw new OutboundException(Why.ANSWER_UNREADABLE);
    }
    int left = HEAD_BYTES_MAX;
    int length = -1;
    boolean isChunked = false;
    Duration rest = Duration.ZERO;
    for (String line = line(in, left); !line.isEmpty(); line = line(in, left)) {
      left -= line.length();
      String small = line.toLowerCase(Locale.ROOT);
      if (small.matches("content-length: *[0-9]{1,9}")) {
        length = Integer.parseInt(small.replaceFirst(".*: *", ""));
      }
      isChunked |= small.matches("transfer-encoding:.*chunked.*");
      if (small.matches("retry-after: *[0-9]{1,6}")) {
        rest = Duration.ofSeconds(Long.parseLong(small.replaceFirst(".*: *", "")));
      }
    }
    int code = Integer.parseInt(status.group(1));
    boolean isEmpty = code == 204 || code == 304;
    if (bytesMax != BEGINNING) {
      return new Answer(code, isEmpty ? "" : whole(in, length, isChunked, bytesMax), rest);
    }
    socket.setSoTimeout((int) patience.toMillis() / 4);
    // What an answer says in pieces is not put together: the status is what counts.
    int most = length < 0 ? ANSWER_BYTES_MAX : Math.min(length, ANSWER_BYTES_MAX);
    return new Answer(code, isEmpty || isChunked ? "" : some(in, most), rest);
  }

  private static String whole(InputStream in, int length, boolean isChunked, int bytesMax)
      throws IOException, OutboundException {
    var text = new ByteArrayOutputStream();
    if (isChunked) {
      for (int size = chunk(in); size > 0; size = chunk(in)) {
        take(in, size, bytesMax, text);
        line(in, HEAD_BYTES_MAX);
      }
    } else if (length >= 0) {
      take(in, length, bytesMax, text);
    } else {
      text.write(in.readNBytes(bytesMax + 1));
      if (text.size() > bytesMax) {
        throw new OutboundException(Why.ANSWER_TOO_LONG);
      }
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  private static int chunk(InputStream in) throws IOException, OutboundException {
    String size = line(in, HEAD_BYTES_MAX).replaceFirst(" *;.*", "");
    if (!size.matches("[0-9A-Fa-f]{1,7}")) {
      throw new OutboundException(Why.ANSWER_UNREADABLE);
    }
    return Integer.parseInt(size, 16);
  }

  private static void take(InputStream in, int size, int bytesMax, ByteArrayOutputStream text)
      throws IOException, OutboundException {
    if (text.size() + size > bytesMax) {
      throw new OutboundException(Why.ANSWER_TOO_LONG);
    }
    byte[] piece = in.readNBytes(size);
    if (piece.length < size) {
      throw new OutboundException(Why.ANSWER_UNREADABLE);
    }
    text.write(piece);
  }

  /** As much as comes in a moment; whoever stops in the middle has answered all the same. */
  private static String some(InputStream in, int length) {
    var text = new ByteArrayOutputStream();
    try {
      while (text.size() < length) {
        byte[] piece = new byte[length - text.size()];
        int count = in.read(piece);
        if (count < 0) {
          break;
        }
        text.write(piece, 0, count);
      }
    } catch (IOException e) {
      // The status has come, and it is what counts.
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  private static String line(InputStream in, int bytesMax) throws IOException, OutboundException {
    var line = new ByteArrayOutputStream();
    for (int one = in.read(); one != '\n'; one = in.read()) {
      if (one < 0 || line.size() >= bytesMax) {
        throw new OutboundException(Why.ANSWER_UNREADABLE);
      }
      line.write(one);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  private static void close(@Nullable Socket socket) {
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is gone already, which is what was wanted.
      }
    }
  }
}
