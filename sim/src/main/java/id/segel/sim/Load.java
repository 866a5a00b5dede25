package id.segel.sim;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The boxes of up to 35 TPS of one kelurahan, which are packed by one hand and travel on one lorry.
 */
final class Load {

  private final String kelurahan;
  private final List<Tps> tps;
  private final Phone packer;
  private final Phone ppk;
  private final Phone pps;
  Timetable.LoadTimes times;

  @Nullable Mishap mishap;

  /** Whether its next way back is set. */
  boolean isTripSet;

  Load(
      String kelurahan,
      List<Tps> tps,
      Phone packer,
      Phone ppk,
      Phone pps,
      Timetable.LoadTimes times) {
    this.kelurahan = kelurahan;
    this.tps = tps;
    this.packer = packer;
    this.ppk = ppk;
    this.pps = pps;
    this.times = times;
  }

  boolean has(Fault fault) {
    return mishap != null && mishap.fault() == fault;
  }

  String kota() {
    return kelurahan.substring(0, 4);
  }

  String kecamatan() {
    return kelurahan.substring(0, 6);
  }

  String kelurahan() {
    return kelurahan;
  }

  List<Tps> tps() {
    return tps;
  }

  Phone packer() {
    return packer;
  }

  Phone ppk() {
    return ppk;
  }

  Phone pps() {
    return pps;
  }

  /** All its boxes that this phone holds and has not offered. */
  List<Box> inHandOf(Phone phone) {
    var boxes = new ArrayList<Box>();
    for (Tps one : tps) {
      for (Box box : one.boxes) {
        if (phone.equals(box.holder) && !box.isOffered) {
          boxes.add(box);
        }
      }
    }
    return boxes;
  }
}
