package id.segel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import id.segel.core.box.BoxId;
import id.segel.core.custody.Discrepancy;
import id.segel.core.custody.DiscrepancyFound;
import id.segel.core.custody.Seals;
import id.segel.core.custody.SignedStatement;
import id.segel.core.custody.Statement;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.core.log.LogSucceeded;
import id.segel.core.personnel.DeviceEnrolled;
import id.segel.core.personnel.Role;
import id.segel.core.region.Dki2024;
import id.segel.core.region.GeoPoint;
import id.segel.core.region.KelurahanListed;
import id.segel.core.region.Leg;
import id.segel.core.region.PlaceCode;
import id.segel.core.region.RegionCode;
import id.segel.core.region.RegionName;
import id.segel.core.region.RegionsListed;
import id.segel.tlog.checkpoint.Cosigner;
import id.segel.tlog.merkle.Edge;
import id.segel.tlog.merkle.Hash;
import id.segel.tlog.note.Note;
import id.segel.tlog.note.NoteSigner;
import id.segel.tlog.note.SigningKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that holds, every file of it changed by a byte, and logs that lie with a good key. */
class VerifyTest {

  private static final String KELURAHAN = "3171011001";

  private final SigningKey kota = key("kota");
  private final SigningKey ppk = key("ppk");
  private final WrittenLog log = new WrittenLog();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private long counter;

  @TempDir Path temp;
  private Path folder = Path.of("");

  @BeforeEach
  void aFolder() {
    folder = temp.resolve("log");
  }

  @Test
  void aLogThatHoldsIsCountedOut() throws IOException {
    tell(80);
    assertEquals(Segel.DONE, verify());
    String said = said();
    assertTrue(said.contains("The log holds."), said);
    assertTrue(said.contains("test/log"), said);
    assertTrue(said.matches("(?s).*device signatures +321\n.*"), said);
    assertTrue(said.contains("FORK 1 found, 1 open"), said);
  }

  @Test
  void aChangedByteInAnyFileIsFound() throws IOException {
    tell(80);
    assertTrue(log.leaves.size() > 256, "there are full tiles");
    List<Path> files;
    try (var all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    assertTrue(files.size() >= 7, files.toString());
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      for (int at : new int[] {0, bytes.length / 2, bytes.length - 2}) {
        byte[] changed = bytes.clone();
        changed[at] ^= 1;
        Files.write(file, changed);
        out.reset();
        int status = verify();
        boolean isKey = file.endsWith("vkey");
        assertEquals(
            isKey && status != Segel.NO ? Segel.COULD_NOT : Segel.NO, status, file + " " + at);
        assertTrue(isKey || said().contains("NOT hold"), file + " " + at + ": " + said());
      }
      Files.write(file, bytes);
    }
    assertEquals(Segel.DONE, verify());
  }

  @Test
  void aDiscrepancyThatIsKeptQuietIsFound() throws IOException {
    begin();
    Id packed = log.say(pack(1), kota);
    Id sealed = log.say(seal(packed, 1), kota);
    log.say(offer(sealed, 1), kota);
    log.sayOnly(offer(sealed, 1), kota);
    expectNo("comes where the rules say FORK found about " + sealed);
  }

  @Test
  void aDiscrepancyThatFollowsFromNothingIsFound() throws IOException {
    begin();
    Id packed = log.say(pack(1), kota);
    log.unruled(
        new DiscrepancyFound(Discrepancy.BOX_MISSING, packed, List.of(packed), List.of(box(1))));
    expectNo("says BOX_MISSING found about " + packed + ", which follows from nothing");
  }

  @Test
  void aLogThatBeginsWithWhatItSucceededHolds() throws IOException {
    begin();
    log.fact(succeeded(edge().root(), log.leaves.size()));
    log.publish(folder);
    assertEquals(Segel.DONE, verify(), said());
  }

  @Test
  void aLogThatDoesNotBeginWithWhatItSucceededIsFound() throws IOException {
    begin();
    log.fact(succeeded(Hash.leaf(new byte[0]), log.leaves.size() - 1));
    expectNo("and this log does not begin with them");
  }

  private static LogSucceeded succeeded(Hash root, long size) {
    var old = new NoteSigner("old.example/log", SigningKey.fromSeed(new byte[32]));
    return new LogSucceeded(
        old.verifier().vkey(), size, Id.of(root.bytes()), Id.of(new byte[32]), size);
  }

  private Edge edge() {
    return Edge.EMPTY.append(log.leaves.stream().map(Hash::leaf).toList()).edge();
  }

  @Test
  void aGapBeforeItsDeadlineIsFound() throws IOException {
    begin();
    Id packed = log.say(pack(1), kota);
    log.unruled(new DiscrepancyFound(Discrepancy.GAP, packed, List.of(packed), List.of(box(1))));
    expectNo("says GAP found about " + packed + ", which follows from nothing");
  }

  @Test
  void aForgedSignatureInTheLogIsFound() throws IOException {
    begin();
    Note note = SignedStatement.sign(pack(1), kota);
    Note.Line line = note.signatures().getFirst();
    byte[] forged = Base64.getDecoder().decode(line.signature());
    forged[3] ^= 1;
    log.note(Note.of(note.text()).with(Note.Line.of(line.name(), line.keyId(), forged)));
    expectNo("SIGNATURE_WRONG");
  }

  @Test
  void theSameStatementTwiceIsFound() throws IOException {
    begin();
    Statement statement = pack(1);
    log.say(statement, kota);
    log.note(SignedStatement.sign(statement, kota));
    expectNo("is in the log twice");
  }

  @Test
  void anotherKeyThanTheLogsIsFound() throws IOException {
    tell(1);
    String other = new id.segel.tlog.note.NoteSigner("test/log", key("other")).verifier().vkey();
    assertEquals(
        Segel.NO, run(List.of("verify", folder.toString(), "--key", other, "--memory", "none")));
    assertTrue(said().contains("CHECKPOINT_SIGNATURE"), said());
  }

  @Test
  void asJsonThereIsOneObject() throws IOException {
    tell(1);
    assertEquals(
        Segel.DONE, run(List.of("verify", "--json", folder.toString(), "--memory", "none")));
    assertEquals(1, said().lines().count());
    assertTrue(said().startsWith("{\"origin\":\"test/log\""), said());
    assertTrue(said().contains("\"holds\":true"), said());
  }

  // ---- one log has one history

  @Test
  void aLogThatGrewIsRememberedAndHolds() throws IOException {
    tell(2);
    assertEquals(Segel.DONE, remembering());
    log.say(pack(50), kota);
    log.publish(folder);
    assertEquals(Segel.DONE, remembering());
    assertEquals(Segel.DONE, remembering(), "the same again");
  }

  @Test
  void aLogThatIsRewoundIsFound() throws IOException {
    tell(5);
    assertEquals(Segel.DONE, remembering());
    log.leaves.removeLast();
    log.leaves.removeLast();
    log.publish(folder);
    assertEquals(Segel.NO, remembering());
    assertTrue(said().contains("ROLLBACK"), said());
    assertEquals(Segel.DONE, verify(), "without a memory it holds");
  }

  @Test
  void aLogWhosePastWasRewrittenIsASplitView() throws IOException {
    tell(5);
    assertEquals(Segel.DONE, remembering());
    int size = log.leaves.size();
    log.leaves.set(size / 2, log.leaves.get(0));
    log.say(pack(50), kota);
    log.publish(folder);
    assertEquals(Segel.NO, remembering());
    assertTrue(said().contains("SPLIT_VIEW"), said());
    out.reset();
    log.leaves.subList(size, log.leaves.size()).clear();
    log.publish(folder);
    assertEquals(Segel.NO, remembering(), "the same size, another tree");
    assertTrue(said().contains("SPLIT_VIEW"), said());
  }

  @Test
  void whatIsShownToOthersIsHeldAgainstIt() throws IOException {
    tell(5);
    Path other = folder.resolveSibling("other");
    log.publish(other);
    byte[] swapped = log.leaves.get(40);
    log.leaves.set(40, log.leaves.get(41));
    log.leaves.set(41, swapped);
    log.publish(folder);
    assertEquals(Segel.NO, against(other.toString()));
    assertTrue(said().contains("SPLIT_VIEW"), said());
    out.reset();
    assertEquals(Segel.NO, against(other.resolve("checkpoint").toString()), "the note alone");
    assertTrue(said().contains("SPLIT_VIEW"), said());
    out.reset();
    // A copy may be behind another; where only the checkpoint is there, nobody can tell.
    log.leaves.set(41, log.leaves.get(40));
    log.leaves.set(40, swapped);
    log.leaves.removeLast();
    log.leaves.removeLast();
    log.publish(folder);
    assertEquals(Segel.DONE, against(other.toString()), said());
    out.reset();
    assertEquals(Segel.NO, against(other.resolve("checkpoint").toString()));
    assertTrue(said().contains("ROLLBACK") && !said().contains("SPLIT_VIEW"), said());
  }

  @Test
  void aFileThatIsNotThereIsMissingAndNotTampered() throws IOException {
    tell(80);
    for (String file : List.of("tile/0/000", "tile/entries/000", "checkpoint")) {
      byte[] bytes = Files.readAllBytes(folder.resolve(file));
      Files.delete(folder.resolve(file));
      out.reset();
      assertEquals(Segel.NO, verify(), file);
      assertTrue(said().contains("MISSING") && !said().contains("TAMPERED"), said());
      Files.write(folder.resolve(file), bytes);
    }
    Path bundle = folder.resolve("tile/entries/000");
    byte[] bytes = Files.readAllBytes(bundle);
    bytes[100] ^= 1;
    Files.write(bundle, bytes);
    out.reset();
    assertEquals(Segel.NO, verify());
    assertTrue(said().contains("TAMPERED") && !said().contains("MISSING"), said());
  }

  @Test
  void aPolicyThatIsGivenIsAskedFor() throws Exception {
    tell(2);
    var polda = new Cosigner("polda.example/w", key("polda witness"));
    Path policy = folder.resolveSibling("policy.txt");
    Files.writeString(
        policy,
        "log %s\nwitness polda %s\nquorum polda\n"
            .formatted(log.key.verifier().vkey(), polda.verifier().vkey()));
    Files.copy(policy, folder.resolve("policy"));
    assertEquals(Segel.DONE, verify(), "the log's own policy is only looked at");
    assertTrue(said().contains("polda: does not stand behind it"), said());
    out.reset();
    List<String> asking =
        List.of("verify", folder.toString(), "--memory", "none", "--policy", policy.toString());
    assertEquals(Segel.NO, run(asking));
    assertTrue(said().contains("NOT_WITNESSED"), said());
    out.reset();
    Note note = Note.parse(Files.readAllBytes(folder.resolve("checkpoint")));
    Files.write(
        folder.resolve("checkpoint"),
        note.with(polda.sign(note.textBytes(), 1_700_000_000L)).bytes());
    assertEquals(Segel.DONE, run(asking));
    assertTrue(said().contains("polda: 2023-11-14T22:13:20Z"), said());
  }

  @Test
  void aChangedByteInTheLineOfAWitnessIsFound() throws Exception {
    tell(2);
    var polda = new Cosigner("polda.example/w", key("polda witness"));
    Files.writeString(
        folder.resolve("policy"),
        "log %s\nwitness polda %s\nquorum none\n"
            .formatted(log.key.verifier().vkey(), polda.verifier().vkey()));
    Path file = folder.resolve("checkpoint");
    Note note = Note.parse(Files.readAllBytes(file));
    byte[] whole = note.with(polda.sign(note.textBytes(), 1_700_000_000L)).bytes();
    for (int at = note.bytes().length; at < whole.length; at++) {
      byte[] changed = whole.clone();
      changed[at] ^= 1;
      Files.write(file, changed);
      out.reset();
      assertEquals(Segel.NO, verify(), at + " of " + new String(whole, StandardCharsets.UTF_8));
      assertTrue(said().contains("TAMPERED"), said());
    }
    Files.write(file, whole);
    assertEquals(Segel.DONE, verify());
  }

  /** A log whose last bundle is under embargo: its hashes are checked, its entries counted. */
  @Test
  void closedEntriesAreCheckedByTheirHashes() throws Exception {
    tell(80);
    HttpServer door =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
    door.createContext(
        "/log",
        exchange -> {
          try (exchange) {
            String path = exchange.getRequestURI().getPath().substring("/log/".length());
            boolean isClosed = path.startsWith("tile/entries/001");
            byte[] body =
                isClosed
                    ? "{\"detail\":\"closed until 2024-02-14T02:00:00Z\"}"
                        .getBytes(StandardCharsets.UTF_8)
                    : Files.exists(folder.resolve(path))
                        ? Files.readAllBytes(folder.resolve(path))
                        : new byte[0];
            int status = isClosed ? 403 : body.length == 0 ? 404 : 200;
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
          }
        });
    door.start();
    try {
      String url = "http://127.0.0.1:" + door.getAddress().getPort();
      int status = run(List.of("verify", url, "--memory", "none"));
      assertEquals(Segel.DONE, status, said());
      int closed = log.leaves.size() - 256;
      assertTrue(
          said()
              .contains(
                  closed + " entries, checked by their hashes; closed until 2024-02-14T02:00:00Z"),
          said());
      assertTrue(said().contains("the first 256 entries"), said());
      // A changed hash of an entry that nobody may see yet.
      Path tile = folder.resolve("tile/0/001.p/" + closed);
      byte[] bytes = Files.readAllBytes(tile);
      bytes[40] ^= 1;
      Files.write(tile, bytes);
      out.reset();
      assertEquals(Segel.NO, run(List.of("verify", url, "--memory", "none")));
    } finally {
      door.stop(0);
    }
  }

  private int remembering() {
    out.reset();
    return run(
        List.of(
            "verify", folder.toString(), "--memory", folder.resolveSibling("memory").toString()));
  }

  private int against(String place) {
    return run(List.of("verify", folder.toString(), "--memory", "none", "--against", place));
  }

  private void expectNo(String words) throws IOException {
    log.publish(folder);
    assertEquals(Segel.NO, verify());
    assertTrue(said().contains(words), said());
  }

  private int verify() {
    return run(List.of("verify", folder.toString(), "--memory", "none"));
  }

  private int run(List<String> line) {
    var printer =
        new Printer(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            InstantSource.fixed(WrittenLog.NOON));
    return Segel.run(line, printer);
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }

  // ---- a small log

  /** So many boxes go from kota to PPK, one of them twice. */
  private void tell(int boxes) throws IOException {
    begin();
    for (int i = 1; i <= boxes; i++) {
      Id packed = log.say(pack(i), kota);
      Id sealed = log.say(seal(packed, i), kota);
      Id offered = log.say(offer(sealed, i), kota);
      log.say(accept(offered), ppk);
      if (i == boxes) {
        log.say(offer(sealed, i), kota);
      }
    }
    log.publish(folder);
  }

  private void begin() {
    var tps = new ArrayList<KelurahanListed.Tps>();
    for (int i = 1; i <= 100; i++) {
      tps.add(new KelurahanListed.Tps(i, 250, new GeoPoint(-62_000_000 + i, 1_068_000_000)));
    }
    var kelurahan =
        new KelurahanListed(
            new RegionCode(KELURAHAN),
            new RegionName("Gambir"),
            new GeoPoint(-62_000_000, 1_068_000_000),
            tps);
    var regions =
        List.of(
            new RegionsListed.Region(new RegionCode("31"), new RegionName("DKI Jakarta")),
            new RegionsListed.Region(new RegionCode("3171"), new RegionName("Jakarta Pusat")),
            new RegionsListed.Region(new RegionCode("317101"), new RegionName("Gambir")));
    Dki2024.facts(regions, List.of(kelurahan)).forEach(log::fact);
    log.fact(new DeviceEnrolled(party(kota), Role.KPU_KOTA, "3171"));
    log.fact(new DeviceEnrolled(party(ppk), Role.PPK, "317101"));
  }

  private static SigningKey key(String name) {
    return SigningKey.fromSeed(Id.ofText(name.getBytes(StandardCharsets.UTF_8)).bytes());
  }

  private static PartyKey party(SigningKey key) {
    return PartyKey.of(key.publicKey());
  }

  private static BoxId box(int tps) {
    return BoxId.of("%s%03d".formatted(KELURAHAN, tps), 1, 1);
  }

  private Statement pack(int tps) {
    return statement(Statement.Kind.PACK, kota, "G3171", null, List.of(group(null, tps, false)));
  }

  private Statement seal(Id after, int tps) {
    return statement(Statement.Kind.SEAL, kota, "G3171", null, List.of(group(after, tps, true)));
  }

  private Statement offer(Id after, int tps) {
    return statement(Statement.Kind.OFFER, kota, "G3171", null, List.of(group(after, tps, true)));
  }

  private Statement accept(Id offer) {
    return statement(Statement.Kind.ACCEPT, ppk, "K317101", offer, List.of());
  }

  private static Statement.Group group(@Nullable Id after, int tps, boolean isSealed) {
    return new Statement.Group(
        after,
        List.of(
            new Statement.BoxLine(
                box(tps), isSealed ? Seals.parse("A1,A2") : Seals.NONE, isSealed ? 0 : 255)));
  }

  private Statement statement(
      Statement.Kind kind,
      SigningKey by,
      String place,
      @Nullable Id of,
      List<Statement.Group> groups) {
    boolean isOffer = kind == Statement.Kind.OFFER;
    return new Statement(
        kind,
        Dki2024.ELECTION,
        party(by),
        List.of(),
        ++counter,
        WrittenLog.NOON,
        new PlaceCode(place),
        isOffer ? Leg.CITY_KECAMATAN : null,
        isOffer ? party(ppk) : null,
        of,
        null,
        null,
        of == null ? 0 : 1,
        groups,
        List.of());
  }
}
