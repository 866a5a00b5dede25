package id.segel.core.stock;

import id.segel.core.fact.Fields;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.BallotStyle;
import id.segel.core.region.PlaceCode;
import java.util.List;

/**
 * Surplus or damaged sheets were destroyed on record (berita acara), before witnesses.
 *
 * @param record number of the berita acara
 * @param witnesses the bodies that watched, by their roles
 */
public record SheetsDestroyed(
    PlaceCode place, String record, List<String> witnesses, List<Line> sheets, List<Id> pictures)
    implements StockFact {

  /** Sheets of one holder. */
  public record Line(Holder from, BallotStyle style, int sheets) {}

  /** {@link MalformedException} when it is not as described. */
  public SheetsDestroyed {
    Lines.code(record, "the number of a record");
    witnesses = List.copyOf(witnesses);
    sheets = List.copyOf(sheets);
    pictures = List.copyOf(pictures);
    if (sheets.isEmpty() || sheets.size() > 2_000 || witnesses.size() > 16) {
      throw new MalformedException("1 to 2000 lines of sheets, at most 16 witnesses");
    }
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("place ").append(place).append('\n');
    out.append("record ").append(record).append('\n');
    witnesses.forEach(body -> out.append("witness ").append(body).append('\n'));
    for (Line line : sheets) {
      out.append("sheets ").append(line.from).append(' ').append(line.style).append(' ');
      out.append(line.sheets).append('\n');
    }
    Lines.pictures(out, pictures);
  }

  /** Reads what {@link #writeTo} wrote. */
  public static SheetsDestroyed read(Fields fields) {
    PlaceCode place = fields.take("place", PlaceCode::new);
    String record = fields.take("record");
    List<String> witnesses = fields.takeAll("witness", SheetsDestroyed::witness);
    List<Line> lines = fields.takeAll("sheets", SheetsDestroyed::line);
    List<Id> pictures = Lines.pictures(fields);
    fields.end();
    return new SheetsDestroyed(place, record, witnesses, lines, pictures);
  }

  private static String witness(String body) {
    if (!body.matches("[A-Z_]{2,20}")) {
      throw new MalformedException("a witness is a body: " + body);
    }
    return body;
  }

  private static Line line(String value) {
    String[] words = Lines.words(value, 3, 3, "holder, design and sheets");
    int sheets = Lines.sheets(words[2], "sheets");
    return new Line(Holder.parse(words[0]), BallotStyle.parse(words[1]), sheets);
  }
}
