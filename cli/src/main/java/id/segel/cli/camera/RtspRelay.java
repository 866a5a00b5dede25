package id.segel.cli.camera;

import id.segel.cli.camera.Camera.Why;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Stands between FFmpeg and one RTSP camera, for FFmpeg follows a redirect wherever it leads. It
 * connects to the number that was looked at and to nothing else, hands on only what it has
 * understood, and ends at a redirect. It also logs in, so that no password is in the list of
 * processes. It takes one connection and then closes its door.
 */
final class RtspRelay implements AutoCloseable {

  private static final int CONNECT_MILLIS = 10_000;
  private static final int ACCEPT_MILLIS = 20_000;
  private static final int LINE_MAX = 2_000;
  private static final int LINES_MAX = 100;
  private static final int BODY_MAX = 262_144;
  private static final Pattern ANSWER = Pattern.compile("RTSP/1\\.[0-9] ([1-9])([0-9]{2})( .*)?");
  private static final Pattern REQUEST = Pattern.compile("([A-Z_]{3,20}) (\\S+) RTSP/1\\.[0-9]");
  private static final Pattern LENGTH =
      Pattern.compile("Content-Length: *([0-9]{1,6}) *", Pattern.CASE_INSENSITIVE);

  private final Camera camera;
  private final URI address;
  private final ServerSocket door;
  private final SecureRandom random = new SecureRandom();
  private final List<Socket> open = new ArrayList<>();
  private boolean isClosed;
  private volatile @Nullable Why why;

  /** Guarded by this, as what follows: both directions write to the camera. */
  private @Nullable OutputStream toCamera;

  private @Nullable Message last;
  private boolean isAnsweredAgain;
  private List<String> challenge = List.of();

  /**
   * What is no picture: a line, headers and a body.
   *
   * @param raw all of it as it came
   */
  private record Message(String first, List<String> headers, byte[] body, byte[] raw) {

    List<String> all(String name) {
      return headers.stream()
          .filter(one -> one.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(one -> one.substring(name.length() + 1).strip())
          .toList();
    }
  }

  /** It is not RTSP as we know it. */
  private static final class GarbageException extends IOException {}

  private RtspRelay(Camera camera, URI address) throws IOException {
    this.camera = camera;
    this.address = address;
    door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    door.setSoTimeout(ACCEPT_MILLIS);
  }

  /**
   * One that waits for FFmpeg.
   *
   * @param address the camera's, pinned
   */
  static RtspRelay open(Camera camera, URI address) throws IOException {
    var relay = new RtspRelay(camera, address);
    Thread.ofVirtual().name(camera.id() + "-relay").start(relay::run);
    return relay;
  }

  /** What FFmpeg is told. */
  URI address() {
    return URI.create(ours() + address.toString().substring(theirs().length()));
  }

  private String ours() {
    return "rtsp://127.0.0.1:" + door.getLocalPort();
  }

  private String theirs() {
    return address.getScheme() + "://" + address.getRawAuthority();
  }

  /** Why it has ended, when that was its own doing. */
  @Nullable Why why() {
    return why;
  }

  private void run() {
    try (this) {
      Socket ffmpeg = keep(door.accept());
      door.close();
      Socket there;
      try {
        there = connect();
      } catch (IOException e) {
        why = Trust.isLacking(e) ? Why.UNTRUSTED : Why.NO_ANSWER;
        return;
      }
      synchronized (this) {
        toCamera = there.getOutputStream();
      }
      Thread.ofVirtual().name(camera.id() + "-asks").start(() -> ask(ffmpeg));
      var in = new BufferedInputStream(there.getInputStream(), 65_536);
      OutputStream out = ffmpeg.getOutputStream();
      while (true) {
        answer(in, out);
      }
    } catch (GarbageException e) {
      why = Why.GARBAGE;
    } catch (IOException ended) {
      return;
    }
  }

  private Socket connect() throws IOException {
    Socket plain = keep(new Socket());
    plain.connect(
        new InetSocketAddress(InetAddress.getByName(address.getHost()), address.getPort()),
        CONNECT_MILLIS);
    Optional<Trust> trust = Trust.of(camera.address());
    if (!"rtsps".equals(address.getScheme()) || trust.isEmpty()) {
      return plain;
    }
    var secure =
        (SSLSocket)
            trust
                .get()
                .context()
                .getSocketFactory()
                .createSocket(plain, address.getHost(), address.getPort(), true);
    secure.setSSLParameters(trust.get().parameters());
    secure.setSoTimeout(CONNECT_MILLIS);
    secure.startHandshake();
    secure.setSoTimeout(0);
    return keep(secure);
  }

  private synchronized Socket keep(Socket socket) throws IOException {
    open.add(socket);
    if (isClosed) {
      socket.close();
    }
    return socket;
  }

  // ------------------------------------------------------------ from FFmpeg

  private void ask(Socket ffmpeg) {
    try (this) {
      var in = new BufferedInputStream(ffmpeg.getInputStream());
      while (true) {
        byte[] packet = packet(in);
        if (packet != null) {
          write(packet);
          continue;
        }
        Message message = message(in);
        synchronized (this) {
          last = message;
          isAnsweredAgain = false;
          write(asked(message));
        }
      }
    } catch (IOException ended) {
      return;
    }
  }

  private synchronized void write(byte[] bytes) throws IOException {
    OutputStream out = Objects.requireNonNull(toCamera);
    out.write(bytes);
    out.flush();
  }

  /** The request as the camera gets it: with its own address, and with the login when it asked. */
  private byte[] asked(Message message) throws IOException {
    Matcher line = REQUEST.matcher(message.first);
    if (!line.matches()) {
      return message.raw;
    }
    String uri = String.valueOf(line.group(2));
    if (uri.startsWith(ours())) {
      uri = theirs() + uri.substring(ours().length());
    }
    var text = new StringBuilder(line.group(1) + " " + uri + " RTSP/1.0\r\n");
    message.headers.forEach(one -> text.append(one).append("\r\n"));
    login(String.valueOf(line.group(1)), uri)
        .ifPresent(login -> text.append("Authorization: ").append(login).append("\r\n"));
    var bytes = new ByteArrayOutputStream();
    bytes.write(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    bytes.write(message.body);
    return bytes.toByteArray();
  }

  private Optional<String> login(String method, String uri) {
    String user = camera.user();
    String password = camera.password();
    if (challenge.isEmpty() || user == null || password == null) {
      return Optional.empty();
    }
    var once = new byte[8];
    random.nextBytes(once);
    return new HttpLogin(user, password)
        .answer(challenge, method, uri, HexFormat.of().formatHex(once));
  }

  // -------------------------------------------------------- from the camera

  private void answer(BufferedInputStream in, OutputStream out) throws IOException {
    byte[] packet = packet(in);
    if (packet != null) {
      out.write(packet);
      return;
    }
    Message message = message(in);
    Matcher line = ANSWER.matcher(message.first);
    if (line.matches()) {
      if ("3".equals(line.group(1))) {
        why = Why.REDIRECT;
        throw new EOFException();
      }
      if (message.first.startsWith("401", 9) && isAskedAgain(message)) {
        return;
      }
    } else {
      Matcher request = REQUEST.matcher(message.first);
      if (!request.matches() || "REDIRECT".equals(request.group(1))) {
        throw new GarbageException();
      }
    }
    out.write(message.raw);
    out.flush();
  }

  /** Once for each request: its challenge is answered, and FFmpeg does not hear of it. */
  private synchronized boolean isAskedAgain(Message refusal) throws IOException {
    Message message = last;
    if (message == null || isAnsweredAgain) {
      return false;
    }
    isAnsweredAgain = true;
    challenge = refusal.all("WWW-Authenticate");
    Matcher line = REQUEST.matcher(message.first);
    if (!line.matches() || login(String.valueOf(line.group(1)), "").isEmpty()) {
      return false;
    }
    write(asked(message));
    return true;
  }

  // ---------------------------------------------------------------- reading

  /** A packet of a stream, which begins with a dollar; null when something else comes. */
  private static byte @Nullable [] packet(BufferedInputStream in) throws IOException {
    in.mark(1);
    int first = in.read();
    if (first < 0) {
      throw new EOFException();
    }
    if (first != '$') {
      in.reset();
      return null;
    }
    byte[] head = whole(in, 3);
    int length = (head[1] & 0xff) << 8 | (head[2] & 0xff);
    var packet = new byte[4 + length];
    packet[0] = '$';
    System.arraycopy(head, 0, packet, 1, 3);
    System.arraycopy(whole(in, length), 0, packet, 4, length);
    return packet;
  }

  private static byte[] whole(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  /**
   * Stricter than FFmpeg, so that it cannot read another message than the one that was looked at.
   */
  private static Message message(InputStream in) throws IOException {
    var raw = new ByteArrayOutputStream();
    String first = line(in, raw);
    var headers = new ArrayList<String>();
    int length = 0;
    String header = line(in, raw);
    while (!header.isEmpty()) {
      if (headers.size() == LINES_MAX || "$ \t".indexOf(header.charAt(0)) >= 0) {
        throw new GarbageException();
      }
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length")) {
        Matcher said = LENGTH.matcher(header);
        if (!said.matches() || headers.stream().anyMatch(one -> LENGTH.matcher(one).matches())) {
          throw new GarbageException();
        }
        length = Integer.parseInt(said.group(1));
      }
      headers.add(header);
      header = line(in, raw);
    }
    if (length > BODY_MAX) {
      throw new GarbageException();
    }
    byte[] body = whole(in, length);
    raw.write(body);
    return new Message(first, headers, body, raw.toByteArray());
  }

  private static String line(InputStream in, ByteArrayOutputStream raw) throws IOException {
    var line = new StringBuilder();
    boolean isEnding = false;
    while (true) {
      int one = in.read();
      if (one < 0) {
        throw new EOFException();
      }
      raw.write(one);
      if (one == '\n') {
        return line.toString();
      }
      if (isEnding || (one < ' ' && one != '\t' && one != '\r') || line.length() == LINE_MAX) {
        throw new GarbageException();
      }
      isEnding = one == '\r';
      if (!isEnding) {
        line.append((char) one);
      }
    }
  }

  @Override
  public synchronized void close() {
    isClosed = true;
    quietly(door);
    open.forEach(RtspRelay::quietly);
  }

  private static void quietly(AutoCloseable one) {
    try {
      one.close();
    } catch (Exception e) {
      return;
    }
  }
}
