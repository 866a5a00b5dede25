package id.segel.core.finding;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.RegionCode;

/**
 * Something did not happen in time. One is open for each rule and kecamatan.
 *
 * @param kecamatan 6 digits
 * @param tps how many TPS it was so for when it was found
 */
public record LapseFound(Lapse kind, String kecamatan, int tps) implements Fact {

  private static final int TPS_MAX = 100_000;

  /** {@link MalformedException} when it is not as described. */
  public LapseFound {
    RegionCode.of(kecamatan, RegionCode.Level.KECAMATAN);
    if (tps < 1 || tps > TPS_MAX) {
      throw new MalformedException("a lapse is of 1 to " + TPS_MAX + " TPS: " + tps);
    }
  }

  public FindingId finding() {
    return kind.finding(kecamatan);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("kind ").append(kind).append('\n');
    out.append("kecamatan ").append(kecamatan).append('\n');
    out.append("tps ").append(tps).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static LapseFound read(Fields fields) {
    var found =
        new LapseFound(
            fields.take("kind", Lapse::parse),
            fields.take("kecamatan"),
            (int) fields.takeNumber("tps", TPS_MAX));
    fields.end();
    return found;
  }
}
