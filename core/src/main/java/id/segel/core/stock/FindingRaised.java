package id.segel.core.stock;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.region.BallotStyle;
import org.jspecify.annotations.Nullable;

/**
 * Something an agency must act on, found by the rules right behind the entry that showed it. One is
 * open for each kind and {@code about}.
 *
 * @param about what it is about: a holder, or {@code batch:}, {@code entry:} and a code
 * @param style of the sheets, where it is about sheets
 * @param sheets how many; negative where there are too many
 */
public record FindingRaised(
    StockFinding kind, String about, @Nullable BallotStyle style, long sheets) implements Fact {

  /** Sums of many lines: what the rules wrote must always be readable. */
  private static final long MAX_SHEETS = 1_000_000_000_000_000L;

  /** What it is about without the design: the holder itself, whatever it holds. */
  public String subject() {
    String end = "." + style;
    return style != null && about.endsWith(end)
        ? about.substring(0, about.length() - end.length())
        : about;
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("kind ").append(kind).append('\n');
    out.append("about ").append(about).append('\n');
    if (style != null) {
      out.append("style ").append(style).append('\n');
      out.append(sheets < 0 ? "over " : "sheets ").append(Math.abs(sheets)).append('\n');
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static FindingRaised read(Fields fields) {
    StockFinding kind = StockFinding.parse(fields.take("kind"));
    String about = Lines.about(fields.take("about"));
    BallotStyle style = fields.has("style") ? fields.take("style", BallotStyle::parse) : null;
    long sheets = 0;
    if (style != null) {
      sheets =
          fields.has("over")
              ? -fields.takeNumber("over", MAX_SHEETS)
              : fields.takeNumber("sheets", MAX_SHEETS);
    }
    fields.end();
    return new FindingRaised(kind, about, style, sheets);
  }
}
