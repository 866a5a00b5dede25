package id.segel.cli;

import id.segel.tlog.MalformedException;
import id.segel.tlog.checkpoint.Checkpoint;
import id.segel.tlog.client.LogProblem;
import id.segel.tlog.client.LogReader;
import id.segel.tlog.client.TileFetcher;
import id.segel.tlog.merkle.ConsistencyProof;
import id.segel.tlog.merkle.Edge;
import id.segel.tlog.merkle.EntryBundle;
import id.segel.tlog.merkle.Hash;
import id.segel.tlog.merkle.Tile;
import id.segel.tlog.merkle.TilePath;
import id.segel.tlog.merkle.TreeHasher;
import id.segel.tlog.note.Note;
import id.segel.tlog.note.NoteVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SignatureException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * {@code segel mirror}: a log and its public pages as files that any web server can hold. What is
 * there already is not fetched again. The tree is computed from the entries, so the new checkpoint
 * is written, last of all, only over a copy that makes its root and that grew from the copy that
 * was here.
 */
final class Mirror {

  static final String HELP =
      """
      usage: segel mirror URL FOLDER [--key VKEY] [--json]

      Copies a log and its public pages as plain files, verified while they are copied. Run it again to follow the
      log: it goes on where it was, also after it was stopped. Give the folder to any web server; what is in it works
      without us. 'segel verify FOLDER' checks it.

        URL         where the server is, or another mirror
        --key VKEY  the log's key, if you have it from elsewhere; else the log's own /log/vkey is believed, once
        --json      one JSON object on stdout

      Exit status: 0 copied, 1 the log is not what it was or does not hold, 2 it could not be copied.
      """;

  private static final int AT_ONCE = 16;
  private static final int PAGE_BYTES_MAX = 1 << 20;

  /** Pages of the server that are copied as they are, and may be missing. */
  private static final List<String> PAGES = List.of("public.html", "public/en.html");

  private final TileFetcher fetcher;
  private final TileFetcher pages;
  private final Path folder;
  private final Path log;
  private final Printer printer;
  private long fetched;
  private long kept;
  private long closed;

  private Mirror(TileFetcher fetcher, TileFetcher pages, Path folder, Printer printer) {
    this.fetcher = fetcher;
    this.pages = pages;
    this.folder = folder;
    this.log = folder.resolve("log");
    this.printer = printer;
  }

  /** A bundle that is here now, or the leaf hashes of one that is closed. */
  private record Copied(long number, byte[] leafHashes, boolean isClosed, boolean isFetched) {}

  static int run(List<String> line, Printer printer) throws IOException, InterruptedException {
    Args args = Args.parse(line, Set.of("--json"), Set.of("--key"));
    List<String> words = args.words(2, 2, "the address of a log and a folder");
    Path folder = Path.of(words.get(1));
    Instant began = printer.clock().instant();
    Files.createDirectories(folder);
    Path lockFile = folder.resolve(".mirror");
    try (var there = Files.list(folder)) {
      if (!Files.exists(lockFile) && there.findAny().isPresent()) {
        throw new IOException(folder + " is not empty and no mirror; name a new folder");
      }
    }
    try (TileFetcher fetcher = TileFetcher.of(Verify.base(words.getFirst()));
        TileFetcher pages = TileFetcher.of(fetcher.base().replaceFirst("/log$", ""));
        FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw new IOException("another mirror works on " + folder);
      }
      var mirror = new Mirror(fetcher, pages, folder, printer);
      var answer = new LinkedHashMap<String, Object>();
      Optional<Wrong> wrong;
      try {
        wrong = mirror.follow(mirror.key(args), answer);
      } catch (LogProblem e) {
        wrong = Optional.of(Wrong.of(e));
      }
      answer.put("bundlesFetched", mirror.fetched);
      answer.put("bundlesKept", mirror.kept);
      answer.put("closed", mirror.closed);
      answer.put(
          "seconds", Duration.between(began, printer.clock().instant()).toMillis() / 1_000.0);
      answer.put("kinds", wrong.map(one -> List.of(one.kind().name())).orElse(List.of()));
      answer.put("problems", wrong.map(one -> List.of(one.words())).orElse(List.of()));
      answer.put("holds", wrong.isEmpty());
      mirror.say(answer, wrong, args.has("--json"));
      return wrong.isEmpty() ? Segel.DONE : Segel.NO;
    }
  }

  /** The key that is given, or the one of the first copy: a mirror does not take up another. */
  private NoteVerifier key(Args args) throws IOException, InterruptedException {
    Path file = log.resolve("vkey");
    if (!args.isSet("--key") && Files.exists(file)) {
      try {
        return NoteVerifier.parse(Files.readString(file).strip());
      } catch (MalformedException e) {
        throw new IOException(file + " is no vkey: " + e.getMessage(), e);
      }
    }
    return Verify.key(fetcher, args);
  }

  private Optional<Wrong> follow(NoteVerifier key, Map<String, Object> answer)
      throws LogProblem, IOException, InterruptedException {
    LogReader reader = LogReader.open(fetcher, key);
    Checkpoint next = reader.checkpoint();
    answer.put("origin", next.origin());
    answer.put("size", next.size());
    answer.put("root", next.root().base64());
    Checkpoint before = before(key);
    if (before != null && next.size() < before.size()) {
      return Optional.of(
          new Wrong(
              Wrong.Kind.ROLLBACK,
              "this mirror has "
                  + before.size()
                  + " entries, and only "
                  + next.size()
                  + " are shown"));
    }
    if (before != null && !isBeginning(before, next)) {
      // Either the tiles are wrong, which this finds, or the signed trees do not fit.
      reader.read(batch -> 0, nothing -> {});
      return Optional.of(
          new Wrong(
              Wrong.Kind.SPLIT_VIEW,
              "the tree of "
                  + next.size()
                  + " entries that is shown does not begin with the one of "
                  + before.size()
                  + " that was copied here; both checkpoints are kept as "
                  + keep(reader.note())
                  + "*"));
    }
    Edge edge = copy(next.size());
    if (!edge.root().equals(next.root()) && mend(next.size())) {
      edge = copy(next.size());
    }
    if (!edge.root().equals(next.root())) {
      return Optional.of(guilty(reader));
    }
    for (Tile tile : edge.partialTiles()) {
      write(log.resolve("tile/" + tile.path()), tile.bytes());
    }
    page(fetcher, "policy", log.resolve("policy"));
    write(log.resolve("vkey"), (key.vkey() + "\n").getBytes(StandardCharsets.UTF_8));
    for (String page : PAGES) {
      page(pages, page, folder.resolve(page));
    }
    checker();
    write(log.resolve("checkpoint"), reader.note().bytes());
    write(
        folder.resolve("index.html"),
        MirrorPage.html(key, reader.note(), closed, Checker.digest(), printer.clock().instant())
            .getBytes(StandardCharsets.UTF_8));
    if (before != null) {
      forgetPartials(before.size(), next.size());
    }
    return Optional.empty();
  }

  private @Nullable Checkpoint before(NoteVerifier key) throws IOException {
    Path file = log.resolve("checkpoint");
    if (!Files.exists(file)) {
      return null;
    }
    try {
      return Checkpoint.open(Files.readAllBytes(file), key);
    } catch (MalformedException | SignatureException e) {
      throw new IOException(
          file + " is not of this log (" + e.getMessage() + "); name another folder", e);
    }
  }

  /** Fetches what is not here, and computes the tree of it all. */
  private Edge copy(long size) throws IOException, InterruptedException {
    long bundles = (size + Tile.WIDTH - 1) / Tile.WIDTH;
    Instant since = printer.clock().instant();
    Edge edge = Edge.EMPTY;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayDeque<Future<Copied>>();
      for (long next = 0; next < bundles || !running.isEmpty(); ) {
        while (next < bundles && running.size() < AT_ONCE) {
          long number = next++;
          running.add(threads.submit(() -> bundle(number, TilePath.widthIn(size, 0, number))));
        }
        Copied copied = answerOf(running.remove());
        fetched += copied.isFetched ? 1 : 0;
        kept += copied.isFetched || copied.isClosed ? 0 : 1;
        closed += copied.isClosed ? copied.leafHashes.length / Hash.BYTES : 0;
        Edge.Growth growth = edge.append(copied.leafHashes);
        edge = growth.edge();
        for (Tile tile : growth.tiles()) {
          Path file = log.resolve("tile/" + tile.path());
          if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), tile.bytes())) {
            write(file, tile.bytes());
          }
        }
        printer.progress("entries", edge.size(), size, since);
      }
    }
    return edge;
  }

  private Copied bundle(long number, int width) throws IOException, InterruptedException {
    TilePath path = TilePath.entries(number, width);
    Path file = log.resolve("tile/" + path);
    if (Files.exists(file)) {
      try {
        byte[] hashes = leafHashes(Files.readAllBytes(file), width);
        return new Copied(number, hashes, false, false);
      } catch (MalformedException e) {
        Files.delete(file);
      }
    }
    TileFetcher.Answer answer = fetcher.get("tile/" + path, EntryBundle.BYTES_MAX);
    if (answer instanceof TileFetcher.Missing && !path.isFull()) {
      answer = fetcher.get("tile/" + path.full(), EntryBundle.BYTES_MAX);
    }
    switch (answer) {
      case TileFetcher.Found(byte[] bytes) -> {
        try {
          byte[] hashes = leafHashes(bytes, width);
          write(file, bytes);
          return new Copied(number, hashes, false, true);
        } catch (MalformedException e) {
          throw new IOException("tile/" + path + " is no bundle: " + e.getMessage(), e);
        }
      }
      case TileFetcher.Closed ignored -> {
        byte[] hashes = fetcher.tile(0, number, width);
        return new Copied(number, Arrays.copyOf(hashes, width * Hash.BYTES), true, false);
      }
      case TileFetcher.Missing() ->
          throw new IOException(
              "the log does not have tile/" + path + "; run the mirror again later");
    }
  }

  private static byte[] leafHashes(byte[] bundle, int width) throws MalformedException {
    return EntryBundle.parse(bundle, width).leafHashes(new TreeHasher());
  }

  /** Fetches again what was damaged here and is whole where it came from; whether any was. */
  private boolean mend(long size) throws IOException, InterruptedException {
    boolean isMended = false;
    for (long number = 0; number * Tile.WIDTH < size; number++) {
      int width = TilePath.widthIn(size, 0, number);
      TilePath path = TilePath.entries(number, width);
      Path file = log.resolve("tile/" + path);
      if (Files.exists(file)) {
        byte[] theirs = Arrays.copyOf(fetcher.tile(0, number, width), width * Hash.BYTES);
        if (!isOf(file, width, theirs)) {
          Files.delete(file);
          bundle(number, width);
          if (Files.exists(file) && isOf(file, width, theirs)) {
            printer.progress("tile/" + path + " was damaged here, and was fetched again");
            isMended = true;
          }
        }
      }
    }
    return isMended;
  }

  private static boolean isOf(Path bundle, int width, byte[] leafHashes) throws IOException {
    try {
      return Arrays.equals(leafHashes(Files.readAllBytes(bundle), width), leafHashes);
    } catch (MalformedException e) {
      return false;
    }
  }

  /**
   * Which entries are not those of the tree. What is wrong here is forgotten, so that the next run
   * fetches it again.
   */
  private Wrong guilty(LogReader reader) throws IOException, InterruptedException, LogProblem {
    long size = reader.checkpoint().size();
    for (long number = 0; number * Tile.WIDTH < size; number++) {
      int width = TilePath.widthIn(size, 0, number);
      Path file = log.resolve("tile/" + TilePath.entries(number, width));
      if (!Files.exists(file)) {
        continue;
      }
      byte[] theirs = fetcher.tile(0, number, width);
      try {
        byte[] ours = leafHashes(Files.readAllBytes(file), width);
        int differs = Arrays.mismatch(ours, 0, ours.length, theirs, 0, ours.length);
        if (differs >= 0) {
          Files.delete(file);
          return new Wrong(
              Wrong.Kind.TAMPERED,
              "entry "
                  + (number * Tile.WIDTH + differs / Hash.BYTES)
                  + " is not the one in the tree");
        }
      } catch (MalformedException e) {
        Files.delete(file);
      }
    }
    // The entries are those of the lowest tiles: then these are not below the signed root.
    reader.read(batch -> 0, nothing -> {});
    return new Wrong(
        Wrong.Kind.TAMPERED, "the entries do not make the root that the checkpoint names");
  }

  /** The page that checks evidence, from this program and not from the log's server. */
  private void checker() throws IOException {
    byte[] page = Checker.page();
    if (page.length > 0) {
      write(folder.resolve("checker.html"), page);
    }
  }

  private static void page(TileFetcher from, String name, Path to)
      throws IOException, InterruptedException {
    if (from.get(name, PAGE_BYTES_MAX) instanceof TileFetcher.Found(byte[] bytes)) {
      write(to, bytes);
    }
  }

  private Path keep(Note note) throws IOException {
    Path file = folder.resolve("evidence-" + printer.clock().instant().getEpochSecond());
    Files.copy(log.resolve("checkpoint"), file.resolveSibling(file.getFileName() + "-before"));
    write(file, note.bytes());
    return file;
  }

  private boolean isBeginning(Checkpoint before, Checkpoint next) throws IOException {
    try {
      return ConsistencyProof.make(before.size(), next.size(), fetcher)
          .verifies(before.root(), next.root());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** A partial tile is a beginning of the full one, which is here now. */
  private void forgetPartials(long before, long now) throws IOException {
    for (int level = 0; before >>> (8 * level) > 0 && level < 8; level++) {
      long number = before >>> (8 * level) >>> 8;
      int width = (int) (before >>> (8 * level)) & 255;
      boolean isFull = now >>> (8 * level) >>> 8 > number;
      if (width > 0 && isFull) {
        Files.deleteIfExists(log.resolve("tile/" + new TilePath(level, number, width)));
        if (level == 0) {
          Files.deleteIfExists(log.resolve("tile/" + TilePath.entries(number, width)));
        }
      }
    }
  }

  /** Whole or not at all. */
  private static void write(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.getParent());
    Path next = file.resolveSibling("." + file.getFileName() + ".new");
    Files.write(next, bytes);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Copied answerOf(Future<Copied> future) throws IOException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    }
  }

  private void say(Map<String, Object> answer, Optional<Wrong> wrong, boolean asJson) {
    if (asJson) {
      printer.json(answer);
    } else if (wrong.isPresent()) {
      printer.line("Nothing was published here: the log is not what it was, or does not hold.");
      Verify.tell(List.of(wrong.get()), printer);
    } else {
      printer.line("Copied and verified.");
      printer.table(
          List.of(
              List.of("log", String.valueOf(answer.get("origin"))),
              List.of("entries", String.valueOf(answer.get("size"))),
              List.of("root", String.valueOf(answer.get("root"))),
              List.of("bundles", fetched + " fetched, " + kept + " were here"),
              List.of("not shown yet", closed + " entries, by their hashes"),
              List.of("folder", folder.toString()),
              List.of("seconds", String.valueOf(answer.get("seconds")))));
    }
  }
}
