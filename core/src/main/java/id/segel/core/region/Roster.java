package id.segel.core.region;

import id.segel.core.fact.Fact;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The election, its regions and all TPS with their DPT, folded from the log. Safe for many readers
 * and one writer; a province of 140,000 TPS takes about 3 MB.
 */
public final class Roster {

  private final ConcurrentSkipListMap<String, RegionName> names = new ConcurrentSkipListMap<>();
  private final ConcurrentSkipListMap<Long, Kelurahan> kelurahan = new ConcurrentSkipListMap<>();
  private volatile @Nullable ElectionOpened election;
  private volatile long version = -1;

  /** One kelurahan and its TPS, in the order of their numbers. */
  public static final class Kelurahan {

    private final RegionCode code;
    private final RegionName name;
    private final GeoPoint at;
    private final int[] numbers;
    private final int[] dpt;
    private final int[] latE7;
    private final int[] lonE7;

    private Kelurahan(KelurahanListed listed) {
      code = listed.code();
      name = listed.name();
      at = listed.at();
      numbers = listed.tps().stream().mapToInt(KelurahanListed.Tps::number).toArray();
      dpt = listed.tps().stream().mapToInt(KelurahanListed.Tps::dpt).toArray();
      latE7 = listed.tps().stream().mapToInt(one -> one.at().latE7()).toArray();
      lonE7 = listed.tps().stream().mapToInt(one -> one.at().lonE7()).toArray();
    }

    private KelurahanListed listed() {
      var tps = new ArrayList<KelurahanListed.Tps>(numbers.length);
      for (int i = 0; i < numbers.length; i++) {
        tps.add(new KelurahanListed.Tps(numbers[i], dpt[i], at(i)));
      }
      return new KelurahanListed(code, name, at, tps);
    }

    public RegionCode code() {
      return code;
    }

    public RegionName name() {
      return name;
    }

    public GeoPoint at() {
      return at;
    }

    /** How many TPS it has. */
    public int tps() {
      return numbers.length;
    }

    /** Number of its i-th TPS, from 0. */
    public int number(int i) {
      return numbers[i];
    }

    /** Code of its i-th TPS, 13 digits. */
    public long tpsCode(int i) {
      return Long.parseLong(code.digits()) * 1000 + numbers[i];
    }

    public int dpt(int i) {
      return dpt[i];
    }

    public GeoPoint at(int i) {
      return new GeoPoint(latE7[i], lonE7[i]);
    }

    /** Place of this TPS number among its TPS, or negative when it has none such. */
    public int indexOf(int number) {
      return Arrays.binarySearch(numbers, number);
    }
  }

  /**
   * Takes a fact of the entry with this index; facts that are not about the roster change nothing.
   */
  public void apply(long index, Fact fact) {
    switch (fact) {
      case ElectionOpened opened -> election = opened;
      case RegionsListed listed ->
          listed.regions().forEach(region -> names.put(region.code().digits(), region.name()));
      case KelurahanListed listed ->
          kelurahan.put(Long.parseLong(listed.code().digits()), new Kelurahan(listed));
      default -> {
        return;
      }
    }
    version = index;
  }

  /** Index of the newest entry about the roster, -1 while there is none. */
  public long version() {
    return version;
  }

  /** The election, or null before it was opened. */
  public @Nullable ElectionOpened election() {
    return election;
  }

  /** The ballots of every TPS; none before the election was opened. */
  public List<ElectionOpened.BallotKind> kinds() {
    ElectionOpened opened = election;
    return opened == null ? List.of() : opened.kinds();
  }

  /** Whether there is a ballot with this digit. */
  public boolean isKind(int digit) {
    for (var kind : kinds()) {
      if (kind.digit() == digit) {
        return true;
      }
    }
    return false;
  }

  /** Whether this is the number of a TPS, 13 digits. */
  public boolean knowsTps(long tps) {
    Kelurahan of = kelurahan.get(tps / 1000);
    return of != null && of.indexOf((int) (tps % 1000)) >= 0;
  }

  /** Voters of this TPS; 0 when it is not known. */
  public int dpt(long tps) {
    Kelurahan of = kelurahan.get(tps / 1000);
    int i = of == null ? -1 : of.indexOf((int) (tps % 1000));
    return of == null || i < 0 ? 0 : of.dpt(i);
  }

  /** Ballots of each kind that this TPS needs; 0 when it is not known. */
  public int need(long tps) {
    ElectionOpened opened = election;
    return opened == null ? 0 : BallotNeed.of(dpt(tps), opened.reservePerMille());
  }

  /** Whether this kecamatan, 6 digits, has a spare box of this number. */
  public boolean isSpare(long kecamatan, int number) {
    ElectionOpened opened = election;
    return opened != null
        && number >= 1
        && number <= opened.sparesPerKecamatan()
        && names.containsKey(Long.toString(kecamatan));
  }

  /** The kelurahan with this code of 10 digits, or null when it is not known. */
  public @Nullable Kelurahan kelurahan(long code) {
    return kelurahan.get(code);
  }

  /** Where a TPS stands; null when it is not listed. */
  public @Nullable GeoPoint point(long tps) {
    Kelurahan in = kelurahan(tps / 1000);
    int i = in == null ? -1 : in.indexOf((int) (tps % 1000));
    return in == null || i < 0 ? null : in.at(i);
  }

  /** Whether the newest word about this kelurahan is exactly this one. */
  public boolean lists(KelurahanListed listed) {
    Kelurahan known = kelurahan.get(Long.parseLong(listed.code().digits()));
    return known != null && known.listed().equals(listed);
  }

  /** All kelurahan in the order of their codes. */
  public Iterable<Kelurahan> kelurahan() {
    return kelurahan.values();
  }

  /** Regions of this level in the order of their codes, without the kelurahan. */
  public List<RegionsListed.Region> regions(RegionCode.Level level) {
    return names.entrySet().stream()
        .filter(entry -> entry.getKey().length() == level.digits())
        .map(entry -> new RegionsListed.Region(new RegionCode(entry.getKey()), entry.getValue()))
        .toList();
  }

  /** Name of a region of any level, or null when it is not known. */
  public @Nullable RegionName name(RegionCode code) {
    if (code.level() != RegionCode.Level.KELURAHAN) {
      return names.get(code.digits());
    }
    Kelurahan of = kelurahan.get(Long.parseLong(code.digits()));
    return of == null ? null : of.name();
  }

  /** Sums over all TPS. */
  public Totals totals() {
    ElectionOpened opened = election;
    int reserve = opened == null ? 0 : opened.reservePerMille();
    long tps = 0;
    long dpt = 0;
    long need = 0;
    for (Kelurahan one : kelurahan.values()) {
      tps += one.tps();
      for (int i = 0; i < one.tps(); i++) {
        dpt += one.dpt(i);
        need += BallotNeed.of(one.dpt(i), reserve);
      }
    }
    long spares =
        opened == null
            ? 0
            : (long) opened.sparesPerKecamatan() * regions(RegionCode.Level.KECAMATAN).size();
    return new Totals(tps, dpt, need, tps * kinds().size(), spares);
  }

  /**
   * Sums over all TPS.
   *
   * @param need ballots of one kind
   * @param boxes of the TPS, without the spares
   */
  public record Totals(long tps, long dpt, long need, long boxes, long spares) {}
}
