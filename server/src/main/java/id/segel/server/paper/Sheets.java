package id.segel.server.paper;

import java.io.ByteArrayInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.GregorianCalendar;
import java.util.List;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;

/**
 * A PDF of A4 pages. The same pages, title and time make the same bytes. Holds all its pages until
 * they are written, some 2 KB for a label.
 */
public final class Sheets implements AutoCloseable {

  private static final PDRectangle A4 = new PDRectangle((float) Ink.WIDTH, (float) Ink.HEIGHT);

  private final PDDocument document = new PDDocument();
  private final COSDictionary resources = new COSDictionary();

  /** An empty one, for a title and the time that it states as its own. */
  public Sheets(String title, Instant made) {
    var information = new PDDocumentInformation();
    information.setTitle(title);
    information.setProducer("Segel");
    information.setCreationDate(GregorianCalendar.from(made.atZone(ZoneOffset.UTC)));
    document.setDocumentInformation(information);
    document.setDocumentId(made.getEpochSecond());
    document.getDocumentCatalog().setLanguage("id");
    var fonts = new COSDictionary();
    for (Face face : List.of(Face.REGULAR, Face.BOLD)) {
      fonts.setItem(COSName.getPDFName(face.key()), face.font());
    }
    resources.setItem(COSName.FONT, fonts);
    resources.setItem(COSName.PROC_SET, new COSArray());
  }

  /** Adds a page. */
  public void add(Ink ink) {
    var page = new PDPage(A4);
    page.setResources(new PDResources(resources));
    try {
      page.setContents(
          new PDStream(document, new ByteArrayInputStream(ink.content()), COSName.FLATE_DECODE));
    } catch (IOException e) {
      throw new IllegalStateException("memory cannot be written", e);
    }
    document.addPage(page);
  }

  public int pages() {
    return document.getNumberOfPages();
  }

  /** Writes the file; the stream stays open. */
  public void writeTo(OutputStream out) throws IOException {
    document.save(new Open(out));
  }

  @Override
  public void close() throws IOException {
    document.close();
  }

  /** PDFBox closes what it has written; a zip goes on. */
  private static final class Open extends FilterOutputStream {

    Open(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      out.write(bytes, offset, count);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
