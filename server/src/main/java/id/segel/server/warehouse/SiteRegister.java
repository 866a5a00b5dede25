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
import id.segel.server.log.EachMinute;
import id.segel.server.log.FactListener;
import id.segel.server.log.FactLog;
import id.segel.server.log.Folded;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
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

  private final Folded<Sites> sites = new Folded<>(new Sites());
  private final Map<String, UserAppointed> users = new ConcurrentHashMap<>();
  private final Map<String, String> agencies = new ConcurrentHashMap<>();

  /** Of open plans; those that were read. */
  private final Map<Integer, Id> seeds = new ConcurrentHashMap<>();

  /** Asked for late: it reads the log, which this takes part in. */
  private final ObjectProvider<BoxCounts> counts;

  private final EachMinute minute = new EachMinute();

  SiteRegister(ObjectProvider<BoxCounts> counts) {
    this.counts = counts;
  }

  @Override
  public void apply(long index, Instant recorded, Fact fact) {
    sites.write(all -> {
      all.apply(index, recorded, fact);
      switch (fact) {
        case UserAppointed it -> users.put(it.user(), it);
        case AgencyListed it -> agencies.put(it.code(), it.name().text());
        default -> {}
      }
    });
  }

  /** What a request needs of all sites; it may not keep them. */
  <T> T read(Function<Sites, T> reading) {
    return sites.read(reading);
  }

  /** {@code Polda Metro Jaya} for the code of a user; the code where nobody appointed it. */
  String body(String user) {
    UserAppointed one = users.get(user);
    return one == null ? user : agencies.getOrDefault(one.agency(), one.agency());
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
    sites.say(
        made,
        said -> {
          Sites.Refusal refusal = said.refusal();
          if (refusal != null) {
            throw problem(refusal);
          }
          if (!said.facts().isEmpty()) {
            log.append(said.facts(), said.beside());
          }
        });
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
    if (!minute.begins(now)) {
      return List.of();
    }
    Set<Integer> open = read(Sites::open);
    // Not under the lock of the fold.
    readSeeds(open, connection);
    Map<PlaceCode, Integer> counted = counts.getObject().counts();
    return read(all -> {
      var facts = new ArrayList<>(all.settled(now, seeds));
      facts.addAll(all.overdue(now));
      if (counted != null) {
        facts.addAll(all.lapses(now, counted));
      }
      return facts;
    });
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
  public void forget(Connection connection) {
    minute.forget();
    seeds.clear();
  }
}
