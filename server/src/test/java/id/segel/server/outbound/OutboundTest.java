package id.segel.server.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.server.outbound.Outbound.Answer;
import id.segel.server.outbound.Outbound.OutboundException;
import id.segel.server.outbound.Outbound.Why;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The one way out leads to the public internet, and to nothing behind our own walls. */
class OutboundTest {

  private static final Duration SHORT = Duration.ofMillis(700);
  private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

  private static Why refused(Outbound outbound, String url) {
    return assertThrows(OutboundException.class, () -> outbound.post(url, Map.of(), BODY), url)
        .why();
  }

  /** Whatever an address looks like, what counts is where it leads. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "2130706433",
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:a9fe:a9fe]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[fc00::1]",
        "[fd12:3456::1]",
        "[fe80::1]",
        "[fec0::1]",
        "[ff02::1]",
        "[2001::1]",
        "[2001:db8::1]",
        "[2002:7f00:1::]"
      })
  void closedAddresses(String host) {
    var outbound = new Outbound(List.of(), InetAddress::getAllByName, SHORT);
    assertEquals(Why.ADDRESS_NOT_PUBLIC, refused(outbound, "https://" + host + "/hook"));
  }

  /** Ways of writing an address that some resolvers take and others do not: none gets through. */
  @ParameterizedTest
  @ValueSource(strings = {"0x7f000001", "0x7f.0.0.1", "127.1", "localhost", "127.0.0.1."})
  void oddWaysOfWritingLoopback(String host) {
    var outbound = new Outbound(List.of(), InetAddress::getAllByName, SHORT);
    Why why = refused(outbound, "https://" + host + "/hook");
    assertTrue(
        List.of(Why.ADDRESS_NOT_PUBLIC, Why.NAME_UNKNOWN, Why.URL_NOT_ALLOWED).contains(why),
        host + ": " + why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "8.8.8.8",
        "172.15.0.1",
        "172.32.0.1",
        "192.167.0.1",
        "169.253.0.1",
        "223.255.255.254",
        "2606:4700::1111",
        "2400:cb00::1"
      })
  void publicAddresses(String address) throws UnknownHostException {
    assertTrue(PublicAddresses.has(InetAddress.getAllByName(address)[0]), address);
  }

  @ParameterizedTest
  @CsvSource({
    "http://example.org/hook",
    "https://example.org:8443/hook",
    "https://example.org:22/",
    "https://user:secret@example.org/",
    "ftp://example.org/",
    "file:///etc/passwd",
    "https:///hook",
    "https://example.org/#x",
    "https://exam ple.org/",
    "not an address",
    "''"
  })
  void schemesAndPortsByList(String url) {
    var outbound = new Outbound(List.of(), InetAddress::getAllByName, SHORT);
    assertThrows(OutboundException.class, () -> outbound.check(url), url);
    assertEquals(Why.URL_NOT_ALLOWED, refused(outbound, url));
  }

  /** One name, one of whose addresses is at home. */
  @Test
  void namesThatLeadHome() throws Exception {
    InetAddress open = InetAddress.getAllByName("1.1.1.1")[0];
    InetAddress home = InetAddress.getLoopbackAddress();
    assertEquals(
        Why.ADDRESS_NOT_PUBLIC,
        refused(
            new Outbound(List.of(), host -> new InetAddress[] {home}, SHORT),
            "https://evil.example/"));
    assertEquals(
        Why.ADDRESS_NOT_PUBLIC,
        refused(
            new Outbound(List.of(), host -> new InetAddress[] {open, home}, SHORT),
            "https://evil.example/"));
    assertEquals(
        Why.NAME_UNKNOWN,
        refused(
            new Outbound(
                List.of(),
                host -> {
                  throw new UnknownHostException(host);
                },
                SHORT),
            "https://nowhere.example/"));
  }

  /** The name is asked for once, and the connection goes where it was looked at. */
  @Test
  void aNameIsResolvedOnce() throws Exception {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      CompletableFuture<String> asked =
          answering(server, "HTTP/1.1 200 OK\r\nRetry-After: 7\r\nContent-Length: 2\r\n\r\nok");
      var looks = new AtomicInteger();
      InetAddress here = InetAddress.getLoopbackAddress();
      var outbound =
          new Outbound(
              List.of("hook.example:" + server.getLocalPort()),
              host -> {
                looks.incrementAndGet();
                return new InetAddress[] {here};
              },
              Duration.ofSeconds(5));
      String url = "http://hook.example:" + server.getLocalPort() + "/a?b=c";
      assertEquals(
          new Answer(200, "ok", Duration.ofSeconds(7)),
          outbound.post(url, Map.of("webhook-id", "msg_1"), BODY));
      assertEquals(1, looks.get());
      assertTrue(asked.get().startsWith("POST /a?b=c HTTP/1.1\r\nHost: hook.example:"));
      assertTrue(asked.get().contains("\r\nwebhook-id: msg_1\r\n"), asked.get());
      assertThrows(
          IllegalArgumentException.class,
          () -> Outbound.fit("webhook-id", "a\r\nHost: other"),
          "a header in a header");
    }
  }

  /** What is not followed, what is no HTTP, who never answers, and who is not there. */
  @Test
  void answersThatAreNone() throws Exception {
    assertEquals(302, answered("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\n\r\n"));
    assertEquals(503, answered("HTTP/1.1 503 Service Unavailable\r\n\r\nlater"));
    assertEquals(204, answered("HTTP/1.1 204 No Content\r\n\r\n"));
    assertEquals(
        200, answered("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(1 << 20)), "only its beginning");
    assertEquals(Why.ANSWER_UNREADABLE, failed("SSH-2.0-OpenSSH\r\n"));
    assertEquals(Why.ANSWER_UNREADABLE, failed("HTTP/1.1 200 OK\r\nx: " + "y".repeat(1 << 16)));
    assertEquals(Why.NO_ANSWER, failed(""));
    assertEquals(Why.NO_ANSWER, failed("HTTP/1.1 200 OK\r\nContent-"), "in the middle");
    int port;
    try (var server = new ServerSocket(0)) {
      port = server.getLocalPort();
    }
    assertEquals(Why.NO_CONNECTION, refused(allowing(port), "http://127.0.0.1:" + port + "/"));
  }

  @Test
  void aWholeTextWithinItsBound() throws Exception {
    assertEquals("hujan", got("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhujan"));
    String pieces = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    assertEquals("hujan", got(pieces + "2\r\nhu\r\n3;a=b\r\njan\r\n0\r\n\r\n"));
    assertEquals("xxxx", got("HTTP/1.1 200 OK\r\n\r\nxxxx"), "until it is closed");
    String long1 = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhujanhuja";
    assertEquals(Why.ANSWER_TOO_LONG.name(), got(long1));
    assertEquals(Why.ANSWER_TOO_LONG.name(), got("HTTP/1.1 200 OK\r\n\r\nxxxxxxxxx"));
    assertEquals(Why.ANSWER_TOO_LONG.name(), got(pieces + "4\r\nhuja\r\n5\r\nnnnnn\r\n"));
    assertEquals(Why.ANSWER_UNREADABLE.name(), got(pieces + "FFFFFFFF\r\n"));
    String broken = "HTTP/1.1 503 Busy\r\nContent-Length: 5\r\nRetry-After: 7\r\n\r\nhuj";
    assertEquals(Why.ANSWER_UNREADABLE.name(), got(broken), "it broke off");
  }

  /** The text, or why there is none. */
  private static String got(String answer) throws Exception {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      int port = server.getLocalPort();
      CompletableFuture<String> asked = answering(server, answer);
      String text;
      try {
        text = allowing(port).get("http://127.0.0.1:" + port + "/a?b=c", 8).text();
      } catch (OutboundException e) {
        text = e.why().name();
      }
      assertTrue(asked.get().startsWith("GET /a?b=c HTTP/1.1\r\nHost: 127.0.0.1"));
      return text;
    }
  }

  private static Outbound allowing(int port) {
    return new Outbound(List.of("127.0.0.1:" + port), InetAddress::getAllByName, SHORT);
  }

  private static int answered(String answer) throws Exception {
    return answered(answer, "");
  }

  private static int answered(String answer, String why) throws Exception {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      int port = server.getLocalPort();
      CompletableFuture<String> asked = answering(server, answer);
      Answer came = allowing(port).post("http://127.0.0.1:" + port + "/", Map.of(), BODY);
      assertTrue(came.text().length() <= 2_048, why);
      asked.get();
      return came.status();
    }
  }

  private static Why failed(String answer) throws IOException {
    return failed(answer, "");
  }

  private static Why failed(String answer, String name) throws IOException {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      int port = server.getLocalPort();
      CompletableFuture<String> asked = answering(server, answer);
      Why why = refused(allowing(port), "http://127.0.0.1:" + port + "/");
      assertTrue(asked.isDone(), name);
      return why;
    }
  }

  /** Takes one request, says this, and stays silent until the other side has had enough. */
  private static CompletableFuture<String> answering(ServerSocket server, String answer) {
    var asked = new CompletableFuture<String>();
    Thread.ofVirtual()
        .start(() -> {
          try (Socket socket = server.accept()) {
            byte[] request = new byte[4_096];
            int length = socket.getInputStream().read(request);
            asked.complete(new String(request, 0, length, StandardCharsets.UTF_8));
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            boolean isWhole = answer.startsWith("HTTP/1.1 503") || answer.contains("xxxx");
            if (isWhole) {
              socket.shutdownOutput();
            }
            socket.getInputStream().readAllBytes();
          } catch (IOException e) {
            asked.completeExceptionally(e);
          }
        });
    return asked;
  }
}
