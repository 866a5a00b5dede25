package id.segel.cli.camera;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Finds cameras that speak ONVIF: one question to all on the wire (WS-Discovery), and to each that
 * answers, where its pictures are. What a device says is believed of itself only: an address of
 * another machine is left out.
 */
public final class Discovery implements AutoCloseable {

  private static final InetSocketAddress ALL =
      new InetSocketAddress(InetAddress.ofLiteral("239.255.255.250"), 3702);
  private static final int DEVICES_MAX = 256;
  private static final int PROFILES_MAX = 8;
  private static final int XML_MAX = 64 * 1024;
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final String NAME_SCOPE = "onvif://www.onvif.org/name/";
  private static final String DEVICE = "http://www.onvif.org/ver10/device/wsdl";
  private static final String MEDIA = "http://www.onvif.org/ver10/media/wsdl";
  private static final String SECURITY =
      "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
  private static final String UTILITY =
      "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
  private static final String DIGEST =
      "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordDigest";

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(ANSWER)
          .build();

  /**
   * A device that answered.
   *
   * @param service where it takes questions
   */
  public record Device(String name, URI service) {}

  /** One of the streams of a device; an address is empty when it gives none of its own. */
  public record Profile(String name, String size, String stream, String snapshot) {}

  /** Somebody who may ask a device. */
  public record Login(String user, String password) {

    /** Without the password. */
    @Override
    public String toString() {
      return user;
    }
  }

  public Discovery(Clock clock) {
    this.clock = clock;
  }

  // ------------------------------------------------------------------ who is there

  /**
   * Who answers within the time.
   *
   * @param to one that is asked alone; null for all on the networks of this machine
   */
  public List<Device> probe(@Nullable InetSocketAddress to, Duration time) throws IOException {
    var found = new LinkedHashMap<String, Device>();
    try (var socket = new DatagramSocket()) {
      byte[] probe = question().getBytes(StandardCharsets.UTF_8);
      if (to != null) {
        socket.send(new DatagramPacket(probe, probe.length, to));
      } else {
        ask(socket, probe);
      }
      long until = System.nanoTime() + time.toNanos();
      var answer = new DatagramPacket(new byte[XML_MAX], XML_MAX);
      long left = time.toMillis();
      while (left > 0 && found.size() < DEVICES_MAX) {
        socket.setSoTimeout((int) left);
        try {
          answer.setLength(XML_MAX);
          socket.receive(answer);
          matches(answer, found);
        } catch (SocketTimeoutException over) {
          break;
        } catch (IOException notOne) {
          // Whoever sends something else does not end it for the others.
        }
        left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
      }
    }
    return List.copyOf(found.values());
  }

  private static String question() {
    return """
    <?xml version="1.0" encoding="UTF-8"?>\
    <e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" \
    xmlns:w="http://schemas.xmlsoap.org/ws/2004/08/addressing" \
    xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" \
    xmlns:n="http://www.onvif.org/ver10/network/wsdl"><e:Header><w:MessageID>uuid:%s</w:MessageID>\
    <w:To e:mustUnderstand="true">urn:schemas-xmlsoap-org:ws:2005:04:discovery</w:To>\
    <w:Action e:mustUnderstand="true">http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</w:Action>\
    </e:Header><e:Body><d:Probe><d:Types>n:NetworkVideoTransmitter</d:Types></d:Probe></e:Body>\
    </e:Envelope>\
    """
        .formatted(UUID.randomUUID());
  }

  private static String envelope(String header, String body) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
        + "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\">"
        + header
        + "<s:Body>"
        + body
        + "</s:Body></s:Envelope>";
  }

  private static void ask(DatagramSocket socket, byte[] probe) throws IOException {
    for (NetworkInterface one : NetworkInterface.networkInterfaces().toList()) {
      boolean isOne =
          one.isUp()
              && one.supportsMulticast()
              && !one.isLoopback()
              && one.inetAddresses().anyMatch(Inet4Address.class::isInstance);
      if (isOne) {
        socket.setOption(java.net.StandardSocketOptions.IP_MULTICAST_IF, one);
        socket.send(new DatagramPacket(probe, probe.length, ALL));
      }
    }
  }

  private static void matches(DatagramPacket answer, Map<String, Device> found) throws IOException {
    String from = answer.getAddress().getHostAddress();
    byte[] bytes = java.util.Arrays.copyOf(answer.getData(), answer.getLength());
    for (Element match : all(parse(bytes), "ProbeMatch")) {
      String scopes = text(match, "Scopes");
      String name =
          Stream.of(scopes.split("\\s+"))
              .filter(one -> one.startsWith(NAME_SCOPE))
              .map(one -> decoded(one.substring(NAME_SCOPE.length())))
              .findFirst()
              .orElse("");
      Stream.of(text(match, "XAddrs").split("\\s+"))
          .map(one -> own(one, from, "http"))
          .flatMap(java.util.Optional::stream)
          .findFirst()
          .ifPresent(at -> found.putIfAbsent(at.getAuthority(), new Device(shown(name), at)));
    }
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  /** For a terminal: what is no sign of a text is left out. */
  private static String shown(String text) {
    String plain = text.replaceAll("\\p{C}", "");
    return plain.length() > 60 ? plain.substring(0, 60) : plain;
  }

  /** An address, when it is one of this host and has no login in it. */
  private static java.util.Optional<URI> own(String text, String host, String scheme) {
    try {
      URI address = URI.create(text.strip());
      boolean isOwn =
          host.equals(address.getHost())
              && scheme.equals(address.getScheme())
              && address.getRawUserInfo() == null;
      return isOwn ? java.util.Optional.of(address) : java.util.Optional.empty();
    } catch (IllegalArgumentException e) {
      return java.util.Optional.empty();
    }
  }

  // ------------------------------------------------------------- where its pictures are

  /** The streams of a device. */
  public List<Profile> profiles(Device device, Login login)
      throws IOException, InterruptedException {
    String host = device.service().getHost();
    Duration ahead = ahead(device.service());
    Document able =
        ask(
            device.service(),
            "<GetCapabilities xmlns=\""
                + DEVICE
                + "\"><Category>Media</Category></GetCapabilities>",
            login,
            ahead);
    URI media =
        all(able, "Media").stream()
            .flatMap(one -> own(text(one, "XAddr"), host, "http").stream())
            .findFirst()
            .orElseThrow(() -> new IOException("it names no media service of its own"));
    Document answer = ask(media, "<GetProfiles xmlns=\"" + MEDIA + "\"/>", login, ahead);
    var profiles = new ArrayList<Profile>();
    for (Element one : all(answer, "Profiles")) {
      String token = one.getAttribute("token");
      if (profiles.size() == PROFILES_MAX || !token.matches("[\\w.:-]{1,64}")) {
        continue;
      }
      String which = "<ProfileToken>" + token + "</ProfileToken>";
      String stream =
          address(
              media,
              "<GetStreamUri xmlns=\""
                  + MEDIA
                  + "\"><StreamSetup><Stream xmlns=\"http://www.onvif.org/ver10/schema\">RTP-Unicast</Stream>"
                  + "<Transport xmlns=\"http://www.onvif.org/ver10/schema\"><Protocol>RTSP</Protocol>"
                  + "</Transport></StreamSetup>"
                  + which
                  + "</GetStreamUri>",
              login,
              ahead,
              "rtsp");
      String snapshot =
          address(
              media,
              "<GetSnapshotUri xmlns=\"" + MEDIA + "\">" + which + "</GetSnapshotUri>",
              login,
              ahead,
              "http");
      String size =
          all(one, "Resolution").stream()
              .map(size1 -> text(size1, "Width") + "x" + text(size1, "Height"))
              .filter(two -> two.matches("\\d{1,5}x\\d{1,5}"))
              .reduce((first, last) -> last)
              .orElse("");
      profiles.add(new Profile(shown(text(one, "Name")), size, stream, snapshot));
    }
    return profiles;
  }

  private String address(URI media, String question, Login login, Duration ahead, String scheme)
      throws IOException, InterruptedException {
    try {
      Document answer = ask(media, question, login, ahead);
      return all(answer, "Uri").stream()
          .flatMap(one -> own(one.getTextContent(), media.getHost(), scheme).stream())
          .map(URI::toString)
          .findFirst()
          .orElse("");
    } catch (IOException none) {
      // A device need not have both.
      return "";
    }
  }

  /** How far the device's clock is ahead of ours, for a login holds for a moment of its clock. */
  private Duration ahead(URI service) throws InterruptedException {
    try {
      Document answer =
          ask(service, "<GetSystemDateAndTime xmlns=\"" + DEVICE + "\"/>", null, Duration.ZERO);
      for (Element utc : all(answer, "UTCDateTime")) {
        int[] at =
            Stream.of("Year", "Month", "Day", "Hour", "Minute", "Second")
                .mapToInt(part -> Integer.parseInt(text(utc, part)))
                .toArray();
        Instant its =
            LocalDate.of(at[0], at[1], at[2])
                .atTime(LocalTime.of(at[3], at[4], at[5]))
                .toInstant(ZoneOffset.UTC);
        return Duration.between(clock.instant(), its);
      }
    } catch (IOException | RuntimeException none) {
      // Then it must do with ours.
    }
    return Duration.ZERO;
  }

  private Document ask(URI at, String question, @Nullable Login login, Duration ahead)
      throws IOException, InterruptedException {
    String header = login == null ? "" : "<s:Header>" + token(login, ahead) + "</s:Header>";
    HttpRequest request =
        HttpRequest.newBuilder(at)
            .timeout(ANSWER)
            .header("Content-Type", "application/soap+xml; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString(envelope(header, question)))
            .build();
    HttpResponse<byte[]> answer =
        http.send(
            request,
            HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), XML_MAX));
    if (answer.statusCode() != 200) {
      throw new IOException(
          answer.statusCode() == 400 || answer.statusCode() == 401 || answer.statusCode() == 403
              ? "it refuses the login"
              : "it answers " + answer.statusCode());
    }
    return parse(answer.body());
  }

  /** WS-UsernameToken with a digest, so that the password is not on the wire. */
  private String token(Login login, Duration ahead) {
    var once = new byte[16];
    random.nextBytes(once);
    String created = clock.instant().plus(ahead).truncatedTo(ChronoUnit.SECONDS).toString();
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-1");
      sha.update(once);
      sha.update(created.getBytes(StandardCharsets.UTF_8));
      String digest =
          Base64.getEncoder()
              .encodeToString(sha.digest(login.password().getBytes(StandardCharsets.UTF_8)));
      return "<x:Security xmlns:x=\"%s\" xmlns:u=\"%s\"><x:UsernameToken><x:Username>%s</x:Username><x:Password Type=\"%s\">%s</x:Password><x:Nonce>%s</x:Nonce><u:Created>%s</u:Created></x:UsernameToken></x:Security>"
          .formatted(
              SECURITY,
              UTILITY,
              escaped(login.user()),
              DIGEST,
              digest,
              Base64.getEncoder().encodeToString(once),
              created);
    } catch (NoSuchAlgorithmException never) {
      throw new IllegalStateException(never);
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  // ------------------------------------------------------------------------- XML

  /** Without a document type, and so without entities. */
  private static Document parse(byte[] xml) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setXIncludeAware(false);
      factory.setExpandEntityReferences(false);
      factory.setNamespaceAware(true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      return builder.parse(new ByteArrayInputStream(xml));
    } catch (SAXException e) {
      throw new IOException("it answers something that is no XML of ours", e);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Element> all(Node in, String name) {
    NodeList found =
        in instanceof Document document
            ? document.getElementsByTagNameNS("*", name)
            : ((Element) in).getElementsByTagNameNS("*", name);
    return IntStream.range(0, found.getLength())
        .mapToObj(found::item)
        .map(Element.class::cast)
        .toList();
  }

  private static String text(Node in, String name) {
    return all(in, name).stream().findFirst().map(one -> one.getTextContent().strip()).orElse("");
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
