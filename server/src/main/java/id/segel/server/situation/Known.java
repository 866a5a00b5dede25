package id.segel.server.situation;

import id.segel.core.box.BoxId;
import id.segel.core.custody.SignedStatement;
import id.segel.core.fact.Fact;
import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.DeviceEnrolled;
import id.segel.core.personnel.DeviceRevoked;
import id.segel.core.personnel.Devices;
import id.segel.core.region.Leg;
import id.segel.core.region.LegWindowSet;
import id.segel.core.region.Places;
import id.segel.core.region.RegionCode;
import id.segel.core.region.RegionName;
import id.segel.core.region.Roster;
import id.segel.server.log.FactListener;
import id.segel.server.region.Regions;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What the picture needs to know beside the boxes: names, DPT, windows, devices. As of the newest
 * entry, so it may be ahead of the picture. Safe for many readers; the log's thread writes.
 */
@Component
class Known implements FactListener {

  private final Regions regions;
  private final Devices devices = new Devices();

  Known(Regions regions) {
    this.regions = regions;
  }

  @Override
  public void apply(long index, Instant recorded, Fact fact) {
    switch (fact) {
      case DeviceEnrolled enrolled -> devices.apply(index, enrolled);
      case DeviceRevoked revoked -> devices.apply(index, revoked);
      default -> {}
    }
  }

  Roster roster() {
    return regions.roster();
  }

  Places places() {
    return regions.places();
  }

  /** The window of a leg, null while none was set. */
  @Nullable LegWindowSet legWindow(Leg leg) {
    return regions.legWindow(leg);
  }

  Devices devices() {
    return devices;
  }

  /** Name of a region by its digits; the digits where it has none. */
  String region(String digits) {
    RegionName name = regions.roster().name(new RegionCode(digits));
    return name == null ? digits : name.text();
  }

  /** {@code TPS 019 Kapuk}. */
  String tps(String code) {
    return "TPS " + code.substring(10) + " " + region(code.substring(0, 10));
  }

  /** {@code PPS Kapuk}; for a key that was never enrolled the name of the key. */
  String holder(PartyKey key) {
    Devices.@Nullable Device device = devices.of(key);
    if (device == null) {
      return SignedStatement.keyName(key);
    }
    String of = device.territory();
    String role = device.role().name().startsWith("KPU") ? "KPU" : device.role().name();
    return role + " " + (of.length() == 13 ? tps(of) : region(of));
  }

  /** {@code Kotak PPWP, TPS 019 Kapuk}, or the spare of a kecamatan. */
  String box(BoxId box) {
    if (box.isSpare()) {
      return "Kotak cadangan " + box.copy() + ", " + region(box.tps().substring(0, 6));
    }
    String kind =
        regions.roster().kinds().stream()
            .filter(one -> one.digit() == box.kind())
            .map(one -> one.code())
            .findFirst()
            .orElse(Integer.toString(box.kind()));
    return "Kotak " + kind + ", " + tps(box.tps());
  }
}
