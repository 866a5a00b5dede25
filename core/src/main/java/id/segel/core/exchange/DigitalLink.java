package id.segel.core.exchange;

import id.segel.core.box.BoxId;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.PlaceCode;
import java.util.regex.Pattern;

/**
 * Our codes as GS1 Digital Link paths, and back: {@code /8003/095200000000113171011001147101} for a
 * box. A path says which thing it is about and nothing about it; the address of a server stands
 * before it.
 *
 * <p>Notes. Keys and their application identifiers are those of the GS1 General Specifications:
 * GRAI 8003 with its leading 0 and a serial, GIAI 8004, SSCC 00, GLN 414 with the extension 254. A
 * GIAI says whose thing it is, not what it is: a seal whose number has the form of a koli cannot be
 * told from one, and both lead to the same page.
 */
public final class DigitalLink {

  /** The prefix that GS1 keeps for examples. */
  public static final String DEMO_PREFIX = "952";

  private static final int ASSET_TYPE_OF_BOXES = 1;
  private static final int LOCATION_OF_PLACES = 1;
  private static final int GIAI_LONGEST = 30;

  private static final Pattern PREFIX = Pattern.compile("[0-9]{3,10}");
  private static final Pattern KOLI = Pattern.compile("[A-Z0-9]{1,12}-[0-9]{3}");
  private static final Pattern BUNDLE = Pattern.compile(KOLI + "\\.[0-9]{2}[ab]?");
  private static final Pattern SEAL = Pattern.compile("[A-Z0-9-]{1,30}");

  private final String prefix;
  private final String boxes;
  private final String places;

  /** What a link is about. */
  public sealed interface Thing {

    /** A box, by the GRAI of its asset type and its number as serial. */
    record Box(BoxId id) implements Thing {}

    /** A koli, bundle or seal, by the code that is printed on it. */
    record Asset(String code) implements Thing {

      public boolean isBundle() {
        return BUNDLE.matcher(code).matches();
      }
    }

    /** A cage or the load of a lorry, by its 18 digits. */
    record Load(String sscc) implements Thing {}

    /** A store, PPS, post or TPS. */
    record Site(PlaceCode place) implements Thing {}
  }

  /** For a company prefix of 3 to 10 digits; {@link MalformedException} when it is none. */
  public DigitalLink(String prefix) {
    if (!PREFIX.matcher(prefix).matches()) {
      throw new MalformedException("a GS1 company prefix here has 3 to 10 digits: " + prefix);
    }
    this.prefix = prefix;
    boxes = "0" + checked(prefix + padded(ASSET_TYPE_OF_BOXES, 12 - prefix.length()));
    places = checked(prefix + padded(LOCATION_OF_PLACES, 12 - prefix.length()));
  }

  public String ofBox(BoxId box) {
    return "/8003/" + boxes + box;
  }

  /** {@link MalformedException} when it is no koli code. */
  public String ofKoli(String code) {
    return asset(code, KOLI, "a koli is 1 to 12 of A-Z and 0-9, a dash and 3 digits");
  }

  /** {@link MalformedException} when it is no code of a bundle or of a part of one. */
  public String ofBundle(String code) {
    return asset(code, BUNDLE, "a bundle is its koli, a dot and two digits, a or b for a part");
  }

  /**
   * {@link MalformedException} when it is no seal number, or one that is too long beside the
   * prefix.
   */
  public String ofSeal(String number) {
    return asset(number, SEAL, "a seal number is 1 to 30 of A-Z, 0-9 and dash");
  }

  /** The path of 18 digits that {@link #sscc} made. */
  public String ofLoad(String sscc) {
    return "/00/" + checkedSscc(sscc);
  }

  /** The 18 digits of the cage or load with this number, which is never used for another. */
  public String sscc(long number) {
    String digits = Long.toString(number);
    int room = 16 - prefix.length();
    if (number < 1 || digits.length() > room) {
      throw new MalformedException("the number of a load has 1 to " + room + " digits: " + number);
    }
    return checked("0" + prefix + padded(number, room));
  }

  public String ofSite(PlaceCode place) {
    return "/414/" + places + "/254/" + place;
  }

  /**
   * What a path, or a whole address, is about; {@link MalformedException} when it is none of ours.
   */
  public Thing read(String link) {
    String[] parts = path(link).split("/", -1);
    if (parts.length < 3 || !parts[0].isEmpty()) {
      throw new MalformedException("not a GS1 Digital Link: " + link);
    }
    if (parts.length == 3) {
      switch (parts[1]) {
        case "8003" -> {
          return box(parts[2]);
        }
        case "8004" -> {
          return new Thing.Asset(code(parts[2]));
        }
        case "00" -> {
          return new Thing.Load(checkedSscc(parts[2]));
        }
        default -> {}
      }
    } else if (parts.length == 5 && parts[1].equals("414") && parts[3].equals("254")) {
      checkDigit(parts[2], 13, "a GLN");
      if (!parts[2].equals(places)) {
        throw new MalformedException("the GLN of places here is " + places + ": " + parts[2]);
      }
      return new Thing.Site(new PlaceCode(parts[4]));
    }
    throw new MalformedException("not the link of a box, seal, koli, load or place: " + link);
  }

  private Thing box(String grai) {
    if (grai.length() != 30) {
      throw new MalformedException("the GRAI of a box has 30 digits: " + grai);
    }
    if (grai.charAt(0) != '0') {
      throw new MalformedException("a GRAI begins with 0: " + grai);
    }
    checkDigit(grai.substring(1, 14), 13, "the asset type of a GRAI");
    if (!grai.startsWith(boxes)) {
      throw new MalformedException("the asset type of boxes here is " + boxes + ": " + grai);
    }
    return new Thing.Box(BoxId.parse(grai.substring(14)));
  }

  private String code(String giai) {
    if (giai.length() > GIAI_LONGEST) {
      throw new MalformedException("a GIAI has at most 30 characters: " + giai);
    }
    if (!giai.startsWith(prefix)) {
      throw new MalformedException("a GIAI here begins with " + prefix + ": " + giai);
    }
    String code = giai.substring(prefix.length());
    if (!SEAL.matcher(code).matches() && !BUNDLE.matcher(code).matches()) {
      throw new MalformedException("neither koli, bundle nor seal: " + code);
    }
    return code;
  }

  private String asset(String code, Pattern form, String described) {
    if (!form.matcher(code).matches()) {
      throw new MalformedException(described + ": " + code);
    }
    int room = GIAI_LONGEST - prefix.length();
    if (code.length() > room) {
      throw new MalformedException(
          "beside the prefix " + prefix + " a GIAI has room for " + room + " characters: " + code);
    }
    return "/8004/" + prefix + code;
  }

  private String checkedSscc(String sscc) {
    checkDigit(sscc, 18, "an SSCC");
    if (!sscc.startsWith(prefix, 1)) {
      throw new MalformedException("the prefix of an SSCC here is " + prefix + ": " + sscc);
    }
    return sscc;
  }

  /** The path of an address; what is no address is a path already. */
  private static String path(String link) {
    int scheme = link.indexOf("://");
    if (scheme < 0) {
      return link;
    }
    int slash = link.indexOf('/', scheme + 3);
    return slash < 0 ? "" : link.substring(slash);
  }

  private static void checkDigit(String digits, int length, String what) {
    if (digits.length() != length || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new MalformedException(what + " has " + length + " digits: " + digits);
    }
    if (!checked(digits.substring(0, length - 1)).equals(digits)) {
      throw new MalformedException("the check digit of " + what + " is wrong: " + digits);
    }
  }

  /** The digits with their check digit: from the right times 3 and 1, up to the next ten. */
  private static String checked(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int weight = (digits.length() - i) % 2 == 0 ? 1 : 3;
      sum += (digits.charAt(i) - '0') * weight;
    }
    return digits + Math.floorMod(-sum, 10);
  }

  private static String padded(long number, int length) {
    String digits = Long.toString(number);
    return "0".repeat(length - digits.length()) + digits;
  }
}
