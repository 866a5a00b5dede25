package id.segel.server.camera;

import static id.segel.server.http.Allow.Who.ADMIN;
import static id.segel.server.http.Allow.Who.BAWASLU;
import static id.segel.server.http.Allow.Who.HOLDER;
import static id.segel.server.http.Allow.Who.KPU;
import static id.segel.server.http.Allow.Who.KPU_PROVINSI;
import static id.segel.server.http.Allow.Who.USER;
import static id.segel.server.http.Allow.Who.WATCHER;

import com.fasterxml.jackson.annotation.JsonInclude;
import de.siegmar.fastcsv.writer.CsvWriter;
import id.segel.core.camera.BlindLimitSet;
import id.segel.core.camera.CameraChanged;
import id.segel.core.camera.CameraId;
import id.segel.core.camera.CameraListed;
import id.segel.core.camera.CameraState;
import id.segel.core.camera.CameraUnlisted;
import id.segel.core.camera.Coverage;
import id.segel.core.region.PlaceCode;
import id.segel.core.warehouse.Site;
import id.segel.server.clock.ElectionClock;
import id.segel.server.custody.BoxCounts;
import id.segel.server.custody.Naming;
import id.segel.server.http.Allow;
import id.segel.server.http.Caller;
import id.segel.server.http.Moments;
import id.segel.server.http.Problem;
import id.segel.server.log.FactLog;
import id.segel.server.log.RawReadings;
import id.segel.server.region.Regions;
import id.segel.server.secret.Keeper;
import id.segel.server.warehouse.SiteRegister;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Cameras for people: the wall, the list that the commission keeps in its territory, the workers
 * and what of the boxes was seen. Pictures are for those whose territory they are of; addresses for
 * who may change them; passwords for nobody.
 */
@RestController
@RequestMapping("/api/cameras")
class CameraController {

  private static final int NAME_MAX = 60;
  private static final int LOGIN_MAX = 100;
  private static final int CAMERAS_MAX = 2_000;
  private static final int PER_MILLE = 1_000;

  /**
   * A camera on the wall.
   *
   * @param heard when somebody looked last; missing where nobody ever has
   * @param unjudged states that cannot be told of it
   * @param hasPicture whether the caller may look at one
   * @param address only for who may change it, like what follows
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Tile(
      String camera,
      String place,
      String placeName,
      int number,
      String name,
      Site.View view,
      CameraAddress.Kind kind,
      CameraState state,
      Instant since,
      @Nullable Instant heard,
      @Nullable String why,
      List<String> unjudged,
      @Nullable Instant pictureAt,
      boolean hasPicture,
      int boxes,
      @Nullable Integer worker,
      boolean mayEdit,
      @Nullable String address,
      @Nullable String user,
      @Nullable Boolean hasPassword,
      @Nullable List<Integer> clock) {}

  /** A place with boxes that no camera sees and no guard walks around. */
  record Unwatched(String place, String name, int boxes) {}

  /** The wall: troubled first. */
  record Wall(
      Instant now,
      List<Tile> tiles,
      List<Workers.Worker> workers,
      List<Unwatched> unwatched,
      int blindMinutes,
      boolean mayRegister,
      boolean maySetLimit) {}

  /**
   * A camera as the desk describes it.
   *
   * @param user to log in with; empty for none
   * @param password empty keeps the one there is
   * @param worker which looks at it; 0 for none yet
   * @param clock where in the picture a clock runs: x, y, width, height in thousandths; empty for
   *     nowhere
   */
  record Describing(
      String name,
      Site.View view,
      CameraAddress.Kind kind,
      String address,
      String user,
      String password,
      int worker,
      List<Integer> clock) {}

  record WorkerName(String name) {}

  record Limiting(int minutes) {}

  record Made(String token) {}

  private final Cameras cameras;
  private final Workers workers;
  private final CoverageViews coverage;
  private final CameraReadings raw;
  private final CameraAddress addresses;
  private final Keeper keeper;
  private final SiteRegister sites;
  private final Regions regions;
  private final Naming naming;
  private final BoxCounts counts;
  private final ElectionClock clock;
  private final Clock real;
  private final FactLog log;

  /** Numbers are given one after another. */
  private final Object listing = new Object();

  CameraController(
      Cameras cameras,
      Workers workers,
      CoverageViews coverage,
      CameraReadings raw,
      CameraAddress addresses,
      Keeper keeper,
      SiteRegister sites,
      Regions regions,
      Naming naming,
      BoxCounts counts,
      ElectionClock clock,
      Clock real,
      FactLog log) {
    this.cameras = cameras;
    this.workers = workers;
    this.coverage = coverage;
    this.raw = raw;
    this.addresses = addresses;
    this.keeper = keeper;
    this.sites = sites;
    this.regions = regions;
    this.naming = naming;
    this.counts = counts;
    this.clock = clock;
    this.real = real;
    this.log = log;
  }

  // ---- read

  @Allow(USER)
  @GetMapping
  Wall wall(@RequestParam(defaultValue = "") String place, Caller caller) {
    Map<PlaceCode, Integer> boxes = Objects.requireNonNullElse(counts.counts(), Map.of());
    List<Cameras.Camera> all =
        cameras.all().stream()
            .filter(one -> place.isEmpty() || one.place().text().equals(place))
            .toList();
    Set<PlaceCode> seen = new HashSet<>();
    all.stream().filter(Cameras.Camera::isEvidence).forEach(one -> seen.add(one.place()));
    List<Unwatched> unwatched =
        place.isEmpty()
            ? boxes.entrySet().stream()
                .filter(one -> one.getValue() > 0 && !seen.contains(one.getKey()))
                .filter(one -> caller.covers(one.getKey().region()))
                .filter(one -> one.getKey().kind() != PlaceCode.Kind.TPS)
                .filter(one -> !sites.hasRounds(one.getKey()))
                .sorted(
                    Comparator.comparingInt((Map.Entry<PlaceCode, Integer> one) -> -one.getValue())
                        .thenComparing(one -> one.getKey().text()))
                .map(one ->
                    new Unwatched(
                        one.getKey().text(), naming.place(one.getKey()).name(), one.getValue()))
                .toList()
            : List.of();
    return new Wall(
        clock.instant(),
        all.stream()
            .sorted(
                Comparator.comparing((Cameras.Camera one) -> one.state() == CameraState.GOOD)
                    .thenComparing(one -> boxes.getOrDefault(one.place(), 0) == 0)
                    .thenComparing(Cameras.Camera::id))
            .map(one -> tile(one, boxes.getOrDefault(one.place(), 0), caller))
            .toList(),
        caller.isKpu() ? workers.all() : List.of(),
        unwatched,
        cameras.blindMinutes(),
        caller.isKpu(),
        caller.isAdmin() || Allow.Who.KPU_PROVINSI.includes(caller));
  }

  private Tile tile(Cameras.Camera one, int boxes, Caller caller) {
    boolean isOwn = caller.covers(one.place().region());
    boolean mayEdit = caller.isKpu() && isOwn;
    return new Tile(
        one.id().toString(),
        one.place().text(),
        naming.place(one.place()).name(),
        one.id().number(),
        one.name(),
        one.view(),
        one.kind(),
        one.state(),
        one.since(),
        one.heard(),
        one.why(),
        Cameras.words(one.unjudged()),
        one.pictureAt(),
        one.pictureAt() != null && mayLook(one.place(), caller),
        boxes,
        mayEdit ? one.worker() : null,
        mayEdit,
        mayEdit ? one.address() : null,
        mayEdit ? one.login() : null,
        mayEdit ? one.password() != null : null,
        mayEdit ? one.clock() : null);
  }

  private static boolean mayLook(PlaceCode place, Caller caller) {
    boolean isAny = caller.isHolder() || caller.isAdmin() || Allow.Who.WATCHER.includes(caller);
    return isAny && caller.covers(place.region());
  }

  /** The newest picture; there is no other, and none before somebody looked. */
  @Allow({HOLDER, WATCHER, ADMIN})
  @GetMapping("/{camera}/picture")
  ResponseEntity<byte[]> picture(@PathVariable("camera") String text, Caller caller) {
    CameraId camera = Problem.parsed(() -> CameraId.parse(text));
    if (!mayLook(camera.place(), caller)) {
      throw Problem.notAllowed("This camera is not of your territory.");
    }
    byte[] picture = cameras.picture(camera);
    if (picture == null) {
      return ResponseEntity.noContent().build();
    }
    return ResponseEntity.ok()
        .contentType(MediaType.IMAGE_JPEG)
        .cacheControl(CacheControl.noStore())
        .body(picture);
  }

  /** What of the boxes of a place was seen in the 24 hours that end then. */
  @Allow(USER)
  @GetMapping("/places/{place}")
  CoverageViews.Day day(
      @PathVariable("place") String text, @RequestParam(defaultValue = "") String until) {
    return coverage.day(
        regions.place(text),
        until.isEmpty() ? null : Moments.parse(until),
        CoverageViews.BOXES_SHOWN);
  }

  /** The same as a file: hours, then blind periods, each with its boxes and who was there. */
  @Allow(USER)
  @GetMapping("/places/{place}/export")
  void export(
      @PathVariable("place") String text,
      @RequestParam(defaultValue = "") String until,
      HttpServletResponse response)
      throws IOException {
    CoverageViews.Day day =
        coverage.day(
            regions.place(text), until.isEmpty() ? null : Moments.parse(until), Integer.MAX_VALUE);
    response.setContentType("text/csv;charset=UTF-8");
    response.setHeader(
        "Content-Disposition", "attachment; filename=\"coverage-" + day.place() + ".csv\"");
    try (var csv =
        CsvWriter.builder()
            .build(
                new BufferedWriter(
                    new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8)))) {
      csv.writeRecord("what", "kind", "from", "until", "boxes", "numbers", "visits");
      for (Coverage.Hour hour : day.hours()) {
        csv.writeRecord(
            "HOUR",
            hour.kind().name(),
            hour.from().toString(),
            hour.from().plus(1, ChronoUnit.HOURS).toString(),
            "",
            "",
            "");
      }
      for (CoverageViews.BlindRow blind : day.blinds()) {
        csv.writeRecord(
            "PERIOD",
            blind.kind().name(),
            blind.from().toString(),
            blind.until() == null ? "" : String.valueOf(blind.until()),
            Integer.toString(blind.boxes()),
            String.join(" ", blind.numbers()),
            String.join(" ", blind.visits().stream().map(one -> "" + one.visit()).toList()));
      }
    }
  }

  /** Raw readings of an hour: the SHA-256 of this text stands in the log. */
  @Allow({KPU, BAWASLU, ADMIN})
  @GetMapping("/readings")
  void readings(@RequestParam String hour, HttpServletResponse response) throws IOException {
    Instant from = Moments.parse(hour).truncatedTo(ChronoUnit.HOURS);
    response.setContentType("text/plain;charset=UTF-8");
    try (var out =
        new BufferedWriter(
            new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8))) {
      raw.texts(
          from,
          text -> {
            try {
              out.write(text);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }

  // ---- the list

  @Allow(KPU)
  @PostMapping("/places/{place}")
  Wall register(@PathVariable("place") String text, @RequestBody Describing asked, Caller caller) {
    PlaceCode place = caller.own(regions.place(text));
    check(asked);
    synchronized (listing) {
      if (cameras.all().size() >= CAMERAS_MAX) {
        throw new Problem(409, "TOO_MANY_CAMERAS", "There are " + CAMERAS_MAX + " already.");
      }
      var camera = new CameraId(place, cameras.nextNumber(place));
      log.append(
          List.of(new CameraListed(camera, caller.userCode())),
          (transaction, index) -> insert(transaction, camera, asked));
    }
    return wall(place.text(), caller);
  }

  @Allow(KPU)
  @PostMapping("/{camera}/edit")
  Wall edit(@PathVariable("camera") String text, @RequestBody Describing asked, Caller caller) {
    CameraId camera = known(text, caller);
    check(asked);
    checkPassword(cameras.of(camera).orElseThrow(), asked);
    log.append(
        List.of(new CameraChanged(camera, CameraChanged.What.DESCRIPTION, caller.userCode())),
        (transaction, index) -> edit(transaction, camera, asked));
    return wall(camera.place().text(), caller);
  }

  /** What it shows now is what it should show. */
  @Allow(KPU)
  @PostMapping("/{camera}/reference")
  Wall reference(@PathVariable("camera") String text, Caller caller) {
    CameraId camera = known(text, caller);
    log.append(
        List.of(new CameraChanged(camera, CameraChanged.What.REFERENCE, caller.userCode())),
        (transaction, index) -> {
          try (PreparedStatement update =
              transaction.prepareStatement(
                  "update camera.cameras set reference = reference + 1 where camera = ?")) {
            update.setString(1, camera.toString());
            update.executeUpdate();
          }
          changed(transaction);
        });
    return wall(camera.place().text(), caller);
  }

  @Allow(KPU)
  @PostMapping("/{camera}/remove")
  Wall remove(@PathVariable("camera") String text, Caller caller) {
    CameraId camera = known(text, caller);
    log.append(
        List.of(new CameraUnlisted(camera, caller.userCode())),
        (transaction, index) -> remove(transaction, camera));
    return wall(camera.place().text(), caller);
  }

  private void insert(Connection transaction, CameraId camera, Describing asked)
      throws SQLException {
    try (PreparedStatement insert =
        transaction.prepareStatement(
            """
            insert into camera.cameras (name, view, kind, address, login, password, worker, clock,
                                        camera, place, number)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (camera) do nothing
            """)) {
      describe(insert, asked);
      insert.setString(9, camera.toString());
      insert.setString(10, camera.place().text());
      insert.setInt(11, camera.number());
      insert.executeUpdate();
    }
    cameras.within(transaction).looksAt(camera, asked.view());
    changed(transaction);
  }

  private void edit(Connection transaction, CameraId camera, Describing asked) throws SQLException {
    boolean isOther;
    try (PreparedStatement before =
        transaction.prepareStatement(
            "select view from camera.cameras where camera = ? for update")) {
      before.setString(1, camera.toString());
      try (ResultSet row = before.executeQuery()) {
        isOther = row.next() && !row.getString(1).equals(asked.view().name());
      }
    }
    try (PreparedStatement update =
        transaction.prepareStatement(
            """
            update camera.cameras c
               set name = n.name, view = n.view, kind = n.kind, address = n.address,
                   login = n.login,
                   password = case when n.login is null then null
                                   else coalesce(n.password, c.password) end,
                   worker = n.worker, clock = n.clock,
                   heard_at = case when n.view = c.view then c.heard_at end
              from (values (?::text, ?::text, ?::text, ?::text, ?::text, ?::bytea, ?::integer,
                            ?::integer[]))
                   as n (name, view, kind, address, login, password, worker, clock)
             where c.camera = ?
            """)) {
      describe(update, asked);
      update.setString(9, camera.toString());
      update.executeUpdate();
    }
    if (isOther) {
      // What it saw before stays what it was; of what it looks at now nobody has judged anything.
      cameras.within(transaction).looksAt(camera, asked.view());
    }
    changed(transaction);
  }

  private void describe(PreparedStatement row, Describing asked) throws SQLException {
    row.setString(1, asked.name().strip());
    row.setString(2, asked.view().name());
    row.setString(3, asked.kind().name());
    row.setString(4, asked.address().strip());
    row.setString(5, asked.user().isEmpty() ? null : asked.user());
    row.setBytes(6, asked.user().isEmpty() ? null : locked(asked));
    row.setObject(7, asked.worker() == 0 ? null : asked.worker());
    row.setArray(
        8,
        asked.clock().isEmpty()
            ? null
            : row.getConnection().createArrayOf("integer", asked.clock().toArray()));
  }

  private void remove(Connection transaction, CameraId camera) throws SQLException {
    try (PreparedStatement removed =
        transaction.prepareStatement(
            """
            update camera.cameras
               set removed_at = ?, password = null, login = null, picture = null, address = ''
             where camera = ?
            """)) {
      removed.setObject(1, RawReadings.at(real.instant()));
      removed.setString(2, camera.toString());
      removed.executeUpdate();
    }
    cameras.within(transaction).end(camera);
    changed(transaction);
  }

  /** What workers have is old from here on. */
  private static void changed(Connection transaction) throws SQLException {
    try (PreparedStatement version =
        transaction.prepareStatement("update camera.settings set version = version + 1")) {
      version.executeUpdate();
    }
  }

  /**
   * A password is for one camera and one worker: nobody leads it elsewhere who does not know it.
   */
  private static void checkPassword(Cameras.Camera before, Describing asked) {
    boolean isKept =
        before.password() != null && !asked.user().isEmpty() && asked.password().isEmpty();
    boolean isSame =
        CameraAddress.door(before.address()).equals(CameraAddress.door(asked.address().strip()))
            && Objects.requireNonNullElse(before.worker(), 0) == asked.worker();
    if (isKept && !isSame) {
      throw new Problem(
          409,
          "CAMERA_PASSWORD_AGAIN",
          "Type the password once more: the camera or its worker is another.");
    }
  }

  private byte @Nullable [] locked(Describing asked) {
    return asked.password().isEmpty()
        ? null
        : keeper.lock(asked.password().getBytes(StandardCharsets.UTF_8));
  }

  private void check(Describing asked) {
    name(asked.name());
    addresses.check(asked.kind(), asked.address().strip());
    if (asked.user().length() > LOGIN_MAX || asked.password().length() > LOGIN_MAX) {
      throw Problem.malformed("User and password have at most " + LOGIN_MAX + " characters.");
    }
    if (!asked.password().isEmpty() && asked.user().isEmpty()) {
      throw Problem.malformed("A password needs a user.");
    }
    if (asked.worker() != 0 && !workers.isThere(asked.worker())) {
      throw Problem.notFound("There is no such worker, or it was revoked.");
    }
    List<Integer> clockAt = asked.clock();
    boolean isRight =
        clockAt.isEmpty()
            || (clockAt.size() == 4
                && clockAt.stream().allMatch(one -> one >= 0 && one <= PER_MILLE)
                && clockAt.get(0) + clockAt.get(2) <= PER_MILLE
                && clockAt.get(1) + clockAt.get(3) <= PER_MILLE
                && clockAt.get(2) > 0
                && clockAt.get(3) > 0);
    if (!isRight) {
      throw Problem.malformed("A clock is at x, y, width and height in thousandths.");
    }
  }

  // ---- workers and the limit

  /** Makes a worker; its token is shown now and never again. */
  @Allow(KPU)
  @PostMapping("/workers")
  Made make(@RequestBody WorkerName asked, Caller caller) {
    return new Made(workers.make(name(asked.name()), caller.userCode()));
  }

  @Allow(KPU)
  @PostMapping("/workers/{worker}/revoke")
  void revoke(@PathVariable int worker, Caller caller) {
    if (!workers.revoke(worker, caller.userCode())) {
      throw Problem.notFound("There is no such worker, or it was revoked.");
    }
  }

  /** For how long boxes may be unseen before it is a finding. */
  @Allow({ADMIN, KPU_PROVINSI})
  @PostMapping("/limit")
  void limit(@RequestBody Limiting asked, Caller caller) {
    var set = Problem.parsed(() -> new BlindLimitSet(asked.minutes(), caller.userCode()));
    log.append(
        List.of(set),
        (transaction, index) -> {
          try (PreparedStatement update =
              transaction.prepareStatement("update camera.settings set blind_minutes = ?")) {
            update.setInt(1, set.minutes());
            update.executeUpdate();
          }
        });
  }

  // ---- what is meant

  private CameraId known(String text, Caller caller) {
    CameraId camera = Problem.parsed(() -> CameraId.parse(text));
    caller.own(camera.place());
    if (cameras.of(camera).isEmpty()) {
      throw Problem.notFound("There is no such camera: read the list again.");
    }
    return camera;
  }

  private static String name(String said) {
    String name = said.strip();
    if (name.isEmpty() || name.length() > NAME_MAX) {
      throw Problem.malformed("A name has 1 to " + NAME_MAX + " characters.");
    }
    return name;
  }
}
