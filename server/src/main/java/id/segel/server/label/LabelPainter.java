package id.segel.server.label;

import static id.segel.server.paper.Face.BOLD;
import static id.segel.server.paper.Face.REGULAR;
import static id.segel.server.paper.Ink.MM;

import id.segel.server.paper.Ink;
import id.segel.server.paper.Sheets;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Draws labels on sheets of A4: the QR on the left, band and words on the right, the Code 128 over
 * the whole width below.
 */
final class LabelPainter {

  /** Everything grows from the smallest usual label, 70 by 37 mm. */
  private static final double WIDTH = 70 * MM;

  private static final double HEIGHT = 37 * MM;
  private static final double BESIDE = 4 * MM;
  private static final double ABOVE = 2.6 * MM;
  private static final double BARS = 5 * MM;
  private static final double BARS_MOST = 12 * MM;
  private static final double DIGITS = 2.6 * MM;
  private static final double QR_BESIDE = 1.2 * MM;
  private static final double QR_ABOVE = 0.2 * MM;
  private static final double BAND = 7.2 * MM;

  /** A title that would be smaller than this takes two lines. */
  private static final double TITLE_LEAST = 9.5;

  private static final double TITLE = 16;

  private final LabelSize size;

  LabelPainter(LabelSize size) {
    this.size = size;
  }

  /**
   * Writes a PDF of these labels; false when it was stopped.
   *
   * @param goOn told after every sheet how many labels it has; answers whether to go on
   */
  boolean write(String title, Instant made, List<Label> labels, OutputStream out, IntPredicate goOn)
      throws IOException {
    try (var sheets = new Sheets(title, made)) {
      for (int from = 0; from < labels.size(); from += size.perSheet()) {
        List<Label> onSheet = labels.subList(from, Math.min(labels.size(), from + size.perSheet()));
        var ink = new Ink();
        for (int i = 0; i < onSheet.size(); i++) {
          paint(ink, onSheet.get(i), size.left(i), size.top(i));
        }
        sheets.add(ink);
        if (!goOn.test(onSheet.size())) {
          return false;
        }
      }
      sheets.writeTo(out);
      return true;
    }
  }

  private void paint(Ink ink, Label label, double x, double y) {
    double width = size.width() * MM;
    double height = size.height() * MM;
    double scale = Math.min(width / WIDTH, height / HEIGHT);
    double left = x + BESIDE * scale;
    double right = x + width - BESIDE * scale;
    double top = y + ABOVE * scale;
    double bottom = y + height - ABOVE * scale;

    double foot = bottom - DIGITS * scale;

    // The white around the QR reaches into the margin of the label.
    double above = y + QR_ABOVE * scale;
    double side = Math.min(foot - BARS * scale - above, width * 0.45);
    ink.qr(label.address(), x + QR_BESIDE * scale, above, side);
    words(ink, label, x + QR_BESIDE * scale + side, right, top, scale);

    double bars = Math.min(foot - above - side, BARS_MOST * scale);
    ink.code128(label.code(), left, foot - bars, right - left, bars);
    double digits = REGULAR.fit(label.shown(), 7 * scale, right - left);
    ink.text(REGULAR, digits, left, right, bottom, Ink.Align.CENTRE, label.shown());
  }

  private static void words(
      Ink ink, Label label, double left, double right, double top, double scale) {
    double room = right - left;
    double inside = room - 3 * MM * scale;
    double x = left + 1.5 * MM * scale;
    ink.colour(label.colour());
    ink.area(left, top, room, BAND * scale);
    ink.colour(inkOn(label.colour()));
    ink.text(
        BOLD, BOLD.fit(label.band(), 11 * scale, inside), x, top + 4 * MM * scale, label.band());
    ink.text(
        REGULAR,
        REGULAR.fit(label.kind(), 7 * scale, inside),
        x,
        top + 6.4 * MM * scale,
        label.kind());
    ink.black();
    double y = top + BAND * scale;
    double size = BOLD.fit(label.title(), TITLE * scale, room);
    List<String> title = List.of(label.title());
    if (size < TITLE_LEAST * scale && label.title().indexOf(' ') > 0) {
      size = TITLE_LEAST * scale;
      title = BOLD.wrap(label.title(), size, room);
      while (title.size() > 2) {
        size *= 0.95;
        title = BOLD.wrap(label.title(), size, room);
      }
    }
    for (String line : title) {
      y += title.size() == 1 ? 5.2 * MM * scale : size * 1.15;
      ink.text(BOLD, size, left, y, line);
    }
    for (String line : label.lines()) {
      y += 2.75 * MM * scale;
      ink.text(REGULAR, REGULAR.fit(line, 7.2 * scale, room), left, y, line);
    }
  }

  /** Black on a light band, white on a dark one. */
  private static String inkOn(String colour) {
    int red = Integer.parseInt(colour, 0, 2, 16);
    int green = Integer.parseInt(colour, 2, 4, 16);
    int blue = Integer.parseInt(colour, 4, 6, 16);
    return 299 * red + 587 * green + 114 * blue > 140_000 ? "000000" : "ffffff";
  }
}
