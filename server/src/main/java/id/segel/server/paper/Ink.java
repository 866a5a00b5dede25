package id.segel.server.paper;

import com.google.zxing.WriterException;
import com.google.zxing.oned.Code128Writer;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What is drawn on one A4 page: text, rules, areas, QR and Code 128. Distances are points (1/72
 * inch) from the upper left corner of the page; a text stands on its base line. Codes are drawn as
 * areas, so they are sharp at every size.
 */
public final class Ink {

  /** Points in a millimetre. */
  public static final double MM = 72 / 25.4;

  public static final double WIDTH = 210 * MM;
  public static final double HEIGHT = 297 * MM;

  /** Modules that stay white around a QR, and beside a Code 128. */
  private static final int QUIET = 4;

  private static final int BARS_QUIET = 10;

  private byte[] content = new byte[8192];
  private int length;

  /** Where a text stands in the room it has. */
  public enum Align {
    LEFT,
    CENTRE,
    RIGHT
  }

  /** A text on one line, black. */
  public void text(Face face, double size, double x, double y, String text) {
    put("BT /").put(face.key()).put(' ');
    number(size).put("Tf ");
    number(x).number(HEIGHT - y).put("Td (");
    for (byte letter : text.getBytes(Face.LETTERS)) {
      if (letter == '(' || letter == ')' || letter == '\\') {
        put('\\');
      }
      put(letter < 32 && letter >= 0 ? ' ' : (char) (letter & 0xff));
    }
    put(") Tj ET\n");
  }

  /** A text between two edges. */
  public void text(
      Face face, double size, double left, double right, double y, Align align, String text) {
    double free = right - left - face.width(text, size);
    double x =
        switch (align) {
          case LEFT -> left;
          case CENTRE -> left + free / 2;
          case RIGHT -> left + free;
        };
    text(face, size, x, y, text);
  }

  /** From here on everything has this colour, RRGGBB. */
  public void colour(String rgb) {
    for (int i = 0; i < 6; i += 2) {
      number(Integer.parseInt(rgb, i, i + 2, 16) / 255.0);
    }
    put("rg\n");
  }

  /** From here on everything is black again. */
  public void black() {
    put("0 g\n");
  }

  /** A filled area. */
  public void area(double x, double y, double width, double height) {
    number(x).number(HEIGHT - y - height).number(width).number(height).put("re f\n");
  }

  /** A level rule of this thickness, below {@code y}. */
  public void rule(double x, double y, double width, double thickness) {
    area(x, y, width, thickness);
  }

  /** A QR of a text in a square, with the four modules that stay white around it. */
  public void qr(String text, double x, double y, double side) {
    ByteMatrix modules;
    try {
      modules = Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix();
    } catch (WriterException tooLong) {
      throw new IllegalArgumentException("no QR holds this: " + text, tooLong);
    }
    int size = modules.getWidth();
    double module = side / (size + 2 * QUIET);
    begin(x + QUIET * module, y + QUIET * module, module, module);
    byte[][] rows = modules.getArray();
    // A run that stands in the row above as well has been drawn with it.
    for (int row = 0; row < size; row++) {
      for (int from = 0; from < size; from++) {
        if (rows[row][from] == 0) {
          continue;
        }
        int to = end(rows[row], from);
        if (row == 0 || !isRun(rows[row - 1], from, to)) {
          int rowsDown = 1;
          while (row + rowsDown < size && isRun(rows[row + rowsDown], from, to)) {
            rowsDown++;
          }
          module(from, row, to - from, rowsDown);
        }
        from = to;
      }
    }
    put("f Q\n");
  }

  /** A Code 128 of a text, as wide as said with its quiet zones of ten modules. */
  public void code128(String text, double x, double y, double width, double height) {
    boolean[] bars = new Code128Writer().encode(text);
    begin(x, y, width / (bars.length + 2 * BARS_QUIET), height);
    for (int from = 0; from < bars.length; from++) {
      if (bars[from]) {
        int to = from;
        while (to < bars.length && bars[to]) {
          to++;
        }
        module(BARS_QUIET + from, 0, to - from, 1);
        from = to;
      }
    }
    put("f Q\n");
  }

  /** The operators written so far. */
  byte[] content() {
    return Arrays.copyOf(content, length);
  }

  /** One module becomes the unit, counted down from here, so that whole numbers say the rest. */
  private void begin(double x, double y, double moduleWidth, double moduleHeight) {
    put("q ");
    exact(moduleWidth).put("0 0 ");
    exact(-moduleHeight).number(x).number(HEIGHT - y).put("cm\n");
  }

  private void module(int x, int y, int width, int height) {
    whole(x).put(' ');
    whole(y).put(' ');
    whole(width).put(' ');
    whole(height).put(" re\n");
  }

  private static int end(byte[] row, int from) {
    int to = from;
    while (to < row.length && row[to] != 0) {
      to++;
    }
    return to;
  }

  /** Whether exactly these modules are dark here, and those beside them are not. */
  private static boolean isRun(byte[] row, int from, int to) {
    return (from == 0 || row[from - 1] == 0) && row[from] != 0 && end(row, from) == to;
  }

  /** Hundredths are finer than any printer. */
  private Ink number(double value) {
    return decimal(Math.round(value * 100), 100).put(' ');
  }

  private Ink exact(double value) {
    return decimal(Math.round(value * 100_000), 100_000).put(' ');
  }

  private Ink decimal(long units, int one) {
    if (units < 0) {
      put('-');
    }
    long positive = Math.abs(units);
    whole(positive / one);
    long rest = positive % one;
    if (rest != 0) {
      put('.');
      for (int digit = one / 10; rest > 0; digit /= 10) {
        put((char) ('0' + rest / digit));
        rest %= digit;
      }
    }
    return this;
  }

  private Ink whole(long value) {
    if (value >= 10) {
      whole(value / 10);
    }
    return put((char) ('0' + value % 10));
  }

  private Ink put(String operators) {
    byte[] bytes = operators.getBytes(StandardCharsets.US_ASCII);
    for (byte one : bytes) {
      put((char) one);
    }
    return this;
  }

  private Ink put(char one) {
    if (length == content.length) {
      content = Arrays.copyOf(content, length * 2);
    }
    content[length++] = (byte) one;
    return this;
  }
}
