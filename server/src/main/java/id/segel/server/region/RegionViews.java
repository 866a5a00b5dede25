package id.segel.server.region;

import com.fasterxml.jackson.annotation.JsonProperty;
import id.segel.core.region.PlaceCode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads schema {@code region} for the pages. */
@Component
class RegionViews {

  /** A provinsi, kota or kecamatan. */
  record Named(String code, String name) {}

  /** A kelurahan with its sums and its middle in degrees. */
  record Kelurahan(String code, String name, int tps, int dpt, double lat, double lon) {}

  /** A ballot. */
  record Kind(int code, @JsonProperty("short") String shortName, String name, String colour) {}

  /**
   * The tree of places.
   *
   * @param provinsi null before a roster was published
   * @param version index of the newest entry about it, -1 before
   */
  record Tree(
      @Nullable Named provinsi,
      List<Named> kota,
      List<Named> kecamatan,
      List<Kelurahan> kelurahan,
      List<Kind> kinds,
      long version) {}

  /** A store, PPS or post. */
  record Place(
      String code, String kind, String name, String region, double lat, double lon, String state) {}

  /** The window of a leg. */
  record LegWindow(String leg, Instant earliest, Instant latest) {}

  private static final double E7 = 1e7;

  private static final RowMapper<Named> NAMED =
      (row, n) -> new Named(row.getString(1), row.getString(2));

  private static final RowMapper<Kelurahan> KELURAHAN =
      (row, n) ->
          new Kelurahan(
              row.getString(1),
              row.getString(2),
              row.getInt(3),
              row.getInt(4),
              row.getInt(5) / E7,
              row.getInt(6) / E7);

  private static final RowMapper<Kind> KIND =
      (row, n) ->
          new Kind(row.getInt(1), row.getString(2), row.getString(3), "#" + row.getString(4));

  private static final RowMapper<Place> PLACE =
      (row, n) -> {
        var code = new PlaceCode(row.getString(1));
        return new Place(
            code.text(),
            code.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
            row.getString(2),
            code.region(),
            row.getInt(3) / E7,
            row.getInt(4) / E7,
            row.getBoolean(5) ? "approved" : "registered");
      };

  private static final RowMapper<LegWindow> LEG =
      (row, n) ->
          new LegWindow(
              row.getString(1),
              row.getObject(2, OffsetDateTime.class).toInstant(),
              row.getObject(3, OffsetDateTime.class).toInstant());

  private final JdbcClient sql;

  RegionViews(JdbcClient sql) {
    this.sql = sql;
  }

  long version() {
    return sql.sql("select index from region.version").query(Long.class).optional().orElse(-1L);
  }

  Tree tree() {
    long version = version();
    return new Tree(
        named(2).stream().findFirst().orElse(null),
        named(4),
        named(6),
        sql.sql("select code, name, tps, dpt, lat_e7, lon_e7 from region.kelurahan order by code")
            .query(KELURAHAN)
            .list(),
        sql.sql("select digit, code, name, colour from region.kinds order by digit")
            .query(KIND)
            .list(),
        version);
  }

  private List<Named> named(int digits) {
    return sql.sql(
            "select code, name from region.regions where length(code) = :digits order by code")
        .param("digits", digits)
        .query(NAMED)
        .list();
  }

  List<Place> places() {
    return sql.sql("select code, name, lat_e7, lon_e7, approved from region.places order by code")
        .query(PLACE)
        .list();
  }

  List<LegWindow> legs() {
    return sql.sql("select leg, earliest, latest from region.legs order by latest, leg")
        .query(LEG)
        .list();
  }
}
