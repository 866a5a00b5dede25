package id.segel.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.server.database.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A certificate that is renewed while the server runs is served without a restart. */
class CertificateTest {

  private static final String PASSWORD = "of-this-test";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"PEM", "PKCS12"})
  void aRenewedCertificateIsServedWithoutARestart(String form) throws Exception {
    boolean isStore = form.equals("PKCS12");
    renew("before", isStore);
    var database = TestDatabase.empty();
    Path config =
        Files.write(
            folder.resolve("segel.properties"),
            List.of(
                "segel.db.url=" + database.url(),
                "segel.db.user=" + database.user(),
                "segel.db.password=" + database.password(),
                "segel.data=" + folder.resolve("data"),
                "segel.certificate-password=" + PASSWORD,
                "spring.ssl.bundle.watch.file.quiet-period=100ms"));
    String file = folder.resolve(isStore ? "server.p12" : "server.pem").toString();
    List<String> certificate =
        isStore
            ? List.of("--certificate", file)
            : List.of("--certificate", file, "--key", folder.resolve("server.key").toString());
    var words = new ArrayList<>(List.of("--port", "0"));
    words.addAll(List.of("--address", "127.0.0.1", "--config", config.toString()));
    words.addAll(certificate);
    try (var server = SegelServer.serve(words)) {
      int port = Integer.parseInt(server.getEnvironment().getProperty("local.server.port", "0"));
      assertEquals("CN=before", served(port));

      // What cannot be read changes nothing.
      replace(Path.of(file), "torn".getBytes(StandardCharsets.US_ASCII));
      renew("after", isStore);
      long began = System.nanoTime();
      while (!served(port).equals("CN=after")) {
        assertTrue(System.nanoTime() - began < PATIENCE.toNanos(), "it still serves the old one");
      }
    }
  }

  /** The subject of the certificate that the server shows. */
  private static String served(int port) throws Exception {
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
    try (var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.startHandshake();
      var shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return shown.getSubjectX500Principal().getName();
    }
  }

  /** The files of the server, for a subject of this name. */
  private void renew(String name, boolean isStore) throws Exception {
    Path store = folder.resolve(name + ".store");
    var keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "segel",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, keytool.waitFor(), said);
    if (isStore) {
      replace(folder.resolve("server.p12"), Files.readAllBytes(store));
      return;
    }
    var keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    byte[] key = keys.getKey("segel", PASSWORD.toCharArray()).getEncoded();
    replace(folder.resolve("server.key"), pem("PRIVATE KEY", key));
    byte[] certificate = keys.getCertificate("segel").getEncoded();
    replace(folder.resolve("server.pem"), pem("CERTIFICATE", certificate));
  }

  private static byte[] pem(String what, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    String text = "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** In one step, as whoever renews a certificate should. */
  private static void replace(Path file, byte[] bytes) throws IOException {
    Path fresh = Files.write(file.resolveSibling("fresh"), bytes);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Whoever asks here wants to see, not to trust. */
  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
