package id.segel.server.region;

import id.segel.core.region.Boundary;
import id.segel.core.region.OfficialTotals;
import id.segel.core.region.RegionCode;
import id.segel.core.region.RegionName;
import id.segel.core.region.RegionsListed.Region;
import id.segel.core.region.TpsSpread;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Regions and boundaries that the web build made, from its jar.
 *
 * @param regions provinsi, kota, kecamatan
 * @param kelurahan names by code
 */
record BuiltIn(
    List<Region> regions,
    SortedMap<RegionCode, RegionName> kelurahan,
    Map<RegionCode, Boundary> boundaries) {

  private static final String REGIONS = "/static/region/regions.csv";
  private static final String BOUNDARIES = "/static/region/kelurahan.json";

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /** From the class path; {@link IllegalStateException} when the web jar is not there. */
  static BuiltIn load() {
    try {
      return read(new String(bytes(REGIONS), StandardCharsets.UTF_8), bytes(BOUNDARIES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(String resource) throws IOException {
    try (InputStream file = BuiltIn.class.getResourceAsStream(resource)) {
      if (file == null) {
        throw new IllegalStateException(resource + " is not on the class path: build web first");
      }
      return file.readAllBytes();
    }
  }

  /** Reads lines {@code code,level,name} and a GeoJSON with the property {@code code}. */
  static BuiltIn read(String csv, byte[] geoJson) {
    var regions = new ArrayList<Region>();
    var kelurahan = new TreeMap<RegionCode, RegionName>();
    for (String line : csv.lines().skip(1).toList()) {
      String[] cells = line.split(",", 3);
      var code = new RegionCode(cells[0]);
      var name = new RegionName(cells[2]);
      if (code.level() == RegionCode.Level.KELURAHAN) {
        kelurahan.put(code, name);
      } else {
        regions.add(new Region(code, name));
      }
    }
    var boundaries = new HashMap<RegionCode, Boundary>();
    for (JsonNode feature : JSON.readTree(geoJson).get("features")) {
      var code = new RegionCode(feature.get("properties").get("code").asString());
      boundaries.put(code, boundary(feature.get("geometry")));
    }
    return new BuiltIn(regions, kelurahan, boundaries);
  }

  /** Each kelurahan with TPS numbers by the rule, before they have figures. */
  List<TpsSpread.Count> counts(OfficialTotals totals) {
    return TpsSpread.counts(List.copyOf(kelurahan.keySet()), totals);
  }

  /** Name of a region of any level, or null when it is not built in. */
  @Nullable RegionName name(RegionCode code) {
    if (code.level() == RegionCode.Level.KELURAHAN) {
      return kelurahan.get(code);
    }
    for (Region region : regions) {
      if (region.code().equals(code)) {
        return region.name();
      }
    }
    return null;
  }

  private static Boundary boundary(JsonNode geometry) {
    JsonNode coordinates = geometry.get("coordinates");
    var polygons = new ArrayList<List<int[]>>();
    switch (geometry.get("type").asString()) {
      case "Polygon" -> polygons.add(rings(coordinates));
      case "MultiPolygon" -> coordinates.forEach(polygon -> polygons.add(rings(polygon)));
      default -> throw new IllegalArgumentException("a boundary is a Polygon or MultiPolygon");
    }
    return new Boundary(polygons);
  }

  private static List<int[]> rings(JsonNode polygon) {
    var rings = new ArrayList<int[]>();
    for (JsonNode ring : polygon) {
      int[] points = new int[2 * ring.size()];
      int i = 0;
      for (JsonNode point : ring) {
        points[i++] = degreesE7(point.get(0));
        points[i++] = degreesE7(point.get(1));
      }
      rings.add(points);
    }
    return rings;
  }

  private static int degreesE7(JsonNode degrees) {
    return degrees.decimalValue().movePointRight(7).intValueExact();
  }
}
