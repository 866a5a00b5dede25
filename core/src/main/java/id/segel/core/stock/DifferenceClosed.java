package id.segel.core.stock;

import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.BallotStyle;
import id.segel.core.region.PlaceCode;

/**
 * A second word about an open difference: how sheets that a consignment or a place lacks, or has
 * too many of, are explained.
 *
 * @param about the consignment, or the discrepancy account of a place
 * @param sheets that are explained; of a discrepancy account that is less than zero so many too
 *     many
 * @param record number of the paper that says so
 */
public record DifferenceClosed(
    PlaceCode place, Holder about, BallotStyle style, int sheets, Way way, String record)
    implements StockFact {

  /** How it is explained. */
  public enum Way {
    /** The printer agrees: they were never delivered, or more than the note said were. */
    CREDITED,
    /** They are lost, and stay in the discrepancy account of the place. */
    LOST,
    /** They were found and lie loose in the store. */
    FOUND
  }

  public DifferenceClosed {
    Lines.code(record, "the number of a record");
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("place ").append(place).append('\n');
    out.append("about ").append(about).append('\n');
    Lines.write(out, "sheets", style, sheets);
    out.append("way ").append(way).append('\n');
    out.append("record ").append(record).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static DifferenceClosed read(Fields fields) {
    PlaceCode place = fields.take("place", PlaceCode::new);
    Holder about = fields.take("about", Holder::parse);
    Lines.Counted counted = fields.take("sheets", Lines.Counted::parse);
    String way = fields.take("way");
    String record = fields.take("record");
    fields.end();
    for (Way one : Way.values()) {
      if (one.name().equals(way)) {
        return new DifferenceClosed(place, about, counted.style(), counted.sheets(), one, record);
      }
    }
    throw new MalformedException("a difference is not closed by " + way);
  }
}
