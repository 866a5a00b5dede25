package id.segel.cli.camera;

import id.segel.cli.camera.Camera.MissedException;
import id.segel.cli.camera.Camera.Why;
import id.segel.cli.camera.Watch.Pace;
import id.segel.cli.camera.Watch.Reading;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches the cameras that the server lists and tells it what they are. Each camera has a thread of
 * its own, so that none can delay another; one more thread posts readings and asks for the list.
 * Whatever happens to either, both go on.
 */
public final class CameraWorker implements AutoCloseable {

  /** Readings that could not be told: about an hour of twenty cameras; the oldest go first. */
  private static final int WAITING_MAX = 10_000;

  /** Ids that follow each other come to lie far apart by it: 2^64 over the golden ratio. */
  private static final long SPREAD = 0x9e37_79b9_7f4a_7c15L;

  /** With the time of a try it stays below the minute after which the server knows nothing. */
  private static final long RETRY_MAX = TimeUnit.SECONDS.toNanos(20);

  private static final long NEWS_APART = TimeUnit.SECONDS.toNanos(2);

  private final CameraServer server;
  private final References references;
  private final Path ffmpeg;
  private final Addresses addresses;
  private final Consumer<String> say;
  private final @Nullable Pace fixedPace;

  /** They wait for cameras. */
  private final ExecutorService waitingThreads = Executors.newVirtualThreadPerTaskExecutor();

  /** They read pictures and judge them, as many at once as the machine can do. */
  private final ExecutorService judging =
      Executors.newFixedThreadPool(
          Math.min(4, Runtime.getRuntime().availableProcessors()),
          Thread.ofPlatform().daemon().name("camera-judging-", 0).factory());

  private final Turns turns = Turns.of(waitingThreads);
  private final HttpSampler http = new HttpSampler(waitingThreads, turns);
  private final Hls hls;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread telling;

  /** Changed by the thread that tells alone. */
  private final Map<String, Post> posts = new ConcurrentHashMap<>();

  /** Of the thread that tells alone, as what follows. */
  private final List<Reading> waiting = new ArrayList<>();

  private int atOnce = CameraServer.READINGS_MAX;

  private final Set<String> said = new HashSet<>();
  private long version = -1;
  private long everySeconds = 10;

  /** A camera and the thread that watches it. */
  private final class Post implements AutoCloseable {

    private final Camera camera;
    private final Watch watch;
    private final Pace pace;
    private final Thread thread;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile @Nullable Stream stream;
    private @Nullable String segment;
    private long segmentAt;

    Post(Camera camera, Pace pace) {
      this.camera = camera;
      this.pace = pace;
      watch =
          new Watch(camera, pace, references.of(camera.id()), System.nanoTime(), turns.worked());
      thread = Thread.ofVirtual().name(camera.id()).start(this::run);
    }

    private void run() {
      try {
        if (camera.kind() != Camera.Kind.RTSP) {
          // So that not all are asked at the same moment.
          over.await(
              Math.floorMod(camera.id().hashCode() * SPREAD, pace.every()), TimeUnit.NANOSECONDS);
        }
        int tries = 0;
        while (over.getCount() > 0) {
          long began = System.nanoTime();
          long next;
          try {
            sample();
            tries = 0;
            next = camera.kind() == Camera.Kind.RTSP ? 0 : pace.every();
          } catch (MissedException e) {
            watch.missed(e.why(), System.nanoTime(), turns.worked());
            tries++;
            next = retry(tries);
          } catch (RuntimeException bug) {
            say.accept(camera + ": a bug: " + bug.getClass().getSimpleName());
            watch.missed(Why.GARBAGE, System.nanoTime(), turns.worked());
            next = pace.every();
          }
          List<Reference> toKeep = watch.toKeep();
          if (toKeep != null) {
            keep(toKeep);
          }
          over.await(began + next - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
      } catch (InterruptedException end) {
        Thread.currentThread().interrupt();
      } finally {
        hangUp();
      }
    }

    /** Soon while it is not known to be offline, then less and less often; never all at once. */
    private long retry(int tries) {
      boolean isStream = camera.kind() == Camera.Kind.RTSP;
      long wait =
          watch.isOffline()
              ? isStream
                  ? Math.min(RETRY_MAX, TimeUnit.SECONDS.toNanos(1L << Math.min(tries, 6)))
                  : pace.every()
              : Math.min(pace.every() / 4, TimeUnit.SECONDS.toNanos(1L << Math.min(tries, 6)));
      int jitter = Math.floorMod((camera.id() + tries).hashCode(), 40);
      return wait * (80 + jitter) / 100;
    }

    private void sample() throws MissedException, InterruptedException {
      URI address = addresses.pin(camera);
      if (camera.kind() == Camera.Kind.HLS) {
        Hls.Taken taken = hls.take(camera, address, segment, turns.worked() - segmentAt);
        if (taken != null) {
          segment = taken.segment();
          segmentAt = turns.worked();
          judge(taken::frame);
        }
        return;
      }
      if (camera.kind() != Camera.Kind.RTSP) {
        byte[] jpeg = http.take(camera, address);
        judge(() -> Jpeg.read(jpeg, camera.clock()));
        return;
      }
      Stream current = stream;
      if (current == null) {
        current = Stream.open(ffmpeg, camera, address, TimeUnit.NANOSECONDS.toMillis(pace.every()));
        stream = current;
      }
      try {
        Frame frame = current.next(pace.silence(), turns);
        judge(() -> frame);
      } catch (MissedException | RuntimeException e) {
        hangUp();
        throw e;
      }
    }

    /** In a thread that works; it came now, however long that waits. */
    private void judge(Callable<Frame> sample) throws MissedException, InterruptedException {
      long now = System.nanoTime();
      long worked = turns.worked();
      try {
        judging
            .submit(() -> {
              watch.good(sample.call(), now, worked);
              return null;
            })
            .get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof MissedException missed) {
          throw missed;
        }
        throw new IllegalStateException(e.getCause());
      }
    }

    private void hangUp() {
      Stream current = stream;
      stream = null;
      if (current != null) {
        current.close();
      }
    }

    private void keep(List<Reference> toKeep) {
      try {
        references.keep(camera.id(), toKeep);
      } catch (IOException e) {
        say.accept(camera + ": its reference cannot be kept: " + e.getMessage());
      }
    }

    long processorNanos() {
      Stream current = stream;
      return current == null ? 0 : current.processorNanos();
    }

    @Override
    public void close() {
      over.countDown();
      thread.interrupt();
      hangUp();
    }
  }

  /**
   * A worker that has begun.
   *
   * @param server where Segel answers
   * @param token of this worker, from the page of cameras
   * @param state a folder of its own
   * @param allowed addresses {@code HOST:PORT} that are asked although they are of this machine
   * @param every seconds between samples; 0 is as the server says
   * @param say where changes and troubles are said, in one line each
   */
  public static CameraWorker start(
      URI server,
      String token,
      Path state,
      Path ffmpeg,
      Set<String> allowed,
      long every,
      Consumer<String> say)
      throws IOException {
    Pace pace = every == 0 ? null : Pace.of(every);
    return new CameraWorker(server, token, state, ffmpeg, allowed, say, pace);
  }

  /** With a pace of one's own, for tests. */
  CameraWorker(
      URI server,
      String token,
      Path state,
      Path ffmpeg,
      Set<String> allowed,
      Consumer<String> say,
      @Nullable Pace fixedPace)
      throws IOException {
    this.server = new CameraServer(server, token);
    this.references = new References(state);
    this.ffmpeg = ffmpeg;
    this.hls = new Hls(ffmpeg, http, waitingThreads, turns);
    this.addresses = new Addresses(allowed);
    this.say = say;
    this.fixedPace = fixedPace;
    telling = Thread.ofPlatform().name("camera-telling").start(this::tell);
  }

  /** What FFmpeg calls itself, or null when it does not run. */
  public static @Nullable String version(Path ffmpeg) throws InterruptedException {
    return Stream.version(ffmpeg);
  }

  private void tell() {
    long lastAll = System.nanoTime();
    long lastTold = lastAll;
    boolean isCurrent = false;
    try {
      while (stopped.getCount() > 0) {
        try {
          if (!isCurrent) {
            follow(server.list());
            isCurrent = true;
            said.clear();
          }
          long now = System.nanoTime();
          boolean isTime = now - lastAll >= every();
          boolean isNews = now - lastTold >= Math.min(NEWS_APART, every());
          if (isTime || isNews || !waiting.isEmpty()) {
            int before = waiting.size();
            for (Post post : posts.values()) {
              if (isTime || post.watch.hasNews()) {
                collect(post);
              }
            }
            lastAll = isTime ? now : lastAll;
            if (isTime || before > 0 || waiting.size() > before) {
              lastTold = now;
              isCurrent = send();
            }
          }
        } catch (IOException e) {
          // Each trouble once, until the list was read again.
          if (said.add(String.valueOf(e.getMessage()))) {
            say.accept("the server: " + e.getMessage());
          }
          isCurrent = isCurrent && version >= 0;
          stopped.await(Math.min(every(), TimeUnit.SECONDS.toNanos(5)), TimeUnit.NANOSECONDS);
        } catch (RuntimeException bug) {
          say.accept("a bug: " + bug);
          stopped.await(1, TimeUnit.SECONDS);
        }
        stopped.await(
            Math.min(every() / 4, TimeUnit.MILLISECONDS.toNanos(250)), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private long every() {
    return fixedPace != null ? fixedPace.every() : TimeUnit.SECONDS.toNanos(everySeconds);
  }

  private void collect(Post post) {
    boolean isNews = post.watch.hasNews();
    Reading reading = post.watch.take(System.nanoTime());
    if (reading == null) {
      return;
    }
    if (isNews) {
      say.accept(
          reading.camera()
              + " "
              + reading.state()
              + (reading.why() == null ? "" : " " + reading.why()));
    }
    if (reading.picture() != null) {
      // Of each camera the newest picture is kept, here as there.
      waiting.replaceAll(one -> one.camera().equals(reading.camera()) ? one.withoutPicture() : one);
    }
    waiting.add(reading);
    if (waiting.size() > WAITING_MAX) {
      waiting.removeFirst();
    }
  }

  /** Until nothing waits. Answers whether the list that we have is the newest. */
  private boolean send() throws IOException, InterruptedException {
    waiting.sort(Comparator.comparingLong(Reading::at));
    long newest;
    do {
      List<Reading> batch = batch();
      newest = version;
      try {
        newest = server.tell(version, List.copyOf(batch), System.nanoTime());
        atOnce = Math.min(CameraServer.READINGS_MAX, 2 * atOnce);
      } catch (CameraServer.RefusedException e) {
        if (e.isTooBig() && batch.size() > 1) {
          atOnce = batch.size() / 2;
          continue;
        }
        say.accept("the server: " + e.getMessage() + ", " + batch.size() + " readings are dropped");
      }
      batch.clear();
    } while (!waiting.isEmpty());
    return newest == version;
  }

  /** What comes next of what waits, as much as one request may hold. */
  private List<Reading> batch() {
    int count = 0;
    int bytes = 0;
    while (count < Math.min(atOnce, waiting.size())) {
      bytes += CameraServer.bytes(waiting.get(count));
      if (count > 0 && bytes > CameraServer.BYTES_MAX) {
        break;
      }
      count++;
    }
    return waiting.subList(0, count);
  }

  private void follow(CameraServer.Cameras list) {
    everySeconds = list.everySeconds();
    Pace pace = fixedPace != null ? fixedPace : Pace.of(everySeconds);
    var listed = new HashMap<String, Camera>();
    for (Camera camera : list.cameras()) {
      listed.put(camera.id(), camera);
    }
    posts
        .entrySet()
        .removeIf(one -> {
          Camera now = listed.get(one.getKey());
          boolean isGone =
              now == null
                  || !isSame(now, one.getValue().camera)
                  || !pace.equals(one.getValue().pace);
          if (isGone) {
            one.getValue().close();
          }
          return isGone;
        });
    for (Camera camera : listed.values()) {
      Post post = posts.get(camera.id());
      if (post == null) {
        posts.put(camera.id(), new Post(camera, pace));
      } else {
        post.watch.takeAsRight(camera.reference());
      }
    }
    http.keep(listed.values());
    list.troubles().forEach(say);
    version = list.version();
  }

  private static boolean isSame(Camera one, Camera other) {
    return one.kind() == other.kind()
        && one.address().equals(other.address())
        && Objects.equals(one.user(), other.user())
        && Objects.equals(one.password(), other.password())
        && java.util.Arrays.equals(one.clock(), other.clock());
  }

  /** Processor time of the processes that are open now, for the bench. */
  long processorNanos() {
    return posts.values().stream().mapToLong(Post::processorNanos).sum();
  }

  @Override
  public void close() {
    stopped.countDown();
    telling.interrupt();
    try {
      telling.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    posts.values().forEach(Post::close);
    http.close();
    turns.close();
    waitingThreads.shutdownNow();
    judging.shutdownNow();
    server.close();
  }
}
