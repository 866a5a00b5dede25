package id.segel.server.paper;

/**
 * A column of a table.
 *
 * @param width its share of the page's width, against the other columns
 * @param isBlank to be filled in by hand, so it stands between rules
 */
public record Column(String heading, int width, Ink.Align align, boolean isBlank) {

  public static Column text(String heading, int width) {
    return new Column(heading, width, Ink.Align.LEFT, false);
  }

  /** Right aligned, as numbers stand. */
  public static Column number(String heading, int width) {
    return new Column(heading, width, Ink.Align.RIGHT, false);
  }

  public static Column blank(String heading, int width) {
    return new Column(heading, width, Ink.Align.LEFT, true);
  }
}
