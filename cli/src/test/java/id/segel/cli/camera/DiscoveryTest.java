package id.segel.cli.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import id.segel.cli.camera.Discovery.Device;
import id.segel.cli.camera.Discovery.Login;
import id.segel.cli.camera.Discovery.Profile;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A played ONVIF camera on loopback, which an honest one and hostile ones are. */
class DiscoveryTest {

  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private final DatagramSocket wire = new DatagramSocket(0, HERE);
  private final HttpServer device = HttpServer.create(new InetSocketAddress(HERE, 0), 0);
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private final Discovery discovery = new Discovery(Clock.systemUTC());

  DiscoveryTest() throws IOException {
    device.createContext("/onvif/device", this::answer);
    device.createContext("/onvif/media", this::answer);
    device.start();
  }

  @AfterEach
  void close() {
    discovery.close();
    device.stop(0);
    wire.close();
  }

  private String at(String path) {
    return "http://127.0.0.1:" + device.getAddress().getPort() + path;
  }

  /** Answers the one question with all of these. */
  private List<Device> probe(String... answers) throws Exception {
    Thread.ofVirtual()
        .start(() -> {
          try {
            var packet = new DatagramPacket(new byte[4_096], 4_096);
            wire.receive(packet);
            asked.add(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
            for (String one : answers) {
              byte[] bytes = one.getBytes(StandardCharsets.UTF_8);
              wire.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
            }
          } catch (IOException end) {
            return;
          }
        });
    return discovery.probe(
        new InetSocketAddress(HERE, wire.getLocalPort()), Duration.ofMillis(700));
  }

  private static String match(String name, String addresses) {
    return "<e:Envelope xmlns:e=\"http://www.w3.org/2003/05/soap-envelope\""
        + " xmlns:d=\"http://schemas.xmlsoap.org/ws/2005/04/discovery\"><e:Body><d:ProbeMatches>"
        + "<d:ProbeMatch><d:Scopes>onvif://www.onvif.org/type/video onvif://www.onvif.org/name/"
        + name
        + "</d:Scopes><d:XAddrs>"
        + addresses
        + "</d:XAddrs></d:ProbeMatch></d:ProbeMatches></e:Body></e:Envelope>";
  }

  @Test
  void whoAnswersIsFoundAndNobodyElsesAddressIsBelieved() throws Exception {
    List<Device> found =
        probe(
            "no XML",
            "<!DOCTYPE a [<!ENTITY b SYSTEM \"" + at("/stray") + "\">]><a>&b;</a>",
            match("Jahat", "http://169.254.169.254/onvif/device"),
            match("Jahat", "http://segel:rahasia@127.0.0.1/onvif/device file:///etc/passwd"),
            match("Gudang%20Timur%1B", "http://192.168.1.9/onvif " + at("/onvif/device")),
            match("Lagi", at("/onvif/device")));
    assertEquals(List.of(new Device("Gudang Timur", URI.create(at("/onvif/device")))), found);
    assertEquals(1, asked.size());
    assertEquals(true, asked.element().contains("NetworkVideoTransmitter"));
  }

  @Test
  void aDeviceSaysWhereItsPicturesAreToWhomItKnows() throws Exception {
    var camera = new Device("Gudang", URI.create(at("/onvif/device")));
    assertEquals(
        List.of(
            new Profile("utama", "1920x1080", "rtsp://127.0.0.1:554/s1", at("/snap?p=1")),
            new Profile("kecil", "640x360", "rtsp://127.0.0.1:554/s2", "")),
        discovery.profiles(camera, new Login("segel", "kata<sandi>")));
    assertThrows(IOException.class, () -> discovery.profiles(camera, new Login("segel", "salah")));
    assertEquals(false, asked.stream().anyMatch(one -> one.contains("sandi")));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String question =
          new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      asked.add(question);
      String said = said(question);
      byte[] bytes =
          ("<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body>"
                  + said
                  + "</s:Body></s:Envelope>")
              .getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(said.isEmpty() ? 400 : 200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  /** Its clock stands in 2021. */
  private String said(String question) {
    if (question.contains("GetSystemDateAndTime")) {
      return "<UTCDateTime><Time><Hour>23</Hour><Minute>5</Minute><Second>9</Second></Time>"
          + "<Date><Year>2021</Year><Month>1</Month><Day>31</Day></Date></UTCDateTime>";
    }
    String created = part(question, "u:Created");
    String digest = part(question, "x:Password Type=\"[^\"]*");
    byte[] once = Base64.getDecoder().decode(part(question, "x:Nonce"));
    if (!created.startsWith("2021-01-31T23:05:") || !digest.equals(digest(once, created))) {
      return "";
    }
    if (question.contains("GetCapabilities")) {
      return "<Media><XAddr>" + at("/onvif/media") + "</XAddr></Media>";
    }
    if (question.contains("GetProfiles")) {
      return profile("p1", "utama", "1920", "1080")
          + profile("p2", "kecil", "640", "360")
          + "<Profiles token=\"&lt;x/&gt;\"><Name>jahat</Name></Profiles>";
    }
    boolean isFirst = question.contains(">p1<");
    if (question.contains("GetStreamUri")) {
      return "<Uri>rtsp://127.0.0.1:554/" + (isFirst ? "s1" : "s2") + "</Uri>";
    }
    return "<Uri>"
        + (isFirst ? at("/snap?p=1").replace("&", "&amp;") : "http://10.0.0.1/x")
        + "</Uri>";
  }

  private static String profile(String token, String name, String wide, String high) {
    return "<Profiles token=\"%s\"><Name>%s</Name><Resolution><Width>%s</Width><Height>%s</Height></Resolution></Profiles>"
        .formatted(token, name, wide, high);
  }

  private static String part(String text, String name) {
    Matcher matcher =
        Pattern.compile("<" + name + "\">([^<]*)<|<" + name + ">([^<]*)<").matcher(text);
    return !matcher.find()
        ? ""
        : String.valueOf(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
  }

  private static String digest(byte[] once, String created) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-1");
      sha.update(once);
      sha.update((created + "kata<sandi>").getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(sha.digest());
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
