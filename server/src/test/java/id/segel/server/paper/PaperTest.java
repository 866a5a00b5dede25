package id.segel.server.paper;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.LuminanceSource;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import id.segel.core.region.Dki2024;
import id.segel.core.region.GeoPoint;
import id.segel.core.region.KelurahanListed;
import id.segel.core.region.RegionCode;
import id.segel.core.region.RegionName;
import id.segel.core.region.RegionsListed;
import id.segel.core.region.Roster;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Papers, read back. The golden files in testdata/paper hold every text with its page and place in
 * points; to renew them delete them, run this test twice, and look at what changed.
 */
class PaperTest {

  private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");
  private static final Paper.Source SOURCE =
      new Paper.Source(
          1_284_901,
          "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
          Instant.parse("2024-02-13T14:38:00Z"),
          JAKARTA,
          false);

  @Test
  void theBoxListOfAKelurahanIsAsItWas() throws IOException {
    Roster roster = roster(38);
    var kelurahan = Objects.requireNonNull(roster.kelurahan(3173011005L));
    Paper paper =
        BoxListController.paper(
            roster,
            Dki2024.election(),
            kelurahan,
            "https://segel.example/list?of=boxes&region=3173011005",
            SOURCE);
    GoldenPapers.isGolden("box-list.txt", paper);
  }

  @Test
  void aPaperWithEverythingIsAsItWas() throws IOException {
    var table =
        Table.of(
            Column.text("Koli", 3), Column.number("Lembar", 2), Column.blank("Catatan tangan", 3));
    for (int i = 1; i <= 60; i++) {
      table.row("C0123-0" + (i < 10 ? "0" : "") + i, Indonesian.number(500 + 1000L * (i % 3)), "");
    }
    table.row(
        "Satu baris yang panjang sekali sehingga tidak muat dalam satu baris kolom ini",
        Indonesian.number(1),
        "");
    table.totals("61 koli", Indonesian.number(123_064), "");
    var simulated =
        new Paper.Source(SOURCE.size(), SOURCE.root(), SOURCE.made(), SOURCE.zone(), true);
    Paper paper =
        Paper.titled("Berita Acara Penerimaan Surat Suara")
            .number("12/PP.09-BA/3173/2024")
            .line("Gudang KPU Jakarta Barat")
            .line(Indonesian.day(LocalDate.of(2024, 1, 8)))
            .paragraph(
                "Pada hari ini telah diterima (lengkap) koli berikut dari penyedia, disaksikan"
                    + " Bawaslu dan kepolisian; setiap koli dihitung dan ditimbang.")
            .pair("Penyedia", "PT Percetakan \\ Contoh")
            .pair("Surat jalan", "SJ-0042")
            .table(table)
            .sign("Yang menyerahkan", "PT Percetakan Contoh")
            .sign("Yang menerima", "KPU Kota Administrasi Jakarta Barat")
            .sign("Mengetahui", "Bawaslu Kota Administrasi Jakarta Barat")
            .proof("https://segel.example/log/proof/4711")
            .from(simulated);
    GoldenPapers.isGolden("everything.txt", paper);
    byte[] pdf = GoldenPapers.print(paper);
    assertArrayEquals(pdf, GoldenPapers.print(paper), "the same paper is the same bytes");
    assertEquals("https://segel.example/log/proof/4711", qr(pdf));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "7, 7",
    "999, 999",
    "1000, 1.000",
    "123064, 123.064",
    "8252897, 8.252.897",
    "-1234, -1.234"
  })
  void numbersHaveTheirDots(long value, String shown) {
    assertEquals(shown, Indonesian.number(value));
  }

  @ParameterizedTest
  @CsvSource({
    "2024-02-13T14:38:00Z, Asia/Jakarta,  13 Feb 2024 21.38 WIB",
    "2024-08-01T00:05:00Z, Asia/Makassar, 1 Agu 2024 08.05 WITA",
    "2024-05-31T15:00:00Z, Asia/Jayapura, 1 Jun 2024 00.00 WIT",
  })
  void momentsHaveTheirZone(String instant, String zone, String shown) {
    assertEquals(shown, Indonesian.moment(Instant.parse(instant), ZoneId.of(zone)));
  }

  @Test
  void daysAreWrittenOut() {
    assertEquals("Rabu, 14 Februari 2024", Indonesian.day(LocalDate.of(2024, 2, 14)));
  }

  @Test
  void wordsAreWrappedAndLongOnesCut() {
    assertEquals(List.of("satu dua", "tiga"), Face.REGULAR.wrap("satu dua tiga", 10, 45));
    List<String> cut = Face.REGULAR.wrap("0123456789012345678901234567890", 10, 60);
    assertEquals("0123456789012345678901234567890", String.join("", cut));
    assertTrue(cut.stream().allMatch(line -> Face.REGULAR.width(line, 10) <= 60));
    assertEquals(List.of("a", "", "b"), Face.REGULAR.wrap("a\n\nb", 10, 60));
  }

  @Test
  void aRowHasACellForEachColumn() {
    var table = Table.of(Column.text("A", 1), Column.number("B", 1));
    assertThrows(IllegalArgumentException.class, () -> table.row("only one"));
  }

  private static String qr(byte[] pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      BufferedImage page =
          new PDFRenderer(document)
              .renderImageWithDPI(document.getNumberOfPages() - 1, 150, ImageType.RGB);
      int width = page.getWidth();
      int height = page.getHeight();
      LuminanceSource pixels =
          new RGBLuminanceSource(width, height, page.getRGB(0, 0, width, height, null, 0, width));
      return new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(pixels))).getText();
    } catch (ReaderException notRead) {
      throw new AssertionError("the QR was not read", notRead);
    }
  }

  private static Roster roster(int tps) {
    var roster = new Roster();
    roster.apply(0, Dki2024.election());
    roster.apply(
        1,
        new RegionsListed(
            List.of(
                region("31", "DKI Jakarta"),
                region("3173", "Kota Administrasi Jakarta Barat"),
                region("317301", "Cengkareng"))));
    var listed = new ArrayList<KelurahanListed.Tps>();
    for (int i = 1; i <= tps; i++) {
      listed.add(new KelurahanListed.Tps(i, 250 + i, new GeoPoint(-61_000_000, 1_067_000_000)));
    }
    roster.apply(
        2,
        new KelurahanListed(
            new RegionCode("3173011005"),
            new RegionName("Kapuk"),
            new GeoPoint(-61_000_000, 1_067_000_000),
            listed));
    return roster;
  }

  private static RegionsListed.Region region(String code, String name) {
    return new RegionsListed.Region(new RegionCode(code), new RegionName(name));
  }
}
