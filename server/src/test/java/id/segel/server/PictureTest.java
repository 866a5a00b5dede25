package id.segel.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.fact.Id;
import id.segel.server.TestBrowser.Answer;
import id.segel.server.picture.Photos;
import id.segel.server.picture.Pictures;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** Pictures from the upload to the erasure, over HTTP; each test has a phone of its own. */
@ServerTest
@TestPropertySource(properties = {"segel.pictures.files-max=4", "segel.pictures.size-max=300KB"})
class PictureTest {

  private static final String PASSWORD = "kata-sandi-uji-coba";
  private static final int BYTES_MAX = 8 << 20;

  private static List<TestPhone> phones = List.of();
  private static int tests;

  @LocalServerPort int port;

  @Value("${segel.data}")
  Path data;

  @Autowired JdbcClient sql;
  @Autowired Pictures pictures;
  @Autowired Fsck fsck;

  private TestBrowser admin;
  private TestPhone phone;

  @BeforeEach
  void enter() throws Exception {
    if (phones.isEmpty()) {
      var desk = new TestDesk("http://127.0.0.1:" + port);
      desk.setUp(data);
      phones = desk.enrol(20, "PPS", "3171011001");
    }
    admin = logIn("uji");
    phone = phones.get(tests++);
  }

  @Test
  void aPictureIsKeptOnceUnderASaltedHash() throws Exception {
    byte[] photo = photo();
    Answer kept = upload(photo);
    assertEquals(200, kept.status(), kept.text());
    assertEquals(photo.length, kept.json().get("bytes").asInt());
    Id hash = hash(kept);
    assertTrue(pictures.isKnown(hash));
    assertFalse(pictures.isKnown(Id.of(sha256(photo))));
    assertArrayEquals(photo, Files.readAllBytes(file(photo)));
    byte[] salt =
        sql.sql("select salt from picture.files where salted = ?")
            .param(hash.bytes())
            .query((row, n) -> row.getBytes(1))
            .single();
    assertEquals(16, salt.length);
    assertEquals(hash, Id.of(sha256(salt, photo)));

    // Again, from this phone and from another.
    assertEquals(hash, hash(upload(photo)));
    assertEquals(hash, hash(upload(photo, phones.get(tests))));
    assertEquals(1, count("files where sha256 = ?", sha256(photo)));
    assertArrayEquals(new String[0], data.resolve("pictures/new").toFile().list());
    assertNotEquals(hash, hash(upload(photo())));
  }

  @Test
  void aPhoneWithoutANetworkNamesItsPictureItself() throws Exception {
    byte[] photo = photo();
    String salt = "00112233445566778899aabbccddeeff";
    var type = request("/api/pictures?salt=" + salt).header("Content-Type", "image/jpeg");
    Answer kept = send(type, photo);
    assertEquals(Id.of(sha256(HexFormat.of().parseHex(salt), photo)), hash(kept), kept.text());
    assertEquals(hash(kept), hash(upload(photo)), "a picture has one name");
    for (String wrong : List.of("", "00", salt + "00", salt.toUpperCase(Locale.ROOT))) {
      var bad = request("/api/pictures?salt=" + wrong).header("Content-Type", "image/jpeg");
      assertEquals("400 MALFORMED", said(send(bad, photo())), wrong);
    }
  }

  @Test
  void tenUploadsAtOnceAreOnePicture() throws Exception {
    byte[] photo = photo();
    Callable<Answer> send = () -> upload(photo);
    var hashes = new HashSet<Id>();
    try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answer : senders.invokeAll(Collections.nCopies(10, send))) {
        hashes.add(hash(answer.get()));
      }
    }
    assertEquals(1, hashes.size());
    assertEquals(1, count("files where sha256 = ?", sha256(photo)));
  }

  @Test
  void whatIsNoPictureLeavesNothing() throws Exception {
    byte[] photo = photo();
    assertEquals("400 NOT_A_JPEG", said(upload("not a picture".getBytes(StandardCharsets.UTF_8))));
    assertEquals("400 TRUNCATED", said(upload(Arrays.copyOf(photo, photo.length - 1))));
    byte[] exif = Photos.with(photo, 0xE1, Photos.exif());
    assertEquals("400 METADATA_PRESENT", said(upload(exif)));
    Answer asPng = send(request().header("Content-Type", "image/png"), photo);
    assertEquals("415 UNSUPPORTED_MEDIA_TYPE", said(asPng));
    // More than the container would read on its own account: the answer must arrive all the same.
    byte[] long4 = Arrays.copyOf("no".getBytes(StandardCharsets.UTF_8), 4 << 20);
    assertEquals("400 NOT_A_JPEG", said(upload(long4)));
    assertEquals(0, count("files where uploader = ?", phone.key().toString()));
    assertFalse(Files.exists(file(exif)));
    assertArrayEquals(new String[0], data.resolve("pictures/new").toFile().list());
  }

  @Test
  void aLargePictureIsRefusedWhetherItSaysSoOrNot() throws Exception {
    byte[] large = Photos.large(BYTES_MAX + 1);
    assertEquals("HTTP/1.1 413 ", firstLineOfAnswer(large.length));
    var unsaid =
        request()
            .header("Content-Type", "image/jpeg")
            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)));
    assertEquals("413 TOO_LARGE", said(admin.send(unsaid.build())));
    // The last size that fits fails for the quota of this test alone.
    assertEquals("409 QUOTA_USED", said(upload(Photos.large(BYTES_MAX))));
    assertArrayEquals(new String[0], data.resolve("pictures/new").toFile().list());
  }

  @Test
  void aPhoneKeepsSoManyPicturesAndBytes() throws Exception {
    byte[] first = Photos.baseline(100, 300);
    assertEquals(200, upload(first).status());
    byte[] wide = Photos.baseline(101, 700);
    assertTrue(wide.length + first.length > 300 << 10, "a picture for this test has grown small");
    Answer tooMuch = upload(wide);
    assertEquals("409 QUOTA_USED", said(tooMuch));
    assertTrue(tooMuch.json().get("detail").asString().contains("3 pictures and"), tooMuch.text());
    for (int i = 0; i < 3; i++) {
      assertEquals(200, upload(photo()).status());
    }
    Answer full = upload(photo());
    assertEquals("409 QUOTA_USED", said(full));
    assertTrue(full.json().get("detail").asString().contains("0 pictures"), full.text());
    // One that is here already takes no place, and an erased one gives its place back.
    Answer again = upload(first);
    assertEquals(200, again.status(), again.text());
    assertEquals(200, erase(hash(again)).status());
    assertEquals(200, upload(photo()).status());
  }

  @Test
  void whoMayLookIsTraced() throws Exception {
    byte[] photo = photo();
    Id hash = hash(upload(photo));
    HttpResponse<byte[]> seen = see(hash, phone);
    assertEquals(200, seen.statusCode());
    assertArrayEquals(photo, seen.body());
    var headers = seen.headers();
    assertEquals("image/jpeg", headers.firstValue("Content-Type").orElseThrow());
    assertEquals(
        "private, max-age=86400, immutable", headers.firstValue("Cache-Control").orElseThrow());
    assertEquals("inline", headers.firstValue("Content-Disposition").orElseThrow());
    assertEquals("nosniff", headers.firstValue("X-Content-Type-Options").orElseThrow());
    assertEquals(
        List.of("default-src 'none'; frame-ancestors 'none'; sandbox"),
        headers.allValues("Content-Security-Policy"));

    assertEquals(403, see(hash, phones.get(tests)).statusCode());
    assertEquals("401 NOT_LOGGED_IN", said(new TestBrowser(port).get(path(hash))));
    assertEquals("404 NOT_FOUND", said(admin.get(path(Id.of(sha256(photo))))));
    assertEquals("404 NOT_FOUND", said(admin.get("/api/pictures/none")));
    user("polisi", "POLDA");
    TestBrowser police = logIn("polisi");
    assertEquals(200, police.get(path(hash)).status());
    String code = police.get("/api/session").json().at("/user/code").asString();
    assertEquals(
        List.of(phone.key().toString(), code),
        sql.sql("select reader from picture.reads where salted = ? order by at")
            .param(hash.bytes())
            .query(String.class)
            .list());
  }

  @Test
  void whoMayUploadAndErase() throws Exception {
    byte[] photo = photo();
    assertEquals("401 NOT_LOGGED_IN", said(as(new TestBrowser(port), photo)));
    assertEquals("403 NOT_ALLOWED", said(as(admin, photo)));
    user("kota", "KPU_KOTA");
    TestBrowser city = logIn("kota");
    Answer kept = as(city, photo);
    assertEquals(200, kept.status(), kept.text());
    String path = path(hash(kept)) + "?reason=WRONG_PICTURE";
    assertEquals("403 NOT_ALLOWED", said(city.delete(path)));
    assertEquals("400 MALFORMED", said(admin.delete(path(hash(kept)))));
    assertEquals("400 MALFORMED", said(admin.delete(path(hash(kept)) + "?reason=BORED")));
    assertEquals(200, city.get(path(hash(kept))).status());
  }

  @Test
  void anErasedPictureIsGone() throws Exception {
    byte[] photo = photo();
    Id hash = hash(upload(photo));
    Answer erased = erase(hash);
    assertEquals(200, erased.status(), erased.text());
    assertEquals("PERSON_ASKED", erased.json().get("reason").asString());
    assertEquals(hash.toString(), erased.json().get("hash").asString());
    assertFalse(Files.exists(file(photo)));
    assertFalse(pictures.isKnown(hash));
    assertEquals(
        1,
        count(
            "files where salted = ? and salt is null and sha256 is null and erased_by is not null",
            hash.bytes()));
    assertEquals("410 ERASED", said(admin.get(path(hash))));
    Answer again = admin.delete(path(hash) + "?reason=UNLAWFUL");
    assertEquals(erased.json(), again.json());
    assertEquals("404 NOT_FOUND", said(erase(Id.of(sha256(photo)))));
    // The same bytes are a new picture now: nothing here knows that they have been before.
    assertNotEquals(hash, hash(upload(photo)));
    assertEquals("410 ERASED", said(admin.get(path(hash))));
  }

  @Test
  void fsckFindsWhatWasLostOrAltered() throws Exception {
    byte[] lost = photo();
    byte[] altered = photo();
    byte[] cut = photo();
    Id lostHash = hash(upload(lost));
    Id alteredHash = hash(upload(altered));
    Id cutHash = hash(upload(cut));
    assertEquals("", lines(fsck(), "picture "));

    Path stray = Files.createFile(file(sha256(new byte[1])));
    Files.delete(file(lost));
    byte[] other = Arrays.copyOf(altered, altered.length);
    other[other.length - 3] ^= 1;
    Files.write(file(altered), other);
    Files.write(file(cut), Arrays.copyOf(cut, cut.length - 1));
    String said = fsck();
    assertEquals(
        List.of(
                "the file of picture " + lostHash + " is missing",
                "the file of picture " + alteredHash + " was altered",
                "the file of picture " + cutHash + " was altered")
            .stream()
            .sorted()
            .toList(),
        lines(said, "the file of picture ").lines().sorted().toList());
    assertTrue(said.contains("This installation does NOT hold"), said);
    assertEquals("500 PICTURE_DAMAGED", said(admin.get(path(alteredHash))));

    // The phone still has them: the same uploads mend.
    for (byte[] photo : List.of(lost, altered, cut)) {
      assertEquals(200, upload(photo).status());
    }
    String mended = fsck();
    assertEquals("", lines(mended, "the file of picture "));
    assertEquals(
        "no fault, but look: " + data.relativize(stray) + " belongs to nothing",
        lines(mended, "no fault"));
    Files.delete(stray);
  }

  /** What is answered to a length, before there is a body. */
  private String firstLineOfAnswer(int length) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      String head =
          "POST /api/pictures HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
              + phone.token()
              + "\r\nContent-Type: image/jpeg\r\nContent-Length: "
              + length
              + "\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      var answer = new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII);
      return new BufferedReader(answer).readLine();
    }
  }

  private String fsck() throws Exception {
    var out = new ByteArrayOutputStream();
    fsck.run(List.of(), new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String lines(String text, String start) {
    return String.join("\n", text.lines().filter(line -> line.startsWith(start)).toList());
  }

  /** Another one each time. */
  private static byte[] photo() {
    return Photos.baseline(++photos, 64);
  }

  private static int photos = 1_000;

  private Answer upload(byte[] photo) {
    return upload(photo, phone);
  }

  private Answer upload(byte[] photo, TestPhone by) {
    return send(request(by).header("Content-Type", "image/jpeg"), photo);
  }

  private HttpRequest.Builder request() {
    return request(phone);
  }

  private HttpRequest.Builder request(TestPhone by) {
    return new TestBrowser(port).request("/api/pictures", "Authorization", "Bearer " + by.token());
  }

  private HttpRequest.Builder request(String path) {
    return new TestBrowser(port).request(path, "Authorization", "Bearer " + phone.token());
  }

  private static Answer send(HttpRequest.Builder request, byte[] photo) {
    return new TestBrowser(0).send(request.POST(BodyPublishers.ofByteArray(photo)).build());
  }

  private static Answer as(TestBrowser browser, byte[] photo) {
    browser.get("/api/session");
    return browser.send(
        browser
            .guarded("/api/pictures", "Content-Type", "image/jpeg")
            .POST(BodyPublishers.ofByteArray(photo))
            .build());
  }

  private HttpResponse<byte[]> see(Id hash, TestPhone by) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path(hash)))
              .header("Authorization", "Bearer " + by.token())
              .build(),
          HttpResponse.BodyHandlers.ofByteArray());
    }
  }

  private Answer erase(Id hash) {
    return admin.delete(path(hash) + "?reason=PERSON_ASKED");
  }

  private TestBrowser logIn(String user) {
    var browser = new TestBrowser(port);
    browser.get("/api/session");
    Answer in = browser.post("/api/login", Map.of("user", user, "password", PASSWORD));
    assertEquals(200, in.status(), in.text());
    return browser;
  }

  private void user(String name, String role) {
    Answer added =
        admin.post(
            "/api/users",
            Map.of(
                "user", name,
                "password", PASSWORD,
                "agency", "uji",
                "role", role,
                "territory", role.startsWith("KPU") ? "3171" : "31"));
    assertEquals(200, added.status(), added.text());
  }

  private long count(String what, Object parameter) {
    return sql.sql("select count(*) from picture." + what)
        .param(parameter)
        .query(Long.class)
        .single();
  }

  private Path file(byte[] photo) throws IOException {
    String name = HexFormat.of().formatHex(sha256(photo));
    Path folder = Files.createDirectories(data.resolve("pictures/" + name.substring(0, 2)));
    return folder.resolve(name.substring(2));
  }

  private static byte[] sha256(byte[]... parts) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Id hash(Answer kept) {
    assertEquals(200, kept.status(), kept.text());
    return Id.parse(kept.json().get("hash").asString());
  }

  private static String path(Id hash) {
    return "/api/pictures/" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash.bytes());
  }

  private static String said(Answer answer) {
    return answer.status() + " " + answer.reason();
  }
}
