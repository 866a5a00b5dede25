package id.segel.core.custody;

/**
 * From where on something is worth a finding, folded from the log. Safe for many readers and one
 * writer.
 */
public final class Thresholds {

  private volatile ThresholdsSet newest = ThresholdsSet.usual();

  public void apply(ThresholdsSet set) {
    newest = set;
  }

  /** The newest word, or what is usual as long as there is none. */
  public ThresholdsSet newest() {
    return newest;
  }
}
