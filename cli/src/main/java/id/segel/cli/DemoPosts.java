package id.segel.cli;

import id.segel.core.personnel.Role;
import id.segel.sim.Province;
import id.segel.sim.SegelClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A handful of posts in a demo, made up and marked so: where the main post of a real operation is,
 * is not known here. They are manned from the morning of H-1 on, twelve hours a shift, and check in
 * every hour; one of them falls silent at noon.
 */
final class DemoPosts {

  private static final Duration SHIFT = Duration.ofHours(12);
  private static final Duration EVERY = Duration.ofHours(1);
  private static final int EVERY_MINUTES = 120;
  private static final int PEOPLE = 12;

  /** Whoever checks in at a post. */
  private static final class Crew {
    private final String path;
    private final SegelClient police;
    private final SegelClient man;
    private final Instant until;
    private Instant end;
    private Instant next;

    private Crew(String path, SegelClient police, SegelClient man, Instant begin, Instant until) {
      this.path = path;
      this.police = police;
      this.man = man;
      this.end = begin;
      this.next = begin;
      this.until = until;
    }

    private void live(Instant now) throws IOException {
      while (!now.isBefore(end)) {
        Instant begin = end;
        end = begin.plus(SHIFT);
        if (now.isBefore(end)) {
          police.post(
              path + "/shifts",
              Map.of(
                  "begin",
                  begin.toString(),
                  "end",
                  end.toString(),
                  "due",
                  PEOPLE,
                  "every",
                  EVERY_MINUTES));
        }
      }
      if (now.isBefore(until) && !now.isBefore(next)) {
        next = now.plus(EVERY);
        man.post(path + "/check-ins", Map.of("at", "", "people", PEOPLE - 1));
      }
    }
  }

  private final List<Crew> crews = new ArrayList<>();

  /**
   * Opens them.
   *
   * @param logins of those who man them, the police among them
   */
  static DemoPosts open(Province whole, Map<Role, SegelClient> logins) throws IOException {
    SegelClient polda = login(logins, Role.POLDA);
    JsonNode kelurahan = polda.get("/api/regions").get("kelurahan");
    Instant begin = whole.at(-1, 6, 0);
    Instant never = whole.at(400, 0, 0);
    var posts = new DemoPosts();
    posts
        .open(polda, "MAIN", "Posko induk (contoh)", Role.POLDA, kelurahan, "3171")
        .ifPresent(path -> posts.crews.add(new Crew(path, polda, polda, begin, never)));
    int number = 1;
    Instant noon = whole.at(-1, 12, 0);
    for (Role role : List.of(Role.POLRES, Role.KODAM, Role.SATPOL_PP, Role.POLDA)) {
      String city = List.of("3171", "3172", "3173", "3174").get(number - 1);
      String name = "Pos taktis " + number++ + " (contoh)";
      Instant until = role == Role.SATPOL_PP ? noon : never;
      posts
          .open(polda, "TACTICAL", name, role, kelurahan, city)
          .ifPresent(
              path -> posts.crews.add(new Crew(path, polda, login(logins, role), begin, until)));
    }
    return posts;
  }

  private static SegelClient login(Map<Role, SegelClient> logins, Role role) {
    SegelClient client = logins.get(role);
    if (client == null) {
      throw new IllegalStateException("nobody is " + role);
    }
    return client;
  }

  /** Opens one in the middle of a kelurahan of this city; none where the roster has no such. */
  private Optional<String> open(
      SegelClient polda, String kind, String name, Role role, JsonNode kelurahan, String city)
      throws IOException {
    for (JsonNode one : kelurahan) {
      if (one.get("code").asString().startsWith(city)) {
        var post = new LinkedHashMap<String, Object>();
        post.put("kind", kind);
        post.put("name", name);
        post.put("lat", one.get("lat").asDouble());
        post.put("lon", one.get("lon").asDouble());
        post.put("kelurahan", one.get("code").asString());
        post.put("role", role.name());
        post.put("territory", role == Role.POLRES ? city : city.substring(0, 2));
        post.put("reachMetres", kind.equals("MAIN") ? 2_000 : 1_000);
        post.put("synthetic", true);
        int number = polda.post("/api/posts", post).at("/row/number").asInt();
        return Optional.of("/api/posts/" + number);
      }
    }
    return Optional.empty();
  }

  /** Whoever is due checks in. */
  void live(Instant now) throws IOException {
    for (Crew crew : crews) {
      crew.live(now);
    }
  }
}
