package id.segel.core.stock;

import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.BallotStyle;
import id.segel.core.region.PlaceCode;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A printer is to print damaged and missing sheets again.
 *
 * @param printer by its code word
 * @param place the store that they are for
 * @param deadline by when they must have arrived
 */
public record ReplacementOrdered(
    String order,
    String printer,
    PlaceCode place,
    Instant deadline,
    SortedMap<BallotStyle, Integer> sheets)
    implements StockFact {

  /** {@link MalformedException} when nothing is ordered. */
  public ReplacementOrdered {
    sheets = Collections.unmodifiableSortedMap(new TreeMap<>(sheets));
    Lines.code(order, "an order");
    Lines.code(printer, "a printer");
    if (sheets.isEmpty()) {
      throw new MalformedException("an order names sheets");
    }
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("order ").append(order).append('\n');
    out.append("printer ").append(printer).append('\n');
    out.append("place ").append(place).append('\n');
    out.append("deadline ").append(deadline).append('\n');
    sheets.forEach((style, count) -> Lines.write(out, "sheets", style, count));
  }

  /** Reads what {@link #writeTo} wrote. */
  public static ReplacementOrdered read(Fields fields) {
    String order = fields.take("order");
    String printer = fields.take("printer");
    PlaceCode place = fields.take("place", PlaceCode::new);
    Instant deadline = fields.takeInstant("deadline");
    SortedMap<BallotStyle, Integer> sheets = Lines.counts(fields, "sheets");
    fields.end();
    return new ReplacementOrdered(order, printer, place, deadline, sheets);
  }
}
