package id.segel.core.stock;

import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.PlaceCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * These TPS vote again with these ballots (PSU): their boxes may be filled from the reserve.
 *
 * @param record number of the decision
 * @param kinds digits of the ballots
 */
public record RevoteDeclared(String record, List<Integer> kinds, List<String> tps)
    implements StockFact {

  public RevoteDeclared {
    Lines.code(record, "the number of a decision");
    kinds = Lines.distinct(kinds, 9, "kinds of ballots");
    tps = Lines.distinct(tps, 1_000, "TPS");
    for (String one : tps) {
      PlaceCode.Kind.TPS.of(one);
    }
  }

  @Override
  public @Nullable PlaceCode place() {
    return null;
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("record ").append(record).append('\n');
    kinds.forEach(kind -> out.append("kind ").append(kind).append('\n'));
    tps.forEach(one -> out.append("tps ").append(one).append('\n'));
  }

  /** Reads what {@link #writeTo} wrote. */
  public static RevoteDeclared read(Fields fields) {
    String record = fields.take("record");
    List<Integer> kinds = fields.takeAll("kind", RevoteDeclared::kind);
    List<String> tps = fields.takeAll("tps", RevoteDeclared::tps);
    fields.end();
    return new RevoteDeclared(record, kinds, tps);
  }

  private static int kind(String digit) {
    if (!digit.matches("[1-9]")) {
      throw new MalformedException("a kind of ballot is one digit from 1: " + digit);
    }
    return digit.charAt(0) - '0';
  }

  private static String tps(String code) {
    if (!code.matches("[1-9][0-9]{12}")) {
      throw new MalformedException("a TPS has 13 digits: " + code);
    }
    return code;
  }
}
