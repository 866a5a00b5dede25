package id.segel.server.stock;

import id.segel.core.stock.StockRows;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Whether the guard rows of the books are what follows from the log. */
@Component
public class StockCheck {

  private static final int TOLD = 20;

  private final JdbcClient sql;

  StockCheck(JdbcClient sql) {
    this.sql = sql;
  }

  /** Differences between the guard rows and these, folded from the whole log; the first few. */
  public List<String> differences(StockRows.InMemory folded) {
    var differences = new ArrayList<String>();
    int[] rows = new int[1];
    sql.sql("select key, value from stock.guards")
        .query(row -> {
          rows[0]++;
          boolean isSame = row.getString(2).equals(folded.get(row.getString(1)));
          if (!isSame && differences.size() < TOLD) {
            differences.add(
                "the guard row " + row.getString(1) + " is not what follows from the log");
          }
        });
    if (differences.isEmpty() && rows[0] != folded.size()) {
      differences.add(
          "the books have " + rows[0] + " guard rows where " + folded.size() + " follow");
    }
    return differences;
  }
}
