package id.segel.server.region;

import id.segel.core.fact.Fact;
import id.segel.core.region.ElectionOpened;
import id.segel.core.region.KelurahanListed;
import id.segel.core.region.LegWindowSet;
import id.segel.core.region.PlaceApproved;
import id.segel.core.region.PlaceRegistered;
import id.segel.core.region.PlaceWithdrawn;
import id.segel.core.region.RegionsListed;
import id.segel.server.log.Projector;
import id.segel.server.log.Recorded;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.stereotype.Component;

/** Writes the rows of schema {@code region} from the facts about places. */
@Component
class RegionProjector implements Projector {

  @Override
  public String schema() {
    return "region";
  }

  @Override
  public void apply(List<Recorded> entries, Connection transaction) throws SQLException {
    for (Recorded recorded : entries) {
      if (recorded.isFact()) {
        apply(recorded.index(), recorded.fact(), transaction);
      }
    }
  }

  private static void apply(long index, Fact fact, Connection transaction) throws SQLException {
    switch (fact) {
      case ElectionOpened it -> open(index, it, transaction);
      case RegionsListed it -> {
        for (RegionsListed.Region region : it.regions()) {
          update(
              transaction,
              """
              insert into region.regions (code, name) values (?, ?)
              on conflict (code) do update set name = excluded.name
              """,
              region.code().digits(),
              region.name().text());
        }
        version(index, transaction);
      }
      case KelurahanListed it -> {
        update(
            transaction,
            """
            insert into region.kelurahan (code, name, lat_e7, lon_e7, tps, dpt)
            values (?, ?, ?, ?, ?, ?)
            on conflict (code) do update
               set name = excluded.name, lat_e7 = excluded.lat_e7, lon_e7 = excluded.lon_e7,
                   tps = excluded.tps, dpt = excluded.dpt
            """,
            it.code().digits(),
            it.name().text(),
            it.at().latE7(),
            it.at().lonE7(),
            it.tps().size(),
            it.tps().stream().mapToInt(KelurahanListed.Tps::dpt).sum());
        version(index, transaction);
      }
      case PlaceRegistered it ->
          update(
              transaction,
              """
              insert into region.places (code, name, lat_e7, lon_e7, approved)
              values (?, ?, ?, ?, false)
              on conflict (code) do update
                 set name = excluded.name, lat_e7 = excluded.lat_e7, lon_e7 = excluded.lon_e7
              """,
              it.code().text(),
              it.name().text(),
              it.at().latE7(),
              it.at().lonE7());
      case PlaceApproved it ->
          update(
              transaction,
              "update region.places set approved = true where code = ?",
              it.code().text());
      case PlaceWithdrawn it ->
          update(
              transaction,
              "update region.places set approved = false where code = ?",
              it.code().text());
      case LegWindowSet it ->
          update(
              transaction,
              """
              insert into region.legs (leg, earliest, latest) values (?, ?, ?)
              on conflict (leg) do update
                 set earliest = excluded.earliest, latest = excluded.latest
              """,
              it.leg().word(),
              OffsetDateTime.ofInstant(it.earliest(), ZoneOffset.UTC),
              OffsetDateTime.ofInstant(it.latest(), ZoneOffset.UTC));
      default -> {}
    }
  }

  private static void open(long index, ElectionOpened opened, Connection transaction)
      throws SQLException {
    update(transaction, "delete from region.elections");
    update(transaction, "delete from region.kinds");
    update(
        transaction,
        """
        insert into region.elections (election, name, day, zone, reserve, spares, index)
        values (?, ?, ?, ?, ?, ?, ?)
        """,
        opened.election(),
        opened.name().text(),
        opened.day(),
        opened.zone().getId(),
        opened.reservePerMille(),
        opened.sparesPerKecamatan(),
        index);
    for (ElectionOpened.BallotKind kind : opened.kinds()) {
      update(
          transaction,
          "insert into region.kinds (digit, code, colour, name) values (?, ?, ?, ?)",
          kind.digit(),
          kind.code(),
          kind.colour(),
          kind.name().text());
    }
    version(index, transaction);
  }

  private static void version(long index, Connection transaction) throws SQLException {
    update(
        transaction,
        """
        insert into region.version (index) values (?)
        on conflict (one) do update set index = excluded.index
        """,
        index);
  }

  @Override
  public List<String> tables() {
    return List.of(
        "region.elections",
        "region.kinds",
        "region.regions",
        "region.kelurahan",
        "region.places",
        "region.legs");
  }

  @Override
  public void reset(Connection transaction) throws SQLException {
    update(
        transaction,
        """
        truncate region.elections, region.kinds, region.regions, region.kelurahan, region.places,
                 region.legs, region.version
        """);
  }

  private static void update(Connection transaction, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = transaction.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }
}
