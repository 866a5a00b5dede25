package id.segel.core.custody;

import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The numbers of the seals on a box, as written: comma between them, each 1 to 30 of A-Z, 0-9 and
 * dash (a GS1 GIAI's length), at most 12, in ascending order so that equal sets are equal texts.
 */
public record Seals(String text) {

  public static final Seals NONE = new Seals("");

  private static final int MOST = 12;
  private static final int LONGEST = 30;

  /** {@link MalformedException} when it is not as described. */
  public static Seals parse(String text) {
    int count = 1;
    int start = 0;
    String last = "";
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : ',';
      if (c == ',') {
        String seal = text.substring(start, i);
        if (seal.isEmpty() || seal.length() > LONGEST || seal.compareTo(last) <= 0) {
          throw new MalformedException(
              "seals stand in ascending order, 1 to 30 characters each: " + text);
        }
        last = seal;
        start = i + 1;
        count += i < text.length() ? 1 : 0;
      } else if ((c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-') {
        throw new MalformedException("a seal number is of A-Z, 0-9 and dash: " + text);
      }
    }
    if (count > MOST) {
      throw new MalformedException("a box has at most " + MOST + " seals");
    }
    return new Seals(text);
  }

  public boolean isNone() {
    return text.isEmpty();
  }

  /** As a line says it: the numbers, or the word that there are none. */
  String orNone() {
    return text.isEmpty() ? "none" : text;
  }

  /** Each number. */
  public List<String> numbers() {
    return text.isEmpty() ? List.of() : List.of(text.split(","));
  }

  /** The first 64 bits of the text's SHA-256, which a guard row keeps; 0 for no seals. */
  public long fingerprint() {
    return text.isEmpty() ? 0 : Id.ofText(text.getBytes(StandardCharsets.US_ASCII)).a();
  }

  @Override
  public String toString() {
    return text;
  }
}
