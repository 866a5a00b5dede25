package id.segel.core.notification;

import id.segel.core.finding.FindingId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * When a person is told what. Everything here is real time, in an election that is played as well:
 * people sleep and read in real time.
 *
 * <p>Of several notices that wait about one finding only the last says how it stands, so the others
 * are dropped; that it is over is dropped too when nobody was told that it began. Whatever else
 * waits is told sooner or later, alone or counted in a digest.
 */
public final class NotificationRules {

  /**
   * What is done now; what is in neither list waits on.
   *
   * @param send a message each
   * @param drop that are never told, for a later one says more
   */
  public record Plan(List<List<Notice>> send, List<Notice> drop) {

    public Plan {
      send = List.copyOf(send);
      drop = List.copyOf(drop);
    }
  }

  /** What matters most, and came first. */
  private static final Comparator<Notice> FIRST =
      Comparator.comparing((Notice one) -> !one.isCritical())
          .thenComparing(Notice::severity, Comparator.reverseOrder())
          .thenComparingLong(Notice::number);

  private NotificationRules() {}

  /**
   * What is to be done now for one channel.
   *
   * @param waiting what was not told yet
   * @param toldOpen of which findings this person was told last that they are so
   * @param sent when messages went out; older ones than the flood's window may be left out
   * @param zone in which this person sleeps
   */
  public static Plan plan(
      Preferences wanted,
      Collection<Notice> waiting,
      Set<FindingId> toldOpen,
      Collection<Instant> sent,
      Instant now,
      ZoneId zone) {
    List<Notice> live = live(waiting, toldOpen);
    var drop = new ArrayList<>(waiting);
    drop.removeAll(live);
    List<Notice> due = wanted.isPaused(now) ? List.of() : due(wanted, live, now, zone);
    return new Plan(messages(wanted, due, room(wanted.flood(), sent, now)), drop);
  }

  /** The last one about each finding; none about one that is over and was never told. */
  private static List<Notice> live(Collection<Notice> waiting, Set<FindingId> toldOpen) {
    Map<FindingId, Notice> last = new LinkedHashMap<>();
    waiting.stream()
        .sorted(Comparator.comparingLong(Notice::number))
        .forEach(one -> last.put(one.finding(), one));
    return last.values().stream()
        .filter(one -> one.kind() != Notice.Kind.OVER || toldOpen.contains(one.finding()))
        .sorted(FIRST)
        .toList();
  }

  private static List<Notice> due(Preferences wanted, List<Notice> live, Instant now, ZoneId zone) {
    boolean isTime =
        !wanted.quiet().isQuiet(now, zone)
            && live.stream().anyMatch(one -> isCollected(wanted, one, now));
    if (isTime) {
      return live;
    }
    return live.stream().filter(one -> wanted.isCriticalFirst() && one.isCritical()).toList();
  }

  /** Whether it has waited for others as long as it should. */
  private static boolean isCollected(Preferences wanted, Notice one, Instant now) {
    return !now.isBefore(one.at().plus(Duration.ofMinutes(wanted.digestMinutes())));
  }

  /** How many messages may go out now. */
  private static int room(Preferences.Flood flood, Collection<Instant> sent, Instant now) {
    Instant since = now.minus(Duration.ofMinutes(flood.minutes()));
    long lately = sent.stream().filter(at -> at.isAfter(since)).count();
    return (int) Math.max(0, flood.messages() - lately);
  }

  /** One for each, or the last one for all that do not fit. */
  private static List<List<Notice>> messages(Preferences wanted, List<Notice> due, int room) {
    if (due.isEmpty() || room == 0) {
      return List.of();
    }
    boolean isDigest = wanted.digestMinutes() > 0;
    int alone = isDigest ? 0 : due.size() <= room ? due.size() : room - 1;
    var messages = new ArrayList<List<Notice>>();
    due.subList(0, alone).forEach(one -> messages.add(List.of(one)));
    if (alone < due.size()) {
      messages.add(List.copyOf(due.subList(alone, due.size())));
    }
    return messages;
  }
}
