package id.segel.server.access;

import static id.segel.server.http.Allow.Who.ADMIN;
import static id.segel.server.http.Allow.Who.ANYONE;
import static id.segel.server.http.Allow.Who.KPU;
import static id.segel.server.http.Allow.Who.USER;
import static id.segel.server.http.Allow.Who.WATCHER;

import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.DeviceEnrolled;
import id.segel.core.personnel.DeviceRevoked;
import id.segel.core.personnel.Devices.Device;
import id.segel.core.personnel.KeyKeeping;
import id.segel.core.personnel.Role;
import id.segel.server.clock.ElectionClock;
import id.segel.server.http.Allow;
import id.segel.server.http.Caller;
import id.segel.server.http.Paging;
import id.segel.server.http.Problem;
import id.segel.server.log.FactLog;
import id.segel.tlog.note.Ed25519;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Devices: enrolled once by an invitation, let in each day by signing a challenge, revoked when
 * they are lost. The key is made on the device and never leaves it.
 */
@RestController
class DeviceController {

  private static final String ENROL = "segel/enrol/v1\n";
  private static final String TOKEN = "segel/token/v1\n";

  /** A device with a signature over the first line and the invitation's code, each with its end. */
  record Enrolling(String code, String key, String signature) {}

  record Enrolled(String device, String token, Instant expires, Role role, String territory) {}

  record Asking(String key) {}

  record Challenge(String challenge) {}

  record Answering(String key, String challenge, String signature) {}

  record Token(String token, Instant expires) {}

  /** A revocation: why, and from which election time on, or from now. */
  record Revoking(String key, DeviceRevoked.Reason reason, Optional<Instant> moment) {}

  record Revoked(long index) {}

  record Row(String key, Role role, String territory, long enrolled, @Nullable Long revoked) {}

  record Rows(long total, List<Row> rows) {}

  private final Registry registry;
  private final Invitations invitations;
  private final Tokens tokens;
  private final FactLog log;
  private final ElectionClock election;
  private final Attempts guesses;

  DeviceController(
      Registry registry,
      Invitations invitations,
      Tokens tokens,
      FactLog log,
      ElectionClock election,
      Clock clock) {
    this.registry = registry;
    this.invitations = invitations;
    this.tokens = tokens;
    this.log = log;
    this.election = election;
    this.guesses = new Attempts(100, Duration.ofMinutes(10), clock);
  }

  @Allow(ANYONE)
  @PostMapping("/api/devices/enrol")
  Enrolled enrol(
      @RequestBody Enrolling asked,
      @RequestParam(required = false) @Nullable String keyStorage,
      HttpServletRequest request) {
    String address = request.getRemoteAddr();
    guesses.check(address);
    PartyKey key = PartyKey.parse(asked.key());
    if (!Ed25519.isAcceptableKey(key.bytes())) {
      throw new Problem(
          400, "KEY_UNACCEPTABLE", "This key is not canonical or of low order: make another.");
    }
    checkSignature(key, ENROL + asked.code() + "\n", asked.signature());
    Invitations.Kept invitation =
        invitations
            .find(asked.code())
            .orElseThrow(() -> {
              guesses.failed(address);
              return new Problem(
                  404,
                  "INVITATION_UNKNOWN",
                  "There is no such invitation: look at the code again.");
            });
    if (invitation.device() == null) {
      invitations.checkOpen(invitation);
      if (registry.devices().of(key) != null) {
        throw new Problem(409, "KEY_ENROLLED", "This key is enrolled already.");
      }
      log.append(
          List.of(
              new DeviceEnrolled(
                  key,
                  invitation.role(),
                  invitation.territory(),
                  isSoftware(keyStorage) ? KeyKeeping.SOFTWARE : KeyKeeping.DEVICE,
                  invitation.body())),
          (transaction, index) -> invitations.use(asked.code(), key, transaction));
    } else if (!invitation.device().equals(key)) {
      throw Invitations.used();
    }
    // Or the answer to its first request was lost on the way.
    Device device = enrolled(key);
    Instant expires = tokens.expiry(Tokens.Kind.TOKEN);
    return new Enrolled(
        key.toString(),
        tokens.seal(Tokens.Kind.TOKEN, key, expires),
        expires,
        device.role(),
        device.territory());
  }

  @Allow(ANYONE)
  @PostMapping("/api/devices/challenge")
  Challenge challenge(@RequestBody Asking asked) {
    PartyKey key = PartyKey.parse(asked.key());
    return new Challenge(
        tokens.seal(Tokens.Kind.CHALLENGE, key, tokens.expiry(Tokens.Kind.CHALLENGE)));
  }

  @Allow(ANYONE)
  @PostMapping("/api/devices/token")
  Token token(@RequestBody Answering answer) {
    PartyKey key = PartyKey.parse(answer.key());
    Tokens.Sealed challenge = tokens.open(Tokens.Kind.CHALLENGE, answer.challenge());
    if (challenge == null || !challenge.key().equals(key) || tokens.isOver(challenge)) {
      throw new Problem(401, "CHALLENGE_INVALID", "Ask for a new challenge, and sign that.");
    }
    checkSignature(key, TOKEN + answer.challenge() + "\n", answer.signature());
    enrolled(key);
    Instant expires = tokens.expiry(Tokens.Kind.TOKEN);
    return new Token(tokens.seal(Tokens.Kind.TOKEN, key, expires), expires);
  }

  @Allow(USER)
  @GetMapping("/api/devices")
  Rows list(
      Caller caller,
      @RequestParam(required = false) @Nullable Role role,
      @RequestParam(required = false) @Nullable String territory,
      @RequestParam(required = false) @Nullable Integer page,
      @RequestParam(required = false) @Nullable Integer size) {
    Paging paging = Paging.of(page, size);
    List<Device> found =
        registry.devices().all().stream()
            .filter(device -> caller.covers(device.territory()))
            .filter(device -> role == null || device.role() == role)
            .filter(device -> territory == null || device.territory().startsWith(territory))
            .sorted(Comparator.comparingLong(Device::enrolledAt))
            .toList();
    List<Row> rows =
        found.stream()
            .skip(paging.offset())
            .limit(paging.size())
            .map(DeviceController::row)
            .toList();
    return new Rows(found.size(), rows);
  }

  @Allow({ADMIN, KPU, WATCHER})
  @PostMapping("/api/devices/revoke")
  Revoked revoke(Caller caller, @RequestBody Revoking asked) {
    Device device = registry.devices().of(PartyKey.parse(asked.key()));
    if (device == null) {
      throw new Problem(404, "KEY_UNKNOWN", "No device has this key.");
    }
    // Who may not invite them may not put them out: the commission does not silence its overseer.
    if (!Territories.mayInvite(caller, device.role(), device.territory())) {
      throw Problem.notAllowed("You may revoke devices of your own people of your territory.");
    }
    if (device.isRevoked()) {
      throw new Problem(409, "KEY_REVOKED", "This key was revoked before.");
    }
    Instant now = election.instant();
    Instant moment = asked.moment().orElse(now).truncatedTo(ChronoUnit.SECONDS);
    if (moment.isAfter(now)) {
      throw Problem.malformed("The moment of a revocation has passed already.");
    }
    return new Revoked(
        log.append(
            List.of(new DeviceRevoked(device.key(), asked.reason(), moment)),
            FactLog.GuardWork.NONE));
  }

  /** The device of a key that may enter. */
  private Device enrolled(PartyKey key) {
    Device device = registry.devices().of(key);
    if (device == null) {
      throw new Problem(401, "KEY_UNKNOWN", "This key was never enrolled.");
    }
    if (device.isRevoked()) {
      throw new Problem(401, "KEY_REVOKED", "This key was revoked.");
    }
    return device;
  }

  /** Whether a device says that its browser cannot hold such a key itself. */
  private static boolean isSoftware(@Nullable String storage) {
    if (storage != null && !storage.equals("software")) {
      throw Problem.malformed("keyStorage is software, or not there.");
    }
    return storage != null;
  }

  private static void checkSignature(PartyKey key, String text, String signature) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(signature);
    } catch (IllegalArgumentException notBase64) {
      throw Problem.malformed("The signature is not base64.");
    }
    byte[] message = text.getBytes(StandardCharsets.UTF_8);
    if (!Ed25519.shared().verify(key.bytes(), message, bytes)) {
      throw new Problem(
          400, "SIGNATURE_WRONG", "The signature does not hold for this text under this key.");
    }
  }

  private static Row row(Device device) {
    return new Row(
        device.key().toString(),
        device.role(),
        device.territory(),
        device.enrolledAt(),
        device.isRevoked() ? device.revokedAt() : null);
  }
}
