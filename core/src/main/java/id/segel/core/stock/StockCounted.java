package id.segel.core.stock;

import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.BallotStyle;
import id.segel.core.region.PlaceCode;
import java.util.List;

/**
 * Somebody counted what a holder really has (stock opname). Where the books say otherwise the
 * difference goes to the discrepancy account of the place.
 */
public record StockCounted(PlaceCode place, List<Line> counts) implements StockFact {

  /** What one holder has of one design, 0 or more. */
  public record Line(Holder holder, BallotStyle style, int counted) {}

  /** {@link MalformedException} when nothing was counted. */
  public StockCounted {
    counts = List.copyOf(counts);
    if (counts.isEmpty() || counts.size() > 2_000) {
      throw new MalformedException("1 to 2000 counts");
    }
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("place ").append(place).append('\n');
    for (Line line : counts) {
      out.append("count ").append(line.holder).append(' ').append(line.style).append(' ');
      out.append(line.counted).append('\n');
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static StockCounted read(Fields fields) {
    PlaceCode place = fields.take("place", PlaceCode::new);
    List<Line> lines = fields.takeAll("count", StockCounted::line);
    fields.end();
    return new StockCounted(place, lines);
  }

  private static Line line(String value) {
    String[] words = Lines.words(value, 3, 3, "holder, design and count");
    int counted = (int) Fields.number(words[2], Lines.MAX_SHEETS, "a count");
    return new Line(Holder.parse(words[0]), BallotStyle.parse(words[1]), counted);
  }
}
