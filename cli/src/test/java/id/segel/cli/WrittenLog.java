package id.segel.cli;

import id.segel.core.custody.RecordedStatement;
import id.segel.core.custody.SignedStatement;
import id.segel.core.custody.Statement;
import id.segel.core.exchange.Audit;
import id.segel.core.fact.Entry;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.tlog.checkpoint.Checkpoint;
import id.segel.tlog.merkle.Edge;
import id.segel.tlog.merkle.EntryBundle;
import id.segel.tlog.merkle.Hash;
import id.segel.tlog.merkle.Tile;
import id.segel.tlog.merkle.TilePath;
import id.segel.tlog.note.Note;
import id.segel.tlog.note.NoteSigner;
import id.segel.tlog.note.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A log that a test writes: what is said, with what follows from it, published in a folder. */
final class WrittenLog {

  static final Instant NOON = Instant.parse("2024-02-13T05:00:00Z");

  final NoteSigner key = new NoteSigner("test/log", SigningKey.fromSeed(new byte[32]));
  final List<byte[]> leaves = new ArrayList<>();
  private final Audit rules = new Audit();

  void fact(Fact fact) {
    rules.fact(leaves.size(), NOON, fact);
    unruled(fact);
  }

  /** A fact that the rules are not told. */
  void unruled(Fact fact) {
    add(Entry.Kind.FACT, fact.text());
  }

  /** A statement with everything that follows from it. */
  Id say(Statement statement, SigningKey by) {
    List<Fact> facts = sayOnly(statement, by);
    facts.forEach(this::fact);
    return Id.ofText(statement.text());
  }

  /** A statement; answers what should follow. */
  List<Fact> sayOnly(Statement statement, SigningKey by) {
    long index = leaves.size();
    note(SignedStatement.sign(statement, by));
    return rules.statement(
        new RecordedStatement(
            Id.ofText(statement.text()), index, NOON, OptionalInt.empty(), statement));
  }

  void note(Note note) {
    add(Entry.Kind.STATEMENT, note.bytes());
  }

  private void add(Entry.Kind kind, byte[] body) {
    leaves.add(new Entry(new byte[16], NOON, NOON, OptionalInt.empty(), kind, body).encode());
  }

  /** Writes all files of the log. */
  void publish(Path folder) throws IOException {
    Edge.Growth growth = Edge.EMPTY.append(leaves.stream().map(Hash::leaf).toList());
    var tiles = new ArrayList<Tile>(growth.tiles());
    tiles.addAll(growth.edge().partialTiles());
    for (Tile tile : tiles) {
      write(folder, "tile/" + tile.path(), tile.bytes());
    }
    for (int first = 0; first < leaves.size(); first += Tile.WIDTH) {
      List<byte[]> some = leaves.subList(first, Math.min(first + Tile.WIDTH, leaves.size()));
      TilePath path = TilePath.entries(first / Tile.WIDTH, some.size());
      write(folder, "tile/" + path, EntryBundle.format(some));
    }
    var checkpoint = new Checkpoint(key.name(), leaves.size(), growth.edge().root());
    write(folder, "checkpoint", checkpoint.sign(key).bytes());
    write(folder, "vkey", (key.verifier().vkey() + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static void write(Path folder, String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }
}
