package id.segel.core.stock;

import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.PlaceCode;
import java.util.List;

/**
 * Koli were opened at a sorting table in a shift.
 *
 * @param table 1 to 999
 * @param shift day and number: {@code 2024-01-07-1}
 */
public record KoliOpened(PlaceCode place, int table, String shift, List<KoliCode> koli)
    implements StockFact {

  static final int MAX_KOLI = 1_000;

  /** {@link MalformedException} when it is not as described. */
  public KoliOpened {
    koli = Lines.distinct(koli, MAX_KOLI, "koli");
    check(table, shift);
  }

  static void check(int table, String shift) {
    if (table < 1 || table > 999 || !shift.matches("20[0-9]{2}-[01][0-9]-[0-3][0-9]-[1-3]")) {
      throw new MalformedException("not a table and a shift: " + table + " " + shift);
    }
  }

  static Holder table(PlaceCode place, int table) {
    return new Holder(Holder.Kind.TABLE, place + "." + table);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("place ").append(place).append('\n');
    out.append("table ").append(table).append('\n');
    out.append("shift ").append(shift).append('\n');
    koli.forEach(one -> out.append("koli ").append(one).append('\n'));
  }

  /** Reads what {@link #writeTo} wrote. */
  public static KoliOpened read(Fields fields) {
    PlaceCode place = fields.take("place", PlaceCode::new);
    int table = (int) fields.takeNumber("table", 999);
    String shift = fields.take("shift");
    List<KoliCode> koli = fields.takeAll("koli", KoliCode::parse);
    fields.end();
    return new KoliOpened(place, table, shift, koli);
  }
}
