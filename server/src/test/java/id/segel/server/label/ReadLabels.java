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

/** Reads the labels of a PDF as a scanner would, from a picture with 150 dots an inch. */
final class ReadLabels {

  private static final int DPI = 150;

  /** The two codes of a label. */
  record Codes(String qr, String code128) {}

  private ReadLabels() {}

  /** Both codes of the first {@code count} labels of a page. */
  static List<Codes> codes(byte[] pdf, int page, LabelSize size, int count) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      BufferedImage picture =
          new PDFRenderer(document).renderImageWithDPI(page, DPI, ImageType.RGB);
      var codes = new ArrayList<Codes>();
      for (int i = 0; i < count; i++) {
        BufferedImage label = cut(picture, size, i);
        codes.add(new Codes(read(new QRCodeReader(), label), read(new Code128Reader(), label)));
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

  private static BufferedImage cut(BufferedImage picture, LabelSize size, int i) {
    int left = (int) (size.left(i) / 72 * DPI);
    int top = (int) (size.top(i) / 72 * DPI);
    int width = Math.min(picture.getWidth() - left, (int) (size.width() / 25.4 * DPI));
    int height = Math.min(picture.getHeight() - top, (int) (size.height() / 25.4 * DPI));
    return picture.getSubimage(left, top, width, height);
  }

  private static String read(Reader reader, BufferedImage label) {
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
      throw new AssertionError(reader.getClass().getSimpleName() + " read nothing", notRead);
    }
  }
}
