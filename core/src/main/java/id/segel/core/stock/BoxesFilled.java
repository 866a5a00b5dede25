package id.segel.core.stock;

import id.segel.core.box.BoxId;
import id.segel.core.fact.Fields;
import id.segel.core.region.PlaceCode;
import java.util.List;

/**
 * A packer put bundles into boxes ("setting").
 *
 * @param packer code on the packer's badge
 */
public record BoxesFilled(PlaceCode place, String packer, List<Line> boxes) implements StockFact {

  static final int MAX_BOXES = 500;

  /** What went into one box. */
  public record Line(BoxId box, List<Piece> pieces) {

    public Line {
      pieces = Lines.distinct(pieces, 60, "bundles in a box");
    }
  }

  public BoxesFilled {
    boxes = List.copyOf(boxes);
    Lines.distinct(boxes.stream().map(Line::box).toList(), MAX_BOXES, "boxes");
    Lines.code(packer, "a badge");
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("place ").append(place).append('\n');
    out.append("packer ").append(packer).append('\n');
    for (Line line : boxes) {
      out.append("box ").append(line.box);
      line.pieces.forEach(piece -> out.append(' ').append(piece));
      out.append('\n');
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static BoxesFilled read(Fields fields) {
    PlaceCode place = fields.take("place", PlaceCode::new);
    String packer = fields.take("packer");
    List<Line> lines = fields.takeAll("box", BoxesFilled::line);
    fields.end();
    return new BoxesFilled(place, packer, lines);
  }

  private static Line line(String value) {
    String[] words = Lines.words(value, 2, 62, "a box with its bundles");
    return new Line(BoxId.parse(words[0]), Piece.parse(words, 1));
  }
}
