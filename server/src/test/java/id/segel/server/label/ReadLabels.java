package id.segel.server.label;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.Reader;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.oned.Code128Reader;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;

/**
 * Reads the labels of a PDF as a scanner would, from a picture with 150 dots an inch. Like a
 * scanner it looks again where it reads nothing: about one QR in two hundred needs a second look.
 */
final class ReadLabels {

  private static final List<Integer> DPI = List.of(150, 200, 300);

  /** The two codes of a label. */
  record Codes(String qr, String code128) {}

  private ReadLabels() {}

  /** Both codes of the first {@code count} labels of a page. */
  static List<Codes> codes(byte[] pdf, int page, LabelSize size, int count) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      var looks = new ArrayList<BufferedImage>();
      var codes = new ArrayList<Codes>();
      for (int i = 0; i < count; i++) {
        String qr = null;
        String bars = null;
        for (int look = 0; look < DPI.size() && (qr == null || bars == null); look++) {
          int dpi = DPI.get(look);
          if (looks.size() == look) {
            looks.add(new PDFRenderer(document).renderImageWithDPI(page, dpi, ImageType.RGB));
          }
          BufferedImage label = cut(looks.get(look), dpi, size, i);
          qr = qr == null ? read(new QRCodeReader(), label) : qr;
          bars = bars == null ? read(new Code128Reader(), label) : bars;
        }
        codes.add(new Codes(String.valueOf(qr), String.valueOf(bars)));
      }
      return codes;
    }
  }

  static int pages(byte[] pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      return document.getNumberOfPages();
    }
  }

  static String text(byte[] pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document);
    }
  }

  private static BufferedImage cut(BufferedImage picture, int dpi, LabelSize size, int i) {
    int left = (int) (size.left(i) / 72 * dpi);
    int top = (int) (size.top(i) / 72 * dpi);
    int width = Math.min(picture.getWidth() - left, (int) (size.width() / 25.4 * dpi));
    int height = Math.min(picture.getHeight() - top, (int) (size.height() / 25.4 * dpi));
    return picture.getSubimage(left, top, width, height);
  }

  private static @Nullable String read(Reader reader, BufferedImage label) {
    int width = label.getWidth();
    int height = label.getHeight();
    var pixels =
        new RGBLuminanceSource(width, height, label.getRGB(0, 0, width, height, null, 0, width));
    try {
      return reader
          .decode(
              new BinaryBitmap(new HybridBinarizer(pixels)),
              Map.of(DecodeHintType.TRY_HARDER, true))
          .getText();
    } catch (ReaderException notRead) {
      return null;
    }
  }
}
