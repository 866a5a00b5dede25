package id.segel.tlog.client;

import static id.segel.tlog.client.LogProblem.Kind.BUNDLE_MALFORMED;
import static id.segel.tlog.client.LogProblem.Kind.BUNDLE_MISMATCH;
import static id.segel.tlog.client.LogProblem.Kind.BUNDLE_MISSING;
import static id.segel.tlog.client.LogProblem.Kind.CHECKPOINT_MALFORMED;
import static id.segel.tlog.client.LogProblem.Kind.CHECKPOINT_MISSING;
import static id.segel.tlog.client.LogProblem.Kind.CHECKPOINT_SIGNATURE;
import static id.segel.tlog.client.LogProblem.Kind.TILE_MISMATCH;
import static id.segel.tlog.client.LogProblem.Kind.TILE_MISSING;

import id.segel.tlog.MalformedException;
import id.segel.tlog.checkpoint.Checkpoint;
import id.segel.tlog.merkle.Edge;
import id.segel.tlog.merkle.EntryBundle;
import id.segel.tlog.merkle.Hash;
import id.segel.tlog.merkle.Tile;
import id.segel.tlog.merkle.TilePath;
import id.segel.tlog.merkle.TreeHasher;
import id.segel.tlog.note.Note;
import id.segel.tlog.note.NoteVerifier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.SignatureException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A published log as a stranger reads it: nothing is believed but the log's key.
 *
 * <p>The tree is checked from its signed root downwards, so that what is wrong is found where it
 * is. The right edge must give the checkpoint's root; each full tile must give the hash that its
 * parent has for it; each bundle's entries must give the leaf hashes of their tile. Every hash tile
 * of the tree is fetched and so is every bundle: one changed byte in any of them is found. Levels
 * above the leaves are held in memory, an eighth of a byte an entry.
 */
public final class LogReader {

  /** Bundles that are fetched or worked on at once; of the longest ones these are 270 MB. */
  private static final int AT_ONCE = 16;

  private static final String CHECKPOINT = "checkpoint";

  private final TileFetcher fetcher;
  private final Note note;
  private final Checkpoint checkpoint;

  private LogReader(TileFetcher fetcher, Note note, Checkpoint checkpoint) {
    this.fetcher = fetcher;
    this.note = note;
    this.checkpoint = checkpoint;
  }

  /**
   * What was read.
   *
   * @param entries in the tree
   * @param closed those that the log does not show yet
   * @param closedUntil when the last of them opens, if the log says so
   * @param tiles files with hashes
   * @param bytes of all entries shown
   */
  public record Tally(
      long entries, long closed, Optional<Instant> closedUntil, long tiles, long bytes) {}

  /** Fetches the newest checkpoint and checks the log's signature. */
  public static LogReader open(TileFetcher fetcher, NoteVerifier log)
      throws LogProblem, IOException, InterruptedException {
    if (!(fetcher.get(CHECKPOINT, Note.BYTES_MAX) instanceof TileFetcher.Found(byte[] bytes))) {
      throw new LogProblem(CHECKPOINT_MISSING, CHECKPOINT, "the log has none");
    }
    return at(bytes, fetcher, log);
  }

  /** Reads the tree of a checkpoint that is already here. */
  public static LogReader at(byte[] signedCheckpoint, TileFetcher fetcher, NoteVerifier log)
      throws LogProblem {
    try {
      Checkpoint checkpoint = Checkpoint.open(signedCheckpoint, log);
      return new LogReader(fetcher, Note.parse(signedCheckpoint), checkpoint);
    } catch (MalformedException e) {
      throw new LogProblem(CHECKPOINT_MALFORMED, CHECKPOINT, String.valueOf(e.getMessage()));
    } catch (SignatureException e) {
      throw new LogProblem(CHECKPOINT_SIGNATURE, CHECKPOINT, String.valueOf(e.getMessage()));
    }
  }

  public Checkpoint checkpoint() {
    return checkpoint;
  }

  /** The signed checkpoint, with whatever other signatures it has. */
  public Note note() {
    return note;
  }

  /**
   * Reads and checks everything. {@code work} is called for each batch, in any order and from
   * several threads at once; {@code inOrder} gets what it answered, in the order of the log and in
   * the calling thread. Stops at the first problem, in the order of the log.
   */
  public <T> Tally read(Function<Batch, T> work, Consumer<T> inOrder)
      throws LogProblem, IOException, InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        return new Reading(threads).read(work, inOrder);
      } finally {
        threads.shutdownNow();
      }
    }
  }

  /** One pass over the log. */
  private final class Reading {

    private final ExecutorService threads;
    private final long size = checkpoint.size();

    // Owned by the calling thread.
    private long tiles;
    private long closed;
    private Optional<Instant> closedUntil = Optional.empty();
    private long bytes;

    Reading(ExecutorService threads) {
      this.threads = threads;
    }

    <T> Tally read(Function<Batch, T> work, Consumer<T> inOrder)
        throws LogProblem, IOException, InterruptedException {
      Edge edge = readEdge();
      byte[] level1 = readUpperLevels(edge);
      each(
          (size + Tile.WIDTH - 1) / Tile.WIDTH,
          n -> readBundle(n, edge, level1, work),
          (Checked<T> checked) -> {
            tiles += checked.isFull ? 1 : 0;
            closed += checked.closed;
            if (checked.until.isPresent()
                && (closedUntil.isEmpty() || checked.until.get().isAfter(closedUntil.get()))) {
              closedUntil = checked.until;
            }
            bytes += checked.bytes;
            inOrder.accept(checked.result);
          });
      return new Tally(size, closed, closedUntil, tiles, bytes);
    }

    /** The partial tiles, which together give the root. */
    private Edge readEdge() throws LogProblem, IOException, InterruptedException {
      Map<Integer, byte[]> partial = new HashMap<>();
      List<String> paths = new ArrayList<>();
      for (int level = 0; hashesAt(level) > 0; level++) {
        long number = hashesAt(level) >>> 8;
        int width = TilePath.widthIn(size, level, number);
        if (width > 0) {
          TilePath path = new TilePath(level, number, width);
          partial.put(level, fetchTile(path));
          paths.add("tile/" + path);
          tiles++;
        }
      }
      Edge edge = Edge.of(size, (level, number, width) -> partial.getOrDefault(level, new byte[0]));
      if (!edge.root().equals(checkpoint.root())) {
        throw new LogProblem(
            TILE_MISMATCH,
            paths.isEmpty() ? CHECKPOINT : String.join(" ", paths),
            "the tiles of the right edge do not give the checkpoint's root");
      }
      return edge;
    }

    /** All hashes of level 1, checked from the top. */
    private byte[] readUpperLevels(Edge edge) throws LogProblem, IOException, InterruptedException {
      int top = 1;
      while (hashesAt(top + 1) > 0) {
        top++;
      }
      byte[] above = {};
      for (int level = top; level >= 1; level--) {
        int thisLevel = level;
        byte[] parents = above;
        ByteArrayOutputStream row = new ByteArrayOutputStream();
        each(
            hashesAt(level) >>> 8,
            n -> fullTile(thisLevel, n, parents),
            tile -> {
              row.writeBytes(tile);
              tiles++;
            });
        row.writeBytes(edge.partialTile(level));
        above = row.toByteArray();
      }
      return above;
    }

    private <T> Checked<T> readBundle(long n, Edge edge, byte[] level1, Function<Batch, T> work)
        throws LogProblem, IOException, InterruptedException {
      int width = TilePath.widthIn(size, 0, n);
      boolean isFull = width == Tile.WIDTH;
      byte[] leaves = isFull ? fullTile(0, n, level1) : edge.partialTile(0);
      long first = n * Tile.WIDTH;
      Fetched fetched = fetchBundle(TilePath.entries(n, width));
      if (fetched.bundle == null) {
        return new Checked<>(
            isFull, width, fetched.until, 0, work.apply(new Batch(first, leaves, null)));
      }
      byte[] hashes = fetched.bundle.leafHashes(new TreeHasher());
      int differs = Arrays.mismatch(leaves, 0, leaves.length, hashes, 0, leaves.length);
      if (differs >= 0) {
        throw new LogProblem(
            BUNDLE_MISMATCH,
            fetched.path,
            "entry " + (first + differs / Hash.BYTES) + " is not the one in the tree");
      }
      T result = work.apply(new Batch(first, leaves, fetched.bundle));
      return new Checked<>(isFull, 0, Optional.empty(), fetched.bytes, result);
    }

    /** A full tile whose root is the hash that its parent tile has for it. */
    private byte[] fullTile(int level, long n, byte[] parents)
        throws LogProblem, IOException, InterruptedException {
      TilePath path = TilePath.full(level, n);
      byte[] tile = fetchTile(path);
      Hash expected = Hash.at(parents, Math.toIntExact(n));
      if (!new TreeHasher().root(tile, 0, Tile.WIDTH).equals(expected)) {
        throw new LogProblem(
            TILE_MISMATCH, "tile/" + path, "its root is not the hash in the tile above");
      }
      return tile;
    }

    private byte[] fetchTile(TilePath asked) throws LogProblem, IOException, InterruptedException {
      TilePath path = asked;
      TileFetcher.Answer answer = fetcher.get("tile/" + path, Tile.BYTES);
      if (answer instanceof TileFetcher.Missing && !path.isFull()) {
        path = fetcher.wider(path);
        answer = fetcher.get("tile/" + path, Tile.BYTES);
      }
      if (!(answer instanceof TileFetcher.Found(byte[] tile))) {
        throw new LogProblem(TILE_MISSING, "tile/" + asked, "the log does not have it");
      }
      // A partial tile may be answered by the full one, which has it as its beginning.
      if (tile.length != path.width() * Hash.BYTES && tile.length != Tile.BYTES) {
        throw new LogProblem(TILE_MISMATCH, "tile/" + path, "it has " + tile.length + " bytes");
      }
      return tile;
    }

    private Fetched fetchBundle(TilePath asked)
        throws LogProblem, IOException, InterruptedException {
      TilePath path = asked;
      TileFetcher.Answer answer = fetcher.get("tile/" + path, EntryBundle.BYTES_MAX);
      if (answer instanceof TileFetcher.Missing && !path.isFull()) {
        path = fetcher.wider(path);
        answer = fetcher.get("tile/" + path, EntryBundle.BYTES_MAX);
      }
      String name = "tile/" + path;
      return switch (answer) {
        case TileFetcher.Found(byte[] found) -> {
          try {
            yield new Fetched(
                name, found.length, Optional.empty(), EntryBundle.parse(found, path.width()));
          } catch (MalformedException e) {
            throw new LogProblem(BUNDLE_MALFORMED, name, String.valueOf(e.getMessage()));
          }
        }
        case TileFetcher.Closed(Optional<Instant> until) -> new Fetched(name, 0, until, null);
        case TileFetcher.Missing() ->
            throw new LogProblem(BUNDLE_MISSING, name, "the log does not have it");
      };
    }

    /** Does a step for each number, some at once, and hands on the answers in order. */
    private <R> void each(long count, Step<R> step, Consumer<R> then)
        throws LogProblem, IOException, InterruptedException {
      ArrayDeque<Future<R>> running = new ArrayDeque<>();
      for (long next = 0; next < count || !running.isEmpty(); ) {
        while (next < count && running.size() < AT_ONCE) {
          long n = next++;
          running.add(threads.submit(() -> step.take(n)));
        }
        then.accept(answerOf(running.remove()));
      }
    }

    private long hashesAt(int level) {
      return level >= 8 ? 0 : size >>> (8 * level);
    }
  }

  private interface Step<R> {
    R take(long n) throws LogProblem, IOException, InterruptedException;
  }

  private record Checked<T>(
      boolean isFull, int closed, Optional<Instant> until, long bytes, T result) {}

  /** A bundle that was fetched, or none when it is closed. */
  private record Fetched(
      String path, long bytes, Optional<Instant> until, @Nullable EntryBundle bundle) {}

  private static <R> R answerOf(Future<R> future)
      throws LogProblem, IOException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case LogProblem problem -> throw problem;
        case IOException failed -> throw failed;
        case RuntimeException bug -> throw bug;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }
}
