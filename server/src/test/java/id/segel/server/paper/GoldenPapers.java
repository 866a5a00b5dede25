package id.segel.server.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/** The files of testdata/paper, which hold every text of a paper with its page and place. */
public final class GoldenPapers {

  private static final Path GOLDEN =
      Path.of(Objects.requireNonNull(System.getenv("SEGEL_TESTDATA")), "paper");

  private GoldenPapers() {}

  /** Compares a paper with its golden file; a new one is written, and the test fails once. */
  public static void isGolden(String name, Paper paper) throws IOException {
    String found = positions(print(paper));
    Path golden = GOLDEN.resolve(name);
    if (Files.notExists(golden)) {
      Files.createDirectories(GOLDEN);
      Files.writeString(golden, found);
      fail(golden + " is new: look at it, and run the test again");
    }
    assertEquals(Files.readString(golden), found);
  }

  public static byte[] print(Paper paper) throws IOException {
    var out = new ByteArrayOutputStream();
    PaperPrinter.print(paper, out);
    return out.toByteArray();
  }

  /** Every text: page, x and y in points from the upper left corner, size, words. */
  private static String positions(byte[] pdf) throws IOException {
    var lines = new ArrayList<String>();
    try (PDDocument document = Loader.loadPDF(pdf)) {
      var stripper =
          new PDFTextStripper() {
            @Override
            protected void writeString(String text, List<TextPosition> letters) {
              TextPosition first = letters.getFirst();
              lines.add(
                  String.format(
                      Locale.ROOT,
                      "%d %6.1f %6.1f %4.1f %s",
                      getCurrentPageNo(),
                      first.getXDirAdj(),
                      first.getYDirAdj(),
                      first.getFontSize(),
                      text));
            }
          };
      stripper.setSortByPosition(true);
      stripper.getText(document);
    }
    return String.join("\n", lines) + "\n";
  }
}
