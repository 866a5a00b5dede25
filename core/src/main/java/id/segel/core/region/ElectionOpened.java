package id.segel.core.region;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * The election that this log is about.
 *
 * @param election its code word, which every statement names: {@code dki-2024}
 * @param day H
 * @param zone whose midnight ends H-1
 * @param reservePerMille ballots printed above the DPT, in thousandths, rounded up at every TPS
 * @param sparesPerKecamatan empty boxes that a kecamatan gets for broken ones
 * @param kinds the ballots, one box each, in the order of their digits
 */
public record ElectionOpened(
    String election,
    RegionName name,
    LocalDate day,
    ZoneId zone,
    int reservePerMille,
    int sparesPerKecamatan,
    List<BallotKind> kinds)
    implements Fact {

  /**
   * One ballot, and so one box, of every TPS.
   *
   * @param digit 1 to 9, as it stands in a box number
   * @param code short name: {@code PPWP}
   * @param colour of box and ballot, RRGGBB
   */
  public record BallotKind(int digit, String code, String colour, RegionName name) {

    /** {@link MalformedException} when it is not as described. */
    public BallotKind {
      if (digit < 1 || digit > 9) {
        throw new MalformedException("a ballot kind is a digit from 1: " + digit);
      }
      if (!code.matches("[A-Z][A-Z0-9]{0,11}") || !colour.matches("[0-9a-f]{6}")) {
        throw new MalformedException("not the code and colour of a ballot: " + code + " " + colour);
      }
    }

    private static BallotKind parse(String value) {
      String[] words = value.split(" ", 4);
      if (words.length != 4) {
        throw new MalformedException("a ballot kind is digit, code, colour and name: " + value);
      }
      return new BallotKind(
          (int) Fields.number(words[0], 9, "the digit of a ballot kind"),
          words[1],
          words[2],
          new RegionName(words[3]));
    }

    @Override
    public String toString() {
      return digit + " " + code + " " + colour + " " + name;
    }
  }

  /** {@link MalformedException} when it is not as described. */
  public ElectionOpened {
    kinds = List.copyOf(kinds);
    if (!election.matches("[A-Za-z0-9_-]{1,32}")) {
      throw new MalformedException("an election is a code word: " + election);
    }
    for (int i = 0; i < kinds.size(); i++) {
      if (i > 0 && kinds.get(i).digit() <= kinds.get(i - 1).digit()) {
        throw new MalformedException("ballot kinds stand in the order of their digits");
      }
    }
    if (kinds.isEmpty()) {
      throw new MalformedException("an election has ballots");
    }
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("election ").append(election).append('\n');
    out.append("name ").append(name).append('\n');
    out.append("day ").append(day).append('\n');
    out.append("zone ").append(zone).append('\n');
    out.append("reserve ").append(reservePerMille).append('\n');
    out.append("spares ").append(sparesPerKecamatan).append('\n');
    for (BallotKind kind : kinds) {
      out.append("kind ").append(kind).append('\n');
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static ElectionOpened read(Fields fields) {
    String election = fields.take("election");
    var name = new RegionName(fields.take("name"));
    LocalDate day;
    ZoneId zone;
    try {
      day = LocalDate.parse(fields.take("day"));
      zone = ZoneId.of(fields.take("zone"));
    } catch (DateTimeException notTime) {
      throw new MalformedException("not a day or a zone", notTime);
    }
    int reserve = (int) fields.takeNumber("reserve", 1000);
    int spares = (int) fields.takeNumber("spares", 99);
    var kinds = new ArrayList<BallotKind>();
    for (String kind : fields.takeAll("kind")) {
      kinds.add(BallotKind.parse(kind));
    }
    fields.end();
    return new ElectionOpened(election, name, day, zone, reserve, spares, kinds);
  }
}
