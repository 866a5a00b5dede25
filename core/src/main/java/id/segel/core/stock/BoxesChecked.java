package id.segel.core.stock;

import id.segel.core.box.BoxId;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.PlaceCode;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Somebody else than the packer counted boxes and went through the list of what belongs into them.
 *
 * @param checker code on the checker's badge
 */
public record BoxesChecked(PlaceCode place, String checker, List<Line> boxes) implements StockFact {

  /**
   * One box.
   *
   * @param isReady whether it is reported ready to be sealed
   * @param lacking pieces by item that are not there
   */
  public record Line(BoxId box, boolean isReady, SortedMap<String, Integer> lacking) {

    public Line {
      lacking = Collections.unmodifiableSortedMap(new TreeMap<>(lacking));
    }
  }

  public BoxesChecked {
    boxes = List.copyOf(boxes);
    Lines.distinct(boxes.stream().map(Line::box).toList(), BoxesFilled.MAX_BOXES, "boxes");
    Lines.code(checker, "a badge");
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("place ").append(place).append('\n');
    out.append("checker ").append(checker).append('\n');
    for (Line line : boxes) {
      out.append("box ").append(line.box).append(line.isReady ? " ready" : " short");
      line.lacking.forEach((item, count) -> out.append(' ').append(item).append('=').append(count));
      out.append('\n');
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static BoxesChecked read(Fields fields) {
    PlaceCode place = fields.take("place", PlaceCode::new);
    String checker = fields.take("checker");
    List<Line> lines = fields.takeAll("box", BoxesChecked::line);
    fields.end();
    return new BoxesChecked(place, checker, lines);
  }

  private static Line line(String value) {
    String[] words = Lines.words(value, 2, 202, "a box with its state");
    if (!words[1].equals("ready") && !words[1].equals("short")) {
      throw new MalformedException("a box is ready or short: " + value);
    }
    return new Line(BoxId.parse(words[0]), words[1].equals("ready"), items(words, 2));
  }

  static SortedMap<String, Integer> items(String[] words, int from) {
    var items = new TreeMap<String, Integer>();
    for (int i = from; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      if (equals < 1) {
        throw new MalformedException("expected an item, = and a count: " + words[i]);
      }
      String item = Lines.code(words[i].substring(0, equals), "an item");
      if (items.put(item, Lines.sheets(words[i].substring(equals + 1), item)) != null) {
        throw new MalformedException("item " + item + " stands twice");
      }
    }
    return items;
  }
}
