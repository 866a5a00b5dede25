package id.segel.core.spotcheck;

import id.segel.core.box.BoxId;
import id.segel.core.fact.Id;
import id.segel.tlog.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** The boxes among which a draw chooses, by number and so by kota. */
public final class BoxList {

  /** A box number without its kota, the first four digits. */
  private static final long KOTA = 1_000_000_000_000L;

  private final long[] numbers;

  private BoxList(long[] sorted) {
    this.numbers = sorted;
  }

  public static BoxList of(Collection<BoxId> boxes) {
    return new BoxList(boxes.stream().mapToLong(BoxId::number).sorted().distinct().toArray());
  }

  public int size() {
    return numbers.length;
  }

  public boolean has(BoxId box) {
    return Arrays.binarySearch(numbers, box.number()) >= 0;
  }

  /** How many boxes each kota has, by its four digits; in their order. */
  public NavigableMap<String, Integer> kota() {
    var counts = new TreeMap<String, Integer>();
    for (long number : numbers) {
      counts.merge(Long.toString(number / KOTA), 1, Integer::sum);
    }
    return counts;
  }

  /** The numbers of one kota, ascending. */
  LongStream of(String kota) {
    long first = Long.parseLong(kota) * KOTA;
    return Arrays.stream(numbers).filter(number -> number >= first && number < first + KOTA);
  }

  /** All, in their order. */
  public LongStream numbers() {
    return Arrays.stream(numbers);
  }

  /** SHA-256 over the numbers in ascending order, 16 digits and a newline each. */
  public Id digest() {
    MessageDigest digest = Sha256.digest();
    for (long number : numbers) {
      digest.update((number + "\n").getBytes(StandardCharsets.US_ASCII));
    }
    return Id.of(digest.digest());
  }
}
