package id.segel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.box.BoxId;
import id.segel.core.region.Dki2024;
import id.segel.core.region.GeoPoint;
import id.segel.core.region.KelurahanListed;
import id.segel.core.region.RegionCode;
import id.segel.core.region.RegionName;
import id.segel.core.spotcheck.CosignedHead;
import id.segel.core.spotcheck.Decision;
import id.segel.core.spotcheck.Population;
import id.segel.core.spotcheck.SpotCheckDrawn;
import id.segel.core.spotcheck.SpotCheckFixed;
import id.segel.core.spotcheck.SpotCheckRules;
import id.segel.tlog.MalformedException;
import id.segel.tlog.checkpoint.Cosigner;
import id.segel.tlog.checkpoint.Policy;
import id.segel.tlog.merkle.Hash;
import id.segel.tlog.note.Note;
import id.segel.tlog.note.SigningKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A draw done again from the files of a log, and a log whose draw was bent. */
class SpotCheckTest {

  private static final String DIGITS = "20240215093114159265";
  private static final Instant ROLLED = Instant.ofEpochSecond(1_000);
  private static final Cosigner WITNESS =
      new Cosigner(
          "bawaslu.example/w",
          SigningKey.fromSeed(Hash.leaf("w".getBytes(StandardCharsets.UTF_8)).bytes()));

  @TempDir Path folder;

  private final WrittenLog log = new WrittenLog();
  private final Population population = new Population();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void aRoster() {
    population.apply(log.leaves.size(), Dki2024.election());
    log.fact(Dki2024.election());
    for (String code : List.of("3171011001", "3172011001")) {
      var tps = new ArrayList<KelurahanListed.Tps>();
      for (int i = 1; i <= (code.startsWith("3171") ? 40 : 90); i++) {
        tps.add(new KelurahanListed.Tps(i, 250, new GeoPoint(-62_000_000 + i, 1_068_000_000)));
      }
      var listed =
          new KelurahanListed(
              new RegionCode(code),
              new RegionName("Kapuk"),
              new GeoPoint(-62_000_000, 1_068_000_000),
              tps);
      population.apply(log.leaves.size(), listed);
      log.fact(listed);
    }
  }

  private CosignedHead publish(long cosigned) throws IOException {
    log.publish(folder);
    try {
      Note note = Note.parse(Files.readAllBytes(folder.resolve("checkpoint")));
      Note both = note.with(WITNESS.sign(note.textBytes(), cosigned));
      Files.write(folder.resolve("fixed.txt"), both.bytes());
      Files.writeString(folder.resolve("policy"), policy());
      return CosignedHead.of(both);
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  private String policy() {
    return "log %s\nwitness bawaslu %s\nquorum bawaslu\n"
        .formatted(log.key.verifier().vkey(), WITNESS.verifier().vkey());
  }

  private Policy parsed() {
    try {
      return Policy.parse(policy());
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  private int draw(String... more) {
    var line =
        new ArrayList<>(
            List.of(
                "spotcheck",
                "draw",
                folder.toString(),
                "--checkpoint",
                folder.resolve("fixed.txt").toString(),
                "--policy",
                folder.resolve("policy").toString(),
                "--rolled-at",
                ROLLED.toString()));
    line.addAll(List.of(more));
    return run(line);
  }

  private int run(List<String> line) {
    out.reset();
    err.reset();
    return Segel.run(
        line,
        new Printer(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            InstantSource.fixed(WrittenLog.NOON)));
  }

  private SpotCheckFixed fixed(CosignedHead head) {
    var decided =
        SpotCheckRules.fix(
            head, population.at(head.size()), parsed(), 9_500, SpotCheckRules.Asked.below(1_000));
    return ((Decision.Accepted<SpotCheckFixed>) decided).fact();
  }

  @Test
  void whatTheLogDrewIsDrawnAgainFromItsFiles() throws IOException {
    CosignedHead head = publish(900);
    long check = log.leaves.size();
    SpotCheckFixed fixed = fixed(head);
    log.fact(fixed);
    // Entries after the checkpoint do not change the list.
    log.fact(Dki2024.election());
    Files.move(folder.resolve("fixed.txt"), folder.resolve("first.txt"));
    CosignedHead cover = publish(950);
    Files.move(
        folder.resolve("first.txt"),
        folder.resolve("fixed.txt"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    var decided =
        SpotCheckRules.draw(
            check,
            fixed,
            cover,
            population.at(head.size()),
            DIGITS,
            ROLLED,
            ROLLED.plusSeconds(9),
            parsed());
    SpotCheckDrawn drawn = ((Decision.Accepted<SpotCheckDrawn>) decided).fact();
    log.fact(drawn);
    log.publish(folder);

    assertEquals(Segel.DONE, draw("--digits", DIGITS, "--below", "10", "--json"), said());
    JsonNode answer = JsonMapper.shared().readTree(said());
    var boxes = new ArrayList<BoxId>();
    answer.get("drawn").forEach(box -> boxes.add(BoxId.parse(box.asString())));
    assertEquals(drawn.boxes(), boxes);
    assertEquals(fixed.list().toString(), answer.get("list").asString());
    assertEquals(520, answer.get("boxes").asInt());
    assertTrue(answer.get("atMost").asInt() < 52, said());
    assertEquals(Segel.DONE, draw("--digits", DIGITS, "--below", "10", "--csv"));
    assertEquals(1 + boxes.size(), said().lines().count());
    assertEquals(Segel.DONE, draw("--digits", DIGITS, "--boxes", "20"));
    assertTrue(said().contains("Drawn: 20 of 520 boxes."), said());

    assertEquals(Segel.DONE, run(List.of("verify", folder.toString())), said());
    // The operator exchanges one box for another.
    var bent = new ArrayList<>(drawn.boxes());
    BoxId spared = bent.removeLast();
    bent.add(new BoxId(spared.number() + (spared.number() % 1_000 / 100 < 4 ? 100 : -100)));
    log.leaves.removeLast();
    log.unruled(
        new SpotCheckDrawn(
            check,
            drawn.rolled(),
            drawn.digits(),
            drawn.cover(),
            drawn.seed(),
            bent.stream().distinct().sorted().toList()));
    log.publish(folder);
    assertEquals(Segel.NO, run(List.of("verify", folder.toString())));
    assertTrue(said().contains("SpotCheckDrawn should have been refused: DRAW_DIFFERS"), said());
  }

  @Test
  void whatMayNotBeDrawnIsNamed() throws IOException {
    publish(1_001);
    assertEquals(Segel.NO, draw("--digits", DIGITS, "--boxes", "20"));
    assertTrue(said().contains("COSIGNED_AFTER_ROLL"), said());
    publish(900);
    assertEquals(Segel.NO, draw("--digits", "123", "--boxes", "20", "--json"));
    assertTrue(said().startsWith("{") && said().contains("DIGITS_TOO_FEW"), said());
    assertEquals(Segel.NO, draw("--digits", DIGITS, "--boxes", "1"));
    assertTrue(said().contains("SAMPLE_TOO_SMALL"), said());
    Files.writeString(folder.resolve("policy"), policy().replace("quorum bawaslu", "quorum none"));
    assertEquals(Segel.NO, draw("--digits", DIGITS, "--boxes", "20"));
    assertTrue(said().contains("NO_QUORUM"), said());
    assertEquals(Segel.COULD_NOT, draw("--digits", DIGITS));
    assertEquals(Segel.COULD_NOT, draw("--digits", DIGITS, "--below", "x"));
    assertEquals(Segel.COULD_NOT, run(List.of("spotcheck", "roll", folder.toString())));
    publish(900);
    Path tile = folder.resolve("tile/entries/000.p/3");
    byte[] bytes = Files.readAllBytes(tile);
    bytes[bytes.length / 2] ^= 1;
    Files.write(tile, bytes);
    assertEquals(Segel.NO, draw("--digits", DIGITS, "--boxes", "20"));
    assertTrue(said().contains("BUNDLE_MISMATCH"), said());
  }

  private String said() {
    String answer = out.toString(StandardCharsets.UTF_8);
    return answer.isEmpty() ? err.toString(StandardCharsets.UTF_8) : answer;
  }
}
