package id.segel.cli.camera;

import id.segel.cli.camera.Camera.State;
import id.segel.cli.camera.Edges.Shift;
import id.segel.cli.camera.Edges.Slopes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says what the samples of one camera show. It knows no clock: what it counts are samples.
 *
 * <p>Dark and dazzled are seen on the newest sample. The view is the median of the last seven,
 * which has neither people nor headlights in it; where its edges are not those of the reference, it
 * was covered or turned. Frozen is a picture that is the same bit by bit, or one whose noise stays
 * the same while the camera's own clock goes on; both need a source with noise. Blurred is less
 * fine detail than the reference had, measured without noise: what two samples have in common. The
 * thresholds were found on two of the scenes of {@link OutageSet} and tried on the others.
 */
final class Judge {

  private static final int MEDIAN_OF = 7;
  private static final int WIDE = Frame.SMALL_WIDE;
  private static final int HIGH = Frame.SMALL_HIGH;
  private static final int SOON = 3;
  private static final int LATE = 6;
  private static final double FLOOR_MIN = 0.05;
  private static final double FINE_MIN = 0.01;

  /** Samples of another light in which the view must still be the same, to learn it. */
  private static final int OTHER_LIGHT = 12;

  private static final int MEAN_OF = 24;
  private static final int MEAN_MIN = 12;
  private static final int CELL = 20;

  private final int @Nullable [] clock;
  private final List<Reference> references = new ArrayList<>(2);
  private final List<Edges> edges = new ArrayList<>(2);
  private final ArrayDeque<byte[]> thumbs = new ArrayDeque<>();
  private final List<Double> diffs = new ArrayList<>();
  private final List<Double> fineDiffs = new ArrayList<>();
  private final List<Double> noises = new ArrayList<>();
  private final List<Double> fines = new ArrayList<>();

  /** How many samples running each was so. */
  private final Map<State, Integer> runs = new EnumMap<>(State.class);

  private int number;
  private State state = State.GOOD;
  private Set<State> unjudged = EnumSet.noneOf(State.class);
  private int good;
  private int otherLight;
  private @Nullable Frame before;
  private byte @Nullable [] thumbBefore;
  private float @Nullable [] fineBefore;
  private final float[] mean = new float[Frame.SMALL];
  private int meanOf;
  private float @Nullable [] restBefore;
  private int frozenUnderClock;
  private double score = 1;
  private boolean hasChanged;

  /**
   * A judge of one camera.
   *
   * @param clock where the picture shows a clock, in thousandths; null where it shows none
   * @param known references of an earlier run
   */
  Judge(int @Nullable [] clock, int number, List<Reference> known) {
    this.clock = clock;
    this.number = number;
    for (Reference one : known) {
      if (one.number() == number) {
        add(one);
      }
    }
  }

  State state() {
    return state;
  }

  /** Of what nothing can be said. */
  Set<State> unjudged() {
    return unjudged;
  }

  /** How much of the reference's edges are there, of the last view that was looked at. */
  double score() {
    return score;
  }

  List<Reference> references() {
    return List.copyOf(references);
  }

  /** Whether the references are others than when last asked. */
  boolean hasChanged() {
    boolean answer = hasChanged;
    hasChanged = false;
    return answer;
  }

  /** The desk has taken the view as right: it is learnt anew. */
  void take(int newNumber) {
    if (newNumber != number) {
      number = newNumber;
      references.clear();
      edges.clear();
      thumbs.clear();
      forget();
      runs.clear();
      state = State.GOOD;
    }
  }

  /** Looks at the next sample. */
  State judge(Frame frame) {
    byte[] thumb = frame.thumb();
    unjudged = EnumSet.noneOf(State.class);
    boolean isDark = isDark(thumb);
    boolean isDazzled = isDazzled(thumb);
    run(State.DARK, isDark);
    run(State.DAZZLED, isDazzled);
    int light = light(frame.isInfrared());
    if (isDark || isDazzled) {
      // It says nothing of the view, and must not become part of the median.
      unjudged.addAll(EnumSet.of(State.COVERED, State.TURNED, State.BLURRED, State.CLOCK_STUCK));
      fineBefore = null;
    } else {
      view(frame, thumb, light);
    }
    frozen(frame, thumb, light);
    clock(frame);
    before = frame;
    thumbBefore = thumb;
    settle();
    return state;
  }

  private int run(State kind) {
    return runs.getOrDefault(kind, 0);
  }

  private void run(State kind, int samples) {
    runs.put(kind, Math.min(1_000, samples));
  }

  private void run(State kind, boolean isSo) {
    run(kind, isSo ? run(kind) + 1 : 0);
  }

  /** A state begins when it has lasted, and ends after three samples without it. */
  private void settle() {
    State found = null;
    for (State kind :
        List.of(
            State.DARK,
            State.DAZZLED,
            State.COVERED,
            State.TURNED,
            State.FROZEN,
            State.BLURRED,
            State.CLOCK_STUCK)) {
      int needed =
          switch (kind) {
            case FROZEN -> LATE - 1;
            case BLURRED, CLOCK_STUCK -> LATE;
            default -> SOON;
          };
      if (found == null && run(kind) >= needed) {
        found = kind;
      }
    }
    if (found != null) {
      state = found;
      good = 0;
    } else if (state != State.GOOD && ++good >= SOON) {
      state = State.GOOD;
      good = 0;
    }
  }

  // ------------------------------------------------------------------ light

  private static boolean isDark(byte[] thumb) {
    double mean = mean(thumb);
    return mean < 10 || (mean < 24 && deviation(thumb) < 9);
  }

  private static boolean isDazzled(byte[] thumb) {
    int bright = 0;
    for (byte point : thumb) {
      bright += (point & 0xff) > 235 ? 1 : 0;
    }
    return bright > 0.7 * thumb.length;
  }

  /** Which reference is of this light: its place, or -1. */
  private int light(boolean isInfrared) {
    for (int i = 0; i < references.size(); i++) {
      if (references.get(i).isInfrared() == isInfrared) {
        return i;
      }
    }
    return -1;
  }

  // ------------------------------------------------------------------- view

  private void view(Frame frame, byte[] thumb, int light) {
    thumbs.addLast(thumb);
    if (thumbs.size() > MEDIAN_OF) {
      thumbs.removeFirst();
    }
    byte[] median = median(new ArrayList<>(thumbs));
    Slopes slopes = Slopes.of(median);
    if (references.isEmpty()) {
      unjudged.addAll(EnumSet.of(State.COVERED, State.TURNED, State.BLURRED));
      if (thumbs.size() == MEDIAN_OF && Edges.of(slopes, this::isClock).count() >= 100) {
        learn(frame.isInfrared(), median);
      }
      return;
    }
    double here = 0;
    Edges nearest = edges.getFirst();
    for (int i = 0; i < edges.size(); i++) {
      double one = edges.get(i).score(slopes, 0, 0);
      if (one > here) {
        here = one;
        nearest = edges.get(i);
      }
    }
    score = here;
    boolean isTurned = false;
    boolean isCovered = false;
    if (here < 0.75) {
      boolean isEmpty = here < 0.62 && (nearest.lost(slopes) > 0.4 || deviation(median) < 8);
      Shift best = nearest.search(slopes);
      boolean isShifted =
          Math.max(Math.abs(best.right()), Math.abs(best.down())) >= 2
              && best.score() - here > 0.2
              && best.score() > 0.6;
      isTurned = isShifted || (here < 0.52 && !isEmpty);
      isCovered = isEmpty && !isShifted;
    }
    // What it is called may waver; that the view is another one does not.
    int lasted = Math.max(run(State.TURNED), run(State.COVERED));
    run(State.TURNED, isTurned ? lasted + 1 : 0);
    run(State.COVERED, isCovered ? lasted + 1 : 0);
    if (isTurned || isCovered) {
      forget();
    }
    if (light < 0 && here >= 0.6) {
      otherLight++;
      if (otherLight >= OTHER_LIGHT) {
        learn(frame.isInfrared(), median);
      }
    } else {
      otherLight = 0;
    }
    blurred(frame, thumb, light, here);
  }

  private void learn(boolean isInfrared, byte[] median) {
    otherLight = 0;
    diffs.clear();
    fineDiffs.clear();
    noises.clear();
    fines.clear();
    add(new Reference(number, isInfrared, median, 0, 0, 0, 0, 0));
    hasChanged = true;
  }

  private void add(Reference one) {
    references.add(one);
    edges.add(Edges.of(Slopes.of(one.thumb()), this::isClock));
  }

  private boolean isClock(int point) {
    if (clock == null) {
      return false;
    }
    int x = point % WIDE * 1_000 / WIDE;
    int y = point / WIDE * 1_000 / HIGH;
    return x >= clock[0] - 12
        && x <= clock[0] + clock[2] + 12
        && y >= clock[1] - 22
        && y <= clock[1] + clock[3] + 22;
  }

  private static byte[] median(List<byte[]> of) {
    int count = of.size();
    var median = new byte[Frame.SMALL];
    var sorted = new int[count];
    for (int i = 0; i < median.length; i++) {
      for (int j = 0; j < count; j++) {
        int value = of.get(j)[i] & 0xff;
        int at = j;
        while (at > 0 && sorted[at - 1] > value) {
          sorted[at] = sorted[at - 1];
          at--;
        }
        sorted[at] = value;
      }
      median[i] = (byte) sorted[count / 2];
    }
    return median;
  }

  // -------------------------------------------------------- blur and learning

  private void blurred(Frame frame, byte[] thumb, int light, double here) {
    float[] fine = fine(frame.crop());
    float[] last = fineBefore;
    fineBefore = fine;
    if (last == null || light < 0) {
      unjudged.add(State.BLURRED);
      return;
    }
    double common = 0;
    double own = 0;
    double change = 0;
    double changeSize = 0;
    for (int i = 0; i < fine.length; i++) {
      common += (double) fine[i] * last[i];
      own += (double) fine[i] * fine[i];
      double difference = fine[i] - last[i];
      change += difference * difference;
      changeSize += Math.abs(difference);
    }
    double contrast = Math.max(4, deviation(thumb));
    double noise = change / 2 / fine.length;
    Reference reference = references.get(light);
    if (!reference.isLearnt()) {
      unjudged.add(State.BLURRED);
      if (before != null && run(State.TURNED) + run(State.COVERED) == 0) {
        fines.add(Math.sqrt(Math.max(0, common / fine.length)) / contrast);
        noises.add(noise);
        diffs.add(difference(frame.crop(), before.crop()));
        fineDiffs.add(changeSize / fine.length);
        references.set(light, learnt(reference));
        hasChanged = true;
      }
      return;
    }
    if (reference.fine() < FINE_MIN) {
      unjudged.add(State.BLURRED);
      return;
    }
    double energy = Math.max(common / fine.length, own / fine.length - reference.noise());
    double ratio = Math.sqrt(Math.max(0, energy)) / contrast / reference.fine();
    run(State.BLURRED, ratio < 0.55 && here >= 0.52);
  }

  private Reference learnt(Reference one) {
    return new Reference(
        one.number(),
        one.isInfrared(),
        one.thumb(),
        // A sample may have come twice.
        diffs.stream().sorted().skip(1).findFirst().orElse(0.0),
        middle(fineDiffs),
        middle(noises),
        middle(fines),
        one.learnt() + 1);
  }

  private static double middle(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(0.0);
  }

  /** What a mean of three by three takes away. */
  private static float[] fine(byte[] crop) {
    var fine = new float[Frame.SMALL];
    for (int y = 1; y < HIGH - 1; y++) {
      for (int x = 1; x < WIDE - 1; x++) {
        int i = y * WIDE + x;
        int sum = 0;
        for (int row = i - WIDE; row <= i + WIDE; row += WIDE) {
          sum += (crop[row - 1] & 0xff) + (crop[row] & 0xff) + (crop[row + 1] & 0xff);
        }
        fine[i] = (crop[i] & 0xff) - sum / 9f;
      }
    }
    return fine;
  }

  // ----------------------------------------------------------------- frozen

  private void frozen(Frame frame, byte[] thumb, int light) {
    Reference reference = light < 0 ? null : references.get(light);
    if (reference == null || !reference.isLearnt() || reference.floor() < FLOOR_MIN) {
      unjudged.add(State.FROZEN);
      run(State.FROZEN, false);
      return;
    }
    boolean isSame =
        before != null
            && thumbBefore != null
            && Arrays.equals(frame.crop(), before.crop())
            && isSameBesideClock(thumb, thumbBefore);
    if (run(State.BLURRED) > 0) {
      forgetMean();
    } else {
      frozenUnderClock = isNoiseTheSame(frame, reference) ? frozenUnderClock + 1 : 0;
    }
    int lasted = run(State.FROZEN);
    run(State.FROZEN, Math.max(isSame ? lasted + 1 : 0, Math.max(0, frozenUnderClock - 1)));
  }

  private boolean isSameBesideClock(byte[] one, byte[] other) {
    for (int i = 0; i < one.length; i++) {
      if (one[i] != other[i] && !isClock(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether what differs from the long mean is what differed one sample before: noise that stays.
   */
  private boolean isNoiseTheSame(Frame frame, Reference reference) {
    float[] fine = fine(frame.crop());
    boolean answer = false;
    var rest = new float[fine.length];
    double size = 0;
    double change = 0;
    for (int i = 0; i < fine.length; i++) {
      rest[i] = fine[i] - mean[i];
      size += Math.abs(rest[i]);
      if (restBefore != null) {
        change += Math.abs(rest[i] - restBefore[i]);
      }
    }
    size /= fine.length;
    change /= fine.length;
    if (meanOf >= MEAN_MIN && size > 3 * reference.usual() + 1) {
      forgetMean();
      return false;
    }
    if (meanOf >= MEAN_MIN && restBefore != null) {
      answer = change < 0.7 * reference.usual() && correlates(rest, restBefore);
    }
    restBefore = meanOf + 1 >= MEAN_MIN ? rest : null;
    if (!answer) {
      meanOf = Math.min(MEAN_OF, meanOf + 1);
      for (int i = 0; i < fine.length; i++) {
        mean[i] += (fine[i] - mean[i]) / meanOf;
      }
    }
    return answer;
  }

  private static boolean correlates(float[] one, float[] other) {
    int cells = 0;
    int alike = 0;
    for (int top = 0; top + CELL <= HIGH; top += CELL) {
      for (int left = 0; left + CELL <= WIDE; left += CELL) {
        double product = 0;
        double first = 0;
        double second = 0;
        for (int y = top; y < top + CELL; y++) {
          for (int x = left; x < left + CELL; x++) {
            int i = y * WIDE + x;
            product += one[i] * other[i];
            first += one[i] * one[i];
            second += other[i] * other[i];
          }
        }
        cells++;
        if (first > 1 && second > 1 && product / Math.sqrt(first * second) > 0.7) {
          alike++;
        }
      }
    }
    return alike * 3 >= cells * 2;
  }

  private void forget() {
    forgetMean();
    fineBefore = null;
  }

  /** The long mean is of another view, another light or another sharpness. */
  private void forgetMean() {
    meanOf = 0;
    Arrays.fill(mean, 0);
    restBefore = null;
    frozenUnderClock = 0;
  }

  // ------------------------------------------------------------------ clock

  private void clock(Frame frame) {
    if (clock == null || unjudged.contains(State.CLOCK_STUCK)) {
      return;
    }
    int lowest = 255;
    int highest = 0;
    for (byte point : frame.clock()) {
      int value = point & 0xff;
      if (value > 0) {
        lowest = Math.min(lowest, value);
      }
      highest = Math.max(highest, value);
    }
    Frame last = before;
    if (highest - lowest <= 45 || last == null) {
      unjudged.add(State.CLOCK_STUCK);
      run(State.CLOCK_STUCK, false);
      return;
    }
    boolean isStill = true;
    for (int top = 0; top + 8 <= HIGH && isStill; top += 8) {
      for (int left = 0; left + 8 <= WIDE && isStill; left += 8) {
        int sum = 0;
        for (int y = top; y < top + 8; y++) {
          for (int x = left; x < left + 8; x++) {
            int i = y * WIDE + x;
            sum += Math.abs((frame.clock()[i] & 0xff) - (last.clock()[i] & 0xff));
          }
        }
        isStill = sum <= 10 * 64;
      }
    }
    run(State.CLOCK_STUCK, isStill && run(State.FROZEN) < 2);
  }

  // ---------------------------------------------------------------- figures

  private static double difference(byte[] one, byte[] other) {
    long sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += Math.abs((one[i] & 0xff) - (other[i] & 0xff));
    }
    return (double) sum / one.length;
  }

  private static double mean(byte[] points) {
    long sum = 0;
    for (byte point : points) {
      sum += point & 0xff;
    }
    return (double) sum / points.length;
  }

  private static double deviation(byte[] points) {
    double mean = mean(points);
    double sum = 0;
    for (byte point : points) {
      double off = (point & 0xff) - mean;
      sum += off * off;
    }
    return Math.sqrt(sum / points.length);
  }
}
