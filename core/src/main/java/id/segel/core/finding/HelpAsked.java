package id.segel.core.finding;

import id.segel.core.fact.Fields;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.AgencyListed;
import id.segel.core.personnel.Role;
import id.segel.core.personnel.UserChanged;
import id.segel.core.region.RegionCode;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An agency asks the army for help. It is known by the entry at which it stands.
 *
 * @param agency that asks
 * @param region digits of the kota, kecamatan, kelurahan or province where it is needed
 * @param count how many of the kind
 * @param until how long it is needed
 * @param answerBy until when the army must have answered
 * @param finding that it is about; null when it is about none
 * @param note salted hash of a remark beside the log; null without one
 * @param by code of the user
 */
public record HelpAsked(
    String agency,
    String region,
    Kind kind,
    int count,
    Instant until,
    Instant answerBy,
    @Nullable FindingId finding,
    @Nullable Id note,
    String by)
    implements HelpFact {

  /** Those who may ask: whoever is responsible for boxes, for order, or for the place. */
  public static final Set<Role> ASKERS =
      Set.of(Role.KPU_PROVINSI, Role.KPU_KOTA, Role.POLDA, Role.POLRES, Role.PEMPROV);

  /** More soldiers than a Kodam lends to an election. */
  static final int COUNT_MAX = 10_000;

  /** What the army can lend. */
  public enum Kind {
    /** Soldiers, counted by heads. */
    PERSONNEL,
    VEHICLE,
    BOAT,
    AIRCRAFT,
    /** Teams of engineers: a bridge, a road, a tent, power. */
    ENGINEERS,
    /** Teams that carry boxes and people through a flood. */
    FLOOD_TEAM;

    public static Kind parse(String name) {
      return Named.of(Kind.class, name);
    }
  }

  /** {@link MalformedException} when it is not as described. */
  public HelpAsked {
    AgencyListed.checkCode(agency);
    UserChanged.checkUser(by);
    new RegionCode(region);
    if (count < 1 || count > COUNT_MAX) {
      throw new MalformedException("help is 1 to " + COUNT_MAX + " of a kind: " + count);
    }
    if (answerBy.isAfter(until)) {
      throw new MalformedException("an answer comes before the help is over: " + answerBy);
    }
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("agency ").append(agency).append('\n');
    out.append("region ").append(region).append('\n');
    out.append("kind ").append(kind).append('\n');
    out.append("count ").append(count).append('\n');
    out.append("until ").append(until).append('\n');
    out.append("answer-by ").append(answerBy).append('\n');
    if (finding != null) {
      out.append("finding ").append(finding).append('\n');
    }
    if (note != null) {
      out.append("note ").append(note).append('\n');
    }
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static HelpAsked read(Fields fields) {
    var asked =
        new HelpAsked(
            fields.take("agency"),
            fields.take("region"),
            fields.take("kind", Kind::parse),
            (int) fields.takeNumber("count", COUNT_MAX),
            fields.takeInstant("until"),
            fields.takeInstant("answer-by"),
            fields.has("finding") ? fields.take("finding", FindingId::parse) : null,
            fields.has("note") ? fields.take("note", Id::parse) : null,
            fields.take("by"));
    fields.end();
    return asked;
  }
}
