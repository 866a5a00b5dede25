package id.segel.server.warehouse;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvRecord;
import id.segel.server.http.Csv;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;

/** The lines of a CSV or of the first sheet of a workbook (XLSX), as text cell by cell. */
final class SheetLines {

  /** 6,000 sites of a province with all that is said about them take 2 MB. */
  static final int MAX_BYTES = 4 << 20;

  /** What a workbook may unpack to. */
  private static final long UNPACKED_MAX = 64 << 20;

  private static final int PARTS_MAX = 200;
  private static final int LINES_MAX = 20_000;
  private static final int CELLS_MAX = 100;

  /**
   * One line.
   *
   * @param number in the file, from 1
   */
  record Line(long number, List<String> cells) {}

  /** Why a file has no lines. */
  static final class UnreadableException extends Exception {
    private final SiteFile.Wrong why;
    private final long line;

    UnreadableException(SiteFile.Wrong why, long line) {
      super(why.name());
      this.why = why;
      this.line = line;
    }

    SiteFile.Wrong why() {
      return why;
    }

    long line() {
      return line;
    }
  }

  private SheetLines() {}

  /** Those that are not empty. */
  static List<Line> read(byte[] file) throws UnreadableException {
    boolean isZip = file.length > 1 && file[0] == 'P' && file[1] == 'K';
    List<Line> lines = isZip ? workbook(file) : csv(file);
    if (lines.size() > LINES_MAX) {
      throw new UnreadableException(SiteFile.Wrong.TOO_MANY, LINES_MAX);
    }
    return lines.stream()
        .filter(line -> line.cells().stream().anyMatch(cell -> !cell.isEmpty()))
        .toList();
  }

  private static List<Line> csv(byte[] file) throws UnreadableException {
    String text;
    try {
      text = Csv.text(file);
    } catch (CharacterCodingException notText) {
      throw new UnreadableException(SiteFile.Wrong.NOT_UTF8, 1);
    }
    var lines = new ArrayList<Line>();
    try (var records = Csv.lines(text)) {
      for (CsvRecord one : records) {
        lines.add(
            new Line(
                one.getStartingLineNumber(), one.getFields().stream().map(String::strip).toList()));
        if (lines.size() > LINES_MAX) {
          break;
        }
      }
    } catch (CsvParseException notCsv) {
      throw new UnreadableException(SiteFile.Wrong.NOT_CSV, lines.size() + 1L);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }

  private static List<Line> workbook(byte[] file) throws UnreadableException {
    checkUnpacked(file);
    var lines = new ArrayList<Line>();
    try (InputStream in = new ByteArrayInputStream(file);
        var workbook = new ReadableWorkbook(in, new ReadingOptions(true, false));
        Stream<Row> rows = workbook.getFirstSheet().openStream()) {
      rows.limit(LINES_MAX + 1L).forEach(row -> lines.add(line(row)));
    } catch (IOException | RuntimeException notOne) {
      throw new UnreadableException(SiteFile.Wrong.NOT_XLSX, lines.size() + 1L);
    }
    return lines;
  }

  private static Line line(Row row) {
    var cells = new ArrayList<String>();
    for (int i = 0; i < Math.min(row.getCellCount(), CELLS_MAX); i++) {
      cells.add(row.getOptionalCell(i).map(SheetLines::text).orElse(""));
    }
    return new Line(row.getRowNum(), cells);
  }

  /** A day is a number with a format; a number is without the point that a sheet adds. */
  private static String text(Cell cell) {
    if (cell.getType() == CellType.NUMBER) {
      String format = cell.getDataFormatString();
      if (format != null && format.matches("(?i).*[dmy]+.*[dmy].*")) {
        try {
          return cell.asDate().toLocalDate().toString();
        } catch (ExcelReaderException | DateTimeException notDay) {
          return cell.getRawValue();
        }
      }
      return cell.asNumber().stripTrailingZeros().toPlainString();
    }
    String text = cell.getText();
    return text == null ? "" : text.strip();
  }

  /** A small file may unpack to one that fills the memory. */
  private static void checkUnpacked(byte[] file) throws UnreadableException {
    try {
      Path kept = Files.createTempFile("sites", ".xlsx");
      try {
        Files.write(kept, file);
        checkUnpacked(kept);
      } finally {
        Files.delete(kept);
      }
    } catch (IOException notZip) {
      throw new UnreadableException(SiteFile.Wrong.NOT_XLSX, 1);
    }
  }

  private static void checkUnpacked(Path file) throws IOException, UnreadableException {
    long unpacked = 0;
    byte[] buffer = new byte[64 << 10];
    // By its directory: what stands before each part may leave out how long it is.
    try (var zip = new ZipFile(file.toFile())) {
      if (zip.size() > PARTS_MAX) {
        throw new UnreadableException(SiteFile.Wrong.TOO_MANY, 1);
      }
      for (ZipEntry part : Collections.list(zip.entries())) {
        try (InputStream in = zip.getInputStream(part)) {
          for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            unpacked += n;
            if (unpacked > UNPACKED_MAX) {
              throw new UnreadableException(SiteFile.Wrong.TOO_MANY, 1);
            }
          }
        }
      }
    }
  }
}
