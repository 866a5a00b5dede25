package id.segel.server.situation;

import id.segel.core.box.BoxId;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.Places;
import id.segel.core.region.RegionCode;
import id.segel.core.region.Roster;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Finds a TPS, box, kelurahan or place by its number or name. */
@Component
class Search {

  private static final int MOST = 20;
  private static final int LONGEST = 80;

  /** A name, perhaps with the word TPS, and a TPS number behind it or before it. */
  private static final Pattern NAME_AND_NUMBER =
      Pattern.compile(
          "(?:tps )?(?:(?<first>\\d{1,3}) )?(?<name>\\D+?)(?: tps)?(?: (?<last>\\d{1,3}))?");

  /** One thing found. */
  record Hit(String kind, String code, String label, String sub) {}

  private final Known known;
  private final SituationViews views;

  Search(Known known, SituationViews views) {
    this.known = known;
    this.views = views;
  }

  /** At most twenty, the best first. */
  List<Hit> find(String asked) {
    String text = asked.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    if (text.isEmpty() || text.length() > LONGEST) {
      return List.of();
    }
    String digits = text.replaceAll("[. -]", "");
    var hits = new ArrayList<Hit>();
    if (digits.matches("\\d{2,16}")) {
      byDigits(digits, hits);
    }
    Matcher words = NAME_AND_NUMBER.matcher(text);
    if (hits.isEmpty() && words.matches()) {
      String number = words.group("last") == null ? words.group("first") : words.group("last");
      byName(words.group("name").strip(), number == null ? 0 : Integer.parseInt(number), hits);
    }
    if (hits.isEmpty()) {
      byPlace(text, hits);
    }
    return hits;
  }

  private void byDigits(String digits, List<Hit> hits) {
    if (digits.length() == 16) {
      try {
        BoxId box = BoxId.parse(digits);
        if (views.hasBox(box)) {
          hits.add(new Hit("box", digits, known.box(box), above(box.tps())));
        }
      } catch (MalformedException noBox) {
        return;
      }
    }
    for (Roster.Kelurahan kelurahan : known.roster().kelurahan()) {
      String code = kelurahan.code().digits();
      if (digits.length() <= 10 && code.startsWith(digits)) {
        add(hits, kelurahan(kelurahan));
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

  /** Kelurahan of this name, then those that begin with it or hold it; with a number their TPS. */
  private void byName(String name, int number, List<Hit> hits) {
    for (int rank = 0; rank <= 2; rank++) {
      for (Roster.Kelurahan kelurahan : known.roster().kelurahan()) {
        if (rank(kelurahan.name().text().toLowerCase(Locale.ROOT), name) != rank) {
          continue;
        }
        int tps = number == 0 ? -1 : kelurahan.indexOf(number);
        if (tps >= 0) {
          add(hits, tps(kelurahan, tps));
        } else if (number == 0) {
          add(hits, kelurahan(kelurahan));
        }
      }
    }
    if (number == 0) {
      byPlace(name, hits);
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

  private void byPlace(String name, List<Hit> hits) {
    for (Places.Place place : known.places().all()) {
      String own = place.name().text().toLowerCase(Locale.ROOT);
      if (own.contains(name) || place.code().text().toLowerCase(Locale.ROOT).equals(name)) {
        add(
            hits,
            new Hit(
                "place", place.code().text(), place.name().text(), above(place.code().region())));
      }
    }
  }

  private Hit kelurahan(Roster.Kelurahan kelurahan) {
    String code = kelurahan.code().digits();
    return new Hit("kelurahan", code, kelurahan.name().text(), above(code));
  }

  private Hit tps(Roster.Kelurahan kelurahan, int i) {
    String code = Long.toString(kelurahan.tpsCode(i));
    return new Hit("tps", code, known.tps(code), above(code));
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

  private static void add(List<Hit> hits, Hit hit) {
    if (hits.size() < MOST) {
      hits.add(hit);
    }
  }

  private static String number(int number) {
    return String.format(Locale.ROOT, "%03d", number);
  }
}
