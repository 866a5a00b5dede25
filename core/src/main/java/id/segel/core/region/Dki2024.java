package id.segel.core.region;

import id.segel.core.fact.Fact;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Pemilu 2024 in DKI Jakarta as facts: the election, its legs, and a place for every body that
 * keeps boxes. Where stores really stood was not published; here each stands in the middle of what
 * it serves.
 */
public final class Dki2024 {

  /** Code word of the election. */
  public static final String ELECTION = "dki-2024";

  private static final int POSTS_PER_KOTA = 2;

  private Dki2024() {}

  /** Everything an empty log needs, in order. */
  public static List<Fact> facts(
      List<RegionsListed.Region> regions, List<KelurahanListed> kelurahan) {
    var facts = new ArrayList<Fact>();
    facts.add(election());
    facts.add(new RegionsListed(regions));
    facts.addAll(kelurahan);
    facts.addAll(places(regions, kelurahan));
    facts.addAll(legs());
    facts.addAll(dapils());
    return facts;
  }

  /** Three dapil of the DPR and ten of the DPRD (PKPU 6/2023); PPWP and DPD have one design. */
  public static List<DapilListed> dapils() {
    return List.of(
        dapil(2, 1, "3175"),
        dapil(2, 2, "3171", "3174"),
        dapil(2, 3, "3101", "3172", "3173"),
        dapil(4, 1, "3171"),
        dapil(4, 2, "3101", "317203", "317204", "317206"),
        dapil(4, 3, "317201", "317202", "317205"),
        dapil(4, 4, "317501", "317502", "317506"),
        dapil(4, 5, "317503", "317504", "317507"),
        dapil(4, 6, "317505", "317508", "317509", "317510"),
        dapil(4, 7, "317402", "317405", "317406", "317407", "317410"),
        dapil(4, 8, "317401", "317403", "317404", "317408", "317409"),
        dapil(4, 9, "317301", "317304", "317306"),
        dapil(4, 10, "317302", "317303", "317305", "317307", "317308"));
  }

  private static DapilListed dapil(int kind, int number, String... regions) {
    return new DapilListed(
        new BallotStyle(kind, number), Arrays.stream(regions).map(RegionCode::new).toList());
  }

  /** Four ballots, since the cities of Jakarta elect no council of their own. */
  public static ElectionOpened election() {
    return new ElectionOpened(
        ELECTION,
        new RegionName("Pemilu 2024 DKI Jakarta"),
        LocalDate.of(2024, 2, 14),
        ZoneId.of("Asia/Jakarta"),
        BallotNeed.PEMILU,
        2,
        List.of(
            kind(1, "PPWP", "8a8f98", "Presiden dan Wakil Presiden"),
            kind(2, "DPR", "e3b505", "DPR"),
            kind(3, "DPD", "d64545", "DPD"),
            kind(4, "DPRD", "2f6fde", "DPRD Provinsi")));
  }

  /** The windows of the legs as they were seen in 2024. */
  public static List<LegWindowSet> legs() {
    return List.of(
        leg(Leg.CITY_KECAMATAN, "2024-01-25T00:00+07:00", "2024-02-13T00:00+07:00"),
        leg(Leg.KECAMATAN_KELURAHAN, "2024-02-10T00:00+07:00", "2024-02-13T18:00+07:00"),
        leg(Leg.KELURAHAN_TPS, "2024-02-12T00:00+07:00", "2024-02-14T00:00+07:00"),
        leg(Leg.TPS_KELURAHAN, "2024-02-14T13:00+07:00", "2024-02-15T12:00+07:00"),
        leg(Leg.KELURAHAN_KECAMATAN, "2024-02-14T13:00+07:00", "2024-02-16T00:00+07:00"),
        leg(Leg.KECAMATAN_CITY, "2024-02-15T00:00+07:00", "2024-03-05T00:00+07:00"));
  }

  /**
   * A store for every kota and kecamatan and a PPS for every kelurahan, all approved, and two posts
   * a kota, where boxes pass but do not stay.
   */
  static List<Fact> places(List<RegionsListed.Region> regions, List<KelurahanListed> kelurahan) {
    var facts = new ArrayList<Fact>();
    for (RegionsListed.Region region : regions) {
      String code = region.code().digits();
      List<KelurahanListed> inside =
          kelurahan.stream().filter(one -> one.code().digits().startsWith(code)).toList();
      if (inside.isEmpty() || region.code().level() == RegionCode.Level.PROVINSI) {
        continue;
      }
      if (region.code().level() == RegionCode.Level.KOTA) {
        open(facts, "G" + code, "Gudang KPU " + region.name(), nearMiddle(inside, 0));
        for (int i = 1; i <= POSTS_PER_KOTA; i++) {
          KelurahanListed at = inside.get((inside.size() - 1) * (i - 1) / (POSTS_PER_KOTA - 1));
          facts.add(
              new PlaceRegistered(
                  new PlaceCode("S" + code + "-0" + i),
                  new RegionName("Pos " + region.name() + " " + i),
                  at.at().halfwayTo(at.tps().getLast().at())));
        }
      } else {
        open(facts, "K" + code, "Gudang PPK " + region.name(), nearMiddle(inside, 1));
      }
    }
    for (KelurahanListed one : kelurahan) {
      open(facts, "P" + one.code(), "PPS " + one.name(), one.at());
    }
    return facts;
  }

  private static void open(List<Fact> facts, String code, String name, GeoPoint at) {
    var place = new PlaceCode(code);
    facts.add(new PlaceRegistered(place, new RegionName(name), at));
    facts.add(new PlaceApproved(place));
  }

  /** Between the PPS of the middlemost kelurahan and one of its TPS, so that no two places meet. */
  private static GeoPoint nearMiddle(List<KelurahanListed> inside, int tps) {
    GeoPoint middle = PointSpread.middle(inside.stream().map(KelurahanListed::at).toList());
    KelurahanListed host =
        inside.stream().filter(one -> one.at().equals(middle)).findFirst().orElseThrow();
    return middle.halfwayTo(host.tps().get(Math.min(tps, host.tps().size() - 1)).at());
  }

  private static ElectionOpened.BallotKind kind(
      int digit, String code, String colour, String name) {
    return new ElectionOpened.BallotKind(digit, code, colour, new RegionName(name));
  }

  private static LegWindowSet leg(Leg leg, String earliest, String latest) {
    return new LegWindowSet(leg, instant(earliest), instant(latest));
  }

  private static Instant instant(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }
}
