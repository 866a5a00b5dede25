package id.segel.tlog.merkle;

import java.util.Arrays;

/** Up to 256 neighbouring hashes of one level of the tree. */
public final class Tile {

  /** Hashes in a full tile. */
  public static final int WIDTH = 256;

  /** Bytes of a full tile. */
  public static final int BYTES = WIDTH * Hash.BYTES;

  private final TilePath path;
  private final byte[] hashes;

  public Tile(int level, long number, byte[] hashes) {
    if (hashes.length % Hash.BYTES != 0) {
      throw new IllegalArgumentException("a tile is a row of hashes, not " + hashes.length);
    }
    this.path = new TilePath(level, number, hashes.length / Hash.BYTES);
    this.hashes = hashes;
  }

  public TilePath path() {
    return path;
  }

  public int level() {
    return path.level();
  }

  public long number() {
    return path.number();
  }

  public int width() {
    return path.width();
  }

  /** The hashes side by side. Not a copy: a tile's bytes never change. */
  public byte[] bytes() {
    return hashes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tile tile
        && path.equals(tile.path)
        && Arrays.equals(hashes, tile.hashes);
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
