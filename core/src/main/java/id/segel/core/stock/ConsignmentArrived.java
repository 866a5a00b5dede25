package id.segel.core.stock;

import id.segel.core.fact.Fields;
import id.segel.core.fact.Id;
import id.segel.core.region.PlaceCode;
import java.util.List;

/**
 * A consignment stands at the door of this place. Where it should not be, or the place is not one
 * that may keep ballots, that is a finding; received it can only be by its consignee.
 */
public record ConsignmentArrived(String consignment, PlaceCode place, List<Id> pictures)
    implements StockFact {

  public ConsignmentArrived {
    KoliCode.consignment(consignment);
    pictures = List.copyOf(pictures);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("consignment ").append(consignment).append('\n');
    out.append("place ").append(place).append('\n');
    Lines.pictures(out, pictures);
  }

  /** Reads what {@link #writeTo} wrote. */
  public static ConsignmentArrived read(Fields fields) {
    String consignment = fields.take("consignment");
    PlaceCode place = fields.take("place", PlaceCode::new);
    List<Id> pictures = Lines.pictures(fields);
    fields.end();
    return new ConsignmentArrived(consignment, place, pictures);
  }
}
