package id.segel.core.stock;

import id.segel.core.box.BoxId;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.PlaceCode;

/**
 * Somebody scanned the code of a thing that has no business at this place.
 *
 * @param code of a koli or a box
 */
public record CodeSeen(PlaceCode place, Holder code) implements StockFact {

  /** {@link MalformedException} when it is not the code of a koli or a box. */
  public CodeSeen {
    switch (code.kind()) {
      case KOLI -> KoliCode.parse(code.code());
      case BOX -> BoxId.parse(code.code());
      default -> throw new MalformedException("a koli or a box carries a code: " + code);
    }
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("place ").append(place).append('\n');
    out.append("code ").append(code).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static CodeSeen read(Fields fields) {
    var place = new PlaceCode(fields.take("place"));
    Holder code = Holder.parse(fields.take("code"));
    fields.end();
    return new CodeSeen(place, code);
  }
}
