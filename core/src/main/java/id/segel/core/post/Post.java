package id.segel.core.post;

import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.Role;
import id.segel.core.region.AreaDrawn;
import id.segel.core.region.GeoPoint;
import id.segel.core.region.RegionCode;
import id.segel.core.region.RegionName;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One post as it is.
 *
 * @param role of the agency that mans it
 * @param territory of that agency: digits, or the code of an area
 * @param reachMetres how far it answers for what is around it, in a straight line
 * @param synthetic whether it is made up, as in a demo
 * @param entry by which it was opened
 * @param changed by which entry it was opened, moved or closed last
 * @param shifts by the moment at which they begin
 * @param checkIns by the moment that they are about, which is not the order in which they came
 * @param found since when it was found silent; null while it is not
 */
public record Post(
    int number,
    Kind kind,
    RegionName name,
    GeoPoint at,
    RegionCode kelurahan,
    Role role,
    String territory,
    int reachMetres,
    boolean synthetic,
    long entry,
    long changed,
    boolean isOpen,
    NavigableMap<Instant, PostShiftSet> shifts,
    NavigableMap<Instant, CheckIn> checkIns,
    @Nullable Instant found) {

  /** How long after a check-in was due it is missed. */
  public static final Duration GRACE = Duration.ofMinutes(10);

  /** How long before a shift begins whoever takes it over may check in for it. */
  static final Duration EARLY = Duration.ofMinutes(30);

  static final int NUMBER_MAX = 9_999;
  static final int REACH_MAX = 10_000;

  public Post {
    shifts = Collections.unmodifiableNavigableMap(new TreeMap<>(shifts));
    checkIns = Collections.unmodifiableNavigableMap(new TreeMap<>(checkIns));
  }

  /** What a post is for. */
  public enum Kind {
    /** The main post, at the command center of the operation: one in force at a time. */
    MAIN,
    /** At a vulnerable point. */
    TACTICAL;

    /** {@link MalformedException} when there is none of this name. */
    public static Kind parse(String name) {
      for (Kind kind : values()) {
        if (kind.name().equals(name)) {
          return kind;
        }
      }
      throw new MalformedException("no post is a " + name);
    }
  }

  /**
   * Somebody at the post said how many were there.
   *
   * @param entry of the newest word about this moment
   * @param recorded when that came
   */
  public record CheckIn(int people, long entry, Instant recorded) {}

  /** {@link MalformedException} unless an agency of this role and territory can man a post. */
  static void checkMan(Role role, String territory) {
    if (role.isHolder() || role == Role.SAKSI || role == Role.ADMIN) {
      throw new MalformedException("a post is manned by an agency that holds no boxes: " + role);
    }
    if (!(role == Role.POLRES && AreaDrawn.isCode(territory))) {
      new RegionCode(territory);
    }
  }

  /** The shift that mans it then; null when there is none. */
  public @Nullable PostShiftSet shift(Instant now) {
    Map.Entry<Instant, PostShiftSet> before = shifts.floorEntry(now);
    return before == null || !now.isBefore(before.getValue().end()) ? null : before.getValue();
  }

  /** The newest check-in about a moment no later than this; null before the first. */
  public Map.@Nullable Entry<Instant, CheckIn> heard(Instant now) {
    return checkIns.floorEntry(now);
  }

  /**
   * Since when it has been silent: the moment for which the check-in is missed. Null when nobody is
   * due there, or when somebody was heard in time, whenever that came.
   */
  public @Nullable Instant silentSince(Instant now) {
    PostShiftSet shift = shift(now);
    if (!isOpen || shift == null) {
      return null;
    }
    Map.Entry<Instant, CheckIn> last = heard(now);
    boolean isOfShift = last != null && !last.getKey().isBefore(shift.begin().minus(EARLY));
    Instant due =
        last == null || !isOfShift
            ? shift.begin()
            : later(last.getKey(), shift.begin()).plus(shift.every());
    return now.isBefore(due.plus(GRACE)) ? null : due;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isBefore(other) ? other : one;
  }

  Post with(PostMoved moved, long index) {
    return new Post(
        number,
        kind,
        name,
        moved.at(),
        moved.kelurahan(),
        role,
        territory,
        moved.reachMetres(),
        synthetic,
        entry,
        index,
        isOpen,
        shifts,
        checkIns,
        found);
  }

  Post closed(long index) {
    return new Post(
        number,
        kind,
        name,
        at,
        kelurahan,
        role,
        territory,
        reachMetres,
        synthetic,
        entry,
        index,
        false,
        shifts,
        checkIns,
        found);
  }

  Post with(PostShiftSet shift) {
    var more = new TreeMap<>(shifts);
    if (shift.due() == 0) {
      more.remove(shift.begin());
    } else {
      more.put(shift.begin(), shift);
    }
    return with(more, checkIns, found);
  }

  Post with(PostCheckedIn it, long index, Instant recorded) {
    var more = new TreeMap<>(checkIns);
    more.put(it.at(), new CheckIn(it.people(), index, recorded));
    return with(shifts, more, found);
  }

  Post found(@Nullable Instant since) {
    return with(shifts, checkIns, since);
  }

  private Post with(
      NavigableMap<Instant, PostShiftSet> its,
      NavigableMap<Instant, CheckIn> said,
      @Nullable Instant silent) {
    return new Post(
        number,
        kind,
        name,
        at,
        kelurahan,
        role,
        territory,
        reachMetres,
        synthetic,
        entry,
        changed,
        isOpen,
        its,
        said,
        silent);
  }
}
