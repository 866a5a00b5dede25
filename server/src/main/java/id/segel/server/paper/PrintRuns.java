package id.segel.server.paper;

import id.segel.server.http.Problem;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Runs that print into a file, each in a thread of its own, while somebody looks how far they are.
 * The file is in the data folder, for its owner's eyes, until it is old or the server stops. Safe
 * for many threads.
 *
 * @param <A> what a run is about
 */
public final class PrintRuns<A> implements SmartLifecycle {

  private static final Logger TRACE = LoggerFactory.getLogger(PrintRuns.class);
  private static final Duration SWEEP = Duration.ofMinutes(10);

  /** How a run stands. */
  public enum State {
    RUNNING,
    DONE,
    CANCELLED,
    FAILED
  }

  /**
   * A run as its page shows it.
   *
   * @param perSecond pieces so far, on average
   * @param expectedEnd while it runs
   * @param deleted when the file is deleted, once there is one
   * @param fetched whether somebody has the file
   * @param bytes of the finished file
   */
  public record Shown(
      String id,
      State state,
      int done,
      int total,
      int perSecond,
      Instant started,
      @Nullable Instant expectedEnd,
      @Nullable Instant ended,
      @Nullable Instant deleted,
      boolean fetched,
      long bytes) {}

  /** Prints; answers false when it was stopped. */
  @FunctionalInterface
  public interface Work<A> {
    boolean print(PrintRuns<A>.Run run, OutputStream out) throws IOException;
  }

  /** Prints one part of a zip; answers false when it was stopped. */
  @FunctionalInterface
  public interface PartWork<P> {
    boolean print(P part, OutputStream out) throws IOException;
  }

  private final String name;
  private final Path folder;
  private final Duration kept;
  private final Clock clock;
  private final Consumer<PrintRuns<A>.Run> unfetched;
  private final Map<String, Run> runs = new LinkedHashMap<>();
  private @Nullable ScheduledExecutorService broom;
  private @Nullable ScheduledFuture<?> sweeping;

  /**
   * Runs of one kind.
   *
   * @param data the folder of everything that must survive
   * @param kept how long a finished file is
   * @param unfetched told of each run whose file is gone and was never fetched
   */
  public PrintRuns(
      String name, Path data, Duration kept, Clock clock, Consumer<PrintRuns<A>.Run> unfetched) {
    this.name = name;
    this.folder = data.resolve("temp").resolve(name);
    this.kept = kept;
    this.clock = clock;
    this.unfetched = unfetched;
  }

  /** Starts one that prints so many pieces. */
  public synchronized Run start(A about, int total, String ending, Work<A> work) {
    var run = new Run(about, total, ending);
    runs.put(run.id.toString(), run);
    Thread.ofPlatform().name(name + "-" + total).daemon().start(() -> run.print(work));
    return run;
  }

  /** All that are kept, newest first. */
  public synchronized List<Run> all() {
    sweep();
    return List.copyOf(runs.values()).reversed();
  }

  /** The run with this id, while it is kept. */
  public synchronized Optional<Run> of(String id) {
    sweep();
    return Optional.ofNullable(runs.get(id));
  }

  /** Stops it if it runs, and deletes its file. */
  public synchronized void remove(Run run) {
    run.cancelled = true;
    runs.remove(run.id.toString());
    if (!run.isRunning()) {
      run.delete();
    }
  }

  /** Writes a zip of these parts; answers false when it was stopped. */
  public static <P> boolean zip(
      OutputStream out, List<P> parts, Function<P, String> file, PartWork<P> work)
      throws IOException {
    var zip = new ZipOutputStream(out);
    zip.setLevel(Deflater.NO_COMPRESSION); // The pages are compressed already.
    for (P part : parts) {
      zip.putNextEntry(new ZipEntry(file.apply(part)));
      if (!work.print(part, zip)) {
        return false;
      }
      zip.closeEntry();
    }
    zip.finish();
    return true;
  }

  @Override
  public synchronized void start() {
    empty();
    var executor =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name(name + "-broom").factory());
    sweeping =
        executor.scheduleWithFixedDelay(
            this::sweep, SWEEP.toMinutes(), SWEEP.toMinutes(), TimeUnit.MINUTES);
    broom = executor;
  }

  @Override
  public synchronized void stop() {
    if (sweeping != null) {
      sweeping.cancel(false);
      sweeping = null;
    }
    if (broom != null) {
      broom.shutdownNow();
      broom = null;
    }
    List.copyOf(runs.values()).forEach(this::remove);
  }

  @Override
  public synchronized boolean isRunning() {
    return broom != null;
  }

  private synchronized void sweep() {
    Instant old = clock.instant().minus(kept);
    List.copyOf(runs.values()).stream()
        .filter(run -> {
          Instant ended = run.ended;
          return ended != null && ended.isBefore(old);
        })
        .forEach(this::remove);
  }

  /** Whatever a server that was killed left behind. */
  private void empty() {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One run. Its own thread writes, others look. */
  public final class Run {

    private final UUID id = UUID.randomUUID();
    private final A about;
    private final int total;
    private final Path file;
    private final Instant started = clock.instant();
    private final AtomicInteger done = new AtomicInteger();
    private volatile boolean cancelled;
    private volatile boolean fetched;
    private volatile @Nullable Instant ended;
    private volatile State state = State.RUNNING;

    private Run(A about, int total, String ending) {
      this.about = about;
      this.total = total;
      this.file = folder.resolve(id + ending);
    }

    public UUID id() {
      return id;
    }

    public A about() {
      return about;
    }

    public int total() {
      return total;
    }

    public Instant started() {
      return started;
    }

    public boolean isRunning() {
      return state == State.RUNNING;
    }

    /** So many pieces more are printed; answers whether to go on. */
    public boolean printed(int more) {
      done.addAndGet(more);
      return !cancelled;
    }

    /** The finished file, which is being fetched; a problem while there is none. */
    public Path fetch() {
      if (state != State.DONE) {
        throw new Problem(409, "RUN_NOT_DONE", "This run has no file: it is " + state + ".");
      }
      fetched = true;
      return file;
    }

    public Shown shown() {
      Instant until = ended;
      Instant now = until == null ? clock.instant() : until;
      long millis = Math.max(1, Duration.between(started, now).toMillis());
      int soFar = done.get();
      Instant expected =
          until != null || soFar == 0 ? null : now.plusMillis(millis * (total - soFar) / soFar);
      return new Shown(
          id.toString(),
          state,
          soFar,
          total,
          (int) (soFar * 1000L / millis),
          started,
          expected,
          until,
          until == null ? null : until.plus(kept),
          fetched,
          state == State.DONE ? file.toFile().length() : 0);
    }

    private void print(Work<A> work) {
      State end = State.FAILED;
      try {
        Files.createDirectories(folder, permissions("rwx------"));
        try (OutputStream out = new BufferedOutputStream(create(file), 1 << 16)) {
          end = work.print(this, out) ? State.DONE : State.CANCELLED;
        }
      } catch (IOException | RuntimeException failed) {
        end = State.FAILED;
        TRACE.error("{} {} were not printed", total, name, failed);
      }
      synchronized (PrintRuns.this) {
        ended = clock.instant();
        state = end;
        if (end != State.DONE || cancelled) {
          delete();
        }
      }
      TRACE.info("{}: {} of {}, {}", name, done.get(), total, end);
    }

    private void delete() {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        TRACE.warn("{} was not deleted", file, e);
      }
      if (!fetched) {
        unfetched.accept(this);
      }
    }
  }

  /** A file that only its owner reads, from its first byte on. */
  private static OutputStream create(Path file) throws IOException {
    return Channels.newOutputStream(
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            permissions("rw-------")));
  }

  private static FileAttribute<?> permissions(String mode) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
  }
}
