package id.segel.server.stock;

import id.segel.core.region.Dki2024;
import id.segel.server.paper.GoldenPapers;
import id.segel.server.paper.Paper;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The minutes of receiving, packing and destruction, text by text; testdata/paper holds them. */
class StockPapersTest {

  private static final Instant NOW = Instant.parse("2024-01-08T07:38:00Z");
  private static final Paper.Source SOURCE =
      new Paper.Source(
          4_712,
          "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
          NOW,
          ZoneId.of("Asia/Jakarta"),
          false);
  private static final String PROOF = "https://segel.example/log/proof/4711";
  private static final String STORE = "Gudang KPU Kota Administrasi Jakarta Pusat";

  @Test
  void receiving() throws IOException {
    var consignment =
        new StockAnswers.Consignment(
            "C00012",
            "printer:PRT1",
            "G3171",
            "SJ-C00012",
            "B07",
            null,
            null,
            false,
            NOW,
            NOW,
            803,
            802,
            401_200,
            400_980,
            20);
    var page =
        new StockAnswers.ConsignmentPage(
            consignment,
            List.of(
                new StockAnswers.Run(1, 802, "4-1", 500),
                new StockAnswers.Run(803, 803, "4-1", 200)),
            List.of(
                new StockAnswers.Received("C00012-017", 480, 500, "wet", 77),
                new StockAnswers.Received("C00012-018", 500, 500, "open", 77)),
            List.of("C00012-803"),
            List.of());
    GoldenPapers.isGolden(
        "receiving.txt", StockPapers.receiving(Dki2024.election(), STORE, page, PROOF, SOURCE));
  }

  @Test
  void packing() throws IOException {
    GoldenPapers.isGolden(
        "packing.txt",
        StockPapers.packing(
            Dki2024.election(),
            STORE,
            LocalDate.of(2024, 1, 25),
            List.of(
                new StockAnswers.Packed("Gambir", "1", 40, 11_080, 4_000),
                new StockAnswers.Packed("Gambir", "4-1", 40, 11_080, 4_100),
                new StockAnswers.Packed("Cideng", "2-2", 12, 3_324, 4_711)),
            PROOF,
            SOURCE));
  }

  @Test
  void destruction() throws IOException {
    GoldenPapers.isGolden(
        "destruction.txt",
        StockPapers.destruction(
            Dki2024.election(),
            STORE,
            new StockAnswers.Destruction(
                "G3171",
                "40-PP.08.2-BA-3171-2024",
                List.of("BAWASLU", "POLDA"),
                NOW,
                List.of(
                    moved("damaged:G3171", "1", 62),
                    moved("damaged:G3171", "2-2", 133),
                    moved("damaged:G3171", "4-1", 200),
                    moved("koli:C00012-003", "4-1", 12))),
            PROOF,
            SOURCE));
  }

  private static StockAnswers.Moved moved(String from, String style, long sheets) {
    return new StockAnswers.Moved(
        4_711, NOW, "SheetsDestroyed", from, "destroyed:G3171", style, sheets);
  }
}
