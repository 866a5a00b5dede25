package id.segel.server.stock;

import id.segel.core.stock.Holder;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Sheets of a region as they were at an entry, for reports. */
@Component
public class HeldSheets {

  private final StockViews views;

  HeldSheets(StockViews views) {
    this.views = views;
  }

  /**
   * Sheets of all designs by who holds them; nothing where no books were opened. Books are kept by
   * kecamatan, so nothing is known of less.
   *
   * @param region digits; the whole province for none
   * @param index an entry that the view has come to
   */
  public Map<Holder.Kind, Long> at(String region, long index) {
    var sums = new EnumMap<Holder.Kind, Long>(Holder.Kind.class);
    views
        .sumsAt(region, index)
        .values()
        .forEach(lines ->
            lines.forEach((key, sheets) -> {
              String word = key.substring(0, key.indexOf(' '));
              sums.merge(Holder.Kind.valueOf(word.toUpperCase(Locale.ROOT)), sheets, Long::sum);
            }));
    sums.values().removeIf(sheets -> sheets == 0);
    return sums;
  }
}
