package id.segel.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.DeviceEnrolled;
import id.segel.core.personnel.Role;
import id.segel.tlog.merkle.Hash;
import id.segel.tlog.note.SigningKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy follows its log, goes on after it was stopped, and refuses a log that lies. */
class MirrorTest {

  @TempDir Path temp;
  private Path server = Path.of("");
  private Path copy = Path.of("");
  private final WrittenLog log = new WrittenLog();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @BeforeEach
  void folders() {
    server = temp.resolve("server");
    copy = temp.resolve("copy");
  }

  private void grow(int size) throws IOException {
    while (log.leaves.size() < size) {
      byte[] seed =
          Hash.leaf(("device " + log.leaves.size()).getBytes(StandardCharsets.UTF_8)).bytes();
      log.fact(
          new DeviceEnrolled(
              PartyKey.of(SigningKey.fromSeed(seed).publicKey()), Role.KPPS, "3171011001"));
    }
    log.publish(server.resolve("log"));
  }

  private int mirror() {
    out.reset();
    var printer =
        new Printer(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            InstantSource.fixed(WrittenLog.NOON));
    return Segel.run(List.of("mirror", server.toString(), copy.toString(), "--json"), printer);
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private int verify() {
    var mute = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    return Segel.run(
        List.of("verify", copy.toString(), "--memory", "none"),
        new Printer(mute, mute, InstantSource.fixed(WrittenLog.NOON)));
  }

  @Test
  void aCopyHoldsWithoutItsLogAndFollowsIt() throws IOException {
    Files.createDirectories(server.resolve("public"));
    Files.writeString(server.resolve("public.html"), "<p>halaman");
    Files.writeString(server.resolve("public/en.html"), "<p>page");
    for (int size : new int[] {1, 255, 256, 257, 700, 700, 1_100}) {
      grow(size);
      assertEquals(Segel.DONE, mirror(), said());
      assertTrue(said().contains("\"size\":" + size), said());
      assertEquals(Segel.DONE, verify(), "size " + size);
    }
    assertTrue(said().contains("\"bundlesFetched\":3"), "only what is new is fetched: " + said());
    for (String tile : List.of("tile/0/003", "tile/0/004.p/76", "tile/1/000.p/4")) {
      assertArrayEquals(
          Files.readAllBytes(server.resolve("log").resolve(tile)),
          Files.readAllBytes(copy.resolve("log").resolve(tile)),
          "computed here from the entries: " + tile);
    }
    assertEquals("<p>page", Files.readString(copy.resolve("public/en.html")));
    assertTrue(Files.readString(copy.resolve("index.html")).contains("test/log"));
  }

  @Test
  void whatWasCopiedBeforeItStoppedIsNotFetchedAgain() throws IOException {
    grow(1_000);
    Path missing = server.resolve("log/tile/entries/003.p/232");
    byte[] bytes = Files.readAllBytes(missing);
    Files.delete(missing);
    assertEquals(Segel.COULD_NOT, mirror());
    assertFalse(Files.exists(copy.resolve("log/checkpoint")), "nothing half is published");
    Files.write(missing, bytes);
    assertEquals(Segel.DONE, mirror(), said());
    assertTrue(said().contains("\"bundlesFetched\":1,\"bundlesKept\":3"), said());
  }

  @Test
  void aLogThatLiesIsNamedAndNotPublished() throws IOException {
    grow(600);
    assertEquals(Segel.DONE, mirror());
    byte[] published = Files.readAllBytes(copy.resolve("log/checkpoint"));
    List<byte[]> honest = List.copyOf(log.leaves);
    // Rewound.
    log.leaves.subList(500, 600).clear();
    refused("ROLLBACK", published);
    // Forked: an entry of the past was exchanged, and the tree signed anew.
    log.leaves.clear();
    log.leaves.addAll(honest);
    log.leaves.set(40, honest.get(41));
    grow(700);
    byte[] kept = Files.readAllBytes(copy.resolve("log/tile/entries/000"));
    refused("SPLIT_VIEW", published);
    assertArrayEquals(kept, Files.readAllBytes(copy.resolve("log/tile/entries/000")));
    try (var files = Files.list(copy)) {
      assertEquals(
          2,
          files.filter(file -> file.getFileName().toString().startsWith("evidence-")).count(),
          "both checkpoints are kept");
    }
    // Reordered below a tree that stayed: the entries are not those of the tree.
    log.leaves.clear();
    log.leaves.addAll(honest);
    grow(700);
    Files.delete(copy.resolve("log/tile/entries/000"));
    Path bundle = server.resolve("log/tile/entries/000");
    byte[] bytes = Files.readAllBytes(bundle);
    bytes[100] ^= 1;
    Files.write(bundle, bytes);
    assertEquals(Segel.NO, mirror());
    assertTrue(said().contains("TAMPERED") && said().contains("entry 0 "), said());
    bytes[100] ^= 1;
    Files.write(bundle, bytes);
    assertEquals(Segel.DONE, mirror(), "what was wrong is fetched again");
    assertEquals(Segel.DONE, verify());
  }

  /** What was damaged here is not the log's fault, and is mended from it. */
  @Test
  void aDamagedCopyIsMended() throws IOException {
    grow(600);
    assertEquals(Segel.DONE, mirror());
    Path bundle = copy.resolve("log/tile/entries/001");
    byte[] good = Files.readAllBytes(bundle);
    byte[] bad = good.clone();
    bad[500] ^= 1;
    Files.write(bundle, bad);
    assertEquals(Segel.DONE, mirror(), said());
    assertArrayEquals(good, Files.readAllBytes(bundle));
    assertEquals(Segel.DONE, verify());
  }

  @Test
  void aFolderWithOtherThingsIsLeftAlone() throws IOException {
    grow(10);
    Files.createDirectories(copy);
    Files.writeString(copy.resolve("index.html"), "somebody's own");
    assertEquals(Segel.COULD_NOT, mirror());
    assertEquals("somebody's own", Files.readString(copy.resolve("index.html")));
  }

  private void refused(String kind, byte[] published) throws IOException {
    log.publish(server.resolve("log"));
    assertEquals(Segel.NO, mirror());
    assertTrue(said().contains(kind), said());
    assertArrayEquals(published, Files.readAllBytes(copy.resolve("log/checkpoint")));
  }
}
