package id.segel.cli;

import id.segel.sim.Province;
import id.segel.sim.SegelClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The sites of a demo, all of them made up and marked so. The commission registers every store from
 * a file; the police inspect those where boxes are or come to each half day. A few are as stores
 * should not be: one holds less than comes, one is never inspected again, one lacks an
 * extinguisher, and one has no camera, so that guards walk rounds there, and miss one. In the
 * north, where it rains in the night before the vote, some TPS keep their boxes in a tent.
 */
final class DemoSites {

  private static final Duration EVERY = Duration.ofHours(12);
  private static final int WINDOW_MINUTES = 120;
  private static final int WALK_MINUTES = 30;
  private static final int POINTS = 2;
  private static final int MISSED = 2;

  /** Jakarta Utara, where it rains in that night. */
  private static final String WET = "3172";

  /** So many TPS of each kelurahan there keep their boxes for the night. */
  private static final int NIGHTS = 2;

  private final SegelClient commission;
  private final SegelClient police;
  private final Province played;
  private final String small;
  private final String dark;
  private final List<String> tents;
  private final Set<String> seen = new HashSet<>();
  private final List<String> codes = new ArrayList<>();
  private @Nullable Instant next;
  private @Nullable String forgotten;
  private int walked;
  private boolean isPlanned;

  private DemoSites(SegelClient commission, SegelClient police, Province played) {
    this.commission = commission;
    this.police = police;
    this.played = played;
    this.dark = "P" + played.kelurahan().getFirst().code();
    this.small = "P" + played.kelurahan().getLast().code();
    this.tents =
        played.kelurahan().stream()
            .filter(one -> one.kota().equals(WET))
            .flatMap(one -> one.tps().stream().limit(NIGHTS))
            .map(tps -> "T" + tps.code())
            .toList();
  }

  /**
   * Registers them.
   *
   * @param played that part of the province in which boxes move
   */
  static DemoSites register(SegelClient commission, SegelClient police, Province played)
      throws IOException {
    var sites = new DemoSites(commission, police, played);
    commission.post(
        "/api/sites/import?synthetic=true",
        "text/csv",
        sites.file().getBytes(StandardCharsets.UTF_8));
    JsonNode list = police.get("/api/checklists/gudang");
    for (String tent : sites.tents) {
      sites.inspect(tent, list, false);
      commission.post("/api/sites/" + tent + "/approve", Map.of());
    }
    return sites;
  }

  private String file() throws IOException {
    var file = new StringBuilder("tempat,kapasitas,lantai,tinggi_m,atap,banjir,palet,apar,pintu");
    file.append(",genset,pos_jaga,kamera_dalam,kamera_pintu,kamera_halaman,kamera_jalan");
    file.append(",penanggung_jawab,damkar\n");
    int number = 0;
    for (JsonNode one : commission.get("/api/sites")) {
      String place = one.get("place").asString();
      int due = one.get("due").asInt();
      if (due > 0) {
        number++;
        boolean isDark = place.equals(dark);
        int capacity = place.equals(small) ? Math.max(1, due(place) / 4) : due + due / 4;
        file.append(place).append(',').append(capacity);
        file.append(number % 3 == 0 ? ",1" : ",0").append(number % 4 == 0 ? ",0.1" : ",0.5");
        file.append(number % 2 == 0 ? ",beton" : ",seng");
        file.append(number % 5 == 0 ? ",tinggi" : number % 3 == 0 ? ",sedang" : ",rendah");
        file.append(',').append(capacity / 20 + 1);
        file.append(number % 7 == 0 ? ",2024-01-31" : ",2025-06-30 2025-12-31");
        file.append(",1,").append(number % 2 == 0 ? "ya" : "tidak").append(",1,");
        file.append(isDark ? "0,0,0,0" : "4,1,1,1").append(",KPU_KOTA POLRES,");
        file.append(300 + number % 40 * 50).append(" Pos Damkar contoh\n");
      }
    }
    for (String tent : tents) {
      file.append(tent).append(',').append(2 * played.kinds().size());
      file.append(
          ",0,0.1,tenda,tinggi,0,2025-06-30,1,tidak,1,0,0,0,0,KPU_KOTA POLRES,400 Pos Damkar\n");
    }
    return file.toString();
  }

  /** Boxes of the played part that come to a place. */
  private int due(String place) {
    return (int)
            played.kelurahan().stream()
                .filter(one -> one.code().startsWith(place.substring(1)))
                .mapToLong(one -> one.tps().size())
                .sum()
        * played.kinds().size();
  }

  /** Whoever is due inspects or walks a round. */
  void live(Instant now) throws IOException {
    if (next == null || !now.isBefore(next)) {
      next = now.plus(EVERY);
      inspect(now);
    }
    if (!isPlanned && !now.isBefore(played.at(-1, 6, 0))) {
      isPlanned = true;
      plan(now);
    }
    if (isPlanned) {
      walk();
    }
  }

  private void inspect(Instant now) throws IOException {
    JsonNode list = police.get("/api/checklists/gudang");
    for (JsonNode one : police.get("/api/sites")) {
      String place = one.get("place").asString();
      boolean isUsed = one.get("boxes").asInt() > 0 || isExpecting(place, now);
      if (!isUsed || !one.has("capacity") || place.equals(forgotten)) {
        continue;
      }
      boolean isOther = place.startsWith("P") && !place.equals(dark) && !place.equals(small);
      if (forgotten == null && isOther) {
        forgotten = place;
        continue;
      }
      boolean isFirst = seen.add(place);
      boolean lacks = isFirst ? seen.size() % 5 == 2 : one.get("gaps").asInt() > 0;
      inspect(place, list, lacks);
    }
  }

  /** Whether boxes of the played part come there soon: to a kelurahan from H-2 on. */
  private boolean isExpecting(String place, Instant now) {
    if (tents.contains(place)) {
      return !now.isBefore(played.at(-2, 0, 0));
    }
    return due(place) > 0
        && (place.startsWith("G")
            || place.startsWith("K")
            || (place.startsWith("P") && !now.isBefore(played.at(-2, 0, 0))));
  }

  private void inspect(String place, JsonNode list, boolean lacks) throws IOException {
    var answers = new ArrayList<Map<String, String>>();
    for (JsonNode item : list.get("items")) {
      String code = item.get("code").asString();
      boolean isGap = lacks && code.equals("apar");
      answers.add(
          Map.of(
              "item",
              code,
              "verdict",
              isGap ? "GAP" : "OK",
              "owner",
              "",
              "due",
              "",
              "words",
              isGap ? "APAR kosong (contoh)" : "",
              "picture",
              ""));
    }
    police.post(
        "/api/sites/" + place + "/inspections",
        Map.of(
            "checklist",
            "gudang",
            "version",
            list.get("version").asInt(),
            "at",
            "",
            "answers",
            answers,
            "words",
            "",
            "pictures",
            List.of(),
            "synthetic",
            true));
  }

  private void plan(Instant now) throws IOException {
    String path = "/api/sites/" + dark;
    police.post(path + "/points", Map.of("points", POINTS));
    for (JsonNode one : police.get(path + "/points").get("points")) {
      codes.add(one.get("code").asString());
    }
    police.post(
        path + "/rounds",
        Map.of(
            "begin",
            now.toString(),
            "end",
            now.plus(Duration.ofDays(2)).toString(),
            "windowMinutes",
            WINDOW_MINUTES,
            "walkMinutes",
            WALK_MINUTES));
  }

  private void walk() throws IOException {
    for (JsonNode plan : police.get("/api/sites/" + dark).get("plans")) {
      int round = plan.at("/now/round").asInt(0);
      if (round > walked) {
        walked = round;
        for (String code : round == MISSED ? codes.subList(0, 1) : codes) {
          police.post("/api/sites/marks", Map.of("code", code));
        }
      }
    }
  }
}
