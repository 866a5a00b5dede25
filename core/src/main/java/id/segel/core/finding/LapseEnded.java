package id.segel.core.finding;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.RegionCode;

/**
 * What had not happened in time has happened since, everywhere in the kecamatan, or its last moment
 * was set later.
 *
 * @param kecamatan 6 digits
 */
public record LapseEnded(Lapse kind, String kecamatan) implements Fact {

  /** {@link MalformedException} when it is not as described. */
  public LapseEnded {
    RegionCode.of(kecamatan, RegionCode.Level.KECAMATAN);
  }

  public FindingId finding() {
    return kind.finding(kecamatan);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("kind ").append(kind).append('\n');
    out.append("kecamatan ").append(kecamatan).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static LapseEnded read(Fields fields) {
    var ended = new LapseEnded(fields.take("kind", Lapse::parse), fields.take("kecamatan"));
    fields.end();
    return ended;
  }
}
