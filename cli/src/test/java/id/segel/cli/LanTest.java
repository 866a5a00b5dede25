package id.segel.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A demo that is open to phones: what its authority may vouch for, and the page that hands it out.
 */
class LanTest {

  private static final Instant NOW = Instant.parse("2024-02-10T08:00:00Z");
  private static final List<String> NAMES = List.of("localhost", "laptop.local");
  private static final List<InetAddress> HALL =
      List.of(InetAddress.ofLiteral("192.0.2.7"), InetAddress.ofLiteral("2001:db8::7"));
  private static final List<InetAddress> ELSEWHERE = List.of(InetAddress.ofLiteral("192.0.2.8"));

  @TempDir Path folder;

  @Test
  void theAuthorityVouchesForThisMachineAlone() throws Exception {
    var made = LanCertificates.make(folder, NAMES, HALL, NOW);
    X509Certificate server = read(made.serverCertificate());
    assertTrue(holds(made.authority(), server, NOW));
    assertTrue(holds(made.authority(), server, NOW.plus(Duration.ofDays(6))));
    assertFalse(holds(made.authority(), server, NOW.plus(Duration.ofDays(8))));
    assertEquals(
        List.of("localhost", "laptop.local", "192.0.2.7", "2001:db8:0:0:0:0:0:7"),
        server.getSubjectAlternativeNames().stream().map(one -> one.get(1)).toList());

    // Even with its key nobody else can be vouched for.
    for (String name : List.of("DNS:kpu.example", "IP:192.0.2.8", "DNS:localhost,IP:2001:db8::8")) {
      assertFalse(holds(made.authority(), forge(made.authority(), name), NOW), name);
    }
    assertTrue(holds(made.authority(), forge(made.authority(), "DNS:laptop.local"), NOW));
  }

  @Test
  void anAuthorityIsKeptAsLongAsItWillDo() throws Exception {
    X509Certificate first = LanCertificates.make(folder, NAMES, HALL, NOW).authority();
    byte[] key = Files.readAllBytes(folder.resolve("server.key"));
    Instant later = NOW.plus(Duration.ofDays(5));
    var again = LanCertificates.make(folder, NAMES, HALL, later);
    assertEquals(first, again.authority());
    assertFalse(Arrays.equals(key, Files.readAllBytes(folder.resolve("server.key"))));
    assertTrue(holds(first, read(again.serverCertificate()), later));

    // It may not vouch for an address that it was not made for: a new one is.
    assertNotEquals(first, LanCertificates.make(folder, NAMES, ELSEWHERE, later).authority());
    var old = LanCertificates.make(folder.resolve("old"), NAMES, HALL, NOW).authority();
    Instant end = NOW.plus(Duration.ofDays(6)).plusSeconds(1);
    assertNotEquals(old, LanCertificates.make(folder.resolve("old"), NAMES, HALL, end).authority());
  }

  @Test
  void keysAreTheOwners() throws Exception {
    LanCertificates.make(folder, NAMES, HALL, NOW);
    for (String file : List.of("ca.key", "server.key")) {
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))));
    }
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
  }

  @Test
  void thePageHandsOutTheCertificateAndNothingElse() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    List<InetAddress> here = List.of(InetAddress.ofLiteral("127.0.0.1"));
    X509Certificate authority = LanCertificates.make(folder, NAMES, here, NOW).authority();
    var lan = new Lan(here, List.of("127.0.0.1"), port - 1);
    try (InstallPage page = InstallPage.open(lan, authority)) {
      String html = new String(get(lan.page(), 200), StandardCharsets.UTF_8);
      assertTrue(html.contains(page.fingerprint().replace(":", ":<wbr>")), html);
      assertEquals(32 * 3 - 1, page.fingerprint().length());
      assertTrue(html.contains("https://127.0.0.1:" + (port - 1) + "/field"), html);
      assertTrue(html.contains("17 Februari 2024"), html);
      assertArrayEquals(authority.getEncoded(), get(lan.page() + "segel-demo.crt", 200));
      String profile =
          new String(get(lan.page() + "segel-demo.mobileconfig", 200), StandardCharsets.UTF_8);
      assertTrue(
          profile.contains(Base64.getEncoder().encodeToString(authority.getEncoded())), profile);
      get(lan.page() + "ca.key", 404);
      get(lan.page() + "../lan/ca.key", 404);
    }
  }

  @Test
  void aPhoneReadsTheTerminal() throws Exception {
    String address = "http://192.168.100.101:8082/";
    List<String> lines = Lan.qr(address).lines().map(line -> line.substring(4)).toList();
    int size = lines.getFirst().length() - 2;
    var dark = new BitMatrix(size);
    for (int row = 0; row < size; row++) {
      // Two rows of the quiet zone are the first line.
      String line = lines.get(row / 2 + 1);
      for (int column = 0; column < size; column++) {
        char shown = line.charAt(column);
        boolean isLight = shown == '█' || shown == (row % 2 == 0 ? '▀' : '▄');
        if (!isLight) {
          dark.set(column, row);
        }
      }
    }
    assertEquals(address, new Decoder().decode(dark).getText());
  }

  /** Whether a client that trusts this authority accepts this certificate at that moment. */
  private static boolean holds(X509Certificate authority, X509Certificate certificate, Instant at)
      throws Exception {
    // The JDK looks at what an authority may vouch for, and until when, only on the way to the
    // anchor.
    var anchor =
        new TrustAnchor(authority.getSubjectX500Principal(), authority.getPublicKey(), null);
    var trusted = new PKIXParameters(Set.of(anchor));
    trusted.setRevocationEnabled(false);
    trusted.setDate(Date.from(at));
    var path =
        CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate, authority));
    try {
      CertPathValidator.getInstance("PKIX").validate(path, trusted);
      return true;
    } catch (CertPathValidatorException no) {
      return false;
    }
  }

  /** A certificate for another name, by somebody who has stolen the authority's key. */
  private X509Certificate forge(X509Certificate authority, String name) throws Exception {
    String pem = Files.readString(folder.resolve("ca.key")).replaceAll("-----[A-Z ]+-----", "");
    PrivateKey key =
        KeyFactory.getInstance("EC")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));
    var names =
        new GeneralNames(
            Stream.of(name.split(","))
                .map(one -> one.split(":", 2))
                .map(one ->
                    new GeneralName(
                        one[0].equals("IP") ? GeneralName.iPAddress : GeneralName.dNSName, one[1]))
                .toArray(GeneralName[]::new));
    byte[] der =
        new JcaX509v3CertificateBuilder(
                authority.getSubjectX500Principal(),
                BigInteger.TWO,
                Date.from(NOW),
                Date.from(NOW.plus(Duration.ofDays(1))),
                new X500Principal("CN=thief"),
                authority.getPublicKey())
            .addExtension(Extension.subjectAlternativeName, false, names)
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key))
            .getEncoded();
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  private static byte[] get(String address, int status) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> answer =
          http.send(
              HttpRequest.newBuilder(URI.create(address)).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      assertEquals(status, answer.statusCode(), address);
      return answer.body();
    }
  }

  private static X509Certificate read(Path file) throws Exception {
    try (InputStream in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }
}
