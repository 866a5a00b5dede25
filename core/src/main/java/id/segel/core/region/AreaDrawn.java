package id.segel.core.region;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import java.util.List;

/**
 * An area that is no region of its own, like that of a Polres: it may take part of one city and
 * part of another. A later fact about the same code replaces it.
 *
 * @param code a letter, then up to 23 of A-Z, 0-9 and dash: {@code POLRES-PRIOK}
 * @param name official name
 * @param regions kota, kecamatan or kelurahan in the order of their codes, none within another
 */
public record AreaDrawn(String code, RegionName name, List<RegionCode> regions) implements Fact {

  /** More than the kelurahan of any city. */
  private static final int MAX = 1_000;

  /** {@link MalformedException} when it is not as described. */
  public AreaDrawn {
    regions = List.copyOf(regions);
    if (!isCode(code)) {
      throw new MalformedException(
          "an area is a letter and up to 23 of A-Z, 0-9 and dash: " + code);
    }
    if (regions.isEmpty() || regions.size() > MAX) {
      throw new MalformedException("an area has 1 to " + MAX + " regions: " + code);
    }
    for (int i = 1; i < regions.size(); i++) {
      String before = regions.get(i - 1).digits();
      String here = regions.get(i).digits();
      if (here.compareTo(before) <= 0 || here.startsWith(before)) {
        throw new MalformedException(
            "regions stand in the order of their codes, none within another: " + here);
      }
    }
  }

  /** Whether it has the form of an area's code, which no region's has. */
  public static boolean isCode(String code) {
    return code.matches("[A-Z][A-Z0-9-]{0,23}");
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("area ").append(code).append('\n');
    out.append("name ").append(name).append('\n');
    for (RegionCode region : regions) {
      out.append("region ").append(region.digits()).append('\n');
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static AreaDrawn read(Fields fields) {
    String code = fields.take("area");
    var name = new RegionName(fields.take("name"));
    var drawn =
        new AreaDrawn(code, name, fields.takeAll("region").stream().map(RegionCode::new).toList());
    fields.end();
    return drawn;
  }
}
