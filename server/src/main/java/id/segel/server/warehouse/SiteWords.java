package id.segel.server.warehouse;

import id.segel.server.log.Remarks;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Remarks of inspections, and why sites were withdrawn. */
@Component
class SiteWords extends Remarks {

  SiteWords(JdbcClient sql, Clock real) {
    super("warehouse.words", sql, real);
  }
}
