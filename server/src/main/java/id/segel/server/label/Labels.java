package id.segel.server.label;

import id.segel.core.box.BoxId;
import id.segel.core.exchange.DigitalLink;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.ElectionOpened;
import id.segel.core.region.PlaceCode;
import id.segel.core.region.Places;
import id.segel.core.region.RegionCode;
import id.segel.core.region.RegionName;
import id.segel.core.region.Roster;
import id.segel.server.http.Problem;
import id.segel.server.region.Regions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Which labels there are, and what stands on each. */
@Component
class Labels {

  /** Labels of one PDF that is sent at once: more than the largest kelurahan has boxes. */
  static final int AT_ONCE_MAX = 2_000;

  private static final String DARK = "222222";

  private final Regions regions;
  private final DigitalLink links;

  /** What a label is stuck on. */
  enum Kind {
    BOX,
    SEAL,
    KOLI,
    BUNDLE,
    CAGE,
    SITE;

    static Kind parse(String word) {
      for (Kind kind : values()) {
        if (kind.word().equals(word)) {
          return kind;
        }
      }
      throw Problem.malformed("A label is of box, seal, koli, bundle, cage or site, not " + word);
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the roster says which there are. */
    boolean isOfRegion() {
      return this == BOX || this == SITE;
    }
  }

  /** The labels of one kelurahan, or of the places of a kota: one file. */
  record Part(String file, String title, String region, int labels) {}

  Labels(Regions regions, @Value("${segel.gs1-prefix}") String prefix) {
    this.regions = regions;
    this.links = new DigitalLink(prefix);
  }

  DigitalLink links() {
    return links;
  }

  /** The files of a region, in the order of their codes; none when it is not on the roster. */
  List<Part> parts(Kind kind, String region) {
    var parts = new ArrayList<Part>();
    if (kind == Kind.SITE) {
      for (var kota : regions.roster().regions(RegionCode.Level.KOTA)) {
        String code = kota.code().digits();
        if (code.startsWith(region) || region.startsWith(code)) {
          String within = region.length() > code.length() ? region : code;
          int count = placesIn(within).size();
          if (count > 0) {
            parts.add(new Part(file(code) + ".pdf", "Label tempat " + name(code), within, count));
          }
        }
      }
      return parts;
    }
    int kinds = regions.roster().kinds().size();
    for (Roster.Kelurahan one : regions.roster().kelurahan()) {
      String code = one.code().digits();
      if (code.startsWith(region)) {
        String folder = file(code.substring(0, 4)) + "/" + file(code.substring(0, 6)) + "/";
        parts.add(
            new Part(
                folder + file(code) + ".pdf",
                "Label kotak " + one.name(),
                code,
                one.tps() * kinds));
      } else if (region.length() == 13 && region.startsWith(code)) {
        boolean isTps = regions.roster().knowsTps(Long.parseLong(region));
        parts.add(new Part(region + ".pdf", "Label kotak " + region, region, isTps ? kinds : 0));
      }
    }
    return parts;
  }

  /** All labels of a part. */
  List<Label> of(Kind kind, Part part, String address) {
    return kind == Kind.SITE
        ? placesIn(part.region()).stream().map(place -> site(place, address)).toList()
        : boxes(part.region(), address);
  }

  /** The label of each code. */
  List<Label> of(Kind kind, List<String> codes, String address) {
    return codes.stream()
        .map(code ->
            switch (kind) {
              case BOX -> box(BoxId.parse(code), address);
              case SEAL -> seal(code, address);
              case KOLI -> koli(code, address);
              case BUNDLE -> bundle(code, address);
              case CAGE -> cage(code, address);
              case SITE -> site(new PlaceCode(code), address);
            })
        .toList();
  }

  /**
   * The codes from one to another that differs in its last digits: {@code A-0098} to {@code
   * A-0103}.
   */
  static List<String> range(String from, String to) {
    int digits = from.length();
    while (digits > 0 && Character.isDigit(from.charAt(digits - 1)) && from.length() - digits < 9) {
      digits--;
    }
    String before = from.substring(0, digits);
    if (digits == from.length()
        || to.length() != from.length()
        || !to.startsWith(before)
        || !to.substring(digits).chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw Problem.malformed(
          "A range goes from a code to another that differs in its last digits, not from "
              + from
              + " to "
              + to
              + ".");
    }
    int first = Integer.parseInt(from.substring(digits));
    int last = Integer.parseInt(to.substring(digits));
    if (last < first) {
      throw Problem.malformed("A range goes upwards, not from " + from + " to " + to + ".");
    }
    if (last - first >= AT_ONCE_MAX) {
      throw tooMany(last - first + 1L);
    }
    var codes = new ArrayList<String>();
    for (int i = first; i <= last; i++) {
      String number = Integer.toString(i);
      codes.add(before + "0".repeat(from.length() - digits - number.length()) + number);
    }
    return codes;
  }

  static Problem tooMany(long labels) {
    return new Problem(
        400,
        "TOO_MANY_LABELS",
        labels + " labels are more than the " + AT_ONCE_MAX + " of one file: start a job.");
  }

  private List<Label> boxes(String region, String address) {
    Roster.Kelurahan of = regions.roster().kelurahan(Long.parseLong(region.substring(0, 10)));
    var labels = new ArrayList<Label>();
    for (int i = 0; of != null && i < of.tps(); i++) {
      String tps = Long.toString(of.tpsCode(i));
      if (tps.startsWith(region)) {
        for (var kind : regions.roster().kinds()) {
          labels.add(box(BoxId.of(tps, kind.digit(), 1), address));
        }
      }
    }
    return labels;
  }

  private Label box(BoxId id, String address) {
    String digits = id.toString();
    String shown =
        digits.substring(0, 10)
            + " "
            + digits.substring(10, 13)
            + " "
            + digits.substring(13, 14)
            + " "
            + digits.substring(14);
    String link = address + links.ofBox(id);
    if (id.isSpare()) {
      var lines = List.of("PPK " + name(digits.substring(0, 6)), name(digits.substring(0, 4)));
      return new Label(
          link, digits, shown, "CADANGAN", "Kotak cadangan", DARK, "Cadangan " + id.copy(), lines);
    }
    ElectionOpened.BallotKind kind =
        regions.roster().kinds().stream()
            .filter(one -> one.digit() == id.kind())
            .findFirst()
            .orElseThrow(() -> new MalformedException("there is no ballot kind " + id.kind()));
    if (!regions.roster().knowsTps(id.tpsNumber())) {
      throw new MalformedException("no TPS of the roster has the box " + id);
    }
    String title = "TPS " + digits.substring(10, 13);
    return new Label(
        link,
        digits,
        shown,
        kind.code(),
        "Kotak " + kind.name(),
        kind.colour(),
        id.copy() == 1 ? title : title + " kotak " + id.copy(),
        List.of(
            "PPS " + name(digits.substring(0, 10)),
            "PPK " + name(digits.substring(0, 6)),
            name(digits.substring(0, 4)),
            "Provinsi " + name(digits.substring(0, 2))));
  }

  private Label seal(String number, String address) {
    return plain(links.ofSeal(number), number, address, "SEGEL", "Segel kotak suara", List.of());
  }

  private Label koli(String code, String address) {
    String link = links.ofKoli(code);
    String consignment = code.substring(0, code.indexOf('-'));
    return plain(
        link, code, address, "KOLI", "Koli surat suara", List.of("Kiriman " + consignment));
  }

  private Label bundle(String code, String address) {
    String link = links.ofBundle(code);
    int dot = code.indexOf('.');
    var lines = new ArrayList<>(List.of("Koli " + code.substring(0, dot)));
    if (Character.isLetter(code.charAt(code.length() - 1))) {
      lines.add("Bagian " + code.charAt(code.length() - 1) + " dari ikat yang dibagi");
    }
    return plain(link, code, address, "IKAT", "Ikat surat suara", lines);
  }

  /** By its number, or by the 18 digits that were made of it. */
  private Label cage(String code, String address) {
    if (!code.matches("[0-9]{1,18}")) {
      throw new MalformedException("a cage has a number, or its 18 digits: " + code);
    }
    String sscc = code.length() == 18 ? code : links.sscc(Long.parseLong(code));
    return plain(
        links.ofLoad(sscc), sscc, address, "MUATAN", "Keranjang atau truk", List.of("SSCC"));
  }

  private static Label plain(
      String link, String code, String address, String band, String kind, List<String> lines) {
    return new Label(address + link, code, code, band, kind, DARK, code, lines);
  }

  private Label site(PlaceCode code, String address) {
    String region = code.region();
    String title;
    String kind =
        switch (code.kind()) {
          case CITY_STORE -> "Gudang KPU kabupaten/kota";
          case KECAMATAN_STORE -> "Gudang PPK";
          case PPS -> "PPS";
          case TPS -> "TPS";
          case POST -> "Pos";
        };
    if (code.kind() == PlaceCode.Kind.TPS) {
      if (!regions.roster().knowsTps(Long.parseLong(region))) {
        throw new MalformedException("there is no place " + code);
      }
      title = "TPS " + region.substring(10);
    } else {
      Places.Place place = regions.places().of(code);
      if (place == null) {
        throw new MalformedException("there is no place " + code);
      }
      title = place.name().text();
    }
    // Its own region is in the name of a place already.
    var lines = new ArrayList<String>();
    for (RegionCode.Level level : RegionCode.Level.values()) {
      if (region.length() > level.digits()) {
        lines.addFirst(name(region.substring(0, level.digits())));
      }
    }
    return new Label(
        address + links.ofSite(code), code.text(), code.text(), "TEMPAT", kind, DARK, title, lines);
  }

  private List<PlaceCode> placesIn(String region) {
    return regions.places().all().stream()
        .map(Places.Place::code)
        .filter(code -> code.region().startsWith(region))
        .toList();
  }

  private String name(String digits) {
    RegionName name = regions.roster().name(new RegionCode(digits));
    return name == null ? digits : name.text();
  }

  /** {@code 3173011005-Kapuk}: a name for a file that every system takes. */
  private String file(String digits) {
    return digits + "-" + name(digits).replaceAll("[^A-Za-z0-9]+", "-");
  }
}
