package id.segel.server.finding;

import id.segel.server.log.Remarks;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What people write about findings. */
@Component
public class FindingWords extends Remarks {

  FindingWords(JdbcClient sql, Clock real) {
    super("finding.words", sql, real);
  }
}
