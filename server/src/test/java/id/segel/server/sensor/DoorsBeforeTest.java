package id.segel.server.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import id.segel.server.database.TestDatabase;
import java.time.Instant;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Doors of a server that was updated after they were opened. */
class DoorsBeforeTest {

  @Test
  void anOpeningOfBeforeTheUpdateMayBeExplainedStill() {
    var source = TestDatabase.empty().dataSource();
    Flyway.configure().dataSource(source).target("071").load().migrate();
    var sql = JdbcClient.create(source);
    sql.sql(
            """
            insert into sensor.sensors (sensor, place, number, kind, name, secret)
            values ('S-G3171-1', 'G3171', 1, 'DOOR', 'Pintu', ''),
                   ('S-G3171-2', 'G3171', 2, 'SMOKE', 'Aula', '')
            """)
        .update();
    // Found, shut, waiting, and smoke.
    sql.sql(
            """
            insert into sensor.edges (sensor, is_on, at, entry, answered)
            values ('S-G3171-1', true, '2024-02-12T01:00:00Z', 7, true),
                   ('S-G3171-1', false, '2024-02-12T01:01:00Z', 8, false),
                   ('S-G3171-1', true, '2024-02-12T02:00:00Z', 9, false),
                   ('S-G3171-2', true, '2024-02-12T03:00:00Z', 10, true)
            """)
        .update();
    Flyway.configure().dataSource(source).load().migrate();
    assertEquals(
        List.of(Instant.parse("2024-02-12T01:00:00Z")),
        new Sensors(sql)
            .unentered(Instant.parse("2024-02-11T20:00:00Z")).stream()
                .map(Sensors.Edge::at)
                .toList());
  }
}
