package id.segel.server.paper;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of a paper under their columns. A line break in a cell is kept; a long text is wrapped. */
public final class Table {

  private final List<Column> columns;
  private final List<List<String>> rows = new ArrayList<>();
  private @Nullable List<String> totals;

  private Table(List<Column> columns) {
    this.columns = columns;
  }

  public static Table of(Column... columns) {
    return new Table(List.of(columns));
  }

  /** Adds a row, one cell for each column. */
  public Table row(String... cells) {
    rows.add(asRow(cells));
    return this;
  }

  /** The last row, which stays with the row before it. */
  public Table totals(String... cells) {
    totals = asRow(cells);
    return this;
  }

  List<Column> columns() {
    return columns;
  }

  List<List<String>> rows() {
    return rows;
  }

  @Nullable List<String> totals() {
    return totals;
  }

  private List<String> asRow(String... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(
          columns.size() + " columns, but " + cells.length + " cells");
    }
    return List.of(cells);
  }
}
