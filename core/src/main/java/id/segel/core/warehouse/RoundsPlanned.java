package id.segel.core.warehouse;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.UserChanged;
import id.segel.core.region.PlaceCode;
import id.segel.tlog.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;

/**
 * Guards walk rounds at a site: one in each window, at a minute that only the seed knows. Its hash
 * stands here before the first round; the seed follows behind the last one ({@link RoundsOpened}),
 * and then anybody can tell that no minute was chosen afterwards.
 *
 * @param number of the plan, from 1
 * @param windowMinutes length of each window; the last one ends at the end or before
 * @param walkMinutes time for one round, from its minute on
 * @param commitment SHA-256 of the seed's 32 bytes
 * @param by code of the user
 */
public record RoundsPlanned(
    int number,
    PlaceCode place,
    Instant begin,
    Instant end,
    int windowMinutes,
    int walkMinutes,
    Id commitment,
    String by)
    implements Fact {

  static final int NUMBER_MAX = 999_999;
  private static final int WINDOW_MIN = 15;
  private static final int WINDOW_MAX = 720;
  private static final int WALK_MIN = 5;
  private static final Duration LONGEST = Duration.ofDays(7);

  /** {@link MalformedException} when it is not as described. */
  public RoundsPlanned {
    checkNumber(number);
    if (windowMinutes < WINDOW_MIN || windowMinutes > WINDOW_MAX) {
      throw new MalformedException("a window has 15 to 720 minutes: " + windowMinutes);
    }
    if (walkMinutes < WALK_MIN || walkMinutes > windowMinutes / 2) {
      throw new MalformedException("a round takes 5 minutes to half of a window: " + walkMinutes);
    }
    if (begin.plus(Duration.ofMinutes(windowMinutes)).isAfter(end)
        || end.isAfter(begin.plus(LONGEST))) {
      throw new MalformedException("rounds last from one window to 7 days");
    }
    UserChanged.checkUser(by);
  }

  static void checkNumber(int number) {
    if (number < 1 || number > NUMBER_MAX) {
      throw new MalformedException("not a number of a plan of rounds: " + number);
    }
  }

  /** How many rounds there are. */
  public int rounds() {
    return (int) (Duration.between(begin, end).toMinutes() / windowMinutes);
  }

  /** Whether this is the seed that was committed to. */
  public boolean isOf(Id seed) {
    return Id.ofText(seed.bytes()).equals(commitment);
  }

  /**
   * When a round begins.
   *
   * @param round from 0
   */
  public Instant due(int round, Id seed) {
    MessageDigest digest = Sha256.digest();
    digest.update(seed.bytes());
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(round).array());
    long chance = ByteBuffer.wrap(digest.digest()).getLong() >>> 1;
    long minute = chance % (windowMinutes - walkMinutes);
    return begin.plus(Duration.ofMinutes((long) round * windowMinutes + minute));
  }

  /** When a round that begins then must have been walked. */
  public Instant over(Instant due) {
    return due.plus(Duration.ofMinutes(walkMinutes));
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("plan ").append(number).append('\n');
    out.append("place ").append(place).append('\n');
    out.append("begin ").append(begin).append('\n');
    out.append("end ").append(end).append('\n');
    out.append("window ").append(windowMinutes).append('\n');
    out.append("walk ").append(walkMinutes).append('\n');
    out.append("seed-hash ").append(commitment).append('\n');
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static RoundsPlanned read(Fields fields) {
    var planned =
        new RoundsPlanned(
            (int) fields.takeNumber("plan", NUMBER_MAX),
            new PlaceCode(fields.take("place")),
            fields.takeInstant("begin"),
            fields.takeInstant("end"),
            (int) fields.takeNumber("window", WINDOW_MAX),
            (int) fields.takeNumber("walk", WINDOW_MAX),
            fields.take("seed-hash", Id::parse),
            fields.take("by"));
    fields.end();
    return planned;
  }
}
