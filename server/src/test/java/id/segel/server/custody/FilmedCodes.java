package id.segel.server.custody;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
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
import org.apache.pdfbox.text.TextPosition;

/** Reads the codes of minutes from pictures of their pages, in order, as a phone films them. */
final class FilmedCodes {

  private static final List<Integer> DPI = List.of(150, 200, 300);

  /** Points of a code's side, and from the base line of its label up to its upper edge. */
  private static final double SIDE = 54 / 25.4 * 72;

  private static final double ABOVE = SIDE + 5;
  private static final double LEFT = 20 / 25.4 * 72;
  private static final double STEP = 170 / 3.0 / 25.4 * 72;

  /** A code's label, and where it stands. */
  private record Label(int page, double x, double y) {}

  private FilmedCodes() {}

  static List<String> of(byte[] pdf) throws IOException {
    var codes = new ArrayList<String>();
    try (PDDocument document = Loader.loadPDF(pdf)) {
      var renderer = new PDFRenderer(document);
      for (Label label : labels(document)) {
        codes.add(read(renderer, label));
      }
    }
    return codes;
  }

  static String text(byte[] pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document);
    }
  }

  private static List<Label> labels(PDDocument document) throws IOException {
    var labels = new ArrayList<Label>();
    var stripper =
        new PDFTextStripper() {
          @Override
          protected void writeString(String text, List<TextPosition> letters) {
            if (text.matches("(Penyerahan|Penerimaan|Pembukaan) [0-9]+/[0-9]+")) {
              TextPosition first = letters.getFirst();
              labels.add(new Label(getCurrentPageNo() - 1, first.getXDirAdj(), first.getYDirAdj()));
            }
          }
        };
    stripper.setWordSeparator(" ");
    stripper.getText(document);
    return labels;
  }

  private static String read(PDFRenderer renderer, Label label) throws IOException {
    int column = (int) ((label.x() - LEFT) / STEP);
    for (int dpi : DPI) {
      double scale = dpi / 72.0;
      BufferedImage page = renderer.renderImageWithDPI(label.page(), dpi, ImageType.RGB);
      int left = (int) ((LEFT + column * STEP) * scale);
      int top = (int) ((label.y() - ABOVE) * scale);
      int side = (int) (SIDE * scale);
      var pixels =
          new RGBLuminanceSource(side, side, page.getRGB(left, top, side, side, null, 0, side));
      try {
        return new QRCodeReader()
            .decode(
                new BinaryBitmap(new HybridBinarizer(pixels)),
                Map.of(DecodeHintType.TRY_HARDER, true))
            .getText();
      } catch (ReaderException notRead) {
        // Looked at again, larger, as a phone does.
      }
    }
    throw new AssertionError("a code cannot be read: " + label);
  }
}
