package id.segel.tlog.merkle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The right edge of a tree: the hashes that are in no full tile yet. It is all that is needed to
 * append, and it never changes: appending answers a new edge.
 *
 * <p>Level l holds floor(size / 256^l) mod 256 hashes, at most 255 of 32 bytes; a tree of a
 * thousand million leaves has four levels. Appending n leaves copies those rows once and hashes
 * about n nodes, and up to 255 a level for the root.
 */
public final class Edge {

  private static final byte[] NONE = {};

  public static final Edge EMPTY = new Edge(0, new byte[0][]);

  private final long size;
  private final byte[][] levels;
  private final Hash root;

  private Edge(long size, byte[][] levels) {
    this.size = size;
    this.levels = levels;
    this.root = rootOf(levels);
  }

  /**
   * What appending gave.
   *
   * @param edge the tree afterwards
   * @param tiles the full tiles that were completed, lower levels first
   */
  public record Growth(Edge edge, List<Tile> tiles) {}

  /** Reads the edge of a tree from its partial tiles. */
  public static Edge of(long size, TileSource tiles) {
    byte[][] levels = new byte[levelsOf(size)][];
    for (int level = 0; level < levels.length; level++) {
      int width = widthAt(size, level);
      levels[level] =
          width == 0
              ? NONE
              : Arrays.copyOf(
                  checked(tiles.tile(level, numberAt(size, level), width), width),
                  width * Hash.BYTES);
    }
    return new Edge(size, levels);
  }

  /**
   * Computes the edge of a tree of which only full tiles were kept.
   *
   * @param lastLeaves the hashes of the leaves after the last full tile, side by side
   */
  public static Edge restore(long size, TileSource fullTiles, byte[] lastLeaves) {
    if (lastLeaves.length != widthAt(size, 0) * Hash.BYTES) {
      throw new IllegalArgumentException(
          "a tree of " + size + " has " + widthAt(size, 0) + " leaves after its full tiles");
    }
    TreeHasher hasher = new TreeHasher();
    byte[][] levels = new byte[levelsOf(size)][];
    for (int level = 0; level < levels.length; level++) {
      if (level == 0) {
        levels[level] = lastLeaves.clone();
        continue;
      }
      int width = widthAt(size, level);
      byte[] row = new byte[width * Hash.BYTES];
      long first = numberAt(size, level) << 8;
      for (int i = 0; i < width; i++) {
        byte[] below = checked(fullTiles.tile(level - 1, first + i, Tile.WIDTH), Tile.WIDTH);
        hasher.root(below, 0, Tile.WIDTH, row, i * Hash.BYTES);
      }
      levels[level] = row;
    }
    return new Edge(size, levels);
  }

  public long size() {
    return size;
  }

  public Hash root() {
    return root;
  }

  public Growth append(List<Hash> leafHashes) {
    byte[] row = new byte[leafHashes.size() * Hash.BYTES];
    int at = 0;
    for (Hash leaf : leafHashes) {
      leaf.copyTo(row, at);
      at += Hash.BYTES;
    }
    return append(row);
  }

  /** Appends leaf hashes that lie side by side. */
  public Growth append(byte[] leafHashes) {
    if (leafHashes.length % Hash.BYTES != 0) {
      throw new IllegalArgumentException("not a row of hashes: " + leafHashes.length);
    }
    TreeHasher hasher = new TreeHasher();
    List<Tile> completed = new ArrayList<>();
    long newSize = Math.addExact(size, leafHashes.length / Hash.BYTES);
    byte[][] grown = new byte[levelsOf(newSize)][];
    byte[] incoming = leafHashes;
    for (int level = 0; level < grown.length; level++) {
      byte[] before = level < levels.length ? levels[level] : NONE;
      if (incoming.length == 0) {
        grown[level] = before;
        continue;
      }
      byte[] row = Arrays.copyOf(before, before.length + incoming.length);
      System.arraycopy(incoming, 0, row, before.length, incoming.length);
      int full = row.length / Tile.BYTES;
      long first = numberAt(size, level);
      byte[] above = new byte[full * Hash.BYTES];
      for (int i = 0; i < full; i++) {
        int from = i * Tile.BYTES;
        hasher.root(row, from, Tile.WIDTH, above, i * Hash.BYTES);
        completed.add(new Tile(level, first + i, Arrays.copyOfRange(row, from, from + Tile.BYTES)));
      }
      grown[level] = full == 0 ? row : Arrays.copyOfRange(row, full * Tile.BYTES, row.length);
      incoming = above;
    }
    return new Growth(new Edge(newSize, grown), completed);
  }

  /** The hashes of a level that are in no full tile; empty when there are none. */
  public byte[] partialTile(int level) {
    return level < levels.length ? levels[level].clone() : NONE;
  }

  /** The partial tiles to be published with a checkpoint of this tree. */
  public List<Tile> partialTiles() {
    List<Tile> tiles = new ArrayList<>();
    for (int level = 0; level < levels.length; level++) {
      if (levels[level].length > 0) {
        tiles.add(new Tile(level, numberAt(size, level), levels[level].clone()));
      }
    }
    return tiles;
  }

  /** A source that has the partial tiles from here and the full ones from there. */
  public TileSource over(TileSource fullTiles) {
    return (level, number, width) ->
        level < levels.length && number == numberAt(size, level)
            ? levels[level]
            : fullTiles.tile(level, number, width);
  }

  private static Hash rootOf(byte[][] levels) {
    TreeHasher hasher = new TreeHasher();
    Hash root = null;
    // The tree is cut into its largest full subtrees; from right to left each is smaller than the
    // next, and a node joins it with all that is right of it.
    for (byte[] row : levels) {
      int width = row.length / Hash.BYTES;
      for (int count = 1; count <= width; count <<= 1) {
        if ((width & count) != 0) {
          int first = width & -(count << 1);
          Hash left = hasher.root(row, first * Hash.BYTES, count);
          root = root == null ? left : hasher.node(left, root);
        }
      }
    }
    return root == null ? Hash.EMPTY : root;
  }

  private static int levelsOf(long size) {
    return (64 - Long.numberOfLeadingZeros(size) + 7) / 8;
  }

  private static int widthAt(long size, int level) {
    return (int) (size >>> (8 * level)) & 255;
  }

  private static long numberAt(long size, int level) {
    return level >= 7 ? 0 : size >>> (8 * level + 8);
  }

  private static byte[] checked(byte[] tile, int width) {
    if (tile.length < width * Hash.BYTES) {
      throw new IllegalArgumentException(
          "a tile of " + tile.length + " bytes where " + width + " hashes were wanted");
    }
    return tile;
  }
}
