package id.segel.core.region;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What KPU published about an election's roster, against which a list of TPS is held: for the
 * provinsi and each kota TPS, special TPS, DPT and, where it is known, the ballots needed per kind;
 * for some kelurahan the number of their special TPS.
 *
 * @param provinsi of all TPS
 * @param cities by code of the kota
 * @param specials number of special TPS, by code of the kelurahan
 */
public record OfficialTotals(
    Total provinsi, SortedMap<String, Total> cities, SortedMap<String, Integer> specials) {

  /**
   * Official figures of one region.
   *
   * @param tps all TPS, the special ones included
   * @param need ballots per kind; null where it was not published
   */
  public record Total(String code, int tps, int special, int dpt, @Nullable Integer need) {}

  /**
   * DKI Jakarta 2024: DPT of the KPU plenary of 27 June 2023; TPS as published for the vote; need
   * of 8,431,963 per kind from the DPRD order, 22,515 for Kepulauan Seribu.
   */
  public static OfficialTotals dki2024() {
    try (InputStream file = OfficialTotals.class.getResourceAsStream("dki-2024.csv")) {
      return read(new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads lines {@code code,tps,special,dpt,need}; a kelurahan has only the third. */
  static OfficialTotals read(String csv) {
    Total provinsi = null;
    var cities = new TreeMap<String, Total>();
    var specials = new TreeMap<String, Integer>();
    for (String line : csv.lines().skip(1).toList()) {
      String[] cells = line.split(",", -1);
      int special = Integer.parseInt(cells[2]);
      switch (new RegionCode(cells[0]).level()) {
        case PROVINSI -> provinsi = total(cells, special);
        case KOTA -> cities.put(cells[0], total(cells, special));
        case KELURAHAN -> specials.put(cells[0], special);
        case KECAMATAN -> throw new IllegalArgumentException("no figures of a kecamatan: " + line);
      }
    }
    return new OfficialTotals(Objects.requireNonNull(provinsi), cities, specials);
  }

  private static Total total(String[] cells, int special) {
    return new Total(
        cells[0],
        Integer.parseInt(cells[1]),
        special,
        Integer.parseInt(cells[3]),
        cells[4].isEmpty() ? null : Integer.valueOf(cells[4]));
  }

  /** The figures of this kota, or null when none were published. */
  public @Nullable Total city(String code) {
    return cities.get(code);
  }
}
