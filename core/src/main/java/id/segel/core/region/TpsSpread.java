package id.segel.core.region;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Fills in the figures of a roster that nobody published, by one stated rule, so that the published
 * sums hold exactly: the same input gives the same TPS everywhere. docs/formats/roster.md tells it
 * in words.
 *
 * <p>Notes. Everything is spread by {@link #part}: of a whole shared by n, the i-th gets
 * floor((i+1) whole/n) - floor(i whole/n). One reserve ballot stands for up to 50 voters, so a TPS
 * whose DPT lies in a band (50(k-1), 50k] has a reserve of k, and the reserve of a group of TPS
 * depends only on how many lie in which band. A group uses two neighbouring bands; with its sum of
 * voters fixed, m of its n TPS may be in the lower one for every m between bounds ({@link
 * Group#most}, {@link Group#least}), each m giving another reserve. The bounds are shared out
 * between groups until the published need comes out.
 */
public final class TpsSpread {

  /** Most voters of a TPS in a Pemilu. */
  public static final int MOST_VOTERS = 300;

  /** Voters for whom one reserve ballot is printed: 2 % is one in fifty. */
  private static final int BAND = 50;

  private TpsSpread() {}

  /**
   * A kelurahan before its TPS have figures.
   *
   * @param numbers of its TPS, ascending
   * @param dpt of all its TPS together, when it was published
   */
  public record Count(RegionCode code, List<Integer> numbers, OptionalInt dpt) {

    public Count {
      if (numbers.isEmpty()) {
        throw new IllegalArgumentException("a kelurahan without TPS: " + code);
      }
      numbers = List.copyOf(numbers);
    }

    String city() {
      return code.digits().substring(0, RegionCode.Level.KOTA.digits());
    }
  }

  /** The kelurahan with its TPS at points inside its boundary, itself at the middlemost point. */
  public static KelurahanListed list(Count count, RegionName name, int[] dpt, Boundary boundary) {
    var points = PointSpread.inside(boundary, dpt.length + 1);
    GeoPoint at = PointSpread.middle(points);
    points.remove(at);
    var tps = new ArrayList<KelurahanListed.Tps>(dpt.length);
    for (int i = 0; i < dpt.length; i++) {
      tps.add(new KelurahanListed.Tps(count.numbers().get(i), dpt[i], points.get(i)));
    }
    return new KelurahanListed(count.code(), name, at, tps);
  }

  /**
   * The answer, complete only without problems.
   *
   * @param dpt for each kelurahan the voters of its TPS, in the order of {@link Count#numbers}
   * @param problems in one sentence each, for a person
   */
  public record Filled(SortedMap<RegionCode, int[]> dpt, List<String> problems) {}

  /**
   * TPS numbers for kelurahan of which nothing is known but their codes: the regular TPS of a kota
   * evenly in the order of the codes, numbered from 1; special ones from 901 where the totals name
   * the kelurahan, the others of the kota one each in the order of the codes.
   */
  public static List<Count> counts(List<RegionCode> kelurahan, OfficialTotals totals) {
    var byCity = new TreeMap<String, List<RegionCode>>();
    for (RegionCode code : kelurahan) {
      byCity.computeIfAbsent(code.digits().substring(0, 4), city -> new ArrayList<>()).add(code);
    }
    var counts = new ArrayList<Count>();
    byCity.forEach((city, codes) -> {
      OfficialTotals.Total total = totals.city(city);
      if (total == null) {
        throw new IllegalArgumentException("nothing is published about kota " + city);
      }
      Collections.sort(codes);
      addCounts(codes, total, totals.specials(), counts);
    });
    return counts;
  }

  private static void addCounts(
      List<RegionCode> codes,
      OfficialTotals.Total total,
      SortedMap<String, Integer> specials,
      List<Count> counts) {
    int unnamed = total.special();
    for (RegionCode code : codes) {
      unnamed -= specials.getOrDefault(code.digits(), 0);
    }
    int regular = total.tps() - total.special();
    for (int i = 0; i < codes.size(); i++) {
      String code = codes.get(i).digits();
      int special = specials.getOrDefault(code, unnamed > 0 ? 1 : 0);
      unnamed -= specials.containsKey(code) ? 0 : special;
      counts.add(
          new Count(
              codes.get(i),
              numbers((int) part(regular, codes.size(), i), special),
              OptionalInt.empty()));
    }
    if (unnamed > 0) {
      throw new IllegalArgumentException(total.code() + " has more special TPS than kelurahan");
    }
  }

  /** 1, 2, 3 to {@code regular}, then 901, 902 and on for the special ones. */
  public static List<Integer> numbers(int regular, int special) {
    var numbers = new ArrayList<Integer>(regular + special);
    for (int i = 1; i <= regular; i++) {
      numbers.add(i);
    }
    for (int i = 0; i < special; i++) {
      numbers.add(KelurahanListed.FIRST_SPECIAL + i);
    }
    return numbers;
  }

  /**
   * The DPT of every TPS. A published DPT of a kelurahan is kept; the rest of a kota's is spread
   * over its other TPS. When all kota of the totals are there, their need is met as well.
   */
  public static Filled fill(List<Count> kelurahan, OfficialTotals totals) {
    var problems = new ArrayList<String>();
    var byCity = new TreeMap<String, List<Count>>();
    for (Count count : kelurahan) {
      byCity.computeIfAbsent(count.city(), city -> new ArrayList<>()).add(count);
    }
    var groups = new TreeMap<String, List<Group>>();
    byCity.forEach((city, counts) -> {
      counts.sort((a, b) -> a.code().compareTo(b.code()));
      groups.put(city, groupsOf(city, counts, totals.city(city), problems));
    });
    if (problems.isEmpty()) {
      meetNeed(groups, totals, problems);
    }
    var dpt = new TreeMap<RegionCode, int[]>();
    if (problems.isEmpty()) {
      groups.values().forEach(ofCity -> ofCity.forEach(group -> group.writeTo(dpt)));
    }
    return new Filled(dpt, List.copyOf(problems));
  }

  /** One group for each kelurahan with a published DPT, one for all others of the kota. */
  private static List<Group> groupsOf(
      String city,
      List<Count> counts,
      OfficialTotals.@Nullable Total total,
      List<String> problems) {
    var groups = new ArrayList<Group>();
    var open = new ArrayList<Count>();
    int tps = 0;
    int published = 0;
    for (Count count : counts) {
      tps += count.numbers().size();
      if (count.dpt().isPresent()) {
        published += count.dpt().getAsInt();
        groups.add(new Group(count.code().digits(), List.of(count), count.dpt().getAsInt()));
      } else {
        open.add(count);
      }
    }
    if (total == null) {
      for (Count count : open) {
        problems.add(
            "kelurahan %s needs its dpt: nothing is published about kota %s"
                .formatted(count.code(), city));
      }
    } else {
      if (tps != total.tps()) {
        problems.add(
            "kota %s has %d TPS in this file, officially %d".formatted(city, tps, total.tps()));
      }
      if (!open.isEmpty()) {
        groups.add(new Group(city, open, total.dpt() - published));
      } else if (published != total.dpt()) {
        problems.add(
            "kota %s has a DPT of %d in this file, officially %d"
                .formatted(city, published, total.dpt()));
      }
    }
    for (Group group : groups) {
      if (group.dpt < group.tps || group.dpt > group.tps * MOST_VOTERS) {
        problems.add(
            "%s would have %d voters at %d TPS; a TPS has 1 to %d"
                .formatted(group.name, group.dpt, group.tps, MOST_VOTERS));
      }
    }
    return groups;
  }

  /** Kota with a published need of their own meet it; all others together meet what is left. */
  private static void meetNeed(
      SortedMap<String, List<Group>> groups, OfficialTotals totals, List<String> problems) {
    var others = new ArrayList<Group>();
    Integer needOfOthers = totals.provinsi().need();
    int dptOfOthers = totals.provinsi().dpt();
    for (OfficialTotals.Total city : totals.cities().values()) {
      List<Group> ofCity = groups.getOrDefault(city.code(), List.of());
      Integer need = city.need();
      if (need == null) {
        others.addAll(ofCity);
      } else {
        if (!ofCity.isEmpty()) {
          meet("kota " + city.code(), ofCity, need - city.dpt(), problems);
        }
        needOfOthers = needOfOthers == null ? null : needOfOthers - need;
        dptOfOthers -= city.dpt();
      }
    }
    if (needOfOthers != null && groups.keySet().equals(totals.cities().keySet())) {
      meet("provinsi " + totals.provinsi().code(), others, needOfOthers - dptOfOthers, problems);
    }
  }

  /** Gives every group a reserve between its bounds, in proportion, adding up to this one. */
  private static void meet(String whose, List<Group> groups, int reserve, List<String> problems) {
    int least = groups.stream().mapToInt(Group::least).sum();
    int most = groups.stream().mapToInt(Group::most).sum();
    if (reserve < least || reserve > most) {
      problems.add(
          "the reserve of %s is officially %d; these TPS allow %d to %d"
              .formatted(whose, reserve, least, most));
      return;
    }
    long slack = 0;
    for (Group group : groups) {
      long after = slack + group.most() - group.least();
      long all = Math.max(1, (long) most - least);
      long extra = (long) reserve - least;
      group.reserve = group.least() + (int) (extra * after / all - extra * slack / all);
      slack = after;
    }
  }

  /** What the i-th of n gets of a whole. */
  static long part(long whole, long n, long i) {
    return whole * (i + 1) / n - whole * i / n;
  }

  /** TPS that share a sum of voters. */
  private static final class Group {

    private final String name;
    private final List<Count> counts;
    private final int tps;
    private final int dpt;

    /** Reserve ballots it shall have; as many as an even spread gives while 0. */
    private int reserve;

    private Group(String name, List<Count> counts, int dpt) {
      this.name = name;
      this.counts = counts;
      this.tps = counts.stream().mapToInt(count -> count.numbers().size()).sum();
      this.dpt = dpt;
    }

    /** Reserve of a TPS in the upper of the two bands: 6 wherever 201 to 300 voters fit. */
    private int upper() {
      int usual = MOST_VOTERS / BAND;
      boolean isUsual = dpt >= ((usual - 2) * BAND + 1) * tps && dpt <= usual * BAND * tps;
      return isUsual ? usual : Math.ceilDiv(Math.ceilDiv(dpt, tps), BAND);
    }

    private int least() {
      int fit = (upper() * BAND * tps - dpt) / BAND;
      return upper() * tps - (upper() == 1 ? 0 : Math.min(tps, fit));
    }

    private int most() {
      int must = Math.ceilDiv(((upper() - 1) * BAND + 1) * tps - dpt, BAND);
      return upper() * tps - Math.max(0, must);
    }

    private void writeTo(SortedMap<RegionCode, int[]> out) {
      int i = 0;
      int[] dpts = reserve == 0 ? even(tps, dpt) : inBands();
      for (Count count : counts) {
        int[] own = new int[count.numbers().size()];
        System.arraycopy(dpts, i, own, 0, own.length);
        out.put(count.code(), own);
        i += own.length;
      }
    }

    private static int[] even(int tps, int dpt) {
      int[] dpts = new int[tps];
      for (int i = 0; i < tps; i++) {
        dpts[i] = (int) part(dpt, tps, i);
      }
      return dpts;
    }

    /** The lower ones as near to the top of their band as the upper ones allow. */
    private int[] inBands() {
      int lower = upper() * tps - reserve;
      int floor = (upper() - 1) * BAND;
      int votersLower = Math.min(floor * lower, dpt - (floor + 1) * (tps - lower));
      int[] dpts = new int[tps];
      int lowerSeen = 0;
      for (int i = 0; i < tps; i++) {
        if (part(lower, tps, i) == 1) {
          dpts[i] = (int) part(votersLower, lower, lowerSeen++);
        } else {
          dpts[i] = (int) part(dpt - votersLower, tps - lower, i - lowerSeen);
        }
      }
      return dpts;
    }
  }
}
