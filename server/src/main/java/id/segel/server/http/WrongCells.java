package id.segel.server.http;

import java.util.ArrayList;
import java.util.List;

/** What is wrong in a file that somebody brings, cell by cell: all are counted, the first kept. */
public final class WrongCells<W extends Enum<W>> {

  public static final int MAX = 100;

  private static final int SHOWN_MAX = 40;

  /**
   * One wrong cell.
   *
   * @param line of the file, from 1
   * @param column its name, empty where the whole line is meant
   * @param found what stands there, shortened
   */
  public record Cell<W extends Enum<W>>(long line, String column, W wrong, String found) {}

  private final List<Cell<W>> first = new ArrayList<>();
  private int count;

  public void add(long line, String column, W why, String found) {
    count++;
    if (first.size() < MAX) {
      String shown = found.length() > SHOWN_MAX ? found.substring(0, SHOWN_MAX) + "..." : found;
      first.add(new Cell<>(line, column, why, shown));
    }
  }

  public int count() {
    return count;
  }

  public List<Cell<W>> first() {
    return List.copyOf(first);
  }
}
