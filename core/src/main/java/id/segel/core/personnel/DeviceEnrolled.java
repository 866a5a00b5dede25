package id.segel.core.personnel;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.PartyKey;

/**
 * A device's key may sign from here on, for this role in this territory.
 *
 * @param territory a region code of 2 to 10 digits, or a TPS code of 13
 * @param keeping how the private key is kept
 * @param body for whom a saksi watches, a code such as {@code PASLON-01}; empty for everybody else
 */
public record DeviceEnrolled(
    PartyKey key, Role role, String territory, KeyKeeping keeping, String body) implements Fact {

  public DeviceEnrolled(PartyKey key, Role role, String territory) {
    this(key, role, territory, KeyKeeping.DEVICE, "");
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("key ").append(key).append('\n');
    out.append("role ").append(role).append('\n');
    out.append("territory ").append(territory).append('\n');
    if (keeping != KeyKeeping.DEVICE) {
      out.append("storage ").append(keeping.word()).append('\n');
    }
    if (!body.isEmpty()) {
      out.append("body ").append(body).append('\n');
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static DeviceEnrolled read(Fields fields) {
    var enrolled =
        new DeviceEnrolled(
            PartyKey.parse(fields.take("key")),
            Role.parse(fields.take("role")),
            fields.take("territory"),
            fields.has("storage") ? fields.take("storage", KeyKeeping::parse) : KeyKeeping.DEVICE,
            fields.has("body") ? fields.take("body") : "");
    fields.end();
    return enrolled;
  }
}
