package id.segel.core.region;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import java.util.List;

/** Names of provinsi, kota and kecamatan; a later fact replaces the names of the codes it lists. */
public record RegionsListed(List<Region> regions) implements Fact {

  /** One region above the kelurahan. */
  public record Region(RegionCode code, RegionName name) {}

  /** {@link MalformedException} when a kelurahan is among them. */
  public RegionsListed {
    regions = List.copyOf(regions);
    for (Region region : regions) {
      if (region.code().level() == RegionCode.Level.KELURAHAN) {
        throw new MalformedException("a kelurahan is listed with its TPS: " + region.code());
      }
    }
  }

  @Override
  public void writeTo(StringBuilder out) {
    for (Region region : regions) {
      out.append("region ").append(region.code()).append(' ').append(region.name()).append('\n');
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static RegionsListed read(Fields fields) {
    var listed =
        new RegionsListed(fields.takeAll("region").stream().map(RegionsListed::region).toList());
    fields.end();
    return listed;
  }

  private static Region region(String value) {
    int space = value.indexOf(' ');
    if (space < 0) {
      throw new MalformedException("a region is a code and a name: " + value);
    }
    return new Region(
        new RegionCode(value.substring(0, space)), new RegionName(value.substring(space + 1)));
  }
}
