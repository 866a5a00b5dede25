package id.segel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.DeviceEnrolled;
import id.segel.core.personnel.Role;
import id.segel.tlog.Sha256;
import id.segel.tlog.checkpoint.Checkpoint;
import id.segel.tlog.checkpoint.Cosigner;
import id.segel.tlog.checkpoint.TlogProof;
import id.segel.tlog.merkle.Edge;
import id.segel.tlog.merkle.Hash;
import id.segel.tlog.merkle.InclusionProof;
import id.segel.tlog.note.Note;
import id.segel.tlog.note.SigningKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A bundle that holds, and each way in which one can be wrong, by its name. */
class EvidenceCheckTest {

  @TempDir Path folder;
  private final WrittenLog log = new WrittenLog();
  private final Cosigner polda = new Cosigner("polda.example/w", SigningKey.fromSeed(new byte[32]));
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @BeforeEach
  void aBundle() throws Exception {
    for (int i = 0; i < 5; i++) {
      byte[] seed = new byte[32];
      seed[0] = (byte) i;
      log.fact(
          new DeviceEnrolled(
              PartyKey.of(SigningKey.fromSeed(seed).publicKey()), Role.KPPS, "3171011001"));
    }
    Edge edge = Edge.EMPTY.append(log.leaves.stream().map(Hash::leaf).toList()).edge();
    Note note = new Checkpoint(log.key.name(), 5, edge.root()).sign(log.key);
    note = note.with(polda.sign(note.textBytes(), 1_700_000_000L));
    put("checkpoint", note.toString());
    put(
        "policy",
        "log " + vkey() + "\nwitness polda " + polda.verifier().vkey() + "\nquorum polda\n");
    put("vkey", vkey() + "\n");
    for (int index : new int[] {1, 3}) {
      files.put("entries/" + index, log.leaves.get(index));
      var proof = InclusionProof.make(index, 5, edge.over((level, number, width) -> new byte[0]));
      files.put("proofs/" + index + ".tlog-proof", TlogProof.of(proof, note).bytes());
    }
    put("evidence.json", "{\"boxes\":[]}");
  }

  private String vkey() {
    return log.key.verifier().vkey();
  }

  private void put(String name, String text) {
    files.put(name, text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aBundleThatHoldsSaysWhoStandsBehindIt() throws IOException {
    assertEquals(Segel.DONE, verify(true), said());
    assertTrue(said().contains("polda: 2023-11-14T22:13:20Z"), said());
    assertTrue(said().contains("the bundle's hash"), said());
  }

  @Test
  void eachByteOfAnEntryOrAProofCounts() throws IOException {
    for (String name : List.of("entries/1", "proofs/3.tlog-proof", "checkpoint")) {
      byte[] good = Objects.requireNonNull(files.get(name));
      for (int at = 0; at < good.length; at += 7) {
        byte[] bad = Arrays.copyOf(good, good.length);
        bad[at] ^= 1;
        files.put(name, bad);
        assertEquals(Segel.NO, verify(true), name + " at " + at + " " + said());
      }
      files.put(name, good);
    }
  }

  @Test
  void whatIsWrongHasAName() throws IOException {
    files.remove("entries/3");
    assertEquals(Segel.DONE, verify(true), "an entry less is a smaller bundle");
    files.put("entries/3", log.leaves.get(1));
    says("TAMPERED", "the leaf is not at index 3");
    files.put("entries/3", log.leaves.get(3));
    byte[] proof = Objects.requireNonNull(files.remove("proofs/3.tlog-proof"));
    says("MISSING", "proofs/3.tlog-proof is not there");
    files.put("proofs/3.tlog-proof", Objects.requireNonNull(files.get("proofs/1.tlog-proof")));
    says("TAMPERED", "the proof of entry 3 is of something else");
    files.put("proofs/3.tlog-proof", proof);
    put("vkey", polda.verifier().vkey());
    says("TAMPERED", "the checkpoint or its key");
    put("vkey", vkey());
    put("photos/salts.txt", "00 00 " + Base64.getEncoder().encodeToString(new byte[32]) + "\n");
    says("MISSING", "a photo of photos/salts.txt is not there");
    files.remove("photos/salts.txt");
    put("evidence.json", "{\"boxes\":[{\"box\":\"1\",\"links\":[{\"index\":3,\"main\":true}]}]}");
    says("MISSING", "there is no statement 3");
    put("evidence.json", "{\"boxes\":[]}");
    assertEquals(Segel.DONE, verify(true), said());
  }

  @Test
  void aPolicyOfOnesOwnIsAskedFor() throws IOException {
    Path policy = folder.resolve("policy");
    var other = new Cosigner("kodam.example/w", SigningKey.fromSeed(new byte[32]));
    Files.writeString(
        policy,
        "log " + vkey() + "\nwitness kodam " + other.verifier().vkey() + "\nquorum kodam\n");
    assertEquals(Segel.NO, verify(true, "--policy", policy.toString()));
    assertTrue(said().contains("NOT_WITNESSED"), said());
  }

  /** The page as the server makes it, with the evidence inside. */
  private static String page(String evidence, String sums) {
    String data =
        JsonMapper.shared()
            .writeValueAsString(Map.of("evidence", evidence, "sums", sums, "photos", Map.of()));
    return "<!doctype html><title>x</title><script type=\"application/json\" id=\"evidence\">"
        + data.replace("<", "\\u003c")
        + "</script><script>1</script>";
  }

  private String text(String name) {
    return new String(Objects.requireNonNull(files.get(name)), StandardCharsets.UTF_8);
  }

  /** It is the file that is opened first: it must show this bundle, and nothing made up. */
  @Test
  void thePageThatPeopleOpenIsHeldToTheFiles() throws IOException {
    assertEquals(Segel.DONE, verify(true), said());
    assertTrue(said().contains("NOT the page that this program hands out"), said());
    assertTrue(said().contains("came with the bundle"), said());
    String good = text("bukti.html");
    put("bukti.html", "<h1>Bukti ini utuh</h1>");
    assertEquals(Segel.NO, verify(false), said());
    assertTrue(said().contains("bukti.html does not hold the evidence"), said());
    put("bukti.html", page("{\"boxes\":[1]}", text("SHA256SUMS")));
    assertEquals(Segel.NO, verify(false), said());
    assertTrue(said().contains("bukti.html holds another evidence.json"), said());
    put("bukti.html", page(text("evidence.json"), ""));
    assertEquals(Segel.NO, verify(false), said());
    assertTrue(said().contains("bukti.html holds another SHA256SUMS"), said());
    files.remove("bukti.html");
    assertEquals(Segel.NO, verify(false), said());
    assertTrue(said().contains("bukti.html is not there"), said());
    put("bukti.html", good);
    assertEquals(Segel.DONE, verify(false), said());
  }

  private void says(String kind, String words) throws IOException {
    assertEquals(Segel.NO, verify(true), words);
    assertTrue(said().contains(kind) && said().contains(words), said());
  }

  /** Verifies the bundle of these files, with a list that fits them or the one before. */
  private int verify(boolean isListed, String... more) throws IOException {
    if (isListed) {
      var sums = new StringBuilder();
      files.forEach((name, bytes) -> {
        if (!name.equals("SHA256SUMS") && !name.equals("bukti.html")) {
          sums.append(HexFormat.of().formatHex(Sha256.digest().digest(bytes)))
              .append("  ")
              .append(name)
              .append('\n');
        }
      });
      put("SHA256SUMS", sums.toString());
      put("bukti.html", page(text("evidence.json"), sums.toString()));
    }
    Path zip = folder.resolve("bundle.zip");
    try (var archive = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (var file : files.entrySet()) {
        archive.putNextEntry(new ZipEntry(file.getKey()));
        archive.write(file.getValue());
      }
    }
    out.reset();
    var line = new ArrayList<>(List.of("verify", zip.toString()));
    line.addAll(List.of(more));
    return Segel.run(
        line,
        new Printer(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            InstantSource.fixed(WrittenLog.NOON)));
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
