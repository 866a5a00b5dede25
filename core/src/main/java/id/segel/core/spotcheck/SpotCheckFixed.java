package id.segel.core.spotcheck;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.RegionCode;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The list among which dice will choose, before they are rolled. Its entry's index names the check.
 *
 * @param head the checkpoint that fixes the list, and of which the seed will be made
 * @param list digest of the boxes that the log knows at the checkpoint's size
 * @param confidence of the statement about a clean sample, in hundredths of a percent
 * @param below the share that the sample is large enough for, in hundredths of a percent; 0 where a
 *     number of boxes was asked for
 * @param kota how many boxes each kota has and how many are to be drawn of them
 */
public record SpotCheckFixed(
    CosignedHead head,
    Id list,
    int confidence,
    int below,
    NavigableMap<String, CleanBound.Kota> kota)
    implements Fact {

  /** A fact with the drawn boxes must fit into an entry. */
  public static final int BOXES_MAX = 2_000;

  /** {@link MalformedException} when confidence or share is none, or nothing is to be drawn. */
  public SpotCheckFixed {
    kota = Collections.unmodifiableNavigableMap(new TreeMap<>(kota));
    if (!isConfidence(confidence) || (below != 0 && !isShare(below))) {
      throw new MalformedException("confidence is 50 to 99.99 %, a share 0.01 to 50 %");
    }
    if (kota.isEmpty()) {
      throw new MalformedException("a spot check without a kota");
    }
  }

  public static boolean isConfidence(int hundredths) {
    return hundredths >= 5_000 && hundredths < CleanBound.WHOLE;
  }

  public static boolean isShare(int hundredths) {
    return hundredths >= 1 && hundredths <= 5_000;
  }

  /** How many boxes are on the list. */
  public int boxes() {
    return kota.values().stream().mapToInt(CleanBound.Kota::boxes).sum();
  }

  /** How many are to be drawn. */
  public int drawn() {
    return kota.values().stream().mapToInt(CleanBound.Kota::drawn).sum();
  }

  /** How many of each kota are to be drawn. */
  public NavigableMap<String, Integer> samples() {
    var samples = new TreeMap<String, Integer>();
    kota.forEach((code, one) -> samples.put(code, one.drawn()));
    return samples;
  }

  /** Of how many a clean sample says that fewer deviate. */
  public int fewerThan() {
    return CleanBound.fewerThan(kota.values(), confidence);
  }

  @Override
  public void writeTo(StringBuilder out) {
    head.writeTo(out);
    out.append("list ").append(list).append('\n');
    out.append("confidence ").append(confidence).append('\n');
    if (below != 0) {
      out.append("below ").append(below).append('\n');
    }
    kota.forEach((code, one) ->
        out.append("kota ")
            .append(code)
            .append(' ')
            .append(one.boxes())
            .append(' ')
            .append(one.drawn())
            .append('\n'));
  }

  /** Reads what {@link #writeTo} wrote. */
  public static SpotCheckFixed read(Fields fields) {
    CosignedHead head = CosignedHead.read(fields);
    Id list = Id.parse(fields.take("list"));
    int confidence = (int) fields.takeNumber("confidence", CleanBound.WHOLE);
    int below = fields.has("below") ? (int) fields.takeNumber("below", CleanBound.WHOLE) : 0;
    var kota = new TreeMap<String, CleanBound.Kota>();
    fields.takeAll("kota", value -> kota(value, kota));
    fields.end();
    return new SpotCheckFixed(head, list, confidence, below, kota);
  }

  private static String kota(String value, NavigableMap<String, CleanBound.Kota> into) {
    List<String> words = List.of(value.split(" ", -1));
    if (words.size() != 3) {
      throw new MalformedException("a kota has a code and two numbers: " + value);
    }
    String code = RegionCode.of(words.get(0), RegionCode.Level.KOTA).digits();
    int boxes = (int) Fields.number(words.get(1), Integer.MAX_VALUE, "the boxes of a kota");
    int drawn = (int) Fields.number(words.get(2), boxes, "what is drawn of a kota");
    if (drawn < 1 || (!into.isEmpty() && into.lastKey().compareTo(code) >= 0)) {
      throw new MalformedException("each kota stands once, ascending, with one box at least");
    }
    into.put(code, new CleanBound.Kota(boxes, drawn));
    return code;
  }
}
