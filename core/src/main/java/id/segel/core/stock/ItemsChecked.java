package id.segel.core.stock;

import id.segel.core.fact.Fields;
import id.segel.core.region.PlaceCode;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The KPPS went through the list of what a TPS gets, in its boxes and beside them.
 *
 * @param place the TPS
 * @param lacking pieces by item that are not there
 */
public record ItemsChecked(PlaceCode place, SortedMap<String, Integer> lacking)
    implements StockFact {

  public ItemsChecked {
    lacking = Collections.unmodifiableSortedMap(new TreeMap<>(lacking));
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("place ").append(place).append('\n');
    lacking.forEach(
        (item, count) -> out.append("lacks ").append(item).append('=').append(count).append('\n'));
  }

  /** Reads what {@link #writeTo} wrote. */
  public static ItemsChecked read(Fields fields) {
    PlaceCode place = fields.take("place", PlaceCode::new);
    var lacking =
        new TreeMap<>(BoxesChecked.items(fields.takeAll("lacks").toArray(String[]::new), 0));
    fields.end();
    return new ItemsChecked(place, lacking);
  }
}
