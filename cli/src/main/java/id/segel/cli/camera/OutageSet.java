package id.segel.cli.camera;

import id.segel.cli.camera.Camera.State;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Clips of stores with known truth, made by FFmpeg: a drawn scene by day or infrared light, with
 * noise, rain, headlights and people, in which at a known sample the view freezes, is covered, is
 * turned, is blurred, goes dark or is dazzled. Each clip goes through H.264 as a camera's stream
 * does. All pictures are drawn; none is of a real camera.
 */
public final class OutageSet {

  /** Samples of a clip; what is wrong begins at the second number. */
  private static final int SAMPLES = 50;

  private static final int BEGINS = 34;
  private static final int[] CLOCK = {20, 20, 340, 70};

  private final Path ffmpeg;
  private final Path folder;
  private final Consumer<String> say;

  /**
   * One clip.
   *
   * @param kind what it is counted under
   * @param truth what should be found from {@link #BEGINS} on; GOOD for nothing
   * @param also what counts as found too: of a turned camera that it is covered, and so on
   * @param light filters of the whole clip, between the scene and the fault
   * @param fault filters that begin at {@link #BEGINS}
   * @param after filters of the camera itself: noise, then its clock
   */
  private record Clip(
      String kind,
      String name,
      State truth,
      Set<State> also,
      String light,
      String fault,
      String after) {}

  /**
   * What was found of the clips of a kind.
   *
   * @param delays seconds from the fault to the finding, at one sample in ten seconds
   */
  public record Found(
      String kind, int clips, int recalled, int falseAlarms, int unjudged, List<Integer> delays) {}

  public OutageSet(Path ffmpeg, Path folder, Consumer<String> say) {
    this.ffmpeg = ffmpeg;
    this.folder = folder;
    this.say = say;
  }

  /** Makes and judges the clips of some scenes; the seed of a scene is its number. */
  public List<Found> judge(List<Integer> scenes) throws IOException, InterruptedException {
    var found = new ArrayList<Found>();
    for (int scene : scenes) {
      Path picture = draw(scene);
      for (Clip clip : clips(scene)) {
        Found one = judge(scene, picture, clip);
        int at = 0;
        while (at < found.size() && !found.get(at).kind.equals(clip.kind)) {
          at++;
        }
        if (at == found.size()) {
          found.add(one);
        } else {
          found.set(at, sum(found.get(at), one));
        }
      }
    }
    return found;
  }

  private static Found sum(Found one, Found other) {
    var delays = new ArrayList<>(one.delays);
    delays.addAll(other.delays);
    return new Found(
        one.kind,
        one.clips + other.clips,
        one.recalled + other.recalled,
        one.falseAlarms + other.falseAlarms,
        one.unjudged + other.unjudged,
        delays);
  }

  private Found judge(int scene, Path picture, Clip clip) throws IOException, InterruptedException {
    List<Frame> frames = film(scene, picture, clip);
    var judge = new Judge(CLOCK, 1, List.of());
    int delay = -1;
    boolean isUnjudged = false;
    State wrong = null;
    for (int i = 0; i < frames.size(); i++) {
      State state = judge.judge(frames.get(i));
      if (clip.truth == State.GOOD || i < BEGINS) {
        wrong = state == State.GOOD || state == clip.truth || wrong != null ? wrong : state;
      } else if (state == clip.truth || clip.also.contains(state)) {
        delay = delay < 0 ? (i - BEGINS) * 10 + 10 : delay;
      } else if (state != State.GOOD) {
        wrong = wrong == null ? state : wrong;
      }
      isUnjudged = judge.unjudged().contains(clip.truth);
    }
    boolean isMissed = clip.truth != State.GOOD && delay < 0 && !isUnjudged;
    if (isMissed || wrong != null) {
      say.accept(
          String.format(
              Locale.ROOT,
              "scene %d, %s, %s: %s%s (%s, score %.2f)",
              scene,
              clip.kind,
              clip.name,
              isMissed ? "missed" : "found",
              wrong == null ? "" : ", false " + wrong,
              judge.state(),
              judge.score()));
    }
    return new Found(
        clip.kind,
        1,
        delay >= 0 ? 1 : 0,
        wrong == null ? 0 : 1,
        isUnjudged && delay < 0 ? 1 : 0,
        delay < 0 ? List.of() : List.of(delay));
  }

  // ------------------------------------------------------------------ clips

  private static List<Clip> clips(int scene) {
    var clips = new ArrayList<Clip>();
    String day = "null";
    String night = "hue=s=0,eq=contrast=0.55:brightness=-0.12";
    String quiet = noise(5, scene) + "," + clock(true);
    String loud = noise(14, scene) + "," + clock(true);
    for (String[] one :
        new String[][] {
          {"day, noise 3", day, "null", noise(3, scene) + "," + clock(true)},
          {"day, noise 9", day, "null", noise(9, scene) + "," + clock(true)},
          {"infrared, noise 14", night, "null", loud},
          {"infrared, noise 5", night, "null", quiet},
          {"people", day, people(6), quiet},
          {"a crowd", day, people(2) + "," + people(3) + "," + people(5), quiet},
          {"people, infrared", night, people(4), loud},
          {"headlights", night, headlights(), loud},
          {"rain", day, rain(), quiet},
          {"rain, infrared", night, rain(), loud},
          {"darker by and by", day, "eq=brightness='-0.004*n':eval=frame", quiet},
          {"light switched on", night, from("eq=brightness=0.2:contrast=1.2"), quiet},
          {"boxes moved", day, from(box(150, 165, 60, 40)), quiet},
          {"no noise", day, "null", clock(true)},
        }) {
      clips.add(new Clip("nothing wrong", one[0], State.GOOD, Set.of(), one[1], one[2], one[3]));
    }
    var gone = EnumSet.of(State.COVERED, State.TURNED);
    for (String[] light :
        new String[][] {
          {"day", day, quiet}, {"infrared", night, loud}, {"people", day + "," + people(5), quiet}
        }) {
      String name = light[0];
      add(clips, "dark", name, State.DARK, Set.of(), light, from(box("black", 1)));
      add(
          clips,
          "dark",
          name + ", faint",
          State.DARK,
          Set.of(),
          light,
          from("eq=contrast=0.1:brightness=-0.44"));
      add(clips, "dazzled", name, State.DAZZLED, Set.of(), light, from(box("white", 1)));
      add(
          clips,
          "dazzled",
          name + ", glare",
          State.DAZZLED,
          Set.of(),
          light,
          from("eq=brightness=0.75:contrast=1.5"));
      var coveredToo = EnumSet.of(State.TURNED, State.DARK, State.DAZZLED);
      add(
          clips,
          "covered, fully",
          name + ", cloth",
          State.COVERED,
          coveredToo,
          light,
          from(box("0x706858", 1)));
      add(
          clips,
          "covered, fully",
          name + ", paper",
          State.COVERED,
          coveredToo,
          light,
          from(box("0xd8d4cc", 0.97)));
      add(
          clips,
          "covered, fully",
          name + ", hand",
          State.COVERED,
          coveredToo,
          light,
          from(box("0x302018", 0.98)));
      add(
          clips,
          "covered, 70 %",
          name,
          State.COVERED,
          coveredToo,
          light,
          from("drawbox=x=0:y=0:w=448:h=360:color=0x605850:t=fill"));
      add(
          clips,
          "covered, half",
          name,
          State.COVERED,
          coveredToo,
          light,
          from("drawbox=x=0:y=0:w=320:h=360:color=0x605850:t=fill"));
      for (int shift : new int[] {13, 20, 40, 100, 150}) {
        add(
            clips,
            "turned, 2 % of the width and more",
            name + ", " + shift + " of 640",
            State.TURNED,
            gone,
            light,
            turned(shift, 0));
      }
      add(
          clips,
          "turned, 2 % of the width and more",
          name + ", 30 down",
          State.TURNED,
          gone,
          light,
          turned(0, 30));
      add(clips, "turned, 1 % of the width", name, State.TURNED, gone, light, turned(6, 0));
      for (String sigma : new String[] {"1.5", "3", "6"}) {
        add(
            clips,
            "blurred",
            name + ", " + sigma + " points of 640",
            State.BLURRED,
            Set.of(),
            light,
            from("gblur=sigma=" + sigma));
      }
      String stops = "loop=loop=" + (SAMPLES - BEGINS) + ":size=1:start=" + (BEGINS - 1);
      clips.add(
          new Clip(
              "frozen", name, State.FROZEN, Set.of(), light[1], "null", light[2] + "," + stops));
      String noise = light[2].substring(0, light[2].indexOf(','));
      clips.add(
          new Clip(
              "frozen under a live clock",
              name,
              State.FROZEN,
              Set.of(),
              light[1],
              "null",
              noise + "," + stops + "," + clock(true)));
      clips.add(
          new Clip(
              "clock stuck",
              name,
              State.CLOCK_STUCK,
              Set.of(),
              light[1],
              "null",
              noise + "," + clock(false)));
    }
    clips.add(
        new Clip(
            "frozen, a source without noise",
            "day",
            State.FROZEN,
            Set.of(),
            day,
            "null",
            "loop=loop="
                + (SAMPLES - BEGINS)
                + ":size=1:start="
                + (BEGINS - 1)
                + ","
                + clock(true)));
    return clips;
  }

  private static void add(
      List<Clip> clips,
      String kind,
      String name,
      State truth,
      Set<State> also,
      String[] light,
      String fault) {
    clips.add(new Clip(kind, name, truth, also, light[1], fault, light[2]));
  }

  private static String from(String filter) {
    return filter + ":enable='gte(n," + BEGINS + ")'";
  }

  private static String box(String colour, double share) {
    return String.format(
        Locale.ROOT, "drawbox=x=0:y=0:w=%d:h=360:color=%s:t=fill", Math.round(640 * share), colour);
  }

  private static String box(int x, int y, int wide, int high) {
    return "drawbox=x=" + x + ":y=" + y + ":w=" + wide + ":h=" + high + ":color=0xb09060:t=fill";
  }

  private static String turned(int right, int down) {
    return String.format(
        Locale.ROOT,
        "crop=w=640:h=360:x='5+if(gte(n,%d),%d,0)':y='45+if(gte(n,%d),%d,0)'",
        BEGINS,
        right,
        BEGINS,
        down);
  }

  private static String noise(int strength, int scene) {
    return "noise=alls=" + strength + ":allf=t:all_seed=" + (scene * 100 + strength);
  }

  /** Somebody dark who stands elsewhere in each sample. */
  private static String people(int stride) {
    return String.format(
        Locale.ROOT,
        "split[m%1$d][p%1$d];[p%1$d]crop=36:130:0:0,drawbox=color=0x28303c:t=fill[q%1$d];"
            + "[m%1$d][q%1$d]overlay=x='mod(n*%2$d,600)':y='165+mod(n*%1$d*13,50)'",
        stride,
        stride * 97 + 41);
  }

  /** Light that sweeps over the picture in two samples of nine. */
  private static String headlights() {
    return "eq=brightness='0.35*lt(mod(n,9),2)':eval=frame";
  }

  /** Streaks that are others in each sample. */
  private static String rain() {
    return "split[dry][sky];[sky]drawbox=color=black:t=fill,noise=c0s=100:c0f=t:c0_seed=77,"
        + "lutyuv=y='if(gt(val,62),150,0)':u=128:v=128,boxblur=lr=0:lp=0:cr=0,"
        + "avgblur=sizeX=1:sizeY=5[wet];[dry][wet]blend=c0_mode=screen:c0_opacity=0.8";
  }

  private static String clock(boolean goesOn) {
    // One sample is ten seconds of the camera's own time.
    String time =
        goesOn ? "%{eif\\:mod(n/6\\,60)\\:d\\:2}\\:%{eif\\:mod(n\\,6)*10\\:d\\:2}" : "07\\:10";
    return "drawtext=text='2029-02-13 18\\:"
        + time
        + "':fontsize=16:fontcolor=white:box=1:boxcolor=black@0.6:x=16:y=10";
  }

  // ---------------------------------------------------------------- filming

  /**
   * A store: walls, floor, shelves with boxes, a door, a window; 800 by 450, so that it can be
   * turned.
   */
  Path draw(int scene) throws IOException, InterruptedException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(scene);
    var filter = new StringBuilder("color=c=0x8a8478:s=800x450:r=1:d=1");
    filter
        .append(",drawbox=x=0:y=")
        .append(280 + random.nextInt(60))
        .append(":w=800:h=200:color=0x5c564e:t=fill");
    for (int i = 0; i < 7; i++) {
      int x = random.nextInt(750);
      int y = random.nextInt(250);
      filter.append(filled(x, y, 30 + random.nextInt(130), 40 + random.nextInt(150), grey(random)));
    }
    for (int i = 0; i < 90; i++) {
      int x = random.nextInt(770);
      int y = 30 + random.nextInt(390);
      int wide = 15 + random.nextInt(45);
      int high = 12 + random.nextInt(35);
      filter.append(filled(x, y, wide, high, grey(random)));
      filter.append(
          filled(x + wide / 4, y + high / 3, wide / 3, Math.max(2, high / 5), grey(random)));
    }
    filter
        .append(",noise=alls=10:all_seed=")
        .append(scene)
        .append(",gblur=sigma=0.6,format=yuv420p");
    Path picture = folder.resolve("scene-" + scene + ".png");
    run(List.of("-f", "lavfi", "-i", filter.toString(), "-frames:v", "1", picture.toString()));
    return picture;
  }

  private static String filled(int x, int y, int wide, int high, String colour) {
    return ",drawbox=x="
        + x
        + ":y="
        + y
        + ":w="
        + wide
        + ":h="
        + high
        + ":color="
        + colour
        + ":t=fill";
  }

  private static String grey(RandomGenerator random) {
    int base = 30 + random.nextInt(190);
    return String.format(
        Locale.ROOT,
        "0x%02x%02x%02x",
        Math.min(255, base + random.nextInt(24)),
        base,
        Math.max(0, base - random.nextInt(24)));
  }

  private List<Frame> film(int scene, Path picture, Clip clip)
      throws IOException, InterruptedException {
    boolean isTurned = clip.fault.startsWith("crop=w=640");
    Path film = folder.resolve("clip.mkv");
    String filter =
        (isTurned ? clip.fault : "crop=640:360:5:45")
            + ","
            + clip.light
            + (isTurned ? "" : "," + clip.fault)
            + ",format=yuv420p,"
            + clip.after
            + ",trim=end_frame="
            + SAMPLES;
    run(
        List.of(
            "-loop",
            "1",
            "-framerate",
            "1",
            "-t",
            String.valueOf(SAMPLES),
            "-i",
            picture.toString(),
            "-filter_complex",
            filter,
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-g",
            "1",
            "-crf",
            String.valueOf(23 + scene % 4 * 3),
            film.toString()));
    var camera = new Camera("X", Camera.Kind.RTSP, URI.create("rtsp://x/"), null, null, 1, CLOCK);
    var frames = new ArrayList<Frame>();
    Process process =
        start(
            List.of(
                "-threads",
                "1",
                "-i",
                film.toString(),
                "-filter_complex",
                Stream.filter(camera, 1_000),
                "-map",
                "[o]",
                "-fps_mode",
                "passthrough",
                "-f",
                "rawvideo",
                "pipe:1"));
    try (InputStream out = process.getInputStream()) {
      byte[] raw = out.readNBytes(Frame.BYTES);
      while (raw.length == Frame.BYTES) {
        frames.add(Frame.ofRaw(raw));
        raw = out.readNBytes(Frame.BYTES);
      }
    }
    process.waitFor();
    if (frames.size() != SAMPLES) {
      throw new IOException(clip.kind + ", " + clip.name + " has " + frames.size() + " samples");
    }
    return frames;
  }

  private void run(List<String> options) throws IOException, InterruptedException {
    Process process = start(options);
    String said;
    try (InputStream out = process.getInputStream()) {
      said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
    }
    if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
      throw new IOException("ffmpeg cannot make the set: " + said + String.join(" ", options));
    }
  }

  private Process start(List<String> options) throws IOException {
    var line = new ArrayList<>(List.of(ffmpeg.toString(), "-v", "error", "-nostdin", "-y"));
    line.addAll(options);
    return new ProcessBuilder(line)
        .redirectError(
            options.getLast().equals("pipe:1")
                ? ProcessBuilder.Redirect.DISCARD
                : ProcessBuilder.Redirect.PIPE)
        .redirectErrorStream(!options.getLast().equals("pipe:1"))
        .start();
  }
}
