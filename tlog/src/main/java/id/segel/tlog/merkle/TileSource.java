package id.segel.tlog.merkle;

/** Where the hashes of a tree are read from: a table, a folder, a published log. */
@FunctionalInterface
public interface TileSource {

  /**
   * The bytes of a tile of which at least {@code width} hashes are wanted; more may be answered.
   *
   * @throws RuntimeException when there is no such tile
   */
  byte[] tile(int level, long number, int width);
}
