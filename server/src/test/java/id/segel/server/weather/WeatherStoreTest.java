package id.segel.server.weather;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import id.segel.core.region.RegionCode;
import id.segel.server.database.TestDatabase;
import java.time.Clock;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** What is known of the weather stays known while it is read again. */
class WeatherStoreTest {

  private static final RegionCode GAMBIR = new RegionCode("3171011001");

  private static final String FORECAST =
      """
      {"lokasi":{"adm4":"31.71.01.1001"},
       "data":[{"cuaca":[[{"utc_datetime":"2024-02-13 06:00:00","tp":45}]]}]}
      """;

  @Test
  void whatCannotBeReadAgainIsNotForgotten() throws Exception {
    var source = TestDatabase.migrated().dataSource();
    var sql = JdbcClient.create(source);
    var store = new WeatherStore(sql, new JdbcTransactionManager(source), Clock.systemUTC());
    store.load();
    store.keepForecast(ForecastJson.read(FORECAST, GAMBIR), FORECAST);
    sql.sql("alter table weather.forecasts rename to away").update();
    assertThrows(DataAccessException.class, store::load);
    store.failed(WeatherStore.Source.WARNING, "HTTP_503");
    assertEquals(1, known(store).weather().forecasts().size());
  }

  private static WeatherStore.Known known(WeatherStore store) {
    return Objects.requireNonNull(store.known());
  }
}
