package id.segel.server.incident;

import id.segel.server.log.Remarks;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What people write about incidents. */
@Component
class IncidentWords extends Remarks {

  IncidentWords(JdbcClient sql, Clock real) {
    super("incident.words", sql, real);
  }
}
