package id.segel.server;

import id.segel.server.TestBrowser.Answer;
import id.segel.server.clock.ElectionClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/**
 * A table of agencies at one server for all tests of a class, each in a browser of its own, and a
 * clock that moves when it is told. A class names itself in {@code segel.test}, or it would sit at
 * another's table.
 */
@ServerTest
@TestPropertySource(properties = "segel.demo=true")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AgencyTable {

  private final Map<String, TestBrowser> browsers = new HashMap<>();
  private @Nullable TestDesk desk;
  private Instant now = Instant.EPOCH;

  @Autowired ElectionClock clock;
  @Autowired private Environment settings;

  final void open(Instant begin) throws Exception {
    pass(Duration.between(now, begin));
    desk = new TestDesk("http://127.0.0.1:" + settings.getRequiredProperty("local.server.port"));
    desk.setUp(data());
  }

  final Path data() {
    return Path.of(settings.getRequiredProperty("segel.data"));
  }

  final void user(String name, String agency, String role, String territory) throws Exception {
    browsers.put(name, desk().user(name, agency, role, territory));
  }

  private TestDesk desk() {
    return Objects.requireNonNull(desk);
  }

  final TestPhone phone(String role, String territory) throws Exception {
    return desk().enrol(1, role, territory).getFirst();
  }

  final Set<String> users() {
    return browsers.keySet();
  }

  final TestBrowser as(String user) {
    return Objects.requireNonNull(browsers.get(user), user);
  }

  /** A browser of somebody who is not logged in. */
  final TestBrowser stranger() {
    return new TestBrowser(settings.getRequiredProperty("local.server.port", Integer.class));
  }

  static String said(Answer answer) {
    return answer.status() + " " + answer.reason();
  }

  final Instant now() {
    return now;
  }

  final void pass(Duration time) {
    now = now.plus(time);
    clock.set(now, 0);
  }

  /** The state of a finding as the supervisors see it; null where there is none. */
  final @Nullable String finding(String id) {
    return finding("pengawas", id);
  }

  final @Nullable String finding(String user, String id) {
    for (JsonNode one : as(user).get("/api/findings?size=200").json().get("rows")) {
      if (one.get("id").asString().equals(id)) {
        return one.get("state").asString();
      }
    }
    return null;
  }
}
