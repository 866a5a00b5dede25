package id.segel.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * The one page of a demo that phones open over plain HTTP: it hands out the authority's
 * certificate, says how it is installed, and leads on to the field app over HTTPS. It knows nothing
 * else and takes nothing.
 */
final class InstallPage implements AutoCloseable {

  static final String ANDROID = "/segel-demo.crt";
  static final String IPHONE = "/segel-demo.mobileconfig";

  private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.of("id"));
  private static final int WAITING_MAX = 16;

  private final Lan lan;
  private final X509Certificate authority;
  private final List<HttpServer> doors = new ArrayList<>();

  private InstallPage(Lan lan, X509Certificate authority) {
    this.lan = lan;
    this.authority = authority;
  }

  static InstallPage open(Lan lan, X509Certificate authority) throws IOException {
    var page = new InstallPage(lan, authority);
    try {
      for (String address : lan.listening()) {
        var at = new InetSocketAddress(address, lan.pagePort());
        HttpServer door = HttpServer.create(at, WAITING_MAX);
        door.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        door.createContext("/", page::answer);
        door.start();
        page.doors.add(door);
      }
      return page;
    } catch (IOException e) {
      page.close();
      throw e;
    }
  }

  @Override
  public void close() {
    doors.forEach(door -> door.stop(0));
  }

  /** SHA-256 of the certificate, as phones and people write it: what people compare. */
  String fingerprint() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(der(authority));
      return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      String path = exchange.getRequestURI().getPath();
      if (!method.equals("GET") && !method.equals("HEAD")) {
        send(exchange, 405, "text/plain", "GET");
        return;
      }
      switch (path == null ? "" : path) {
        case "/" -> send(exchange, 200, "text/html", html(exchange.getLocalAddress().getAddress()));
        case ANDROID -> send(exchange, 200, "application/x-x509-ca-cert", der(authority));
        case IPHONE -> send(exchange, 200, "application/x-apple-aspen-config", bytes(profile()));
        default ->
            send(exchange, 404, "text/plain", "Tidak ada halaman ini. There is no such page.");
      }
    }
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    send(exchange, status, type + ";charset=utf-8", bytes(text));
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", type);
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'");
    boolean isHead = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, isHead ? -1 : body.length);
    if (!isHead) {
      exchange.getResponseBody().write(body);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same certificate gives the same profile, so that a phone installs it once. */
  private String profile() {
    String print = fingerprint();
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
    <plist version="1.0">
    <dict>
      <key>PayloadContent</key>
      <array>
        <dict>
          <key>PayloadCertificateFileName</key><string>segel-demo.crt</string>
          <key>PayloadContent</key><data>%s</data>
          <key>PayloadDisplayName</key><string>Segel demo</string>
          <key>PayloadIdentifier</key><string>id.segel.demo.ca</string>
          <key>PayloadType</key><string>com.apple.security.root</string>
          <key>PayloadUUID</key><string>%s</string>
          <key>PayloadVersion</key><integer>1</integer>
        </dict>
      </array>
      <key>PayloadDescription</key><string>Sertifikat percobaan Segel; hapus setelah selesai.</string>
      <key>PayloadDisplayName</key><string>Segel demo</string>
      <key>PayloadIdentifier</key><string>id.segel.demo</string>
      <key>PayloadRemovalDisallowed</key><false/>
      <key>PayloadType</key><string>Configuration</string>
      <key>PayloadUUID</key><string>%s</string>
      <key>PayloadVersion</key><integer>1</integer>
    </dict>
    </plist>
    """
        .formatted(
            Base64.getEncoder().encodeToString(der(authority)),
            uuid("certificate " + print),
            uuid("profile " + print));
  }

  private static String uuid(String of) {
    return UUID.nameUUIDFromBytes(bytes(of)).toString().toUpperCase(Locale.ROOT);
  }

  private String html(InetAddress by) {
    String names = lan.addresses().stream().map(Lan::host).collect(Collectors.joining(", "));
    return """
    <!doctype html>
    <html lang="id">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Segel: pasang sertifikat percobaan</title>
    <style>
      :root { color-scheme: light dark; }
      body { max-width: 34rem; margin: 0 auto; padding: 1rem; font: 1.0625rem/1.5 system-ui, sans-serif; color: #16212b; background: #fff; }
      h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem; }
      h2 { font-size: 1.1875rem; margin: 1.75rem 0 .5rem; }
      ol { padding-left: 1.4rem; } li { margin: .35rem 0; }
      a.button { display: block; min-height: 48px; box-sizing: border-box; padding: .7rem 1rem; margin: .5rem 0; border-radius: .5rem; background: #0b4f8a; color: #fff; text-align: center; font-weight: 600; text-decoration: none; }
      a:focus-visible { outline: 3px solid #c25700; outline-offset: 2px; }
      .print { font-family: ui-monospace, monospace; overflow-wrap: anywhere; padding: .6rem; border: 1px solid #5c6b78; border-radius: .5rem; }
      .note { padding: .6rem .8rem; border-left: 4px solid #c25700; background: #fff4e8; }
      [lang=en] { color: #45535f; }
      @media (prefers-color-scheme: dark) {
        body { color: #e8edf1; background: #10171d; } a.button { background: #9cc9f2; color: #0a1a28; }
        .note { background: #2b2013; } [lang=en] { color: #b3bfc9; } .print { border-color: #8495a3; }
        a:focus-visible, .note { outline-color: #ffb26b; border-color: #ffb26b; }
      }
    </style>
    </head>
    <body>
    <main>
    <h1>Pasang sertifikat percobaan Segel</h1>
    <p>Supaya ponsel ini bisa membuka aplikasi lapangan dengan aman, pasang dulu sertifikat dari komputer yang menjalankan
    demo. Cukup sekali.</p>
    <p class="note">Hanya untuk percobaan, sampai %s. Sertifikat ini hanya berlaku untuk %s. Pada pemilu sungguhan tidak ada
    sertifikat yang perlu dipasang: jangan pernah memasang sertifikat atas permintaan orang.</p>

    <h2>1. Cocokkan sidik jari</h2>
    <p>Sama persis dengan yang tampil di komputer itu? Bila berbeda, jangan dipasang.</p>
    <p class="print" id="fingerprint">%s</p>

    <h2>2a. Android</h2>
    <a class="button" id="android" href="%s" download>Unduh untuk Android</a>
    <ol>
      <li>Buka <b>Setelan</b>, lalu cari <b>Sertifikat CA</b>. Biasanya di Keamanan &amp; privasi, Enkripsi &amp; kredensial,
      Instal sertifikat.</li>
      <li>Ketuk <b>Sertifikat CA</b>, <b>Tetap instal</b>, dan masukkan kunci layar.</li>
      <li>Pilih <b>segel-demo.crt</b> di Unduhan. Pakai Chrome untuk langkah 3.</li>
    </ol>

    <h2>2b. iPhone</h2>
    <a class="button" id="iphone" href="%s">Unduh untuk iPhone</a>
    <ol>
      <li>Buka halaman ini di Safari, ketuk tombol di atas, lalu <b>Izinkan</b>.</li>
      <li>Buka <b>Pengaturan</b>, <b>Profil Diunduh</b>, <b>Instal</b>.</li>
      <li>Buka <b>Umum</b>, <b>Mengenai</b>, <b>Pengaturan Kepercayaan Sertifikat</b>, lalu nyalakan <b>Segel demo</b>.</li>
    </ol>

    <h2>3. Buka aplikasi lapangan</h2>
    <a class="button" id="field" href="%s">Buka aplikasi lapangan</a>
    <p>Bila muncul peringatan, sertifikat belum terpasang: ulangi langkah 2.</p>

    <h2>Setelah selesai</h2>
    <p>Hapus lagi sertifikatnya. Android: Setelan, Enkripsi &amp; kredensial, Kredensial pengguna. iPhone: Umum, VPN &amp;
    Manajemen Perangkat, Segel demo, Hapus Profil.</p>

    <section lang="en">
    <h2>In English</h2>
    <p>For trials only. Compare the fingerprint with the one on the computer that runs the demo, download the certificate for
    your phone, install it as a CA certificate (Android: Settings, Encryption &amp; credentials; iPhone: Settings, Profile
    Downloaded, then General, About, Certificate Trust Settings), then open the field app. Remove it afterwards.</p>
    </section>
    </main>
    </body>
    </html>
    """
        .formatted(
            DAY.format(authority.getNotAfter().toInstant().atZone(JAKARTA)),
            names,
            fingerprint().replace(":", ":<wbr>"),
            ANDROID,
            IPHONE,
            lan.field(by));
  }
}
