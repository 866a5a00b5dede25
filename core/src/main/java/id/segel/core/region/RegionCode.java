package id.segel.core.region;

import id.segel.core.fact.MalformedException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Kemendagri code of a region without its dots: provinsi {@code 31}, kota {@code 3171}, kecamatan
 * {@code 317101}, kelurahan {@code 3171011001}.
 */
public record RegionCode(String digits) implements Comparable<RegionCode> {

  /** The levels of the tree of places, by the number of digits of their codes. */
  public enum Level {
    PROVINSI(2),
    KOTA(4),
    KECAMATAN(6),
    KELURAHAN(10);

    private final int digits;

    Level(int digits) {
      this.digits = digits;
    }

    public int digits() {
      return digits;
    }

    /** As the lists of regions write it: {@code kelurahan}. */
    public String word() {
      return switch (this) {
        case PROVINSI -> "provinsi";
        case KOTA -> "kota";
        case KECAMATAN -> "kecamatan";
        case KELURAHAN -> "kelurahan";
      };
    }
  }

  /** {@link MalformedException} when it has not 2, 4, 6 or 10 digits, the first not 0. */
  public RegionCode {
    boolean isCode = !digits.isEmpty() && digits.charAt(0) != '0' && levelOf(digits) != null;
    for (int i = 0; isCode && i < digits.length(); i++) {
      isCode = digits.charAt(i) >= '0' && digits.charAt(i) <= '9';
    }
    if (!isCode) {
      throw new MalformedException("not a region code: " + digits);
    }
  }

  /** A region code that must be of this level. */
  public static RegionCode of(String digits, Level level) {
    var code = new RegionCode(digits);
    if (code.level() != level) {
      throw new MalformedException("not the code of a " + level.word() + ": " + digits);
    }
    return code;
  }

  public Level level() {
    return Objects.requireNonNull(levelOf(digits));
  }

  private static @Nullable Level levelOf(String digits) {
    for (Level level : Level.values()) {
      if (level.digits == digits.length()) {
        return level;
      }
    }
    return null;
  }

  @Override
  public int compareTo(RegionCode other) {
    return digits.compareTo(other.digits);
  }

  @Override
  public String toString() {
    return digits;
  }
}
