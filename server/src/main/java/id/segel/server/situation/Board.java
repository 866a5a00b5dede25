package id.segel.server.situation;

import id.segel.core.box.BoxId;
import id.segel.core.custody.BoxState;
import id.segel.core.region.KelurahanListed;
import id.segel.core.region.RegionCode;
import id.segel.core.region.RegionsListed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The picture while it is being painted: every box there is with its stage, summed up by TPS and
 * kelurahan. Owned by one thread, which takes a {@link Picture} of it: the follower's after each
 * commit, and whoever paints it again as it was.
 */
final class Board {

  /** What is counted of one box. */
  private static final class Box {
    private int stage;
    private boolean isInTransit;
    private boolean isSealed;
    private int legs;
  }

  /** One kelurahan with room for one box of each kind at every TPS: the newest copy. */
  private static final class Area {
    private final int[] numbers;
    private final byte[] stages;
    private final byte[] copies;
    private final int[] open;
    private final int[] counts = new int[Picture.STAGES];
    private int boxes;
    private int inTransit;
    private int sealed;

    private Area(int[] numbers, int kinds) {
      this.numbers = numbers;
      this.stages = new byte[numbers.length * kinds];
      this.copies = new byte[numbers.length * kinds];
      this.open = new int[numbers.length];
    }
  }

  private final Map<BoxId, Box> boxes = new HashMap<>();
  private final Map<Long, Area> areas = new HashMap<>();
  private final SortedMap<Long, Set<Long>> openByTps = new TreeMap<>();
  private final Set<Long> changed = new HashSet<>();
  private int[] kinds = new int[0];
  private final Set<Long> discrepancies = new HashSet<>();
  private final Set<Long> openDiscrepancies = new HashSet<>();
  private int spares;
  private int arrived;
  private long sealed;
  private long handovers;
  private Picture last = Picture.EMPTY;

  /** The ballots, by their digits; before the first box. */
  void kinds(int[] digits) {
    if (!Arrays.equals(digits, kinds)) {
      kinds = digits.clone();
    }
  }

  /** Whether there is a box of this number. */
  boolean has(BoxId box) {
    return boxes.containsKey(box);
  }

  /**
   * Puts a kelurahan on the board in place of what it was; its boxes are added one by one.
   *
   * @return the boxes of TPS that are no longer listed
   */
  List<BoxId> list(long code, int[] numbers) {
    var gone = new ArrayList<BoxId>();
    Area before = areas.get(code);
    var kept = new ArrayList<BoxId>();
    if (before != null) {
      for (BoxId box : boxesOf(code, before)) {
        boolean isListed = Arrays.binarySearch(numbers, numberOf(box)) >= 0;
        (isListed ? kept : gone).add(box);
      }
    }
    areas.put(code, new Area(numbers.clone(), kinds.length));
    changed.add(code);
    gone.forEach(this::remove);
    for (BoxId box : kept) {
      Box own = remove(box);
      add(box);
      set(box, state(own));
    }
    recountOpen(code);
    return gone;
  }

  /** Takes a box off the board that is on it. */
  private Box remove(BoxId box) {
    Box was = Objects.requireNonNull(boxes.remove(box));
    sealed -= was.isSealed ? 1 : 0;
    arrived -= isArrived(box, was.stage) ? 1 : 0;
    handovers -= was.legs;
    return was;
  }

  private List<BoxId> boxesOf(long code, Area area) {
    var own = new ArrayList<BoxId>();
    for (int i = 0; i < area.numbers.length; i++) {
      for (int k = 0; k < kinds.length; k++) {
        for (int copy = 1; copy <= area.copies[i * kinds.length + k]; copy++) {
          var box = new BoxId(((code * 1000 + area.numbers[i]) * 10 + kinds[k]) * 100 + copy);
          if (boxes.containsKey(box)) {
            own.add(box);
          }
        }
      }
    }
    return own;
  }

  /** Adds a box nothing is known of yet; false when it is there already. */
  boolean add(BoxId box) {
    if (boxes.putIfAbsent(box, new Box()) != null) {
      return false;
    }
    if (box.isSpare()) {
      spares++;
      return true;
    }
    Area area = areas.get(box.tpsNumber() / 1000);
    int at = area == null ? -1 : place(area, box);
    if (area != null && at >= 0) {
      area.boxes++;
      area.counts[0]++;
      if (box.copy() > area.copies[at]) {
        area.copies[at] = (byte) box.copy();
        area.stages[at] = 0;
      }
      changed.add(box.tpsNumber() / 1000);
    }
    return true;
  }

  /** A spare has become another box. */
  void spend(BoxId spare) {
    if (boxes.containsKey(spare)) {
      remove(spare);
      spares--;
    }
  }

  /** What the board knows of where a box stands, in one number. */
  static int state(BoxState state) {
    int legs = state.leg() == null ? 0 : state.leg().number();
    return state(state.stage(), state.isOffered(), state.seals() != 0, legs);
  }

  private static int state(Box own) {
    return state(own.stage, own.isInTransit, own.isSealed, own.legs);
  }

  private static int state(int stage, boolean isInTransit, boolean isSealed, int legs) {
    return stage | (isInTransit ? 1 << 4 : 0) | (isSealed ? 1 << 5 : 0) | legs << 6;
  }

  /**
   * Where a box is now.
   *
   * @param state as {@link #state(BoxState)} packs it
   * @return whether it stood otherwise; false when there is no such box
   */
  boolean set(BoxId box, int state) {
    Box own = boxes.get(box);
    if (own == null || state(own) == state) {
      return false;
    }
    int stage = state & 0xF;
    boolean isInTransit = (state & 1 << 4) != 0;
    boolean isSealed = (state & 1 << 5) != 0;
    int legs = state >> 6;
    sealed += (isSealed ? 1 : 0) - (own.isSealed ? 1 : 0);
    handovers += legs - own.legs;
    arrived += (isArrived(box, stage) ? 1 : 0) - (isArrived(box, own.stage) ? 1 : 0);
    long code = box.tpsNumber() / 1000;
    Area area = box.isSpare() ? null : areas.get(code);
    int at = area == null ? -1 : place(area, box);
    if (area != null && at >= 0) {
      area.counts[own.stage]--;
      area.counts[stage]++;
      area.inTransit += (isInTransit ? 1 : 0) - (own.isInTransit ? 1 : 0);
      area.sealed += (isSealed ? 1 : 0) - (own.isSealed ? 1 : 0);
      if (box.copy() == area.copies[at]) {
        area.stages[at] = (byte) stage;
      }
      changed.add(code);
    }
    own.stage = stage;
    own.isInTransit = isInTransit;
    own.isSealed = isSealed;
    own.legs = legs;
    return true;
  }

  private static boolean isArrived(BoxId box, int stage) {
    return stage >= TpsStatus.AT_TPS && !box.isSpare();
  }

  /** Boxes that have reached their TPS, or were there. */
  int arrived() {
    return arrived;
  }

  /** Where the stage of this box stands, negative when its TPS or kind is not known. */
  private int place(Area area, BoxId box) {
    int tps = Arrays.binarySearch(area.numbers, numberOf(box));
    int kind = Arrays.binarySearch(kinds, box.kind());
    return tps < 0 || kind < 0 ? -1 : tps * kinds.length + kind;
  }

  private static int numberOf(BoxId box) {
    return (int) (box.tpsNumber() % 1000);
  }

  /**
   * A discrepancy is open for this TPS, or is no longer.
   *
   * @param tps 0 for the discrepancy itself, which may be about no TPS
   */
  void discrepancy(long tps, long index, boolean isOpen) {
    if (tps == 0) {
      discrepancies.add(index);
      mark(openDiscrepancies, index, isOpen);
      return;
    }
    Set<Long> own = openByTps.computeIfAbsent(tps, any -> new HashSet<>());
    mark(own, index, isOpen);
    if (own.isEmpty()) {
      openByTps.remove(tps);
    }
    recountOpen(tps / 1000);
  }

  private static void mark(Set<Long> open, long index, boolean isOpen) {
    if (isOpen) {
      open.add(index);
    } else {
      open.remove(index);
    }
  }

  /** How many discrepancies are open. */
  int open() {
    return openDiscrepancies.size();
  }

  private void recountOpen(long code) {
    Area area = areas.get(code);
    if (area != null) {
      for (int i = 0; i < area.numbers.length; i++) {
        area.open[i] = openByTps.getOrDefault(code * 1000 + area.numbers[i], Set.of()).size();
      }
      changed.add(code);
    }
  }

  /** The picture after this entry. */
  Picture take(long index) {
    SortedMap<Long, Picture.Area> taken = new TreeMap<>(last.areas());
    for (Long code : changed) {
      Area area = areas.get(code);
      if (area != null) {
        taken.put(code, copy(code, area));
      }
    }
    changed.clear();
    last =
        new Picture(
            index,
            kinds.clone(),
            taken,
            spares,
            sealed,
            handovers,
            openDiscrepancies.size(),
            discrepancies.size());
    return last;
  }

  private Picture.Area copy(long code, Area area) {
    // Of TPS that no roster names, too: somebody may sign for one.
    var open = new HashSet<Long>();
    openByTps.subMap(code * 1000, (code + 1) * 1000).values().forEach(open::addAll);
    return new Picture.Area(
        code,
        area.numbers,
        area.stages.clone(),
        area.open.clone(),
        area.counts.clone(),
        area.boxes,
        area.inTransit,
        area.sealed,
        open.size());
  }

  /** The first boxes of these TPS, one for each ballot. */
  List<BoxId> firstBoxes(long code, int[] numbers) {
    var own = new ArrayList<BoxId>(numbers.length * kinds.length);
    for (int number : numbers) {
      for (int kind : kinds) {
        own.add(new BoxId(((code * 1000 + number) * 10 + kind) * 100 + 1));
      }
    }
    return own;
  }

  /** The spare boxes of the kecamatan that are listed. */
  static List<BoxId> spares(RegionsListed listed, int perKecamatan) {
    var own = new ArrayList<BoxId>();
    for (RegionsListed.Region region : listed.regions()) {
      if (region.code().level() == RegionCode.Level.KECAMATAN) {
        for (int number = 1; number <= perKecamatan; number++) {
          own.add(new BoxId(Long.parseLong(region.code().digits()) * 10_000_000_000L + number));
        }
      }
    }
    return own;
  }

  /** TPS numbers of a listed kelurahan. */
  static int[] numbers(KelurahanListed listed) {
    return listed.tps().stream().mapToInt(KelurahanListed.Tps::number).toArray();
  }
}
