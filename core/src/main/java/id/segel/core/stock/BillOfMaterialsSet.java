package id.segel.core.stock;

import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.PlaceCode;
import id.segel.core.region.RegionName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What belongs into a box and beside it, as the commission decides; a later one replaces it whole.
 */
public record BillOfMaterialsSet(List<Item> items) implements StockFact {

  private static final int MAX_ITEMS = 200;

  /**
   * One line.
   *
   * @param code of the item: {@code TINTA}
   * @param per {@code box} for every box, a kind's digit for the boxes of that kind, {@code out}
   *     for what a TPS gets outside of its boxes
   * @param quantity pieces
   */
  public record Item(String code, String per, int quantity, RegionName name) {

    /** {@link MalformedException} when it is not as described. */
    public Item {
      Lines.code(code, "an item");
      if (!per.equals("box") && !per.equals("out") && !per.matches("[1-9]")) {
        throw new MalformedException("an item is per box, per a kind of box, or out: " + per);
      }
    }

    /** Whether it belongs into a box of this kind. */
    public boolean isInBox(int kind) {
      return per.equals("box") || per.equals(Integer.toString(kind));
    }
  }

  /** {@link MalformedException} when it is empty, too long, or lists an item twice. */
  public BillOfMaterialsSet {
    items = List.copyOf(items);
    Lines.distinct(
        items.stream().map(one -> one.code() + " " + one.per()).toList(), MAX_ITEMS, "items");
  }

  /**
   * What the boxes of DKI Jakarta 2024 held, put together from what was published of kinds and
   * numbers; to be replaced by the commission's own list.
   */
  public static BillOfMaterialsSet dki2024() {
    return new BillOfMaterialsSet(
        List.of(
            item("C-HASIL", "box", 1, "Formulir C.Hasil plano"),
            item("C-SALINAN", "box", 1, "Set formulir C.Hasil salinan"),
            item("SAMPUL", "box", 4, "Sampul"),
            item("SEGEL-TIES", "box", 6, "Segel plastik (kabel ties)"),
            item("SEGEL-KERTAS", "box", 20, "Segel kertas"),
            item("TINTA", "1", 2, "Tinta"),
            item("ALAT-COBLOS", "1", 4, "Alat coblos dan bantalan"),
            item("ABTN", "1", 1, "Alat bantu tunanetra PPWP"),
            item("ABTN", "3", 1, "Alat bantu tunanetra DPD"),
            item("BILIK", "out", 4, "Bilik suara"),
            item("DPT", "out", 2, "Salinan DPT"),
            item("DAFTAR-HADIR", "out", 3, "Daftar hadir DPT, DPTb, DPK"),
            item("POSTER", "out", 4, "Daftar calon dan pasangan calon"),
            item("PENGENAL", "out", 16, "Tanda pengenal KPPS, petugas, saksi"),
            item("ATK", "out", 1, "Alat tulis, lem, karet, kantong plastik")));
  }

  private static Item item(String code, String per, int quantity, String name) {
    return new Item(code, per, quantity, new RegionName(name));
  }

  @Override
  public @Nullable PlaceCode place() {
    return null;
  }

  @Override
  public void writeTo(StringBuilder out) {
    for (Item item : items) {
      out.append("item ").append(item.code).append(' ').append(item.per).append(' ');
      out.append(item.quantity).append(' ').append(item.name).append('\n');
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static BillOfMaterialsSet read(Fields fields) {
    List<Item> items = fields.takeAll("item", BillOfMaterialsSet::item);
    fields.end();
    return new BillOfMaterialsSet(items);
  }

  private static Item item(String value) {
    String[] words = value.split(" ", 4);
    if (words.length != 4) {
      throw new MalformedException("an item is code, per, quantity and name: " + value);
    }
    int quantity = Lines.sheets(words[2], "the quantity of an item");
    return new Item(words[0], words[1], quantity, new RegionName(words[3]));
  }
}
