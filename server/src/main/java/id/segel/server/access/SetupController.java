package id.segel.server.access;

import static id.segel.server.http.Allow.Who.ANYONE;

import id.segel.core.personnel.Role;
import id.segel.server.http.Allow;
import id.segel.server.http.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * The first administrator: made by whoever has the link that the first start prints, once. The
 * token is also in a file of the data directory that only its owner reads.
 */
@RestController
class SetupController {

  private static final Logger TRACE = LoggerFactory.getLogger(SetupController.class);

  record State(boolean open) {}

  record Making(String token, String user, String password, String agency) {}

  private final Users users;
  private final Agencies agencies;
  private final Path file;
  private final boolean isHttps;
  private final Attempts guesses;

  SetupController(
      Users users,
      Agencies agencies,
      @Value("${segel.data}") Path data,
      @Value("${server.ssl.bundle:}") String certificate,
      Clock clock)
      throws IOException {
    this.users = users;
    this.agencies = agencies;
    this.isHttps = !certificate.isBlank();
    this.file = data.resolve("setup-token");
    this.guesses = new Attempts(20, Duration.ofMinutes(10), clock);
    if (users.isEmpty()) {
      if (!Files.exists(file)) {
        Secrets.write(file, HexFormat.of().formatHex(Secrets.random(20)) + "\n");
      }
    } else {
      Files.deleteIfExists(file);
    }
  }

  @EventListener
  void printLink(WebServerInitializedEvent started) throws IOException {
    int port = started.getWebServer().getPort();
    // A command that needs no doors has none.
    if (users.isEmpty() && port > 0) {
      TRACE.info(
          "Set up this installation, once: {}://localhost:{}/setup?token={}",
          isHttps ? "https" : "http",
          port,
          Files.readString(file).strip());
    }
  }

  @Allow(ANYONE)
  @GetMapping("/api/setup")
  State state() {
    return new State(users.isEmpty());
  }

  @Allow(ANYONE)
  @PostMapping("/api/setup")
  synchronized SessionController.Session make(@RequestBody Making asked, HttpServletRequest request)
      throws IOException {
    guesses.check(request.getRemoteAddr());
    if (!users.isEmpty()) {
      throw new Problem(409, "SETUP_DONE", "This installation was set up before.");
    }
    byte[] token = Files.readString(file).strip().getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(token, asked.token().getBytes(StandardCharsets.UTF_8))) {
      guesses.failed(request.getRemoteAddr());
      throw new Problem(403, "SETUP_TOKEN_WRONG", "Use the link that the first start printed.");
    }
    User admin =
        users.add(
            asked.user(),
            asked.password(),
            agencies.named(asked.agency()),
            Role.ADMIN,
            Territories.EVERYWHERE,
            null);
    Files.delete(file);
    Sessions.open(request, admin);
    return new SessionController.Session(SessionController.Person.of(admin));
  }
}
