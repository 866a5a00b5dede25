package id.segel.core.stock;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;

/** What a finding was about is no longer so, by the entry right before. */
public record FindingCleared(StockFinding kind, String about) implements Fact {

  @Override
  public void writeTo(StringBuilder out) {
    out.append("kind ").append(kind).append('\n');
    out.append("about ").append(about).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static FindingCleared read(Fields fields) {
    StockFinding kind = StockFinding.parse(fields.take("kind"));
    String about = Lines.about(fields.take("about"));
    fields.end();
    return new FindingCleared(kind, about);
  }
}
