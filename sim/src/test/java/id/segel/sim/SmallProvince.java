package id.segel.sim;

import id.segel.core.region.BallotNeed;
import id.segel.core.region.Dki2024;
import id.segel.core.region.ElectionOpened;
import id.segel.core.region.GeoPoint;
import id.segel.core.region.KelurahanListed;
import id.segel.core.region.RegionCode;
import id.segel.core.region.RegionName;
import id.segel.core.region.RegionsListed;
import java.util.ArrayList;
import java.util.List;

/** Six kota like those of Jakarta, each with one kecamatan and a few kelurahan. */
final class SmallProvince {

  private static final List<String> KOTA = List.of("3101", "3171", "3172", "3173", "3174", "3175");

  private SmallProvince() {}

  static List<RegionsListed.Region> regions() {
    var regions = new ArrayList<RegionsListed.Region>();
    regions.add(new RegionsListed.Region(new RegionCode("31"), new RegionName("DKI Jakarta")));
    for (String kota : KOTA) {
      regions.add(new RegionsListed.Region(new RegionCode(kota), new RegionName("Kota")));
    }
    for (String kota : KOTA) {
      regions.add(
          new RegionsListed.Region(new RegionCode(kota + "01"), new RegionName("Kecamatan")));
    }
    return regions;
  }

  static List<KelurahanListed> kelurahan(int perKota, int tpsEach) {
    var listed = new ArrayList<KelurahanListed>();
    for (String kota : KOTA) {
      for (int i = 1; i <= perKota; i++) {
        var tps = new ArrayList<KelurahanListed.Tps>();
        for (int number = 1; number <= tpsEach; number++) {
          tps.add(
              new KelurahanListed.Tps(
                  number, 200 + number % 100, new GeoPoint(-62_000_000 + number, 1_068_000_000)));
        }
        listed.add(
            new KelurahanListed(
                new RegionCode(kota + "01100" + i),
                new RegionName("Kelurahan"),
                new GeoPoint(-62_000_000, 1_068_000_000 + i),
                tps));
      }
    }
    return listed;
  }

  static Province province(int perKota, int tpsEach) {
    ElectionOpened election = Dki2024.election();
    var kelurahan = new ArrayList<Province.Kelurahan>();
    for (KelurahanListed one : kelurahan(perKota, tpsEach)) {
      var stations = new ArrayList<Province.Station>();
      for (KelurahanListed.Tps tps : one.tps()) {
        stations.add(
            new Province.Station(
                "%s%03d".formatted(one.code().digits(), tps.number()),
                BallotNeed.of(tps.dpt(), election.reservePerMille())));
      }
      kelurahan.add(new Province.Kelurahan(one.code().digits(), stations));
    }
    return new Province(
        election.election(),
        election.day(),
        election.zone(),
        election.kinds().stream().map(ElectionOpened.BallotKind::digit).toList(),
        kelurahan);
  }
}
