package id.segel.core.post;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.region.RegionCode;
import java.time.Instant;

/**
 * A check-in of a post that is manned did not come: a finding.
 *
 * @param kelurahan in which it stands
 * @param since the moment for which it is missed
 */
public record PostFellSilent(int number, RegionCode kelurahan, Instant since) implements Fact {

  public PostFellSilent {
    PostOpened.checkNumber(number);
    RegionCode.of(kelurahan.digits(), RegionCode.Level.KELURAHAN);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("post ").append(number).append('\n');
    out.append("kelurahan ").append(kelurahan).append('\n');
    out.append("since ").append(since).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static PostFellSilent read(Fields fields) {
    var fell =
        new PostFellSilent(
            PostOpened.takeNumber(fields),
            fields.take("kelurahan", PostOpened::kelurahan),
            fields.takeInstant("since"));
    fields.end();
    return fell;
  }
}
