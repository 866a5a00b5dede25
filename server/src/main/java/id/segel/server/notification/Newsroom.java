package id.segel.server.notification;

import id.segel.core.fact.Fact;
import id.segel.core.finding.Finding;
import id.segel.core.finding.FindingActed;
import id.segel.core.finding.FindingId;
import id.segel.core.finding.Findings;
import id.segel.core.notification.Notice;
import id.segel.core.personnel.Role;
import id.segel.core.personnel.UserAppointed;
import id.segel.core.personnel.UserChanged;
import id.segel.server.log.FactListener;
import id.segel.server.region.Areas;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.stereotype.Component;

/**
 * What became of findings and was not put into notices yet, and for whom each user acts: folded
 * from the log, in memory. At a start the log is told again from entry 0; what the outbox has
 * already is passed over. The log's thread writes, the dispatcher reads.
 */
@Component
@DependsOnDatabaseInitialization
class Newsroom implements FactListener {

  /**
   * Something that became of a finding.
   *
   * @param index of the entry that says so
   * @param finding as it was right after
   */
  record News(long index, Notice.Kind kind, Finding finding) {}

  /** How far up its ladder a finding is since it was found at this entry. */
  record Rung(long raised, int rung) {}

  private record Person(String agency, Role role, String territory, boolean isSuspended) {}

  private final Areas areas;
  private final long from;
  private final Findings findings = new Findings();
  private final Map<String, Person> people = new HashMap<>();
  private final Deque<News> news = new ArrayDeque<>();

  Newsroom(Outbox outbox, Areas areas) {
    this.areas = areas;
    this.from = outbox.position();
  }

  @Override
  public synchronized void apply(long index, Instant recorded, Fact fact) {
    FindingId id = findings.about(fact);
    findings.apply(index, recorded, fact);
    switch (fact) {
      case UserAppointed it ->
          people.put(it.user(), new Person(it.agency(), it.role(), it.territory(), false));
      case UserChanged it when it.change() != UserChanged.Change.PASSWORD ->
          people.computeIfPresent(
              it.user(),
              (user, one) ->
                  new Person(
                      one.agency,
                      one.role,
                      one.territory,
                      it.change() == UserChanged.Change.SUSPENDED));
      default -> {}
    }
    Finding now = id == null ? null : findings.of(id);
    if (now != null && index >= from) {
      Notice.Kind kind = kind(index, fact, now);
      if (kind != null) {
        news.addLast(new News(index, kind, now));
      }
    }
  }

  /** What a fact tells those who are not looking; null when it can wait until they do. */
  private static Notice.@Nullable Kind kind(long index, Fact fact, Finding now) {
    if (fact instanceof FindingActed acted) {
      return acted.act() == FindingActed.Act.ASSIGNED ? Notice.Kind.ASSIGNED : null;
    }
    if (now.evidence().getFirst() == index) {
      return Notice.Kind.RAISED;
    }
    return now.cleared() == index ? Notice.Kind.OVER : null;
  }

  /** The oldest of what is to be told, at most so many. */
  synchronized List<News> waiting(int most) {
    return news.stream().limit(most).toList();
  }

  /** The oldest so many were put into notices. */
  synchronized void taken(int count) {
    for (int i = 0; i < count; i++) {
      news.removeFirst();
    }
  }

  /**
   * Findings that nobody has seen in time, each with its rung.
   *
   * @param told the rungs that were told already
   * @param now election time
   */
  synchronized List<News> escalated(Map<String, Rung> told, Instant now) {
    var escalated = new ArrayList<News>();
    for (Finding one : findings.all()) {
      Rung rung = rung(one, now);
      if (one.isActive() && rung.rung > 0) {
        Rung before = told.get(one.id().toString());
        if (before == null || before.raised != rung.raised || before.rung < rung.rung) {
          escalated.add(new News(rung.raised, Notice.Kind.ESCALATED, one));
        }
      }
    }
    return escalated;
  }

  static Rung rung(Finding one, Instant now) {
    return new Rung(one.evidence().getFirst(), one.told(now).size() - 1);
  }

  /** Whether this user may log in still. */
  synchronized boolean isActive(String user) {
    Person person = people.get(user);
    return person != null && !person.isSuspended;
  }

  /**
   * Whether the owner of a channel is to be told.
   *
   * @param now election time
   */
  synchronized boolean concerns(Channel channel, News news, Instant now) {
    Finding one = news.finding();
    Person person = people.get(channel.owner());
    String wanted = channel.wanted().region();
    if (person == null
        || person.isSuspended
        || !channel.wanted().wants(one.id().rule(), one.severity())
        || !isIn(one, wanted)) {
      return false;
    }
    boolean isAssigned = person.agency.equals(one.agency());
    if (isAssigned || news.kind() == Notice.Kind.ASSIGNED) {
      return isAssigned;
    }
    boolean isHere = areas.regionsOf(person.territory).stream().anyMatch(its -> isIn(one, its));
    return channel.wanted().isDeskOnly()
        ? isHere && one.told(now).contains(person.role)
        : isHere || !wanted.isEmpty();
  }

  /** A province has all of it, also what has no region of its own. */
  private static boolean isIn(Finding one, String region) {
    return one.region().startsWith(region.length() <= 2 ? "" : region);
  }
}
