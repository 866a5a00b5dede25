package id.segel.core.personnel;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.fact.PartyKey;
import java.time.Instant;

/**
 * A device's key counts no longer.
 *
 * @param moment from when on, in election time, as the revoking body says
 */
public record DeviceRevoked(PartyKey key, Reason reason, Instant moment) implements Fact {

  /** Why a key was revoked. */
  public enum Reason {
    LOST,
    STOLEN,
    LEFT,
    COMPROMISED;

    /** {@link MalformedException} when there is no such reason. */
    public static Reason parse(String name) {
      for (Reason reason : values()) {
        if (reason.name().equals(name)) {
          return reason;
        }
      }
      throw new MalformedException("no reason is called " + name);
    }
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("key ").append(key).append('\n');
    out.append("reason ").append(reason).append('\n');
    out.append("moment ").append(moment).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static DeviceRevoked read(Fields fields) {
    var revoked =
        new DeviceRevoked(
            PartyKey.parse(fields.take("key")),
            Reason.parse(fields.take("reason")),
            fields.takeInstant("moment"));
    fields.end();
    return revoked;
  }
}
