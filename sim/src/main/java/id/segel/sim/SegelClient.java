package id.segel.sim;

import id.segel.core.box.BoxId;
import id.segel.core.box.SealsIssued;
import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.Role;
import id.segel.core.region.BallotNeed;
import id.segel.core.vulnerability.Part;
import id.segel.tlog.MalformedException;
import id.segel.tlog.note.NoteVerifier;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server's HTTP API, as one user sees it. Any number of threads. */
public final class SegelClient {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final URI base;
  private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .cookieHandler(cookies)
          .build();
  private volatile @Nullable String demoSecret;

  /** The server at this address, http or https. */
  public SegelClient(String base) {
    this.base = URI.create(base.replaceFirst("/+$", ""));
  }

  /** The server said no. */
  public static final class RefusedException extends RuntimeException {
    private final int status;

    RefusedException(int status, String what) {
      super(what);
      this.status = status;
    }

    public int status() {
      return status;
    }
  }

  /** One invitation: a code that enrols one device. */
  public record Invitation(String code, Role role, String territory) {}

  /** Somebody asks to play an officer, with an enrolled key. */
  public record Asking(Takeover.Officer officer, PartyKey key) {}

  public URI base() {
    return base;
  }

  public String host() {
    return base.getHost();
  }

  public int port() {
    return base.getPort() > 0 ? base.getPort() : 80;
  }

  /** The demo's secret, which its file holds. */
  public void demoSecret(String secret) {
    demoSecret = secret;
  }

  /** Whether somebody answers, and the roster is published. */
  public boolean isUp() {
    try {
      return !get("/api/regions").get("kelurahan").isEmpty();
    } catch (IOException | RefusedException notYet) {
      return false;
    }
  }

  // ---- people

  /** Makes the first user with the one-time token, and logs in as it. */
  public void setUp(String token, String user, String password, String agency) throws IOException {
    post(
        "/api/setup", Map.of("token", token, "user", user, "password", password, "agency", agency));
    login(user, password);
  }

  /** What a login has set, for another client of the same caller. */
  public String cookie() {
    return cookies.getCookieStore().getCookies().stream()
        .map(one -> one.getName() + "=" + one.getValue())
        .collect(java.util.stream.Collectors.joining("; "));
  }

  public void login(String user, String password) throws IOException {
    // Its answer sets the cookie that a post must send back.
    get("/api/session");
    post("/api/login", Map.of("user", user, "password", password));
  }

  public void addUser(String user, String password, String agency, Role role, String territory)
      throws IOException {
    post(
        "/api/users",
        Map.of(
            "user",
            user,
            "password",
            password,
            "agency",
            agency,
            "role",
            role.name(),
            "territory",
            territory));
  }

  // ---- devices

  /** Invitations for these devices, in their order; at most a thousand. */
  public List<Invitation> invite(List<Phone> phones) throws IOException {
    var posts = new ArrayList<Map<String, String>>();
    for (Phone phone : phones) {
      posts.add(
          Map.of(
              "role", phone.role().name(), "territory", phone.territory(), "body", phone.body()));
    }
    var invitations = new ArrayList<Invitation>();
    for (JsonNode one : post("/api/invitations", posts)) {
      invitations.add(
          new Invitation(
              one.get("code").asString(),
              Role.parse(one.get("role").asString()),
              one.get("territory").asString()));
    }
    return invitations;
  }

  public void revoke(PartyKey key, String reason, Instant moment) throws IOException {
    post(
        "/api/devices/revoke",
        Map.of("key", key.toString(), "reason", reason, "moment", moment.toString()));
  }

  public void issue(SealsIssued seals) throws IOException {
    post(
        "/api/custody/seals",
        Map.of(
            "letters", seals.letters(),
            "digits", seals.digits(),
            "first", seals.first(),
            "last", seals.last()));
  }

  /** Brings a made-up file about TPS, as this user's agency. */
  public void bringSynthetic(Part part, LocalDate collected, String file) throws IOException {
    post(
        "/api/vulnerability/import?synthetic=true&part=" + part.word() + "&collected=" + collected,
        "text/csv",
        file.getBytes(StandardCharsets.UTF_8));
  }

  public void assignSpare(String spare, String box) throws IOException {
    post("/api/custody/spares", Map.of("spare", spare, "box", box));
  }

  // ---- the province

  /** The province as the server has it, once its pages show what is in the log. */
  public Province province() throws IOException {
    long size = logSize();
    while (get("/api/situation").get("index").asLong() + 1 < size) {
      LockSupport.parkNanos(20_000_000);
    }
    JsonNode election = get("/api/status").get("election");
    JsonNode regions = get("/api/regions");
    var kinds = new ArrayList<Integer>();
    regions.get("kinds").forEach(kind -> kinds.add(Integer.parseInt(kind.get("code").asString())));
    var kelurahan = new ArrayList<Province.Kelurahan>();
    for (JsonNode one : regions.get("kelurahan")) {
      String code = one.get("code").asString();
      var stations = new ArrayList<Province.Station>();
      for (JsonNode tps : get("/api/situation/tps?kelurahan=" + code)) {
        int dpt = tps.get("dpt").asInt();
        stations.add(new Province.Station(tps.get("code").asString(), need(dpt)));
      }
      stations.sort(Comparator.comparing(Province.Station::code));
      if (!stations.isEmpty()) {
        kelurahan.add(new Province.Kelurahan(code, List.copyOf(stations)));
      }
    }
    kelurahan.sort(Comparator.comparing(Province.Kelurahan::code));
    return new Province(
        election.get("id").asString(),
        LocalDate.parse(election.get("day").asString()),
        ZoneId.of(election.get("zone").asString()),
        List.copyOf(kinds),
        List.copyOf(kelurahan));
  }

  private static int need(int dpt) {
    return BallotNeed.of(dpt, BallotNeed.PEMILU);
  }

  // ---- the demo's doors

  public void clock(Instant now, int speed) throws IOException {
    post("/demo/clock", Map.of("now", now.toString(), "speed", speed));
  }

  /** Tells which officers a person may play and how those stand who do; answers who asks. */
  public List<Asking> takeovers(List<Takeover.Open> open, List<Takeover> played)
      throws IOException {
    var asking = new ArrayList<Asking>();
    Object told =
        Map.of(
            "open",
            open.stream().map(SegelClient::open).toList(),
            "played",
            played.stream().map(SegelClient::played).toList());
    for (JsonNode one : post("/demo/takeovers", told)) {
      asking.add(
          new Asking(
              new Takeover.Officer(
                  Role.parse(one.get("role").asString()), one.get("tps").asString()),
              PartyKey.parse(one.get("key").asString())));
    }
    return asking;
  }

  private static Map<String, Object> open(Takeover.Open one) {
    return Map.of(
        "role", one.officer().role().name(),
        "tps", one.officer().tps(),
        "boxes", one.boxes(),
        "from", one.from().toString());
  }

  private static Map<String, Object> played(Takeover one) {
    Takeover.Next next = one.next();
    var told = new HashMap<String, Object>();
    told.put("key", one.key().toString());
    told.put("state", one.state().name());
    told.put("next", next == null ? null : next(next));
    return told;
  }

  private static Map<String, Object> next(Takeover.Next next) {
    Phone other = next.other();
    return Map.of(
        "boxes", next.boxes().stream().map(BoxId::toString).toList(),
        "leg", next.leg().word(),
        "other",
            Map.of(
                "key", other.key().toString(),
                "role", other.role().name(),
                "territory", other.territory()),
        "at", next.at().toString());
  }

  // ---- the log

  /** The log's key, as the server names it. */
  public NoteVerifier logKey() throws IOException {
    try {
      return NoteVerifier.parse(new String(bytes("/log/vkey"), StandardCharsets.UTF_8).strip());
    } catch (MalformedException e) {
      throw new IOException("the log's key is no vkey: " + e.getMessage(), e);
    }
  }

  /** Size of the newest published checkpoint. */
  public long logSize() throws IOException {
    String checkpoint = new String(bytes("/log/checkpoint"), StandardCharsets.UTF_8);
    return Long.parseLong(checkpoint.split("\n", 3)[1]);
  }

  // ---- plain requests

  public JsonNode get(String path) throws IOException {
    return send(request(path).GET().build());
  }

  /** Text or bytes of any path. */
  public byte[] bytes(String path) throws IOException {
    return raw(request(path).GET().build()).body();
  }

  public JsonNode post(String path, Object body) throws IOException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
            .build());
  }

  /** Bytes of this type. */
  public JsonNode post(String path, String type, byte[] body) throws IOException {
    return send(
        request(path)
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build());
  }

  private HttpRequest.Builder request(String path) {
    var request = HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT);
    String secret = demoSecret;
    if (secret != null && path.startsWith("/demo/")) {
      request.header("Segel-Demo", secret);
    }
    String token = csrfToken();
    if (token != null) {
      request.header("X-XSRF-TOKEN", token);
    }
    return request;
  }

  private @Nullable String csrfToken() {
    for (HttpCookie cookie : cookies.getCookieStore().getCookies()) {
      if (cookie.getName().equals("XSRF-TOKEN")) {
        return cookie.getValue();
      }
    }
    return null;
  }

  private JsonNode send(HttpRequest request) throws IOException {
    byte[] body = raw(request).body();
    try {
      return body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
    } catch (JacksonException e) {
      throw new IOException(request.uri().getPath() + " answered no JSON", e);
    }
  }

  private HttpResponse<byte[]> raw(HttpRequest request) throws IOException {
    HttpResponse<byte[]> response;
    try {
      response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    if (response.statusCode() / 100 != 2) {
      String said = new String(response.body(), StandardCharsets.UTF_8);
      throw new RefusedException(
          response.statusCode(),
          request.method()
              + " "
              + request.uri().getPath()
              + " was answered "
              + response.statusCode()
              + ": "
              + said.substring(0, Math.min(300, said.length())));
    }
    return response;
  }
}
