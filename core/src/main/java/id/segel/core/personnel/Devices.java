package id.segel.core.personnel;

import id.segel.core.fact.PartyKey;
import java.util.Collection;
import java.util.Collections;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys that were enrolled, folded from the log, with the entries that enrolled and revoked
 * them. A key counts for what is recorded between the two. Safe for many readers and one writer.
 */
public final class Devices {

  private static final long NEVER = Long.MAX_VALUE;

  /**
   * One enrolled key.
   *
   * @param enrolledAt index of the enrolling entry
   * @param revokedAt index of the revoking entry, {@link Long#MAX_VALUE} while there is none
   * @param party for whom a saksi watches; empty for everybody else
   */
  public record Device(
      PartyKey key,
      Role role,
      String territory,
      KeyKeeping keeping,
      String party,
      long enrolledAt,
      long revokedAt) {

    public boolean isRevoked() {
      return revokedAt != NEVER;
    }

    /** Which body it speaks for: that of its role, and for a saksi the participant. */
    public String body() {
      return role == Role.SAKSI ? "SAKSI " + party : role.body();
    }

    /** Whether a box for this TPS, by its 13 digits, is of its territory. */
    public boolean covers(String tps) {
      return tps.startsWith(territory);
    }
  }

  private final ConcurrentHashMap<PartyKey, Device> byKey = new ConcurrentHashMap<>();

  /** The device of this key, or null when it was never enrolled. */
  public @Nullable Device of(PartyKey key) {
    return byKey.get(key);
  }

  /** Whether the key was enrolled, and not revoked, when the entry of this index was made. */
  public boolean countsAt(PartyKey key, long index) {
    Device device = byKey.get(key);
    return device != null && device.enrolledAt() < index && index < device.revokedAt();
  }

  /** Whether the key had been revoked when the entry of this index was made. */
  public boolean isRevokedAt(PartyKey key, long index) {
    Device device = byKey.get(key);
    return device != null && device.revokedAt() < index;
  }

  public void apply(long index, DeviceEnrolled enrolled) {
    // The first enrolment stands: a key never changes its role.
    byKey.putIfAbsent(
        enrolled.key(),
        new Device(
            enrolled.key(),
            enrolled.role(),
            enrolled.territory(),
            enrolled.keeping(),
            enrolled.body(),
            index,
            NEVER));
  }

  public void apply(long index, DeviceRevoked revoked) {
    byKey.computeIfPresent(
        revoked.key(),
        (key, device) ->
            device.isRevoked()
                ? device
                : new Device(
                    key,
                    device.role(),
                    device.territory(),
                    device.keeping(),
                    device.party(),
                    device.enrolledAt(),
                    index));
  }

  /** Every device, in no order. */
  public Collection<Device> all() {
    return Collections.unmodifiableCollection(byKey.values());
  }

  public int size() {
    return byKey.size();
  }
}
