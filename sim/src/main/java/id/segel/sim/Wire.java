package id.segel.sim;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 connection on this machine that is kept open, for requests in great numbers: whoever
 * measures or plays must not cost more than what is measured. Owned by one thread.
 */
public final class Wire implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 90_000;
  private static final int MAX_LINE = 16_384;
  private static final int MAX_BODY = 64 * 1024 * 1024;

  private final String host;
  private final int port;
  private @Nullable Socket socket;
  private InputStream in = InputStream.nullInputStream();
  private OutputStream out = OutputStream.nullOutputStream();

  /** A connection that opens with its first request. */
  public Wire(String host, int port) {
    this.host = host;
    this.port = port;
  }

  /** What came back. */
  public record Reply(int status, Map<String, String> headers, byte[] body) {

    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /** Sends a request with these header lines, each ended by CR LF, and reads the answer. */
  public Reply post(String path, String headers, byte[] body) throws IOException {
    return send("POST", path, headers, body);
  }

  /** Asks, with these header lines. */
  public Reply get(String path, String headers) throws IOException {
    return send("GET", path, headers, new byte[0]);
  }

  private Reply send(String method, String path, String headers, byte[] body) throws IOException {
    boolean isFresh = socket == null;
    try {
      return exchange(method, path, headers, body);
    } catch (IOException e) {
      close();
      if (isFresh) {
        throw e;
      }
      // The server may have closed a connection that was idle: the request is sent once more.
      return exchange(method, path, headers, body);
    }
  }

  @Override
  public void close() {
    Socket open = socket;
    socket = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // It is gone either way.
        return;
      }
    }
  }

  private Reply exchange(String method, String path, String headers, byte[] body)
      throws IOException {
    if (socket == null) {
      open();
    }
    String head =
        method
            + " "
            + path
            + " HTTP/1.1\r\nHost: "
            + host
            + ":"
            + port
            + "\r\nContent-Length: "
            + body.length
            + "\r\n"
            + headers
            + "\r\n";
    byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = Arrays.copyOf(start, start.length + body.length);
    System.arraycopy(body, 0, all, start.length, body.length);
    out.write(all);
    out.flush();
    return read();
  }

  private void open() throws IOException {
    var fresh = new Socket();
    fresh.setTcpNoDelay(true);
    fresh.setSoTimeout(TIMEOUT_MILLIS);
    fresh.connect(new InetSocketAddress(host, port), 10_000);
    socket = fresh;
    in = new BufferedInputStream(fresh.getInputStream(), 32_768);
    out = fresh.getOutputStream();
  }

  private Reply read() throws IOException {
    String status = line();
    if (!status.startsWith("HTTP/1.1 ") || status.length() < 12) {
      throw new IOException("not an HTTP answer: " + status);
    }
    int code = Integer.parseInt(status.substring(9, 12));
    var headers = new HashMap<String, String>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    byte[] body;
    String length = headers.get("content-length");
    if (length != null) {
      body = bytes(Integer.parseInt(length));
    } else if ("chunked".equals(headers.get("transfer-encoding"))) {
      body = chunks();
    } else {
      body = new byte[0];
    }
    if ("close".equals(headers.get("connection"))) {
      close();
    }
    return new Reply(code, headers, body);
  }

  private byte[] chunks() throws IOException {
    var body = new ByteArrayOutputStream();
    while (true) {
      String size = line();
      int semicolon = size.indexOf(';');
      int length = Integer.parseInt(semicolon < 0 ? size : size.substring(0, semicolon), 16);
      if (length == 0) {
        String trailer = line();
        while (!trailer.isEmpty()) {
          trailer = line();
        }
        return body.toByteArray();
      }
      body.writeBytes(bytes(length));
      line();
    }
  }

  private byte[] bytes(int length) throws IOException {
    if (length < 0 || length > MAX_BODY) {
      throw new IOException("an answer of " + length + " bytes");
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the answer ends early");
    }
    return bytes;
  }

  private String line() throws IOException {
    var line = new StringBuilder(64);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection was closed");
      }
      if (c != '\r') {
        line.append((char) c);
      }
      if (line.length() > MAX_LINE) {
        throw new IOException("a header line of more than " + MAX_LINE + " bytes");
      }
    }
    return line.toString();
  }
}
