package id.segel.server.paper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.fontbox.afm.AFMParser;
import org.apache.fontbox.afm.CharMetric;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.encoding.WinAnsiEncoding;

/**
 * The two faces of all papers: Helvetica, which every reader of PDF has. Letters that it has not
 * become a question mark.
 */
public final class Face {

  public static final Face REGULAR = new Face("F0", "Helvetica");
  public static final Face BOLD = new Face("F1", "Helvetica-Bold");

  static final Charset LETTERS = Charset.forName("windows-1252");

  private final String key;
  private final String fontName;
  private final short[] widths;

  private Face(String key, String fontName) {
    this.key = key;
    this.fontName = fontName;
    widths = widths(fontName);
  }

  /** Name in the resources of a page. */
  String key() {
    return key;
  }

  /**
   * The font as an object of PDF. Written by hand, for PDFBox's own class looks through all fonts
   * of the machine first.
   */
  COSDictionary font() {
    var font = new COSDictionary();
    font.setItem(COSName.TYPE, COSName.FONT);
    font.setItem(COSName.SUBTYPE, COSName.TYPE1);
    font.setItem(COSName.BASE_FONT, COSName.getPDFName(fontName));
    font.setItem(COSName.ENCODING, COSName.WIN_ANSI_ENCODING);
    return font;
  }

  /** How wide a text is, in points. */
  public double width(String text, double size) {
    long thousandths = 0;
    for (byte letter : text.getBytes(LETTERS)) {
      thousandths += widths[letter & 0xff];
    }
    return thousandths * size / 1000;
  }

  /** The size, at most this one, at which a text is no wider than there is room. */
  public double fit(String text, double size, double room) {
    double width = width(text, size);
    return width <= room ? size : size * room / width;
  }

  /**
   * A text in lines no wider than there is room; a line break in it is kept, a long word is cut.
   */
  public List<String> wrap(String text, double size, double room) {
    var lines = new ArrayList<String>();
    for (String paragraph : text.split("\n", -1)) {
      var line = new StringBuilder();
      for (String word : paragraph.split(" ", -1)) {
        if (!line.isEmpty() && width(line + " " + word, size) > room) {
          lines.add(line.toString());
          line.setLength(0);
        }
        String rest = word;
        while (width(rest, size) > room && rest.length() > 1) {
          int fits = fitting(rest, size, room);
          lines.add(rest.substring(0, fits));
          rest = rest.substring(fits);
        }
        line.append(line.isEmpty() ? "" : " ").append(rest);
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private int fitting(String word, double size, double room) {
    int fits = 1;
    while (fits < word.length() && width(word.substring(0, fits + 1), size) <= room) {
      fits++;
    }
    return fits;
  }

  private static short[] widths(String fontName) {
    try (InputStream file =
        PDType1Font.class.getResourceAsStream(
            "/org/apache/pdfbox/resources/afm/" + fontName + ".afm")) {
      if (file == null) {
        throw new IllegalStateException("PDFBox has no metrics of " + fontName);
      }
      Map<String, Float> byName = new HashMap<>();
      for (CharMetric one : new AFMParser(file).parse(true).getCharMetrics()) {
        byName.put(one.getName(), one.getWx());
      }
      var widths = new short[256];
      for (int code = 0; code < widths.length; code++) {
        Float width = byName.get(WinAnsiEncoding.INSTANCE.getName(code));
        widths[code] = width == null ? 0 : width.shortValue();
      }
      return widths;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
