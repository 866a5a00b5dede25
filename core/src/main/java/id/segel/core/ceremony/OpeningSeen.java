package id.segel.core.ceremony;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import id.segel.core.fact.PartyKey;
import id.segel.core.region.PlaceCode;
import org.jspecify.annotations.Nullable;

/**
 * Somebody of the public says that they saw boxes opened at a place. It counts for itself and never
 * for a saksi.
 *
 * @param minute of the code that they used, as in {@link HereCode}
 * @param key of the device that showed it
 * @param visitor what the browser made for this place alone: the same one is counted once, and no
 *     two places have it in common
 * @param isLate whether it was used long after its minute
 * @param range how far from the place, as the browser said
 * @param picture the name of a photo
 */
public record OpeningSeen(
    PlaceCode place,
    long minute,
    PartyKey key,
    Id visitor,
    boolean isLate,
    Range range,
    @Nullable Id picture)
    implements Fact {

  /** A minute of the year 9999. */
  private static final long MINUTE_MAX = 4_222_000_000L;

  /** Where whoever said it was. */
  public enum Range {
    NEAR("near"),
    FAR("far"),
    /** They did not say, or the place has no point. */
    UNSAID("unsaid");

    private final String word;

    Range(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }

    /** {@link MalformedException} when there is no such word. */
    public static Range parse(String word) {
      for (Range range : values()) {
        if (range.word.equals(word)) {
          return range;
        }
      }
      throw new MalformedException("no range is called " + word);
    }
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("place ").append(place.text()).append('\n');
    out.append("minute ").append(minute).append('\n');
    out.append("key ").append(key).append('\n');
    out.append("visitor ").append(visitor).append('\n');
    out.append("late ").append(isLate ? "yes" : "no").append('\n');
    out.append("range ").append(range.word()).append('\n');
    if (picture != null) {
      out.append("picture ").append(picture).append('\n');
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static OpeningSeen read(Fields fields) {
    var seen =
        new OpeningSeen(
            fields.take("place", PlaceCode::new),
            fields.takeNumber("minute", MINUTE_MAX),
            fields.take("key", PartyKey::parse),
            fields.take("visitor", Id::parse),
            fields.take("late", OpeningSeen::isYes),
            fields.take("range", Range::parse),
            fields.has("picture") ? Id.parse(fields.take("picture")) : null);
    fields.end();
    return seen;
  }

  private static boolean isYes(String word) {
    if (!word.equals("yes") && !word.equals("no")) {
      throw new MalformedException("late is yes or no: " + word);
    }
    return word.equals("yes");
  }
}
