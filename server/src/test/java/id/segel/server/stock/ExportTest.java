package id.segel.server.stock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import id.segel.server.SegelServer;
import id.segel.server.TestBrowser.Answer;
import id.segel.server.database.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import tools.jackson.databind.JsonNode;

/** Lists of the stock pages as files: read back they say what the pages say, and run nothing. */
@SpringBootTest(
    classes = SegelServer.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = "segel.demo=true")
@ContextConfiguration(initializers = TestDatabase.Initializer.class)
@Import(Desks.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportTest {

  private static final String XLSX =
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

  @Autowired private Desks desks;
  @TempDir private Path folder;
  private String box = "";

  @BeforeAll
  void fill() throws Exception {
    desks.open();
    box = Desks.box(desks.tps("317108", 200, 400), 1).toString();
    desks.play(
        """
        prov: ConsignmentSent; consignment FILE; from printer:PTA; to G3171; note SJ-FILE; batch B1; koli 001-600 1 500 -> ok
        pusat: KoliReceived; consignment FILE; place G3171; koli 001; koli 002 480 -> RECEIPT_DIFFERS 1 20
        pusat: KoliOpened; place G3171; table 5; shift 2024-01-12-1; koli FILE-001 -> ok
        pusat: KoliSorted; place G3171; table 5; shift 2024-01-12-1; koli FILE-001 498 torn=2 -> ok
        pusat: BoxesFilled; place G3171; packer P1; box %s FILE-001.01-04 -> ok
        """
            .formatted(box));
    var wet = new StringBuilder();
    for (int koli = 3; koli <= 550; koli++) {
      wet.append(String.format("; koli %03d wet", koli));
    }
    String said = desks.say("pusat", "KoliReceived; consignment FILE; place G3171" + wet);
    assertTrue(said.startsWith("DAMAGED_ON_ARRIVAL, DAMAGED_ON_ARRIVAL"), said);
  }

  private Answer export(String query) {
    desks.await();
    return desks.browser("prov").get("/api/stock/export?" + query);
  }

  private List<CsvRecord> csv(String query) {
    Answer answer = export(query + "&format=csv");
    assertEquals(200, answer.status(), answer.text());
    assertEquals("text/csv;charset=UTF-8", header(answer, "Content-Type"));
    try (var reader = CsvReader.builder().ofCsvRecord(answer.text())) {
      return reader.stream().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String header(Answer answer, String name) {
    return answer.whole().headers().firstValue(name).orElse("");
  }

  @Test
  void everyFindingIsInTheFile() {
    List<CsvRecord> rows = csv("view=findings&region=3171");
    JsonNode page = desks.get("prov", "/api/stock/findings?region=3171&size=500");
    assertTrue(page.get("total").asInt() > 500, "more than a page");
    assertEquals(page.get("total").asInt(), rows.size() - 1);
    assertEquals(
        List.of(
            "index", "recorded", "kind", "about", "style", "sheets", "region", "open", "clearedBy"),
        rows.getFirst().getFields());
    int line = 1;
    for (JsonNode one : page.get("rows")) {
      CsvRecord row = rows.get(line++);
      assertEquals(one.get("index").asString(), row.getField(0));
      assertEquals(one.get("kind").asString(), row.getField(2));
      assertEquals(one.get("about").asString(), row.getField(3));
      assertEquals(one.get("sheets").asString(), row.getField(5));
    }
  }

  @Test
  void readinessListsTheShortBoxWithItsSign() {
    CsvRecord row =
        csv("view=readiness&region=317108").stream()
            .filter(one -> one.getField(2).equals(box))
            .findFirst()
            .orElseThrow();
    assertEquals("100", row.getField(5));
    assertTrue(row.getField(6).startsWith("-"), "a number stays one: " + row.getField(6));
  }

  @Test
  void consignmentsRatesPackingAndBoard() {
    CsvRecord sent =
        csv("view=consignments&place=G3171").stream()
            .filter(one -> one.getField(0).equals("FILE"))
            .findFirst()
            .orElseThrow();
    assertEquals(List.of("600", "550", "300000", "274980", "20"), sent.getFields().subList(10, 15));
    List<CsvRecord> rates = csv("view=rates");
    assertEquals("torn", rates.getFirst().getField(5));
    assertEquals(1 + desks.get("prov", "/api/stock/rates").get("rows").size(), rates.size());
    List<CsvRecord> packing = csv("view=packing&place=G3171");
    JsonNode page = desks.get("prov", "/api/stock/packing?place=G3171");
    assertEquals(page.get("kelurahan").size(), packing.size() - 1);
    long boxes = 0;
    for (CsvRecord row : packing.subList(1, packing.size())) {
      boxes += Long.parseLong(row.getField(2));
    }
    assertEquals(page.get("boxes").asLong(), boxes);
    JsonNode board = desks.get("prov", "/api/stock/board?region=3171");
    long lines = board.get("lines").size();
    for (JsonNode child : board.get("children")) {
      lines += child.get("lines").size();
    }
    assertEquals(lines, csv("view=board&region=3171").size() - 1);
  }

  @ParameterizedTest
  @CsvSource({
    "view=findings&format=csv&region=3171,  segel-findings-3171.csv",
    "view=packing&format=xlsx&place=K317101, segel-packing-k317101.xlsx",
    "view=board&format=xlsx,                segel-board-31.xlsx",
  })
  void theFileHasAName(String query, String name) {
    assertEquals(
        "attachment; filename=\"" + name + "\"", header(export(query), "Content-Disposition"));
  }

  @ParameterizedTest
  @CsvSource({
    "view=everything&format=csv",
    "view=findings&format=pdf",
    "view=findings&format=CSV",
    "view=packing&format=csv",
    "view=findings&format=csv&region=../etc",
    "view=consignments&format=csv&place=nowhere",
  })
  void whatIsNotAskedAsItShouldBe(String query) {
    Answer answer = export(query);
    assertEquals("400 MALFORMED", answer.status() + " " + answer.reason(), query);
    assertTrue(header(answer, "Content-Type").startsWith("application/problem+json"));
  }

  @Test
  void aWorkbookSaysTheSame() throws Exception {
    desks.await();
    HttpResponse<byte[]> answer =
        desks.browser("prov").download("/api/stock/export?view=findings&format=xlsx&region=3171");
    assertEquals(XLSX, answer.headers().firstValue("Content-Type").orElse(""));
    List<List<String>> rows = worksheet(answer.body());
    List<CsvRecord> csv = csv("view=findings&region=3171");
    assertTrue(rows.size() > 500, "more than is flushed at once");
    assertEquals(csv.size(), rows.size());
    for (int i = 0; i < rows.size(); i++) {
      var expected = new ArrayList<>(csv.get(i).getFields());
      expected.removeIf(String::isEmpty);
      var told = new ArrayList<>(rows.get(i));
      told.removeIf(String::isEmpty);
      assertEquals(expected, told, "row " + i);
    }
  }

  /** What a spreadsheet would run if it could. */
  @Test
  void noCellIsAFormula() throws Exception {
    Object[] cells = {"=1+1", "+1", "-x", "@sum", "\tcmd", "plain", -106L, true, null, "a,\"b\""};
    var csv = new ByteArrayOutputStream();
    try (StockTable table = StockTable.csv(csv)) {
      table.row(cells);
    }
    String text = csv.toString(StandardCharsets.UTF_8);
    assertEquals("'=1+1,'+1,'-x,'@sum,'\tcmd,plain,-106,true,,\"a,\"\"b\"\"\"\r\n", text);

    var xlsx = new ByteArrayOutputStream();
    try (StockTable table = StockTable.xlsx(xlsx, "uji")) {
      table.row(cells);
    }
    Map<String, byte[]> parts = parts(xlsx.toByteArray());
    String sheet =
        new String(
            parts.getOrDefault("xl/worksheets/sheet1.xml", new byte[0]), StandardCharsets.UTF_8);
    assertTrue(!sheet.contains("<f>"), sheet);
    assertEquals(
        List.of("=1+1", "+1", "-x", "@sum", "\tcmd", "plain", "-106", "true", "a,\"b\""),
        worksheet(xlsx.toByteArray()).getFirst());
    assertEquals(1, sheet.split("<v>-106</v>", -1).length - 1, "a number is a number");
  }

  private Map<String, byte[]> parts(byte[] file) throws IOException {
    var parts = new TreeMap<String, byte[]>();
    Path book = Files.write(folder.resolve("book.xlsx"), file);
    try (var zip = new ZipFile(book.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        try (InputStream part = zip.getInputStream(entry)) {
          parts.put(entry.getName(), part.readAllBytes());
        }
      }
    }
    return parts;
  }

  /** The cells of the first worksheet that hold something. */
  private List<List<String>> worksheet(byte[] file) throws Exception {
    byte[] sheet = parts(file).getOrDefault("xl/worksheets/sheet1.xml", new byte[0]);
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(sheet));
    var rows = new ArrayList<List<String>>();
    var found = document.getElementsByTagName("row");
    for (int i = 0; i < found.getLength(); i++) {
      var cells = new ArrayList<String>();
      for (Node cell = found.item(i).getFirstChild(); cell != null; cell = cell.getNextSibling()) {
        if (cell instanceof Element element) {
          cells.add(element.getTextContent());
        }
      }
      rows.add(cells);
    }
    return rows;
  }
}
