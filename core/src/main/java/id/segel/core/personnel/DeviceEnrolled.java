package id.segel.core.personnel;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.PartyKey;

/**
 * A device's key may sign from here on, for this role in this territory.
 *
 * @param territory a region code of 2 to 10 digits, or a TPS code of 13
 */
public record DeviceEnrolled(PartyKey key, Role role, String territory) implements Fact {

  @Override
  public void writeTo(StringBuilder out) {
    out.append("key ").append(key).append('\n');
    out.append("role ").append(role).append('\n');
    out.append("territory ").append(territory).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static DeviceEnrolled read(Fields fields) {
    var enrolled =
        new DeviceEnrolled(
            PartyKey.parse(fields.take("key")),
            Role.parse(fields.take("role")),
            fields.take("territory"));
    fields.end();
    return enrolled;
  }
}
