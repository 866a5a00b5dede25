package id.segel.server.access;

import id.segel.core.personnel.Devices.Device;
import id.segel.core.personnel.KeyKeeping;
import id.segel.core.personnel.Role;
import id.segel.core.region.RegionCode;
import id.segel.core.region.RegionName;
import id.segel.core.region.RegionsListed;
import id.segel.core.region.Roster;
import id.segel.server.access.Invitations.Card;
import id.segel.server.access.Invitations.Post;
import id.segel.server.region.Regions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How far the enrolment of those who hold boxes has come, by kelurahan and post by post. */
@Component
class Seats {

  /** Answers to a search. */
  static final int FOUND_MAX = 30;

  /**
   * One kelurahan.
   *
   * @param missing TPS whose chair has neither a phone nor an open card
   * @param open cards that are out
   * @param enrolled phones that count
   * @param lost phones that were revoked
   */
  record Progress(
      String kelurahan,
      int tps,
      int missing,
      int open,
      int enrolled,
      int expired,
      int revoked,
      int lost) {}

  /** A card of a post. */
  record PostCard(
      long id, Invitations.State state, Instant made, @Nullable Instant used, Instant expires) {}

  /**
   * A phone of a post, and when its card was used.
   *
   * @param card whether it is no phone but a key on a card
   */
  record Phone(
      String key, boolean software, boolean card, boolean revoked, @Nullable Instant enrolled) {}

  /** A post with its cards, newest first, and its phones. */
  record Row(Role role, String territory, List<PostCard> cards, List<Phone> phones) {}

  private final Regions regions;
  private final Registry registry;
  private final Invitations invitations;

  Seats(Regions regions, Registry registry, Invitations invitations) {
    this.regions = regions;
    this.registry = registry;
    this.invitations = invitations;
  }

  /** All kelurahan below a territory, in the order of their codes. */
  List<Progress> progress(String below) {
    Map<String, Invitations.Count> counts =
        invitations.counts(below).stream()
            .collect(Collectors.toMap(Invitations.Count::kelurahan, count -> count));
    Set<String> provided = new HashSet<>(invitations.openFor(Role.KPPS, below));
    var enrolled = new HashMap<String, Integer>();
    var lost = new HashMap<String, Integer>();
    for (Device device : registry.devices().all()) {
      String territory = device.territory();
      boolean isPhone = device.keeping() != KeyKeeping.CARD;
      if (isPhone && territory.length() >= 10 && territory.startsWith(below)) {
        (device.isRevoked() ? lost : enrolled).merge(territory.substring(0, 10), 1, Integer::sum);
        if (device.role() == Role.KPPS && !device.isRevoked()) {
          provided.add(territory);
        }
      }
    }
    var rows = new ArrayList<Progress>();
    for (Roster.Kelurahan one : regions.roster().kelurahan()) {
      String code = one.code().digits();
      if (!code.startsWith(below)) {
        continue;
      }
      int missing = 0;
      for (int i = 0; i < one.tps(); i++) {
        missing += provided.contains(Long.toString(one.tpsCode(i))) ? 0 : 1;
      }
      Invitations.Count count = counts.getOrDefault(code, new Invitations.Count(code, 0, 0, 0));
      rows.add(
          new Progress(
              code,
              one.tps(),
              missing,
              count.open(),
              enrolled.getOrDefault(code, 0),
              count.expired(),
              count.revoked(),
              lost.getOrDefault(code, 0)));
    }
    return rows;
  }

  /** The PPS and all TPS of a kelurahan; of a wider region the posts of its own level. */
  List<Row> of(String region) {
    var posts = new LinkedHashSet<Post>();
    var territories = new ArrayList<String>();
    territories.add(region);
    switch (region.length()) {
      case 4 -> posts.add(new Post(Role.KPU_KOTA, region));
      case 6 -> posts.add(new Post(Role.PPK, region));
      case 10 -> {
        posts.add(new Post(Role.PPS, region));
        Roster.Kelurahan of = regions.roster().kelurahan(Long.parseLong(region));
        for (int i = 0; of != null && i < of.tps(); i++) {
          String tps = Long.toString(of.tpsCode(i));
          posts.add(new Post(Role.KPPS, tps));
          territories.add(tps);
        }
      }
      case 13 -> posts.add(new Post(Role.KPPS, region));
      default -> {}
    }
    return rows(posts, territories);
  }

  /**
   * Posts by place and role, as people say it: {@code kapuk 12}, {@code pps gambir}, {@code
   * 3173011005012}.
   */
  List<Row> search(String text, String below) {
    String plain = text.strip().toLowerCase(Locale.ROOT);
    if (plain.matches("[0-9]{13}|[0-9]{10}|[0-9]{6}|[0-9]{4}")) {
      return plain.startsWith(below) ? of(plain).stream().limit(FOUND_MAX).toList() : List.of();
    }
    var words = new ArrayList<String>();
    String number = null;
    Role role = null;
    for (String word : plain.split("[^\\p{L}0-9]+", -1)) {
      if (word.matches("[0-9]{1,3}")) {
        number = word;
      } else if (word.equals("kpps") || word.equals("pps") || word.equals("ppk")) {
        role = Role.parse(word.toUpperCase(Locale.ROOT));
      } else if (!word.isEmpty() && !Set.of("tps", "ketua", "kelurahan").contains(word)) {
        words.add(word);
      }
    }
    if (words.isEmpty()) {
      return List.of();
    }
    var posts = new LinkedHashSet<Post>();
    if (role == Role.PPK) {
      for (RegionsListed.Region one : regions.roster().regions(RegionCode.Level.KECAMATAN)) {
        String code = one.code().digits();
        if (code.startsWith(below) && hasAll(one.name().text(), words)) {
          posts.add(new Post(Role.PPK, code));
        }
      }
    } else {
      // A kelurahan may have the name of another kecamatan: what is called so itself comes first.
      addPosts(posts, words, number, role, below, false);
      addPosts(posts, words, number, role, below, true);
    }
    List<Post> found = posts.stream().limit(FOUND_MAX).toList();
    return rows(found, found.stream().map(Post::territory).toList()).stream()
        .filter(row -> found.contains(new Post(row.role(), row.territory())))
        .toList();
  }

  private void addPosts(
      Set<Post> posts,
      List<String> words,
      @Nullable String number,
      @Nullable Role role,
      String below,
      boolean wide) {
    for (Roster.Kelurahan one : regions.roster().kelurahan()) {
      String code = one.code().digits();
      String called = one.name().text();
      if (wide) {
        called += " " + name(code.substring(0, 6)) + " " + name(code.substring(0, 4));
      }
      if (!code.startsWith(below) || posts.size() >= FOUND_MAX || !hasAll(called, words)) {
        continue;
      }
      if (role != Role.KPPS && number == null) {
        posts.add(new Post(Role.PPS, code));
      }
      for (int i = 0; role != Role.PPS && i < one.tps(); i++) {
        if (number == null || one.number(i) == Integer.parseInt(number)) {
          posts.add(new Post(Role.KPPS, Long.toString(one.tpsCode(i))));
        }
      }
    }
  }

  private static boolean hasAll(String called, List<String> words) {
    String plain = called.toLowerCase(Locale.ROOT);
    return words.stream().allMatch(plain::contains);
  }

  /** These posts, and whatever other has a card or phone at these places. */
  private List<Row> rows(Collection<Post> posts, Collection<String> territories) {
    var keys = new HashSet<>(territories);
    var cards = new HashMap<Post, List<Card>>();
    for (Card card : invitations.cards(territories)) {
      cards
          .computeIfAbsent(new Post(card.role(), card.territory()), any -> new ArrayList<>())
          .add(card);
    }
    var phones = new HashMap<Post, List<Device>>();
    for (Device device : registry.devices().all()) {
      if (keys.contains(device.territory())) {
        phones
            .computeIfAbsent(new Post(device.role(), device.territory()), any -> new ArrayList<>())
            .add(device);
      }
    }
    var all = new LinkedHashSet<>(posts);
    all.addAll(cards.keySet());
    all.addAll(phones.keySet());
    return all.stream()
        .map(post ->
            row(post, cards.getOrDefault(post, List.of()), phones.getOrDefault(post, List.of())))
        .toList();
  }

  private static Row row(Post post, List<Card> cards, List<Device> phones) {
    return new Row(
        post.role(),
        post.territory(),
        cards.stream()
            .map(card ->
                new PostCard(card.id(), card.state(), card.made(), card.used(), card.expires()))
            .toList(),
        phones.stream()
            .sorted(Comparator.comparingLong(Device::enrolledAt).reversed())
            .map(device ->
                new Phone(
                    device.key().toString(),
                    device.keeping() == KeyKeeping.SOFTWARE,
                    device.keeping() == KeyKeeping.CARD,
                    device.isRevoked(),
                    cards.stream()
                        .filter(card -> device.key().equals(card.device()))
                        .map(Card::used)
                        .findFirst()
                        .orElse(null)))
            .toList());
  }

  private String name(String digits) {
    RegionName name = regions.roster().name(new RegionCode(digits));
    return name == null ? digits : name.text();
  }
}
