package id.segel.core.stock;

import id.segel.core.fact.Fields;
import id.segel.core.fact.Id;
import id.segel.core.region.BallotStyle;
import id.segel.core.region.PlaceCode;
import java.util.List;

/**
 * Sheets that had been taken for good are damaged, at whatever stage.
 *
 * @param from the koli, box or store that they were in
 */
public record DamageFound(
    PlaceCode place, Holder from, BallotStyle style, int sheets, Damage damage, List<Id> pictures)
    implements StockFact {

  public DamageFound {
    pictures = List.copyOf(pictures);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("place ").append(place).append('\n');
    out.append("from ").append(from).append('\n');
    Lines.write(out, "sheets", style, sheets);
    out.append("damage ").append(damage.word()).append('\n');
    Lines.pictures(out, pictures);
  }

  /** Reads what {@link #writeTo} wrote. */
  public static DamageFound read(Fields fields) {
    PlaceCode place = fields.take("place", PlaceCode::new);
    Holder from = fields.take("from", Holder::parse);
    Lines.Counted counted = fields.take("sheets", Lines.Counted::parse);
    Damage damage = fields.take("damage", Damage::parse);
    List<Id> pictures = Lines.pictures(fields);
    fields.end();
    return new DamageFound(place, from, counted.style(), counted.sheets(), damage, pictures);
  }
}
