package id.segel.server.access;

import id.segel.core.exchange.Base45;
import id.segel.core.fact.Fact;
import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.DeviceEnrolled;
import id.segel.core.personnel.DeviceRevoked;
import id.segel.core.personnel.KeyKeeping;
import id.segel.core.personnel.Role;
import id.segel.core.region.Roster;
import id.segel.server.access.Invitations.Post;
import id.segel.server.clock.ElectionClock;
import id.segel.server.http.Caller;
import id.segel.server.http.Problem;
import id.segel.server.log.FactLog;
import id.segel.server.region.Regions;
import id.segel.tlog.note.Ed25519;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Cards on which a key is printed, for people without a phone: each signs once, on whatever phone
 * reads it. The key is made here and printed, and nobody keeps it; the log says of it that it is a
 * card's, for whoever prints it could sign with it.
 */
@Component
class SigningCards {

  /** Cards of one run at most. */
  static final int MAX = 40_000;

  /** Cards for one post at most: one for each way, and some spare. */
  private static final int EACH_MAX = 8;

  /** Facts that go to the log at once. */
  private static final int STEP = 200;

  private static final Set<Role> ROLES = Set.of(Role.PPK, Role.PPS, Role.KPPS, Role.SAKSI);

  /**
   * For whom.
   *
   * @param body for whom a saksi watches; of others empty
   * @param each how many cards everybody gets
   */
  record Wanted(String region, Role role, String body, int each) {}

  /**
   * A card that is enrolled.
   *
   * @param code what its QR holds: the private key is in it
   */
  record Issued(PartyKey key, String code, Role role, String territory, String body) {}

  /** For whom a saksi watches. */
  static final Pattern BODY = Pattern.compile("[A-Z0-9-]{1,24}");

  private final Regions regions;
  private final FactLog log;
  private final ElectionClock clock;

  SigningCards(Regions regions, FactLog log, ElectionClock clock) {
    this.regions = regions;
    this.log = log;
    this.clock = clock;
  }

  /** The posts that get cards, each as often as it gets one; a problem when there are none. */
  List<Post> posts(Wanted wanted, Caller caller) {
    Role role = wanted.role();
    if (!ROLES.contains(role)) {
      throw Problem.malformed("PPK, PPS, KPPS and saksi may get cards that sign.");
    }
    boolean isSaksi = role == Role.SAKSI;
    if (isSaksi != !wanted.body().isEmpty()
        || (isSaksi && !BODY.matcher(wanted.body()).matches())) {
      throw Problem.malformed(
          "A saksi watches for a body, 1 to 24 of A-Z, 0-9 and hyphen; others for none.");
    }
    if (wanted.each() < 1 || wanted.each() > EACH_MAX) {
      throw Problem.malformed("Everybody gets 1 to " + EACH_MAX + " cards.");
    }
    if (!wanted.region().matches("[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{10}|[0-9]{13}")) {
      throw Problem.malformed("A region has 2, 4, 6, 10 or 13 digits.");
    }
    Territories.checkBelow(caller, role, wanted.region());
    var posts = new ArrayList<Post>();
    for (String territory : territories(wanted)) {
      for (int i = 0; i < wanted.each(); i++) {
        posts.add(new Post(role, territory));
      }
    }
    if (posts.isEmpty()) {
      throw new Problem(409, "CARDS_NONE", "There is no " + role + " in " + wanted.region() + ".");
    }
    if (posts.size() > MAX) {
      throw Problem.malformed(
          posts.size() + " cards are more than " + MAX + ": take a smaller region.");
    }
    return posts;
  }

  private Set<String> territories(Wanted wanted) {
    var territories = new LinkedHashSet<String>();
    int digits =
        switch (wanted.role()) {
          case PPK -> 6;
          case PPS -> 10;
          default -> 13;
        };
    for (Roster.Kelurahan one : regions.roster().kelurahan()) {
      for (int i = 0; i < one.tps(); i++) {
        String territory = Long.toString(one.tpsCode(i)).substring(0, digits);
        if (territory.startsWith(wanted.region())) {
          territories.add(territory);
        }
      }
    }
    return territories;
  }

  /** Makes and enrols a key for each. */
  List<Issued> issue(List<Post> posts, String body) {
    var issued = new ArrayList<Issued>(posts.size());
    var facts = new ArrayList<DeviceEnrolled>(posts.size());
    for (Post post : posts) {
      byte[] seed = Secrets.random(32);
      PartyKey key = PartyKey.of(Ed25519.shared().fromSeed(seed).publicKey());
      String code =
          "SEGELC1/%s/%s/%s/%s".formatted(post.role(), post.territory(), body, Base45.encode(seed));
      issued.add(new Issued(key, code, post.role(), post.territory(), body));
      facts.add(new DeviceEnrolled(key, post.role(), post.territory(), KeyKeeping.CARD, body));
    }
    append(facts);
    return issued;
  }

  /** Cards that nobody has in hand sign nothing. */
  void revoke(List<PartyKey> keys) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    append(
        keys.stream().map(key -> new DeviceRevoked(key, DeviceRevoked.Reason.LEFT, now)).toList());
  }

  private void append(List<? extends Fact> facts) {
    for (int from = 0; from < facts.size(); from += STEP) {
      log.append(facts.subList(from, Math.min(from + STEP, facts.size())), FactLog.GuardWork.NONE);
    }
  }
}
