package id.segel.server.label;

import id.segel.server.http.Problem;
import id.segel.server.paper.Ink;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Size of a label in millimetres, and how many a sheet of A4 has: as many as fit, in the middle of
 * it. {@code 70x37} is 3 by 8, {@code 105x74} 2 by 4.
 */
record LabelSize(int width, int height) {

  private static final Pattern FORM = Pattern.compile("([0-9]{2,3})x([0-9]{2,3})");

  /** Below this nobody reads the code from an arm's length. */
  private static final int WIDTH_LEAST = 50;

  private static final int HEIGHT_LEAST = 30;
  private static final int SHEET_WIDTH = 210;
  private static final int SHEET_HEIGHT = 297;

  static LabelSize parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (parts.matches()) {
      var size = new LabelSize(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
      if (size.width >= WIDTH_LEAST
          && size.height >= HEIGHT_LEAST
          && size.width <= SHEET_WIDTH
          && size.height <= SHEET_HEIGHT) {
        return size;
      }
    }
    throw Problem.malformed(
        "A size is width and height in mm, from 50x30 to 210x297, like 70x37, not " + text + ".");
  }

  int columns() {
    return SHEET_WIDTH / width;
  }

  int rows() {
    return SHEET_HEIGHT / height;
  }

  int perSheet() {
    return columns() * rows();
  }

  /** Left edge of the i-th label of a sheet, in points. */
  double left(int i) {
    double margin = (SHEET_WIDTH - columns() * width) / 2.0;
    return (margin + i % columns() * width) * Ink.MM;
  }

  /** Upper edge of the i-th label of a sheet, in points. */
  double top(int i) {
    double margin = (SHEET_HEIGHT - rows() * height) / 2.0;
    return (margin + i / columns() * height) * Ink.MM;
  }

  @Override
  public String toString() {
    return width + "x" + height;
  }
}
