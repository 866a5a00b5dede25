package id.segel.tlog;

import id.segel.tlog.checkpoint.Checkpoint;
import id.segel.tlog.checkpoint.TlogProof;
import id.segel.tlog.merkle.Edge;
import id.segel.tlog.merkle.EntryBundle;
import id.segel.tlog.merkle.Hash;
import id.segel.tlog.merkle.InclusionProof;
import id.segel.tlog.merkle.Tile;
import id.segel.tlog.merkle.TilePath;
import id.segel.tlog.note.Note;
import id.segel.tlog.note.NoteSigner;
import id.segel.tlog.note.NoteVerifier;
import id.segel.tlog.note.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/** A whole log written to a folder, as a server publishes it. Its key is made from a fixed seed. */
public final class LogFolder {

  public static final String ORIGIN = "log.example/segel";

  private static final NoteSigner SIGNER = new NoteSigner(ORIGIN, key("the log of these tests"));

  private final Path folder;
  private final LongFunction<byte[]> entries;
  private final Map<TilePath, Tile> tiles = new HashMap<>();
  private Edge edge = Edge.EMPTY;

  private LogFolder(Path folder, LongFunction<byte[]> entries) {
    this.folder = folder;
    this.entries = entries;
  }

  /** A log of short, different entries. */
  public static LogFolder write(Path folder, long size) throws IOException {
    return write(
        folder, size, n -> ("entry " + n + " of a log\n").getBytes(StandardCharsets.UTF_8));
  }

  public static LogFolder write(Path folder, long size, LongFunction<byte[]> entries)
      throws IOException {
    LogFolder log = new LogFolder(folder, entries);
    log.grow(size);
    return log;
  }

  /** A key whose seed is the hash of a text. */
  public static SigningKey key(String text) {
    return SigningKey.fromSeed(Hash.leaf(text.getBytes(StandardCharsets.UTF_8)).bytes());
  }

  public static NoteSigner signer() {
    return SIGNER;
  }

  public static NoteVerifier verifier() {
    return SIGNER.verifier();
  }

  public Path folder() {
    return folder;
  }

  public Edge edge() {
    return edge;
  }

  /** Appends up to this size and publishes a checkpoint with its partial tiles. */
  public void grow(long size) throws IOException {
    while (edge.size() < size) {
      long first = edge.size() >>> 8 << 8;
      int count = (int) Math.min(Tile.WIDTH, size - first);
      List<byte[]> bundle = new ArrayList<>();
      List<Hash> leaves = new ArrayList<>();
      for (long n = first; n < first + count; n++) {
        byte[] entry = entries.apply(n);
        bundle.add(entry);
        if (n >= edge.size()) {
          leaves.add(Hash.leaf(entry));
        }
      }
      Edge.Growth growth = edge.append(leaves);
      edge = growth.edge();
      for (Tile tile : growth.tiles()) {
        tiles.put(tile.path(), tile);
        put("tile/" + tile.path(), tile.bytes());
      }
      put("tile/" + TilePath.entries(first >>> 8, count), EntryBundle.format(bundle));
    }
    for (Tile tile : edge.partialTiles()) {
      put("tile/" + tile.path(), tile.bytes());
    }
    put("checkpoint", note().bytes());
  }

  public Note note() {
    return new Checkpoint(ORIGIN, edge.size(), edge.root()).sign(SIGNER);
  }

  public byte[] full(int level, long number, int width) {
    Tile tile = tiles.get(TilePath.full(level, number));
    if (tile == null) {
      throw new IllegalArgumentException("no tile " + level + " " + number);
    }
    return tile.bytes();
  }

  public InclusionProof inclusion(long index) {
    return InclusionProof.make(index, edge.size(), edge.over(this::full));
  }

  public TlogProof proof(long index) {
    return TlogProof.of(inclusion(index), note());
  }

  /** Every file of the log, relative to it, sorted. */
  public List<String> files() throws IOException {
    try (var files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  public byte[] get(String path) throws IOException {
    return Files.readAllBytes(folder.resolve(path));
  }

  public void put(String path, byte[] bytes) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, Arrays.copyOf(bytes, bytes.length));
  }
}
