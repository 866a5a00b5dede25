package id.segel.server.warehouse;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.personnel.AgencyListed;
import id.segel.core.personnel.UserAppointed;
import id.segel.core.region.PlaceCode;
import id.segel.core.warehouse.RoundsPlanned;
import id.segel.core.warehouse.Sites;
import id.segel.server.custody.BoxCounts;
import id.segel.server.http.Problem;
import id.segel.server.log.Decider;
import id.segel.server.log.FactListener;
import id.segel.server.log.FactLog;
import id.segel.server.log.Submission;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * All sites, folded in memory; once a minute of election time it finds what is wrong where boxes
 * are, and which rounds were missed. The log's thread writes, requests read.
 */
@Component
@Order(8)
public class SiteRegister implements FactListener, Decider {

  private final Object saying = new Object();
  private final Sites sites = new Sites();
  private final Map<String, UserAppointed> users = new HashMap<>();
  private final Map<String, String> agencies = new HashMap<>();

  /** Of open plans; those that were read. */
  private final Map<Integer, Id> seeds = new ConcurrentHashMap<>();

  /** Asked for late: it reads the log, which this takes part in. */
  private final ObjectProvider<BoxCounts> counts;

  private volatile @Nullable Instant looked;

  SiteRegister(ObjectProvider<BoxCounts> counts) {
    this.counts = counts;
  }

  @Override
  public void apply(long index, Fact fact) {
    throw new IllegalStateException("sites need to know when something was recorded");
  }

  @Override
  public void apply(long index, Instant recorded, Fact fact) {
    synchronized (sites) {
      sites.apply(index, recorded, fact);
      switch (fact) {
        case UserAppointed it -> users.put(it.user(), it);
        case AgencyListed it -> agencies.put(it.code(), it.name().text());
        default -> {}
      }
    }
  }

  /** What a request needs of all sites; it may not keep them. */
  <T> T read(Function<Sites, T> reading) {
    synchronized (sites) {
      return reading.apply(sites);
    }
  }

  /** {@code Polda Metro Jaya} for the code of a user; the code where nobody appointed it. */
  String body(String user) {
    synchronized (sites) {
      UserAppointed one = users.get(user);
      return one == null ? user : agencies.getOrDefault(one.agency(), one.agency());
    }
  }

  /** Boxes at each place; none before they were counted. */
  Map<PlaceCode, Integer> boxes() {
    Map<PlaceCode, Integer> counted = counts.getObject().counts();
    return counted == null ? Map.of() : counted;
  }

  /** Whether rounds of guards are planned there. */
  public boolean hasRounds(PlaceCode place) {
    return read(all -> all.openAt(place) != null);
  }

  /** The seed of an open plan; null where it is lost, or was not read yet. */
  @Nullable Id seed(int plan) {
    return seeds.get(plan);
  }

  /** What was committed to a moment ago, before the log's thread reads it. */
  void seed(int plan, Id seed) {
    seeds.put(plan, seed);
  }

  /** Facts that are said with what is written beside them, or why not. */
  record Saying(
      List<? extends Fact> facts, FactLog.GuardWork beside, Sites.@Nullable Refusal refusal) {

    static Saying of(Fact fact, Sites.@Nullable Refusal refusal) {
      return new Saying(List.of(fact), FactLog.GuardWork.NONE, refusal);
    }
  }

  /** Says what is made of the sites as they are, unless it may not be said. */
  void say(FactLog log, Function<Sites, Saying> made) {
    // Not under the lock of the fold: the log's thread wants that before the append returns.
    synchronized (saying) {
      Saying said = read(made);
      Sites.Refusal refusal = said.refusal();
      if (refusal != null) {
        throw problem(refusal);
      }
      if (!said.facts().isEmpty()) {
        log.append(said.facts(), said.beside());
      }
    }
  }

  private static Problem problem(Sites.Refusal refusal) {
    String detail =
        switch (refusal) {
          case SITE_NOT_REGISTERED -> "This place is not on the register of sites: register it.";
          case SITE_NEVER_INSPECTED ->
              "Nobody has inspected this site since it was registered or withdrawn: inspect it.";
          case SITE_IS_APPROVED -> "This site is approved already.";
          case SITE_NOT_APPROVED -> "This site is not approved.";
          case CHECKLIST_UNKNOWN -> "There is no such version of a checklist: load it again.";
          case CHECKLIST_OLD ->
              "Another version has been in force for more than a day: inspect by that one.";
          case ITEM_MISSING -> "Each item needs an answer.";
          case ITEM_UNKNOWN -> "An answer is about nothing that this checklist asks.";
          case NUMBER_TAKEN -> "Somebody was faster: try again.";
          case MOMENT_AHEAD -> "This moment has not come: say it when it has.";
          case MOMENT_OLD -> "This moment is too long ago.";
          case GAP_UNKNOWN -> "There is no such gap, or it is closed: read the list again.";
          case POINTS_NONE -> "This site has no points with codes: make and print them first.";
          case POINT_UNKNOWN -> "This code is of no point, or another has taken its place.";
          case ROUNDS_OPEN -> "Rounds are planned at this site already: end them first.";
          case ROUNDS_UNKNOWN -> "There are no such rounds, or they are over.";
        };
    return new Problem(409, refusal.name(), detail);
  }

  // ---- on the clock

  @Override
  public List<Fact> tick(Instant now, Connection connection) throws SQLException {
    Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
    if (minute.equals(looked)) {
      return List.of();
    }
    looked = minute;
    Set<Integer> open = read(Sites::open);
    // Not under the lock of the fold.
    readSeeds(open, connection);
    Map<PlaceCode, Integer> counted = counts.getObject().counts();
    synchronized (sites) {
      var facts = new ArrayList<>(sites.settled(now, seeds));
      facts.addAll(sites.overdue(now));
      if (counted != null) {
        facts.addAll(sites.lapses(now, counted));
      }
      return facts;
    }
  }

  private void readSeeds(Set<Integer> open, Connection sql) throws SQLException {
    seeds.keySet().retainAll(open);
    if (seeds.keySet().containsAll(open)) {
      return;
    }
    try (PreparedStatement select =
        sql.prepareStatement("select plan, seed from warehouse.seeds where plan = any(?)")) {
      select.setArray(1, sql.createArrayOf("integer", open.toArray(Integer[]::new)));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          seeds.put(row.getInt(1), Id.of(row.getBytes(2)));
        }
      }
    }
  }

  /** Writes a seed in the transaction that commits to it. */
  static void writeSeed(RoundsPlanned plan, Id seed, Connection sql) throws SQLException {
    try (PreparedStatement insert =
        sql.prepareStatement(
            """
            insert into warehouse.seeds (plan, seed) values (?, ?)
            on conflict (plan) do update set seed = excluded.seed
            """)) {
      insert.setInt(1, plan.number());
      insert.setBytes(2, seed.bytes());
      insert.executeUpdate();
    }
  }

  @Override
  public void begin(List<Submission> batch, List<Fact> proposed, Connection connection) {}

  @Override
  public List<Fact> decide(Submission submission, long index) {
    return List.of();
  }

  @Override
  public void write(Connection transaction) {}

  @Override
  public void committed() {}

  @Override
  public void forget(Connection connection) {
    looked = null;
    seeds.clear();
  }
}
