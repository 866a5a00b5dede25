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
    List<Integer> kinds =
        fields.takeAll("kind").stream().map(kind -> (int) Fields.number(kind, 9, "kind")).toList();
    List<String> tps = fields.takeAll("tps");
    for (String one : tps) {
      if (one.length() != 13) {
        throw new MalformedException("a TPS has 13 digits: " + one);
      }
    }
    fields.end();
    return new RevoteDeclared(record, kinds, tps);
  }
}
