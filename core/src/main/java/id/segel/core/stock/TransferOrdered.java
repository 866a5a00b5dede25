package id.segel.core.stock;

import id.segel.core.box.BoxId;
import id.segel.core.fact.Fields;
import id.segel.core.region.BallotStyle;
import id.segel.core.region.PlaceCode;
import org.jspecify.annotations.Nullable;

/**
 * Surplus of one store is to go to another, where a box is short.
 *
 * @param place the store that gives
 * @param box the box that is short, or null where it is not for one box
 */
public record TransferOrdered(
    String transfer,
    PlaceCode place,
    PlaceCode to,
    BallotStyle style,
    int sheets,
    @Nullable BoxId box)
    implements StockFact {

  public TransferOrdered {
    Lines.code(transfer, "a transfer");
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("transfer ").append(transfer).append('\n');
    out.append("place ").append(place).append('\n');
    out.append("to ").append(to).append('\n');
    Lines.write(out, "sheets", style, sheets);
    if (box != null) {
      out.append("box ").append(box).append('\n');
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static TransferOrdered read(Fields fields) {
    String transfer = fields.take("transfer");
    PlaceCode place = fields.take("place", PlaceCode::new);
    PlaceCode to = fields.take("to", PlaceCode::new);
    Lines.Counted counted = fields.take("sheets", Lines.Counted::parse);
    BoxId box = fields.has("box") ? fields.take("box", BoxId::parse) : null;
    fields.end();
    return new TransferOrdered(transfer, place, to, counted.style(), counted.sheets(), box);
  }
}
