package id.segel.server.entrance;

import id.segel.server.log.Remarks;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Names of visitors. */
@Component
class Visitors extends Remarks {

  Visitors(JdbcClient sql, Clock real) {
    super("entrance.visitors", sql, real);
  }
}
