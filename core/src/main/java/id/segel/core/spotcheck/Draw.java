package id.segel.core.spotcheck;

import id.segel.core.box.BoxId;
import id.segel.core.fact.Id;
import id.segel.tlog.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Which boxes the dice choose. Every step can be done with {@code sha256sum}, and the bytes of each
 * are in docs/formats/spotcheck.md.
 *
 * <p>The seed is SHA-256 over the text of the checkpoint and the digits of the dice. Each box has a
 * ticket, SHA-256 over the seed in hex, a comma and the box's number; of each kota the boxes with
 * the smallest tickets are drawn. That is consistent sampling without replacement as in R. L.
 * Rivest, Consistent Sampling with Replacement, arXiv:1808.10016 (2018), section 2, with the hash
 * in place of the random oracle: within a kota every set of its size is equally likely, and a
 * larger sample of the same dice holds the smaller one.
 */
public final class Draw {

  /** Twenty ten-sided dice: 66 bits. */
  public static final int DIGITS_LEAST = 20;

  public static final int DIGITS_MOST = 200;

  private Draw() {}

  /** Whether this is what dice may have shown: 20 to 200 digits. */
  public static boolean isDigits(String digits) {
    return digits.length() >= DIGITS_LEAST
        && digits.length() <= DIGITS_MOST
        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** SHA-256(text of the checkpoint ‖ digits of the dice). */
  public static Id seed(String checkpointText, String digits) {
    return Id.ofText((checkpointText + digits).getBytes(StandardCharsets.UTF_8));
  }

  /** SHA-256(seed in hex ‖ "," ‖ 16 digits of the box), compared as a number. */
  public static Id ticket(Id seed, BoxId box) {
    return ticket(Sha256.digest(), HexFormat.of().formatHex(seed.bytes()), box.number());
  }

  private static Id ticket(MessageDigest digest, String seed, long box) {
    return Id.of(digest.digest((seed + "," + box).getBytes(StandardCharsets.US_ASCII)));
  }

  /** The boxes that are drawn, ascending, so many of each kota. */
  public static List<BoxId> boxes(BoxList list, Map<String, Integer> samples, Id seed) {
    record Ticket(Id number, long box) {}
    String hex = HexFormat.of().formatHex(seed.bytes());
    MessageDigest digest = Sha256.digest();
    var drawn = new ArrayList<BoxId>();
    samples.forEach((kota, count) ->
        list.of(kota)
            .mapToObj(box -> new Ticket(ticket(digest, hex, box), box))
            .sorted(Comparator.comparing(Ticket::number).thenComparingLong(Ticket::box))
            .limit(count)
            .forEach(ticket -> drawn.add(new BoxId(ticket.box))));
    drawn.sort(Comparator.naturalOrder());
    return drawn;
  }

  /**
   * How many boxes of each kota are drawn when {@code boxes} are drawn in all: in proportion to how
   * many it has, the rest to the largest remainders (of equal ones to the lower code), and at least
   * one each: a kota that would get none gets one, and the others share what is left.
   */
  public static NavigableMap<String, Integer> samples(Map<String, Integer> kota, int boxes) {
    long all = kota.values().stream().mapToLong(Integer::intValue).sum();
    if (boxes < kota.size() || boxes > all) {
      throw new IllegalArgumentException("of " + all + " boxes none can draw " + boxes);
    }
    var samples = new TreeMap<String, Integer>();
    var sharing = new TreeMap<>(kota);
    int left = boxes;
    while (true) {
      NavigableMap<String, Integer> shares = shares(sharing, left);
      List<String> none =
          shares.entrySet().stream().filter(e -> e.getValue() == 0).map(Map.Entry::getKey).toList();
      if (none.isEmpty()) {
        samples.putAll(shares);
        return samples;
      }
      for (String one : none) {
        samples.put(one, 1);
        sharing.remove(one);
        left--;
      }
    }
  }

  private static NavigableMap<String, Integer> shares(Map<String, Integer> kota, int boxes) {
    long all = kota.values().stream().mapToLong(Integer::intValue).sum();
    var shares = new TreeMap<String, Integer>();
    kota.forEach((code, count) -> shares.put(code, Math.toIntExact((long) boxes * count / all)));
    long rest = boxes - shares.values().stream().mapToLong(Integer::intValue).sum();
    kota.entrySet().stream()
        .sorted(
            Comparator.comparingLong(
                    (Map.Entry<String, Integer> e) -> -((long) boxes * e.getValue() % all))
                .thenComparing(Map.Entry::getKey))
        .limit(rest)
        .forEach(e -> shares.merge(e.getKey(), 1, Integer::sum));
    return shares;
  }
}
