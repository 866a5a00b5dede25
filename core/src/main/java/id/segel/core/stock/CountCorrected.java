package id.segel.core.stock;

import id.segel.core.fact.Fields;
import id.segel.core.region.PlaceCode;

/**
 * A count at the receipt was written down wrongly; the koli has not been opened since. A correction
 * is not corrected again: the koli is opened and counted anew.
 *
 * @param counted sheets that were really counted
 */
public record CountCorrected(PlaceCode place, KoliCode koli, int counted) implements StockFact {

  @Override
  public void writeTo(StringBuilder out) {
    out.append("place ").append(place).append('\n');
    out.append("koli ").append(koli).append('\n');
    out.append("counted ").append(counted).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static CountCorrected read(Fields fields) {
    PlaceCode place = fields.take("place", PlaceCode::new);
    KoliCode koli = fields.take("koli", KoliCode::parse);
    int counted = (int) fields.takeNumber("counted", Lines.MAX_KOLI_SHEETS);
    fields.end();
    return new CountCorrected(place, koli, counted);
  }
}
