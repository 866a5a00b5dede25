package id.segel.server.access;

import id.segel.server.access.Cards.Part;
import id.segel.server.access.Invitations.Post;
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
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Runs that make invitations and print them, in one go, for the codes are known to nobody
 * afterwards: a PDF for one kelurahan, a zip with a PDF for each of several. The file is in the
 * data folder, for its owner's eyes, and given to whoever started the run and nobody else, until it
 * is twelve hours old or the server stops. Codes of a file that nobody fetched are revoked.
 */
@Component
class CardJobs implements SmartLifecycle {

  private static final Logger TRACE = LoggerFactory.getLogger(CardJobs.class);

  /** A run of up to so many is done in a moment: a lost phone does not wait behind a province. */
  static final int SMALL_MAX = 100;

  /** Each takes a core while it runs, and the server has other things to do. */
  static final int RUNNING_MAX = 2;

  /** A province of 30,766 cards is some 60 MB. */
  static final int LARGE_KEPT_MAX = 6;

  static final int KEPT_MAX = 500;

  static final Duration KEPT = Duration.ofHours(12);

  /** How a run stands. */
  enum State {
    RUNNING,
    DONE,
    CANCELLED,
    FAILED
  }

  /**
   * A run as its page shows it.
   *
   * @param title the first kelurahan
   * @param parts how many kelurahan
   * @param perSecond cards so far, on average
   * @param expectedEnd while it runs
   * @param deleted when the file is deleted
   * @param bytes of the finished file
   */
  record Shown(
      String id,
      String title,
      int parts,
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

  private final Cards cards;
  private final Invitations invitations;
  private final Clock clock;
  private final Path folder;
  private final Map<String, Job> jobs = new LinkedHashMap<>();
  private @Nullable ScheduledExecutorService broom;
  private @Nullable ScheduledFuture<?> sweeping;

  CardJobs(Cards cards, Invitations invitations, Clock clock, @Value("${segel.data}") Path data) {
    this.cards = cards;
    this.invitations = invitations;
    this.clock = clock;
    this.folder = data.resolve("temp").resolve("cards");
  }

  /** Starts one for a user; a problem when there are too many. */
  synchronized Job start(List<Post> posts, String maker, String address) {
    sweep();
    if (posts.isEmpty()) {
      throw new Problem(409, "CARDS_NONE", "Everybody there has a card or a phone: reissue one.");
    }
    boolean isLarge = posts.size() > SMALL_MAX;
    long running = jobs.values().stream().filter(job -> job.isLarge() && job.isRunning()).count();
    long large = jobs.values().stream().filter(Job::isLarge).count();
    if (jobs.size() >= KEPT_MAX
        || (isLarge && (running >= RUNNING_MAX || large >= LARGE_KEPT_MAX))) {
      throw new Problem(
          409, "CARD_JOBS_FULL", "Too many files are made or kept: fetch yours and delete them.");
    }
    var job = new Job(cards.parts(posts), posts.size(), maker, address);
    jobs.put(job.id.toString(), job);
    Thread.ofPlatform().name("cards-" + posts.size()).daemon().start(job::run);
    return job;
  }

  /** Those of this user that are kept, newest first. */
  synchronized List<Job> of(String maker) {
    sweep();
    return jobs.values().stream().filter(job -> job.maker.equals(maker)).toList().reversed();
  }

  /** The run with this id; a problem when it is not kept any more, or somebody else's. */
  synchronized Job of(String id, String maker) {
    sweep();
    Job job = jobs.get(id);
    if (job == null || !job.maker.equals(maker)) {
      throw Problem.notFound("There is no such file of yours, or its twelve hours are over.");
    }
    return job;
  }

  /** Stops it if it runs, and deletes its file; what nobody fetched dies. */
  synchronized void remove(Job job) {
    job.cancelled = true;
    jobs.remove(job.id.toString());
    try {
      Files.deleteIfExists(job.file);
    } catch (IOException e) {
      TRACE.warn("{} was not deleted", job.file, e);
    }
    if (!job.isRunning() && !job.fetched) {
      invitations.revokeBatch(job.id, job.maker);
    }
  }

  @Override
  public synchronized void start() {
    empty();
    var executor =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("cards-broom").factory());
    sweeping = executor.scheduleWithFixedDelay(this::sweep, 10, 10, TimeUnit.MINUTES);
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
    List.copyOf(jobs.values()).forEach(this::remove);
  }

  @Override
  public synchronized boolean isRunning() {
    return broom != null;
  }

  private synchronized void sweep() {
    Instant old = clock.instant().minus(KEPT);
    List.copyOf(jobs.values()).stream()
        .filter(job -> {
          Instant ended = job.ended;
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
  final class Job {

    private final UUID id = UUID.randomUUID();
    private final List<Part> parts;
    private final int total;
    private final String maker;
    private final String address;
    private final Path file;
    private final Instant started = clock.instant();
    private final AtomicInteger done = new AtomicInteger();
    private volatile boolean cancelled;
    private volatile boolean fetched;
    private volatile @Nullable Instant ended;
    private volatile State state = State.RUNNING;

    private Job(List<Part> parts, int total, String maker, String address) {
      this.parts = parts;
      this.total = total;
      this.maker = maker;
      this.address = address;
      this.file = folder.resolve(id + (parts.size() == 1 ? ".pdf" : ".zip"));
    }

    boolean isPdf() {
      return parts.size() == 1;
    }

    /** {@code kartu-3173011005-Kapuk.pdf}, or {@code kartu-267.zip} */
    String name() {
      String first = parts.getFirst().file();
      return isPdf()
          ? "kartu-" + first.substring(first.lastIndexOf('/') + 1)
          : "kartu-" + parts.size() + ".zip";
    }

    boolean isRunning() {
      return state == State.RUNNING;
    }

    private boolean isLarge() {
      return total > SMALL_MAX;
    }

    /** The finished file, which is being fetched; a problem while there is none. */
    Path fetch() {
      if (state != State.DONE) {
        throw new Problem(409, "CARD_JOB_NOT_DONE", "This run has no file: it is " + state + ".");
      }
      fetched = true;
      return file;
    }

    Shown shown() {
      Instant until = ended;
      Instant now = until == null ? clock.instant() : until;
      long millis = Math.max(1, Duration.between(started, now).toMillis());
      int soFar = done.get();
      Instant expected =
          until != null || soFar == 0 ? null : now.plusMillis(millis * (total - soFar) / soFar);
      return new Shown(
          id.toString(),
          parts.getFirst().title(),
          parts.size(),
          state,
          soFar,
          total,
          (int) (soFar * 1000L / millis),
          started,
          expected,
          until,
          until == null ? null : until.plus(KEPT),
          fetched,
          state == State.DONE ? file.toFile().length() : 0);
    }

    private void run() {
      State end = State.FAILED;
      try {
        end = write() ? State.DONE : State.CANCELLED;
      } catch (IOException | RuntimeException failed) {
        TRACE.error("{} cards were not printed", total, failed);
      }
      synchronized (CardJobs.this) {
        ended = clock.instant();
        state = end;
        if (end != State.DONE || cancelled) {
          file.toFile().delete();
          invitations.revokeBatch(id, maker);
        }
      }
      TRACE.info("cards: {} of {}, {}", done.get(), total, end);
    }

    private boolean write() throws IOException {
      Files.createDirectories(folder, permissions("rwx------"));
      var painter = new CardPainter(address, started.plus(Invitations.LIFE), cards.zone());
      try (OutputStream out = new BufferedOutputStream(create(file), 1 << 16)) {
        if (isPdf()) {
          return write(painter, parts.getFirst(), out);
        }
        var zip = new ZipOutputStream(out);
        zip.setLevel(Deflater.NO_COMPRESSION); // The pages are compressed already.
        for (Part part : parts) {
          zip.putNextEntry(new ZipEntry(part.file()));
          if (!write(painter, part, zip)) {
            return false;
          }
          zip.closeEntry();
        }
        zip.finish();
        return true;
      }
    }

    private boolean write(CardPainter painter, Part part, OutputStream out) throws IOException {
      var faces =
          invitations.issue(part.posts(), maker, id).stream()
              .map(issued -> cards.face(issued, address))
              .toList();
      return painter.write(part.title(), started, faces, out, this::printed);
    }

    private boolean printed(int more) {
      done.addAndGet(more);
      return !cancelled;
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
