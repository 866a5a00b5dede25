package id.segel.server.stock;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/**
 * A file of rows, the first of them its header. No cell is ever a formula: a spreadsheet would run
 * what somebody wrote into a name. Owned by one thread.
 */
interface StockTable extends Closeable {

  /** Adds a row of texts, numbers, booleans, moments and gaps. */
  void row(@Nullable Object... cells) throws IOException;

  /** RFC 4180, UTF-8; a text that could be a formula has an apostrophe before it. */
  static StockTable csv(OutputStream out) {
    var writer =
        CsvWriter.builder()
            .build(new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)));
    return new StockTable() {
      @Override
      public void row(@Nullable Object... cells) {
        writer.writeRecord(Arrays.stream(cells).map(StockTable::plain).toList());
      }

      @Override
      public void close() throws IOException {
        writer.close();
      }
    };
  }

  private static String plain(@Nullable Object cell) {
    if (cell == null) {
      return "";
    }
    String text = cell.toString();
    boolean isRisky =
        !(cell instanceof Number) && !text.isEmpty() && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0;
    return isRisky ? "'" + text : text;
  }

  /** Numbers as numbers, everything else as text that stands in its cell. */
  static StockTable xlsx(OutputStream out, String name) {
    var book = new Workbook(out, "Segel", "1.0");
    return new StockTable() {

      // A worksheet has 1,048,576 rows.
      private static final int ROWS = 1_000_000;

      private static final int FLUSHED = 500;

      private int sheets = 1;
      private int row;
      private Worksheet sheet = book.newWorksheet(name);

      @Override
      public void row(@Nullable Object... cells) throws IOException {
        if (row == ROWS) {
          sheet.finish();
          sheet = book.newWorksheet(name + " " + ++sheets);
          row = 0;
        }
        for (int column = 0; column < cells.length; column++) {
          Object cell = cells[column];
          if (cell instanceof Number number) {
            sheet.value(row, column, number);
          } else if (cell != null) {
            sheet.inlineString(row, column, cell.toString());
          }
        }
        if (++row % FLUSHED == 0) {
          sheet.flush();
        }
      }

      @Override
      public void close() throws IOException {
        book.close();
        // It leaves its last bytes in the stream's buffer.
        out.flush();
      }
    };
  }
}
