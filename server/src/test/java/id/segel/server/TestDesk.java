package id.segel.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import id.segel.tlog.note.SigningKey;
import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The administrator of a test's server, over HTTP. */
final class TestDesk {

  static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String PASSWORD = "kata-sandi-uji-coba";

  private final String url;
  private int seeds;
  private final CookieManager cookies = new CookieManager();
  private final HttpClient http = HttpClient.newBuilder().cookieHandler(cookies).build();

  TestDesk(String url) {
    this.url = url;
  }

  /** Makes the first administrator with the one-time token, logs in, and publishes the roster. */
  void setUp(Path data) throws IOException, InterruptedException {
    String token = Files.readString(data.resolve("setup-token")).strip();
    post(
        "/api/setup", Map.of("token", token, "user", "uji", "password", PASSWORD, "agency", "KPU"));
    login();
    post("/api/region/builtin", Map.of());
  }

  /** Again, after the server was started anew. */
  void login() throws IOException, InterruptedException {
    post("/api/login", Map.of("user", "uji", "password", PASSWORD));
  }

  /** Appoints a user, and logs in as them in a browser of their own. */
  TestBrowser user(String name, String agency, String role, String territory)
      throws IOException, InterruptedException {
    post(
        "/api/users",
        Map.of(
            "user", name,
            "password", PASSWORD,
            "agency", agency,
            "role", role,
            "territory", territory));
    var browser = new TestBrowser(URI.create(url).getPort());
    browser.get("/api/session");
    assertEquals(
        200, browser.post("/api/login", Map.of("user", name, "password", PASSWORD)).status());
    return browser;
  }

  /** Enrols phones with keys of their own in one role and territory. */
  List<TestPhone> enrol(int count, String role, String territory)
      throws IOException, InterruptedException {
    var asked = new ArrayList<Map<String, String>>();
    for (int i = 0; i < count; i++) {
      asked.add(Map.of("role", role, "territory", territory));
    }
    return enrol(asked);
  }

  /** Enrols the phone of a saksi, who watches for this participant. */
  TestPhone saksi(String tps, String body) throws IOException, InterruptedException {
    return enrol(List.of(Map.of("role", "SAKSI", "territory", tps, "body", body))).getFirst();
  }

  private List<TestPhone> enrol(List<Map<String, String>> asked)
      throws IOException, InterruptedException {
    var phones = new ArrayList<TestPhone>();
    for (JsonNode invitation : post("/api/invitations", asked)) {
      String code = invitation.get("code").asString();
      byte[] seed = new byte[32];
      seed[0] = (byte) ++seeds;
      SigningKey key = SigningKey.fromSeed(seed);
      byte[] signature =
          key.sign(("segel/enrol/v1\n" + code + "\n").getBytes(StandardCharsets.UTF_8));
      JsonNode enrolled =
          post(
              "/api/devices/enrol",
              Map.of(
                  "code", code,
                  "key", Base64.getEncoder().encodeToString(key.publicKey()),
                  "signature", Base64.getEncoder().encodeToString(signature)));
      phones.add(new TestPhone(url, phones.size() + 1, key, enrolled.get("token").asString()));
    }
    return phones;
  }

  JsonNode json(String path) throws IOException, InterruptedException {
    return JSON.readTree(get(path));
  }

  String get(String path) throws IOException, InterruptedException {
    var answer =
        http.send(
            HttpRequest.newBuilder(URI.create(url + path)).build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(200, answer.statusCode(), path + ": " + answer.body());
    return answer.body();
  }

  JsonNode post(String path, Object body) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
    for (HttpCookie cookie : cookies.getCookieStore().getCookies()) {
      if (cookie.getName().equals("XSRF-TOKEN")) {
        request.header("X-XSRF-TOKEN", cookie.getValue());
      }
    }
    var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() == 403 && answer.body().contains("CSRF")) {
      // The first answer brings the cookie.
      return post(path, body);
    }
    assertEquals(2, answer.statusCode() / 100, path + ": " + answer.body());
    return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
  }
}
