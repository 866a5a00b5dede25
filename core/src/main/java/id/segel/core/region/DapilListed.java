package id.segel.core.region;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import java.util.List;

/**
 * The regions that vote with one ballot design. A kind without any dapil has one design for all. A
 * later fact about the same design replaces its regions.
 *
 * @param style kind and dapil, from 1
 * @param regions kota, kecamatan or kelurahan
 */
public record DapilListed(BallotStyle style, List<RegionCode> regions) implements Fact {

  /** {@link MalformedException} when it names no dapil or no region. */
  public DapilListed {
    regions = List.copyOf(regions);
    if (style.dapil() == 0 || regions.isEmpty() || regions.size() > 1_000) {
      throw new MalformedException("a dapil has a number from 1 and 1 to 1000 regions: " + style);
    }
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("style ").append(style).append('\n');
    for (RegionCode region : regions) {
      out.append("region ").append(region.digits()).append('\n');
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static DapilListed read(Fields fields) {
    var style = BallotStyle.parse(fields.take("style"));
    var listed =
        new DapilListed(style, fields.takeAll("region").stream().map(RegionCode::new).toList());
    fields.end();
    return listed;
  }
}
