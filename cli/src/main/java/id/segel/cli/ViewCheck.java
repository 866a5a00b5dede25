package id.segel.cli;

import id.segel.core.box.BoxId;
import id.segel.core.custody.BoxState;
import id.segel.core.exchange.Audit;
import id.segel.core.fact.PartyKey;
import id.segel.sim.Invariants;
import id.segel.sim.Province;
import id.segel.sim.SegelClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** Whether the server's views show what the log says. */
final class ViewCheck {

  private static final int STAGES = 11;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** TPS whose boxes are compared one by one: one of every so many. */
  private static final int ONE_OF = 101;

  private final SegelClient client;
  private final Audit audit;
  private final Province province;
  private final Printer printer;

  ViewCheck(SegelClient client, Audit audit, Province province, Printer printer) {
    this.client = client;
    this.audit = audit;
    this.province = province;
    this.printer = printer;
  }

  /** Adds what it finds to the invariants. */
  void judge(long size, Invariants invariants) throws IOException, InterruptedException {
    JsonNode situation = caughtUp(size);
    countersAddUp(situation, invariants);
    stagesAreThoseOfTheLog(situation, invariants);
    boxesAreThoseOfTheLog(invariants);
  }

  private JsonNode caughtUp(long size) throws IOException, InterruptedException {
    Instant since = printer.clock().instant();
    JsonNode situation = client.get("/api/situation");
    while (situation.get("index").asLong() < size - 1) {
      if (printer.clock().instant().isAfter(since.plus(PATIENCE))) {
        throw new IOException(
            "the views are at entry "
                + situation.get("index")
                + " of "
                + size
                + " after "
                + PATIENCE.toSeconds()
                + " s");
      }
      TimeUnit.MILLISECONDS.sleep(100);
      situation = client.get("/api/situation");
    }
    return situation;
  }

  private static void countersAddUp(JsonNode situation, Invariants invariants) {
    var wrong = new ArrayList<String>();
    JsonNode totals = situation.get("totals");
    int boxes = totals.get("boxes").asInt();
    int tps = totals.get("tps").asInt();
    compare("stages and boxes", sum(totals.get("stages")), boxes, wrong);
    compare("status and TPS", sum(totals.get("status")), tps, wrong);
    int tpsOfAreas = 0;
    int boxesOfAreas = 0;
    int inTransit = 0;
    int[] stages = new int[STAGES];
    for (JsonNode area : situation.get("kelurahan")) {
      tpsOfAreas += area.get("tps").asInt();
      boxesOfAreas += area.get("boxes").asInt();
      inTransit += area.get("inTransit").asInt();
      for (int stage = 0; stage < STAGES; stage++) {
        stages[stage] += area.get("stages").get(stage).asInt();
      }
      compare(
          area.get("code") + " stages", sum(area.get("stages")), area.get("boxes").asInt(), wrong);
      compare(
          area.get("code") + " status", sum(area.get("status")), area.get("tps").asInt(), wrong);
    }
    compare("TPS of all kelurahan", tpsOfAreas, tps, wrong);
    compare("boxes of all kelurahan", boxesOfAreas, boxes, wrong);
    compare("boxes in transit", inTransit, totals.get("inTransit").asInt(), wrong);
    for (int stage = 0; stage < STAGES; stage++) {
      compare("stage " + stage, stages[stage], totals.get("stages").get(stage).asInt(), wrong);
    }
    invariants.hold("the counters add up", wrong, tps + " TPS, " + boxes + " boxes");
  }

  private void stagesAreThoseOfTheLog(JsonNode situation, Invariants invariants) {
    var wrong = new ArrayList<String>();
    int[] expected = new int[STAGES];
    for (BoxId box : audit.chains().boxes()) {
      if (audit.isOfTps(box)) {
        expected[audit.chains().state(box).stage()]++;
      }
    }
    JsonNode totals = situation.get("totals");
    int[] shown = new int[STAGES];
    for (int stage = 0; stage < STAGES; stage++) {
      shown[stage] = totals.get("stages").get(stage).asInt();
    }
    expected[0] = totals.get("boxes").asInt() - Arrays.stream(expected).skip(1).sum();
    if (!Arrays.equals(expected, shown)) {
      wrong.add(
          "the log has " + Arrays.toString(expected) + ", the wall " + Arrays.toString(shown));
    }
    compare(
        "open discrepancies",
        totals.get("discrepancies").get("open").asInt(),
        audit.open().size(),
        wrong);
    compare(
        "discrepancies",
        totals.get("discrepancies").get("total").asInt(),
        audit.found().size(),
        wrong);
    invariants.hold("the wall shows what the log says", wrong, Arrays.toString(shown));
  }

  private void boxesAreThoseOfTheLog(Invariants invariants) throws IOException {
    var wrong = new ArrayList<String>();
    int compared = 0;
    int number = 0;
    for (Province.Kelurahan kelurahan : province.kelurahan()) {
      for (Province.Station station : kelurahan.tps()) {
        if (number++ % ONE_OF != 0) {
          continue;
        }
        for (JsonNode shown : client.get("/api/tps/" + station.code()).get("boxes")) {
          BoxState state = audit.chains().state(BoxId.parse(shown.get("id").asString()));
          JsonNode holder = client.get("/api/boxes/" + state.box()).get("holder");
          PartyKey key =
              holder == null || holder.isNull()
                  ? null
                  : PartyKey.parse(holder.get("key").asString());
          compared++;
          if (shown.get("stage").asInt() != state.stage() || !Objects.equals(key, state.holder())) {
            wrong.add("box " + state.box() + " is shown as " + shown);
          }
        }
      }
    }
    invariants.hold("the boxes' pages show what the log says", wrong, compared + " boxes compared");
  }

  private static void compare(String what, int one, int other, List<String> wrong) {
    if (one != other) {
      wrong.add(what + ": " + one + " and " + other);
    }
  }

  private static int sum(JsonNode numbers) {
    int sum = 0;
    for (JsonNode number : numbers) {
      sum += number.asInt();
    }
    return sum;
  }
}
