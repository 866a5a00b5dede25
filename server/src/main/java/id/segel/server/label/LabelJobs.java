package id.segel.server.label;

import id.segel.server.http.Problem;
import id.segel.server.label.Labels.Kind;
import id.segel.server.label.Labels.Part;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * Runs that print the labels of a region into one zip, a PDF for each kelurahan. One kelurahan is
 * in memory at a time; the zip is in the data folder until it is a day old or the server stops.
 */
@Component
class LabelJobs implements SmartLifecycle {

  private static final Logger TRACE = LoggerFactory.getLogger(LabelJobs.class);

  /** Each takes a core while it runs, and the server has other things to do. */
  static final int RUNNING_MAX = 2;

  /** A province of 123,064 boxes is 50 MB. */
  static final int KEPT_MAX = 6;

  private static final Duration KEPT = Duration.ofDays(1);

  /** How a job stands. */
  enum State {
    RUNNING,
    DONE,
    CANCELLED,
    FAILED
  }

  /**
   * A job as its page shows it.
   *
   * @param address of the server that the QR codes lead to
   * @param perSecond labels so far, on average
   * @param expectedEnd while it runs
   * @param bytes of the finished file
   */
  record Shown(
      String id,
      String kind,
      String region,
      String size,
      String address,
      State state,
      int done,
      int total,
      int perSecond,
      Instant started,
      @Nullable Instant expectedEnd,
      @Nullable Instant ended,
      long bytes) {}

  private final Labels labels;
  private final Clock clock;
  private final Path folder;
  private final Map<String, Job> jobs = new LinkedHashMap<>();
  private @Nullable ScheduledExecutorService broom;
  private @Nullable ScheduledFuture<?> sweeping;

  LabelJobs(Labels labels, Clock clock, @Value("${segel.data}") Path data) {
    this.labels = labels;
    this.clock = clock;
    this.folder = data.resolve("temp").resolve("labels");
  }

  /** Starts one; a problem when there are too many, or no labels. */
  synchronized Job start(Kind kind, String region, LabelSize size, String address) {
    sweep();
    List<Part> parts = labels.parts(kind, region);
    int total = parts.stream().mapToInt(Part::labels).sum();
    if (total == 0) {
      throw Problem.notFound("The roster has nothing to label in region " + region + ".");
    }
    long running = jobs.values().stream().filter(Job::isRunning).count();
    if (running >= RUNNING_MAX) {
      throw new Problem(
          409, "LABEL_JOBS_FULL", running + " jobs are running: wait for one, or cancel it.");
    }
    if (jobs.size() >= KEPT_MAX) {
      jobs.values().stream().filter(job -> !job.isRunning()).findFirst().ifPresent(this::remove);
    }
    var job = new Job(kind, region, size, address, parts, total);
    jobs.put(job.id, job);
    Thread.ofPlatform().name("labels-" + region).daemon().start(job::run);
    return job;
  }

  /** All that are kept, newest first. */
  synchronized List<Job> all() {
    sweep();
    return List.copyOf(jobs.values()).reversed();
  }

  /** The job with this id; a problem when it is not kept any more. */
  synchronized Job of(String id) {
    sweep();
    Job job = jobs.get(id);
    if (job == null) {
      throw Problem.notFound("There is no such job, or its day is over.");
    }
    return job;
  }

  /** Stops it if it runs, and deletes its file. */
  synchronized void remove(Job job) {
    job.cancelled = true;
    jobs.remove(job.id);
    try {
      Files.deleteIfExists(job.file);
    } catch (IOException e) {
      TRACE.warn("{} was not deleted", job.file, e);
    }
  }

  @Override
  public synchronized void start() {
    empty();
    var executor =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("labels-broom").factory());
    sweeping = executor.scheduleWithFixedDelay(this::sweep, 1, 1, TimeUnit.HOURS);
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

    private final String id = UUID.randomUUID().toString();
    private final Kind kind;
    private final String region;
    private final LabelSize size;
    private final String address;
    private final List<Part> parts;
    private final int total;
    private final Path file = folder.resolve(id + ".zip");
    private final Instant started = clock.instant();
    private final AtomicInteger done = new AtomicInteger();
    private volatile boolean cancelled;
    private volatile @Nullable Instant ended;
    private volatile State state = State.RUNNING;

    private Job(
        Kind kind, String region, LabelSize size, String address, List<Part> parts, int total) {
      this.kind = kind;
      this.region = region;
      this.size = size;
      this.address = address;
      this.parts = parts;
      this.total = total;
    }

    String region() {
      return region;
    }

    String name() {
      return "label-" + kind.word() + "-" + region + "-" + size + ".zip";
    }

    boolean isRunning() {
      return state == State.RUNNING;
    }

    /** The finished zip; a problem while there is none. */
    Path file() {
      if (state != State.DONE) {
        throw new Problem(409, "LABEL_JOB_NOT_DONE", "This job has no file: it is " + state + ".");
      }
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
          id,
          kind.word(),
          region,
          size.toString(),
          address,
          state,
          soFar,
          total,
          (int) (soFar * 1000L / millis),
          started,
          expected,
          until,
          state == State.DONE ? file.toFile().length() : 0);
    }

    private void run() {
      State end = State.FAILED;
      try {
        end = write() ? State.DONE : State.CANCELLED;
      } catch (IOException | RuntimeException failed) {
        TRACE.error("labels of {} were not printed", region, failed);
      } finally {
        ended = clock.instant();
        state = end;
        synchronized (LabelJobs.this) {
          if (end != State.DONE || cancelled) {
            file.toFile().delete();
          }
        }
      }
      TRACE.info("{} labels of {}: {} of {}", kind.word(), region, done.get(), total);
    }

    private boolean write() throws IOException {
      Files.createDirectories(folder);
      var painter = new LabelPainter(size);
      try (var zip =
          new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
        zip.setLevel(Deflater.NO_COMPRESSION); // The pages are compressed already.
        for (Part part : parts) {
          zip.putNextEntry(new ZipEntry(part.file()));
          List<Label> onPart = labels.of(kind, part, address);
          boolean isWhole = painter.write(part.title(), started, onPart, zip, this::printed);
          zip.closeEntry();
          if (!isWhole) {
            return false;
          }
        }
      }
      return true;
    }

    private boolean printed(int more) {
      done.addAndGet(more);
      return !cancelled;
    }
  }
}
