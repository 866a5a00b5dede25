package id.segel.sim;

import id.segel.core.personnel.Role;
import id.segel.tlog.note.SigningKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The devices of everybody who handles boxes: packers in each kota's store, two for each PPK, one
 * or two for each PPS, one for each KPPS, and at each TPS those of the overseer and of a saksi.
 */
public final class Phones {

  private static final int PACKERS = 30;
  private static final int PPK = 2;

  /** From so many TPS on, a PPS has two. */
  private static final int LARGE_KELURAHAN = 150;

  /** Participants whose saksi watch. */
  private static final int PARTICIPANTS = 3;

  private final Map<String, List<Phone>> byTerritory = new LinkedHashMap<>();
  private final Map<String, List<Phone>> saksi = new LinkedHashMap<>();
  private final long seed;

  public Phones(Province province, long seed) {
    this.seed = seed;
    for (Province.Kelurahan one : province.kelurahan()) {
      make(Role.KPU_KOTA, one.kota(), PACKERS);
      make(Role.PPK, one.kecamatan(), PPK);
      make(Role.PPS, one.code(), one.tps().size() < LARGE_KELURAHAN ? 1 : 2);
      for (Province.Station tps : one.tps()) {
        make(Role.KPPS, tps.code(), 1);
        int participant = 1 + Math.floorMod(tps.code().hashCode(), PARTICIPANTS);
        saksi.put(
            tps.code(),
            List.of(
                phone(Role.BAWASLU, tps.code(), 1),
                phone(seed, Role.SAKSI, tps.code(), "PASLON-0" + participant, 1)));
      }
    }
  }

  private void make(Role role, String territory, int count) {
    byTerritory.computeIfAbsent(
        territory,
        code -> {
          var phones = new ArrayList<Phone>(count);
          for (int i = 1; i <= count; i++) {
            phones.add(phone(role, code, i));
          }
          return List.copyOf(phones);
        });
  }

  /** The i-th device of that role there; the same for the same seed. */
  Phone phone(Role role, String territory, int i) {
    return phone(seed, role, territory, i);
  }

  /** The i-th device of that role there, of this seed. */
  public static Phone phone(long seed, Role role, String territory, int i) {
    return phone(seed, role, territory, "", i);
  }

  private static Phone phone(long seed, Role role, String territory, String body, int i) {
    byte[] bytes = Seeds.bytes(seed, "phone " + role + " " + territory + " " + i);
    return new Phone(role, territory, body, SigningKey.fromSeed(bytes));
  }

  /** The devices of a territory. */
  List<Phone> of(String territory) {
    return byTerritory.getOrDefault(territory, List.of());
  }

  /** Those who watch at a TPS and sign what is opened there. */
  List<Phone> saksi(String tps) {
    return saksi.getOrDefault(tps, List.of());
  }

  public List<Phone> all() {
    return Stream.concat(byTerritory.values().stream(), saksi.values().stream())
        .flatMap(Collection::stream)
        .toList();
  }
}
