package id.segel.server.situation;

import id.segel.core.box.BoxId;
import id.segel.core.fact.MalformedException;
import id.segel.core.post.Post;
import id.segel.core.region.Places;
import id.segel.core.region.RegionCode;
import id.segel.core.region.Roster;
import id.segel.server.log.FactLog;
import id.segel.server.post.PostRegister;
import id.segel.server.stock.SealViews;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds what a person has in the hand: a number of any kind, or a name. */
@Component
class Search {

  private static final int MOST = 20;
  private static final int LONGEST = 80;

  /** What a person calls an entry of the log. */
  private static final Pattern ENTRY =
      Pattern.compile("(?:#|(?:entri|entry|catatan|log)(?: nomor| no)? #?)(?<number>[\\d ]{1,15})");

  private static final Pattern POST_NUMBER =
      Pattern.compile("pos[tk]?o?(?: nomor| no)? #?(?<number>\\d{1,4})");

  /** A name, perhaps with the word TPS, and a TPS number behind it or before it. */
  private static final Pattern NAME_AND_NUMBER =
      Pattern.compile(
          "(?:tps )?(?:(?<first>\\d{1,3}) )?(?<name>\\D+?)(?: tps)?(?: (?<last>\\d{1,3}))?");

  /** A level said before the name. */
  private static final Pattern LEVEL =
      Pattern.compile("(?<level>kota|kec|kecamatan|kel|kelurahan) (?<name>.+)");

  /** A number of seals, or how it begins: letters and digits, or digits enough to tell it. */
  private static final Pattern SEAL = Pattern.compile("[A-Z]{1,12}-?\\d*|[A-Z-]{0,12}\\d{4,12}");

  /** Fewer letters than this and no digit: it is a name that is being typed. */
  private static final int SEAL_SHORTEST = 4;

  /** One thing found. */
  record Hit(String kind, String code, String label, String sub) {}

  private final Known known;
  private final SituationViews views;
  private final SealViews seals;
  private final PostRegister posts;
  private final FactLog log;

  Search(Known known, SituationViews views, SealViews seals, PostRegister posts, FactLog log) {
    this.known = known;
    this.views = views;
    this.seals = seals;
    this.posts = posts;
    this.log = log;
  }

  /**
   * At most twenty, the best first.
   *
   * @param maySeeSeals whether the asker may see which seals a box has
   * @param maySeePosts whether the asker may read the posts
   */
  List<Hit> find(String asked, boolean maySeeSeals, boolean maySeePosts) {
    if (asked.length() > LONGEST) {
      return List.of();
    }
    String text =
        asked.toLowerCase(Locale.ROOT).replaceAll("[.,/\\s]+", " ").replaceAll("# ", "#").strip();
    if (text.isEmpty()) {
      return List.of();
    }
    Matcher entry = ENTRY.matcher(text);
    if (entry.matches()) {
      return byEntry(entry.group("number"));
    }
    var hits = new ArrayList<Hit>();
    String digits = text.replaceAll("[ -]", "");
    if (digits.matches("\\d{2,16}")) {
      byDigits(digits, hits);
    }
    if (hits.isEmpty()) {
      Matcher number = POST_NUMBER.matcher(text);
      if (maySeePosts && number.matches()) {
        byPostNumber(Integer.parseInt(number.group("number")), hits);
      }
      byWords(text, maySeePosts, hits);
    }
    if (maySeeSeals) {
      bySeal(text.toUpperCase(Locale.ROOT), hits);
    }
    if (hits.isEmpty() && digits.matches("\\d{1,12}")) {
      return byEntry(digits);
    }
    return hits;
  }

  private List<Hit> byEntry(String said) {
    String digits = said.replace(" ", "");
    if (digits.isEmpty() || Long.parseLong(digits) >= log.tree().size()) {
      return List.of();
    }
    return List.of(new Hit("entry", Long.toString(Long.parseLong(digits)), digits, ""));
  }

  private void byDigits(String digits, List<Hit> hits) {
    if (digits.length() == 16) {
      try {
        BoxId box = BoxId.parse(digits);
        if (views.hasBox(box)) {
          add(hits, box(box));
        }
      } catch (MalformedException noBox) {
        return;
      }
    } else if (digits.length() > 13) {
      views.boxesBeginning(digits, MOST).forEach(box -> add(hits, box(box)));
    }
    Set<String> above = new LinkedHashSet<>();
    for (Roster.Kelurahan kelurahan : known.roster().kelurahan()) {
      String code = kelurahan.code().digits();
      if (digits.length() <= 10 && code.startsWith(digits)) {
        for (int length : new int[] {4, 6}) {
          if (length >= digits.length() && above.add(code.substring(0, length))) {
            add(hits, region(code.substring(0, length)));
          }
        }
        add(hits, region(code));
      } else if (digits.length() > 10 && digits.startsWith(code)) {
        String begun = digits.substring(10, Math.min(digits.length(), 13));
        for (int i = 0; i < kelurahan.tps(); i++) {
          String number = number(kelurahan.number(i));
          if (number.startsWith(begun)) {
            add(hits, tps(kelurahan, i));
          }
        }
      }
    }
  }

  private void byWords(String text, boolean maySeePosts, List<Hit> hits) {
    Matcher words = NAME_AND_NUMBER.matcher(text);
    if (words.matches()) {
      String last = words.group("last");
      String said = last == null ? words.group("first") : last;
      int number = said == null ? 0 : Integer.parseInt(said);
      byName(words.group("name").strip(), number, hits);
    }
    for (Places.Place place : known.places().all()) {
      String own = place.name().text().toLowerCase(Locale.ROOT);
      if (holdsAll(own, text) || place.code().text().toLowerCase(Locale.ROOT).equals(text)) {
        String code = place.code().text();
        add(hits, new Hit("place", code, place.name().text(), above(place.code().region())));
      }
    }
    if (maySeePosts) {
      posts.all().stream()
          .filter(post -> holdsAll(post.name().text().toLowerCase(Locale.ROOT), text))
          .forEach(post -> add(hits, post(post)));
    }
  }

  /** Regions of this name, then those that begin with it or hold it; with a number their TPS. */
  private void byName(String name, int number, List<Hit> hits) {
    List<String> codes = number > 0 ? kelurahan() : regions();
    byName(codes, name, number, hits);
    Matcher level = LEVEL.matcher(name);
    if (hits.isEmpty() && level.matches()) {
      int length =
          level.group("level").startsWith("kel") ? 10 : level.group("level").equals("kota") ? 4 : 6;
      List<String> those = codes.stream().filter(code -> code.length() == length).toList();
      byName(those, level.group("name"), number, hits);
    }
    if (hits.isEmpty()) {
      // A kelurahan with the kecamatan or kota that it lies in.
      kelurahan().stream()
          .filter(code ->
              holdsAll((known.region(code) + " " + above(code)).toLowerCase(Locale.ROOT), name))
          .forEach(code -> add(hits, hit(code, number)));
    }
  }

  private void byName(List<String> codes, String name, int number, List<Hit> hits) {
    for (int rank = 0; rank <= 2; rank++) {
      for (String code : codes) {
        if (rank(known.region(code).toLowerCase(Locale.ROOT), name) == rank) {
          add(hits, hit(code, number));
        }
      }
    }
  }

  /** 0 for the name itself, 1 for one that begins with it, 2 for one that holds it, else 3. */
  private static int rank(String own, String asked) {
    if (own.equals(asked)) {
      return 0;
    }
    if (own.startsWith(asked)) {
      return 1;
    }
    return own.contains(asked) ? 2 : 3;
  }

  private static boolean holdsAll(String own, String asked) {
    return Stream.of(asked.split(" ", -1)).allMatch(own::contains);
  }

  private void byPostNumber(int number, List<Hit> hits) {
    posts.all().stream()
        .filter(post -> post.number() == number)
        .forEach(post -> add(hits, post(post)));
  }

  /** As it is printed, or with a space or nothing where the dash is. */
  private void bySeal(String text, List<Hit> hits) {
    var begun = new LinkedHashSet<String>();
    for (String joint : List.of("-", "")) {
      String one = text.replace(" ", joint);
      begun.add(one);
      begun.add(one.replaceFirst("(?<=[A-Z])(?=\\d)", "-"));
    }
    for (String one : begun) {
      if (one.length() >= SEAL_SHORTEST && SEAL.matcher(one).matches()) {
        for (SealViews.Seen seen : seals.beginning(one, MOST)) {
          add(hits, new Hit("seal", seen.box().toString(), seen.seal(), known.box(seen.box())));
        }
      }
    }
  }

  /** Codes of every kota, kecamatan and kelurahan. */
  private List<String> regions() {
    var codes = new LinkedHashSet<String>();
    for (int length : new int[] {4, 6, 10}) {
      kelurahan().forEach(code -> codes.add(code.substring(0, length)));
    }
    return List.copyOf(codes);
  }

  private List<String> kelurahan() {
    var codes = new ArrayList<String>();
    known.roster().kelurahan().forEach(one -> codes.add(one.code().digits()));
    return codes;
  }

  /** The region, or its TPS of this number; null where it has none. */
  private @Nullable Hit hit(String code, int number) {
    if (number == 0) {
      return region(code);
    }
    Roster.Kelurahan kelurahan = known.roster().kelurahan(Long.parseLong(code));
    int i = kelurahan == null ? -1 : kelurahan.indexOf(number);
    return kelurahan == null || i < 0 ? null : tps(kelurahan, i);
  }

  private Hit region(String code) {
    String level = code.length() == 4 ? "kota" : code.length() == 6 ? "kecamatan" : "kelurahan";
    return new Hit(level, code, known.region(code), above(code));
  }

  private Hit tps(Roster.Kelurahan kelurahan, int i) {
    String code = Long.toString(kelurahan.tpsCode(i));
    return new Hit("tps", code, known.tps(code), above(code));
  }

  private Hit box(BoxId box) {
    return new Hit("box", box.toString(), known.box(box), above(box.tps()));
  }

  private Hit post(Post post) {
    String at = post.kelurahan().digits();
    String number = Integer.toString(post.number());
    return new Hit("post", number, post.name().text(), known.region(at) + ", " + above(at));
  }

  /** Names of the kecamatan and kota that a code lies in. */
  private String above(String code) {
    var names = new ArrayList<String>();
    for (RegionCode.Level level : List.of(RegionCode.Level.KECAMATAN, RegionCode.Level.KOTA)) {
      if (code.length() > level.digits()) {
        names.add(known.region(code.substring(0, level.digits())));
      }
    }
    return String.join(", ", names);
  }

  private static void add(List<Hit> hits, @Nullable Hit hit) {
    if (hit != null && hits.size() < MOST && !hits.contains(hit)) {
      hits.add(hit);
    }
  }

  private static String number(int number) {
    return String.format(Locale.ROOT, "%03d", number);
  }
}
