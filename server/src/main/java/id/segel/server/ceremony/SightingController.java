package id.segel.server.ceremony;

import static id.segel.server.http.Allow.Who.ANYONE;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.segel.core.ceremony.HereCode;
import id.segel.core.ceremony.OpeningSeen;
import id.segel.core.ceremony.Sightings;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.KeyKeeping;
import id.segel.core.region.ElectionOpened;
import id.segel.core.region.GeoPoint;
import id.segel.core.region.PlaceCode;
import id.segel.server.access.Registry;
import id.segel.server.clock.ElectionClock;
import id.segel.server.http.Allow;
import id.segel.server.http.Pace;
import id.segel.server.http.Problem;
import id.segel.server.log.FactLog;
import id.segel.server.picture.Pictures;
import id.segel.server.region.Regions;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * "I saw this": who has the code that an official's phone shows adds one sighting to the log. It is
 * counted apart, and no rule of an opening asks for it.
 */
@RestController
class SightingController {

  /** Of election time, after the minute of a code. */
  static final Duration LATE = Duration.ofMinutes(10);

  /** Clocks of phones differ. */
  private static final Duration AHEAD = Duration.ofMinutes(5);

  /** From the point of a place, in metres: a hall, its yard, and how well a phone knows. */
  private static final double FAR = 500;

  private static final double E7 = 1e7;
  private static final double METRES_PER_DEGREE = 111_320;

  /** Of one code; a crowd at a TPS has 300 voters. */
  private static final int OF_CODE_MAX = 400;

  private static final int OF_ADDRESS_MAX = 40;
  private static final int PHOTOS_OF_ADDRESS_MAX = 6;

  /** A code as its address has it; key and signature in base64url without padding. */
  record Code(String place, long minute, String key, String signature) {}

  /** Where whoever says it is, in degrees; never kept. */
  record Position(double latitude, double longitude) {}

  record Saying(Code code, String visitor, Optional<Position> position, Optional<String> picture) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Said(boolean again, boolean late, String range, @Nullable Long index) {}

  record Counted(int here, int late, int far) {}

  record Kept(String picture) {}

  private final Registry registry;
  private final Regions regions;
  private final ElectionClock clock;
  private final FactLog log;
  private final Pictures pictures;
  private final Pace ofCode;
  private final Pace ofAddress;
  private final Pace photosOfAddress;
  private final Seen seen;

  SightingController(
      Registry registry,
      Regions regions,
      ElectionClock clock,
      FactLog log,
      Pictures pictures,
      Seen seen,
      Clock real) {
    this.seen = seen;
    this.registry = registry;
    this.regions = regions;
    this.clock = clock;
    this.log = log;
    this.pictures = pictures;
    this.ofCode = new Pace(OF_CODE_MAX, Duration.ofHours(1), real);
    this.ofAddress = new Pace(OF_ADDRESS_MAX, Duration.ofMinutes(10), real);
    this.photosOfAddress = new Pace(PHOTOS_OF_ADDRESS_MAX, Duration.ofMinutes(10), real);
  }

  /** How many of the public saw boxes opened at a place. */
  @Allow(ANYONE)
  @GetMapping("/api/sightings")
  Counted count(@RequestParam String place) {
    Sightings.Count count = seen.at(new PlaceCode(place));
    return new Counted(count.here(), count.late(), count.far());
  }

  /** Whether a code is one, and whether it is late by now. */
  @Allow(ANYONE)
  @PostMapping("/api/sightings/check")
  Said check(@RequestBody Code asked) {
    HereCode code = checked(asked);
    return new Said(false, isLate(code), OpeningSeen.Range.UNSAID.word(), null);
  }

  @Allow(ANYONE)
  @PostMapping("/api/sightings")
  Said say(@RequestBody Saying asked, HttpServletRequest request) {
    ofAddress.count(request.getRemoteAddr());
    HereCode code = checked(asked.code());
    Id visitor = Id.parse(asked.visitor());
    OpeningSeen.Range range =
        asked
            .position()
            .map(position -> range(code.place(), position))
            .orElse(OpeningSeen.Range.UNSAID);
    boolean isLate = isLate(code);
    if (seen.has(visitor)) {
      return new Said(true, isLate, range.word(), null);
    }
    Id picture = asked.picture().map(Id::parse).orElse(null);
    if (picture != null && !pictures.isKnown(picture)) {
      throw Problem.malformed("There is no such photo: send it first.");
    }
    ofCode.count(code.place().text() + " " + code.minute());
    long index =
        log.append(
            List.of(
                new OpeningSeen(
                    code.place(), code.minute(), code.key(), visitor, isLate, range, picture)),
            FactLog.GuardWork.NONE);
    return new Said(false, isLate, range.word(), index);
  }

  /** A photo by whoever has a code, before they say that they saw it. */
  @Allow(ANYONE)
  @PostMapping(path = "/api/sightings/photo", consumes = MediaType.IMAGE_JPEG_VALUE)
  Kept photo(
      @RequestParam String place,
      @RequestParam long minute,
      @RequestParam String key,
      @RequestParam String signature,
      HttpServletRequest request)
      throws IOException {
    photosOfAddress.count(request.getRemoteAddr());
    HereCode code = checked(new Code(place, minute, key, signature));
    Id hash =
        pictures.keep(
            request.getInputStream(), "here:" + code.place().text() + ":" + code.minute());
    return new Kept(hash.toString());
  }

  /** The code, if an enrolled device of the place has signed it and its minute has come. */
  private HereCode checked(Code asked) {
    ElectionOpened election = regions.roster().election();
    if (election == null) {
      throw Problem.notFound("no election was opened");
    }
    if (asked.minute() < 0 || asked.minute() > 4_222_000_000L) {
      throw Problem.malformed("No code has this minute.");
    }
    byte[] signature = bytes(asked.signature(), 64);
    var code =
        new HereCode(
            election.election(),
            new PlaceCode(asked.place()),
            asked.minute(),
            PartyKey.of(bytes(asked.key(), 32)));
    var device = registry.devices().of(code.key());
    if (!code.isSignedBy(signature)) {
      throw new Problem(
          400, "SIGNATURE_WRONG", "This code is torn or not genuine: film it once more.");
    }
    if (device == null || device.keeping() == KeyKeeping.CARD) {
      throw new Problem(409, "KEY_UNKNOWN", "No official's phone shows this code.");
    }
    if (device.isRevoked()) {
      throw new Problem(409, "KEY_REVOKED", "The phone that shows this code was revoked.");
    }
    if (!device.role().isHolder() || !code.place().region().startsWith(device.territory())) {
      throw new Problem(409, "WRONG_PLACE", "The phone that shows this code is not of this place.");
    }
    if (code.begins().minus(scaled(AHEAD)).isAfter(clock.instant())) {
      throw new Problem(
          409, "CODE_AHEAD", "This code is for later: the phone that shows it has a wrong clock.");
    }
    return code;
  }

  private boolean isLate(HereCode code) {
    return code.begins().plus(scaled(LATE)).isBefore(clock.instant());
  }

  /** A demo's clock runs faster than people. */
  private Duration scaled(Duration duration) {
    return duration.multipliedBy(Math.max(1, clock.speed()));
  }

  private static byte[] bytes(String text, int length) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException notBase64) {
      throw Problem.malformed("Key and signature are base64url.");
    }
    if (bytes.length != length) {
      throw Problem.malformed("A key has 32 bytes and a signature 64.");
    }
    return bytes;
  }

  private OpeningSeen.Range range(PlaceCode place, Position position) {
    GeoPoint point = point(place);
    if (point == null
        || !(Math.abs(position.latitude()) <= 90)
        || !(Math.abs(position.longitude()) <= 180)) {
      return OpeningSeen.Range.UNSAID;
    }
    double latitude = point.latE7() / E7;
    double north = (position.latitude() - latitude) * METRES_PER_DEGREE;
    double east =
        (position.longitude() - point.lonE7() / E7)
            * METRES_PER_DEGREE
            * Math.cos(Math.toRadians(latitude));
    return Math.hypot(north, east) > FAR ? OpeningSeen.Range.FAR : OpeningSeen.Range.NEAR;
  }

  private @Nullable GeoPoint point(PlaceCode place) {
    var registered = regions.places().of(place);
    if (registered != null) {
      return registered.at();
    }
    if (place.kind() != PlaceCode.Kind.TPS) {
      return null;
    }
    return regions.roster().point(Long.parseLong(place.region()));
  }
}
