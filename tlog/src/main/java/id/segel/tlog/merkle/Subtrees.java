package id.segel.tlog.merkle;

import java.util.HashMap;
import java.util.Map;

/** The hashes of any subtree of a tree of a given size, computed from its tiles. One proof long. */
final class Subtrees {

  private final long size;
  private final TileSource source;
  private final Map<TilePath, byte[]> read = new HashMap<>();
  private final TreeHasher hasher = new TreeHasher();

  Subtrees(long size, TileSource source) {
    this.size = size;
    this.source = source;
  }

  /** MTH(D[from:to]), where the range is a node of the tree or its right edge. */
  Hash range(long from, long to) {
    long length = to - from;
    if (Long.bitCount(length) == 1) {
      return perfect(Long.numberOfTrailingZeros(length), from);
    }
    long left = Long.highestOneBit(length);
    return hasher.node(range(from, from + left), range(from + left, to));
  }

  private Hash perfect(int height, long from) {
    int level = height / 8;
    int count = 1 << (height % 8);
    long first = from >>> (8 * level);
    long number = first >>> 8;
    TilePath path = new TilePath(level, number, TilePath.widthIn(size, level, number));
    byte[] tile = read.computeIfAbsent(path, p -> source.tile(p.level(), p.number(), p.width()));
    int offset = (int) (first & 255) * Hash.BYTES;
    if (tile.length < offset + count * Hash.BYTES) {
      throw new IllegalArgumentException("tile " + path + " has only " + tile.length + " bytes");
    }
    return hasher.root(tile, offset, count);
  }
}
