package id.segel.server.sitrep;

import id.segel.core.custody.RecordedStatement;
import id.segel.core.custody.Statement;
import id.segel.core.fact.Fact;
import id.segel.core.finding.DutyFact;
import id.segel.core.finding.FindingRuleSet;
import id.segel.core.finding.Findings;
import id.segel.core.finding.HelpFact;
import id.segel.core.personnel.UserAppointed;
import id.segel.core.region.LegWindowSet;
import id.segel.core.region.PlaceCode;
import id.segel.server.log.Projector;
import id.segel.server.log.Recorded;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.stereotype.Component;

/** Keeps what a report must know of any past entry: facts about findings, words of the day. */
@Component
class SitrepProjector implements Projector {

  static final String SCHEMA = "sitrep";

  /** The word of a TPS whose boxes were opened for the vote. */
  private static final String OPENED = "OPENED";

  /** Knows which facts are about findings. */
  private final Findings findings = new Findings();

  @Override
  public String schema() {
    return SCHEMA;
  }

  @Override
  public void apply(List<Recorded> entries, Connection sql) throws SQLException {
    try (PreparedStatement fact =
            sql.prepareStatement(
                "insert into sitrep.facts (index, recorded, body) values (?, ?, ?)");
        PreparedStatement day =
            sql.prepareStatement(
                """
                insert into sitrep.days (tps, word, index) values (?, ?, ?)
                on conflict (tps, word) do nothing
                """)) {
      for (Recorded recorded : entries) {
        if (!recorded.isFact()) {
          say(recorded.statement(), day);
        } else if (isKept(recorded.fact())) {
          fact.setLong(1, recorded.index());
          fact.setObject(2, recorded.entry().recorded().atOffset(ZoneOffset.UTC));
          fact.setBytes(3, recorded.entry().body());
          fact.addBatch();
        }
      }
      fact.executeBatch();
      day.executeBatch();
    }
  }

  boolean isKept(Fact fact) {
    return fact instanceof FindingRuleSet
        || fact instanceof UserAppointed
        || fact instanceof LegWindowSet
        || fact instanceof DutyFact
        || fact instanceof HelpFact
        || findings.about(fact) != null;
  }

  private static void say(RecordedStatement recorded, PreparedStatement day) throws SQLException {
    Statement said = recorded.statement();
    boolean isOpening = said.kind() == Statement.Kind.OPEN && "VOTING".equals(said.reason());
    if ((said.kind() == Statement.Kind.DAY || isOpening)
        && said.place().kind() == PlaceCode.Kind.TPS) {
      day.setLong(1, Long.parseLong(said.place().region()));
      day.setString(2, isOpening ? OPENED : String.valueOf(said.reason()));
      day.setLong(3, recorded.index());
      day.addBatch();
    }
  }

  @Override
  public List<String> tables() {
    return List.of("sitrep.facts", "sitrep.days");
  }

  @Override
  public void reset(Connection sql) throws SQLException {
    try (PreparedStatement truncate = sql.prepareStatement("truncate sitrep.facts, sitrep.days")) {
      truncate.executeUpdate();
    }
  }
}
