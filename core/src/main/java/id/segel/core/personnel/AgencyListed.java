package id.segel.core.personnel;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.RegionName;

/**
 * A body has people who log in here. A later fact about the same code replaces its name.
 *
 * @param code 1 to 24 of A-Z, 0-9 and dash: {@code KPU-DKI}
 * @param name official name of the body, never of a person
 */
public record AgencyListed(String code, RegionName name) implements Fact {

  /** {@link MalformedException} when it is not as described. */
  public AgencyListed {
    checkCode(code);
  }

  /** {@link MalformedException} unless it has the form of an agency's code. */
  public static String checkCode(String code) {
    if (!code.matches("[A-Z0-9-]{1,24}")) {
      throw new MalformedException("an agency is 1 to 24 of A-Z, 0-9 and dash: " + code);
    }
    return code;
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("agency ").append(code).append('\n');
    out.append("name ").append(name).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static AgencyListed read(Fields fields) {
    var listed = new AgencyListed(fields.take("agency"), new RegionName(fields.take("name")));
    fields.end();
    return listed;
  }
}
