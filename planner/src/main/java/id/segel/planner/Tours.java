package id.segel.planner;

import id.segel.planner.Problem.Stop;
import id.segel.planner.Problem.Vehicle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The tours of all vehicles while they are searched for, each a chain of nodes: the vehicle's
 * start, stops, a reload at the depot before each further trip, and its end. Every change is undone
 * in the time that it took.
 *
 * <p>Nodes are numbered: stops as in the problem, then a start and an end for each vehicle, then
 * reloads. With each node stands when it can begin at the earliest and when it must begin at the
 * latest, so that one look tells whether a stop fits between two others (Savelsbergh, "The Vehicle
 * Routing Problem with Time Windows: Minimizing Route Duration", 1992).
 */
final class Tours {

  static final int NONE = -1;

  private static final int RELOAD = -2;

  final int stops;
  final int vehicles;

  /** Of each node; those of a stop that nobody goes to mean nothing. */
  final int[] next;

  final int[] prev;

  /** Vehicles are of a kind when only their names tell them apart. */
  final int kinds;

  /** Of each kind, a bit for each of its vehicles; and for each that stands still. */
  private final long[][] ofKind;

  private final long[] idle;

  /** The vehicle of a node, or {@link #NONE} of a stop that nobody goes to. */
  final int[] vehicle;

  /** The start or reload that begins a node's trip. */
  final int[] head;

  /** Of a trip, at the node that begins it: how many boxes more it can carry, and its stops. */
  private final int[] room;

  final int[] count;

  /** What it costs to go from a node to the next. */
  private final int[] step;

  private final int[] early;
  private final int[] late;

  private final int[] place;
  private final int[] boxes;
  private final int[] service;
  private final int[] open;
  private final int[] close;

  private final int[] capacity;
  private final int[] fixed;
  private final int[] tripsMax;
  private final int[] trips;
  private final boolean[] inTime;
  private final long[] costs;

  /**
   * By vehicle; first those that lead from a place, then those that lead to it, row by row: a look
   * at all ways of a stop stays in one row.
   */
  private final int[][] ways;

  private final int[][] waysTo;
  private final int[][] times;
  private final int[][] timesTo;
  private final int places;
  private final boolean isTimed;
  private final boolean isOneMatrix;

  /**
   * Whether a vehicle may come to a stop, a bit for each; null where every one may come to each.
   */
  private final long @Nullable [][] mayCome;

  /** Of each vehicle, which docks it loads at, or {@link #NONE} where there is no limit. */
  private final int[] docksOf;

  /** When each dock is free; and of each vehicle, when it is and where it stands then. */
  private final int[][] dockFree;

  private final int[] free;
  private final int[] at;

  private final int[] freeReloads;
  private int freeReloadCount;
  private long cost;

  /** What the vehicles that were touched since {@link #mark} were before. */
  private int[] saved = new int[1024];

  private int savedSize;
  private final int[] touched;
  private int touchedCount;
  private final int[] touchedAt;
  private int marked;
  private long costAtMark;

  Tours(Problem problem) {
    stops = problem.stops().size();
    vehicles = problem.vehicles().size();
    boolean isMany = problem.vehicles().stream().anyMatch(one -> one.trips() > 1);
    int reloads = isMany ? stops : 0;
    int nodes = stops + 2 * vehicles + reloads;
    next = new int[nodes];
    prev = new int[nodes];
    vehicle = new int[nodes];
    head = new int[nodes];
    room = new int[nodes];
    count = new int[nodes];
    step = new int[nodes];
    early = new int[nodes];
    late = new int[nodes];
    place = new int[nodes];
    boxes = new int[nodes];
    service = new int[nodes];
    open = new int[nodes];
    close = new int[nodes];
    capacity = new int[vehicles];
    fixed = new int[vehicles];
    tripsMax = new int[vehicles];
    trips = new int[vehicles];
    inTime = new boolean[vehicles];
    costs = new long[vehicles];
    ways = new int[vehicles][];
    waysTo = new int[vehicles][];
    times = new int[vehicles][];
    timesTo = new int[vehicles][];
    int[][] turned =
        problem.matrices().stream()
            .map(one -> turned(one.places(), one.cost()))
            .toArray(int[][]::new);
    int[][] timesTurned =
        problem.matrices().stream()
            .map(one -> turned(one.places(), one.time()))
            .toArray(int[][]::new);
    places = problem.matrices().getFirst().places();
    docksOf = new int[vehicles];
    free = new int[vehicles];
    at = new int[vehicles];
    List<Integer> depots = List.copyOf(problem.docks().keySet());
    dockFree =
        depots.stream()
            .map(depot -> new int[problem.docks().getOrDefault(depot, 1)])
            .toArray(int[][]::new);
    isOneMatrix = problem.matrices().size() == 1;
    touched = new int[vehicles];
    touchedAt = new int[vehicles];
    Map<Vehicle, Integer> numbers = new HashMap<>();
    for (Vehicle one : problem.vehicles()) {
      numbers.putIfAbsent(one.nameless(), numbers.size());
    }
    kinds = numbers.size();
    ofKind = new long[kinds][(vehicles + 63) / 64];
    idle = new long[(vehicles + 63) / 64];
    boolean hasTimes = false;
    boolean isOpenToAll = true;
    for (int i = 0; i < stops; i++) {
      Stop stop = problem.stops().get(i);
      place[i] = stop.place();
      boxes[i] = stop.boxes();
      service[i] = stop.service();
      open[i] = stop.open();
      close[i] = stop.close();
      vehicle[i] = NONE;
      hasTimes |= stop.open() > 0 || stop.close() < Problem.NEVER;
    }
    for (int v = 0; v < vehicles; v++) {
      Vehicle one = problem.vehicles().get(v);
      ofKind[Objects.requireNonNull(numbers.get(one.nameless()))][v >> 6] |= 1L << v;
      docksOf[v] = depots.indexOf(one.depot());
      capacity[v] = one.capacity();
      fixed[v] = one.fixed();
      tripsMax[v] = one.trips();
      Matrix matrix = problem.matrices().get(one.means());
      ways[v] = matrix.cost();
      times[v] = matrix.time();
      waysTo[v] = turned[one.means()];
      timesTo[v] = timesTurned[one.means()];
      int start = start(v);
      int end = end(v);
      place[start] = one.depot();
      place[end] = one.depot();
      open[start] = one.from();
      open[end] = one.from();
      close[start] = Problem.NEVER;
      close[end] = one.until();
      service[start] = one.loading();
      vehicle[start] = v;
      vehicle[end] = v;
      next[start] = end;
      prev[end] = start;
      hasTimes |= one.from() > 0 || one.until() < Problem.NEVER;
      for (Stop stop : problem.stops()) {
        isOpenToAll &= stop.isFor(one);
      }
    }
    isTimed = hasTimes || isMany || !problem.docks().isEmpty();
    if (isOpenToAll) {
      mayCome = null;
    } else {
      mayCome = new long[vehicles][(stops + 63) / 64];
      for (int v = 0; v < vehicles; v++) {
        for (int i = 0; i < stops; i++) {
          if (problem.stops().get(i).isFor(problem.vehicles().get(v))) {
            mayCome[v][i >> 6] |= 1L << i;
          }
        }
      }
    }
    freeReloads = new int[reloads];
    for (int i = 0; i < reloads; i++) {
      int reload = stops + 2 * vehicles + i;
      close[reload] = Problem.NEVER;
      freeReloads[i] = reload;
    }
    freeReloadCount = reloads;
    for (int v = 0; v < vehicles; v++) {
      refresh(v);
    }
  }

  private static int[] turned(int places, int[] matrix) {
    int[] turned = new int[matrix.length];
    for (int i = 0; i < places; i++) {
      for (int j = 0; j < places; j++) {
        turned[j * places + i] = matrix[i * places + j];
      }
    }
    return turned;
  }

  int start(int v) {
    return stops + v;
  }

  int end(int v) {
    return stops + vehicles + v;
  }

  boolean isStop(int node) {
    return node < stops;
  }

  boolean isEnd(int node) {
    return node >= stops + vehicles && node < stops + 2 * vehicles;
  }

  boolean isServed(int stop) {
    return vehicle[stop] != NONE;
  }

  boolean isTimed() {
    return isTimed;
  }

  boolean hasTrips() {
    return freeReloads.length > 0;
  }

  /** Whether a vehicle comes to each stop in time. */
  boolean isInTime(int v) {
    return inTime[v];
  }

  boolean isEmpty(int v) {
    return next[start(v)] == end(v);
  }

  /** A vehicle of this kind that stands still, or {@link #NONE}. */
  int idle(int kind) {
    for (int i = 0; i < idle.length; i++) {
      long bits = idle[i] & ofKind[kind][i];
      if (bits != 0) {
        return (i << 6) + Long.numberOfTrailingZeros(bits);
      }
    }
    return NONE;
  }

  /** Of the ways and of the vehicles that are used. */
  long cost() {
    return cost;
  }

  int boxes(int stop) {
    return boxes[stop];
  }

  boolean mayCome(int v, int stop) {
    return mayCome == null || (mayCome[v][stop >> 6] >> stop & 1) == 1;
  }

  // ------------------------------------------------------------- what would it cost

  /**
   * What the tours cost more when a stop comes after a node, in the node's trip; {@link
   * Matrix#NO_WAY} when it may not or costs no less than {@code below}.
   */
  int added(int stop, int after, int below) {
    int h = head[after];
    if (room[h] < boxes[stop]) {
      return Matrix.NO_WAY;
    }
    int v = vehicle[after];
    int before = next[after];
    int here = place[stop] * places;
    int[] to = isOneMatrix ? waysTo[0] : waysTo[v];
    int[] from = isOneMatrix ? ways[0] : ways[v];
    int added = to[here + place[after]] + from[here + place[before]] - step[after];
    if (after >= stops && isEnd(before) && after < stops + vehicles) {
      added += fixed[v] + step[after];
    }
    if (added >= below || !mayCome(v, stop)) {
      return Matrix.NO_WAY;
    }
    if (isTimed) {
      int at =
          Math.max(open[stop], early[after] + service[after] + timesTo[v][here + place[after]]);
      if (at > close[stop] || at + service[stop] + times[v][here + place[before]] > late[before]) {
        return Matrix.NO_WAY;
      }
    }
    return added;
  }

  /**
   * The same for a trip of its own, of a vehicle that goes already: after the trip that ends with
   * this node, or before all when it is the vehicle's start.
   */
  int addedTrip(int stop, int after, int below) {
    int v = vehicle[after];
    if (trips[v] >= tripsMax[v] || boxes[stop] > capacity[v] || !mayCome(v, stop)) {
      return Matrix.NO_WAY;
    }
    int depot = place[start(v)];
    int here = place[stop] * places;
    int added = waysTo[v][here + depot] + ways[v][here + depot];
    if (added >= below) {
      return Matrix.NO_WAY;
    }
    int before = next[after];
    int[] time = times[v];
    int loading = service[start(v)];
    int loaded = early[after] + service[after];
    if (isStop(after)) {
      loaded += time[place[after] * places + depot] + loading;
    }
    int at = Math.max(open[stop], loaded + timesTo[v][here + depot]);
    int back = at + service[stop] + time[here + depot];
    if (!isStop(after)) {
      back += loading + time[depot * places + place[before]];
    }
    return at > close[stop] || back > late[before] ? Matrix.NO_WAY : added;
  }

  /**
   * How much later than they may be vehicles are in all, when they wait for docks; each by itself
   * is in time.
   */
  long late() {
    if (dockFree.length == 0) {
      return 0;
    }
    for (int[] docks : dockFree) {
      Arrays.fill(docks, 0);
    }
    for (int v = 0; v < vehicles; v++) {
      at[v] = isEmpty(v) ? end(v) : start(v);
      free[v] = open[start(v)];
    }
    long late = 0;
    for (int v = first(); v != NONE; v = first()) {
      int loads = free[v];
      if (docksOf[v] != NONE) {
        int[] docks = dockFree[docksOf[v]];
        int dock = 0;
        for (int d = 1; d < docks.length; d++) {
          dock = docks[d] < docks[dock] ? d : dock;
        }
        loads = Math.max(loads, docks[dock]);
        docks[dock] = loads + service[start(v)];
      }
      int now = loads + service[start(v)];
      int here = at[v];
      int[] time = times[v];
      do {
        int to = next[here];
        now = Math.max(open[to], now + time[place[here] * places + place[to]]);
        late += Math.max(0, now - close[to]);
        now += isStop(to) ? service[to] : 0;
        here = to;
      } while (isStop(here));
      at[v] = here;
      free[v] = now;
    }
    return late;
  }

  private int first() {
    int first = NONE;
    for (int v = 0; v < vehicles; v++) {
      if (!isEnd(at[v]) && (first == NONE || free[v] < free[first])) {
        first = v;
      }
    }
    return first;
  }

  // ------------------------------------------------------------------------- changes

  /** Puts a stop after a node, where {@link #added} allows it. */
  void insert(int stop, int after, int added) {
    int v = vehicle[after];
    touch(v);
    link(stop, after, v);
    costs[v] += added;
    cost += added;
    if (isTimed) {
      spread(stop, v);
    }
  }

  /** Puts a stop into a trip of its own, where {@link #addedTrip} allows it. */
  void insertTrip(int stop, int after) {
    int v = vehicle[after];
    touch(v);
    int before = next[after];
    int reload = reload(v);
    int first = isStop(after) ? reload : stop;
    int second = isStop(after) ? stop : reload;
    chain(after, first);
    chain(first, second);
    chain(second, before);
    vehicle[stop] = v;
    refresh(v);
  }

  private void link(int stop, int after, int v) {
    int before = next[after];
    chain(after, stop);
    chain(stop, before);
    int h = head[after];
    int here = place[stop] * places;
    step[after] = waysTo[v][here + place[after]];
    step[stop] = ways[v][here + place[before]];
    vehicle[stop] = v;
    head[stop] = h;
    room[h] -= boxes[stop];
    count[h]++;
    trips[v] = Math.max(1, trips[v]);
    idle[v >> 6] &= ~(1L << v);
  }

  private void chain(int one, int other) {
    next[one] = other;
    prev[other] = one;
  }

  private int reload(int v) {
    int reload = freeReloads[--freeReloadCount];
    place[reload] = place[start(v)];
    service[reload] = service[start(v)];
    open[reload] = open[start(v)];
    vehicle[reload] = v;
    return reload;
  }

  /** Earliest times after a new stop and latest times before it. */
  private void spread(int stop, int v) {
    int[] time = times[v];
    late[stop] = latest(stop, time);
    for (int i = stop; i != end(v); i = next[i]) {
      int at = earliest(i, time);
      if (i != stop && at == early[i]) {
        break;
      }
      early[i] = at;
    }
    early[end(v)] = earliest(end(v), time);
    for (int i = prev[stop];
        i != NONE;
        i = i < stops || i >= stops + 2 * vehicles ? prev[i] : NONE) {
      int at = latest(i, time);
      if (at == late[i]) {
        break;
      }
      late[i] = at;
    }
  }

  private int earliest(int i, int[] time) {
    int before = prev[i];
    return Math.max(
        open[i], early[before] + service[before] + time[place[before] * places + place[i]]);
  }

  private int latest(int i, int[] time) {
    int after = next[i];
    return Math.min(close[i], late[after] - time[place[i] * places + place[after]] - service[i]);
  }

  /** Takes stops out. Until {@link #refresh} nothing of the vehicle may be asked. */
  void remove(int stop) {
    chain(prev[stop], next[stop]);
    vehicle[stop] = NONE;
  }

  /** Works a vehicle out anew: trips without stops go, loads, costs and times are added up. */
  void refresh(int v) {
    int start = start(v);
    int end = end(v);
    int[] way = ways[v];
    int h = start;
    room[h] = capacity[v];
    count[h] = 0;
    head[h] = h;
    trips[v] = 0;
    long sum = 0;
    for (int i = next[start]; ; ) {
      int after = next[i];
      if (!isStop(i) && count[h] == 0 && (i != end || h != start)) {
        // A trip without a stop: the reload that ends it goes, or at the end the one that began it.
        int gone = i == end ? h : i;
        chain(prev[gone], next[gone]);
        freeReloads[freeReloadCount++] = gone;
        if (i == end) {
          break;
        }
        i = after;
        continue;
      }
      if (i == end) {
        break;
      }
      if (isStop(i)) {
        if (count[h] == 0) {
          trips[v]++;
        }
        room[h] -= boxes[i];
        count[h]++;
      } else {
        h = i;
        room[h] = capacity[v];
        count[h] = 0;
      }
      head[i] = h;
      i = after;
    }
    for (int i = start; i != end; i = next[i]) {
      step[i] = way[place[i] * places + place[next[i]]];
      sum += step[i];
    }
    if (isEmpty(v)) {
      sum = 0;
      idle[v >> 6] |= 1L << v;
    } else {
      sum += fixed[v];
      idle[v >> 6] &= ~(1L << v);
    }
    cost += sum - costs[v];
    costs[v] = sum;
    inTime[v] = true;
    if (isTimed) {
      int[] time = times[v];
      early[start] = open[start];
      for (int i = start; i != end; ) {
        i = next[i];
        early[i] = earliest(i, time);
        inTime[v] &= early[i] <= close[i];
      }
      late[end] = close[end];
      for (int i = end; i != start; ) {
        i = prev[i];
        late[i] = latest(i, time);
      }
    }
  }

  // ---------------------------------------------------------------------------- undo

  /** From here on {@link #undo} takes everything back. */
  void mark() {
    marked++;
    touchedCount = 0;
    savedSize = 0;
    costAtMark = cost;
  }

  /** To be called before a vehicle is changed. */
  void touch(int v) {
    if (touchedAt[v] == marked) {
      return;
    }
    touchedAt[v] = marked;
    touched[touchedCount++] = v;
    for (int i = next[start(v)]; i != end(v); i = next[i]) {
      save(isStop(i) ? i : RELOAD);
    }
    save(NONE);
  }

  private void save(int node) {
    if (savedSize == saved.length) {
      saved = Arrays.copyOf(saved, 2 * savedSize);
    }
    saved[savedSize++] = node;
  }

  void undo() {
    for (int t = 0; t < touchedCount; t++) {
      int v = touched[t];
      for (int i = next[start(v)]; i != end(v); i = next[i]) {
        if (isStop(i)) {
          vehicle[i] = NONE;
        } else {
          freeReloads[freeReloadCount++] = i;
        }
      }
    }
    int at = 0;
    for (int t = 0; t < touchedCount; t++) {
      at = chain(touched[t], saved, at);
    }
    if (cost != costAtMark) {
      throw new IllegalStateException("undone to " + cost + " instead of " + costAtMark);
    }
  }

  // -------------------------------------------------------------------------- answer

  /** The tours, for another time. */
  int[] copy() {
    int[] all = new int[stops + 2 * vehicles + freeReloads.length];
    int size = 0;
    for (int v = 0; v < vehicles; v++) {
      for (int i = next[start(v)]; i != end(v); i = next[i]) {
        all[size++] = isStop(i) ? i : RELOAD;
      }
      all[size++] = NONE;
    }
    return Arrays.copyOf(all, size);
  }

  /** Nobody goes anywhere. */
  void clear() {
    mark();
    for (int i = 0; i < stops; i++) {
      vehicle[i] = NONE;
    }
    for (int v = 0; v < vehicles; v++) {
      for (int i = next[start(v)]; i != end(v); i = next[i]) {
        if (!isStop(i)) {
          freeReloads[freeReloadCount++] = i;
        }
      }
      chain(start(v), end(v));
      refresh(v);
    }
  }

  void restore(int[] copy) {
    clear();
    int at = 0;
    for (int v = 0; v < vehicles; v++) {
      at = chain(v, copy, at);
    }
  }

  /** Chains a vehicle's nodes as they were kept; answers where those of the next begin. */
  private int chain(int v, int[] kept, int from) {
    int at = from;
    int last = start(v);
    for (int node = kept[at++]; node != NONE; node = kept[at++]) {
      int i = node == RELOAD ? reload(v) : node;
      vehicle[i] = v;
      chain(last, i);
      last = i;
    }
    chain(last, end(v));
    refresh(v);
    return at;
  }

  Plan plan() {
    List<List<List<Integer>>> all = new ArrayList<>();
    for (int v = 0; v < vehicles; v++) {
      List<List<Integer>> tour = new ArrayList<>();
      List<Integer> trip = new ArrayList<>();
      for (int i = next[start(v)]; i != end(v); i = next[i]) {
        if (isStop(i)) {
          trip.add(i);
        } else {
          tour.add(List.copyOf(trip));
          trip.clear();
        }
      }
      if (!trip.isEmpty()) {
        tour.add(List.copyOf(trip));
      }
      all.add(List.copyOf(tour));
    }
    List<Integer> unserved = new ArrayList<>();
    for (int i = 0; i < stops; i++) {
      if (!isServed(i)) {
        unserved.add(i);
      }
    }
    return new Plan(List.copyOf(all), List.copyOf(unserved), cost);
  }
}
