package id.segel.tlog.merkle;

import id.segel.tlog.MalformedException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/**
 * Up to 256 neighbouring entries as they are published: each with its length before it, two bytes,
 * the higher first.
 */
public final class EntryBundle {

  /** The longest entry that the two bytes can tell. */
  public static final int ENTRY_BYTES_MAX = 65_535;

  /** The longest bundle. */
  public static final int BYTES_MAX = Tile.WIDTH * (2 + ENTRY_BYTES_MAX);

  private final byte[] bytes;
  private final int[] starts;

  private EntryBundle(byte[] bytes, int[] starts) {
    this.bytes = bytes;
    this.starts = starts;
  }

  public static byte[] format(List<byte[]> entries) {
    if (entries.size() > Tile.WIDTH) {
      throw new IllegalArgumentException("a bundle has at most 256 entries");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] entry : entries) {
      if (entry.length > ENTRY_BYTES_MAX) {
        throw new IllegalArgumentException("an entry of " + entry.length + " bytes is too long");
      }
      out.write(entry.length >>> 8);
      out.write(entry.length);
      out.writeBytes(entry);
    }
    return out.toByteArray();
  }

  /** Reads a bundle of exactly {@code count} entries. The bytes are kept, not copied. */
  public static EntryBundle parse(byte[] bytes, int count) throws MalformedException {
    int[] starts = new int[count + 1];
    int at = 0;
    for (int i = 0; i < count; i++) {
      starts[i] = at + 2;
      if (at + 2 > bytes.length) {
        throw new MalformedException("the bundle ends before entry " + i);
      }
      at += 2 + (((bytes[at] & 255) << 8) | (bytes[at + 1] & 255));
      if (at > bytes.length) {
        throw new MalformedException("the bundle ends within entry " + i);
      }
    }
    if (at != bytes.length) {
      throw new MalformedException("the bundle has bytes after its last entry");
    }
    starts[count] = at + 2;
    return new EntryBundle(bytes, starts);
  }

  public int count() {
    return starts.length - 1;
  }

  public byte[] entry(int i) {
    return Arrays.copyOfRange(bytes, starts[i], starts[i + 1] - 2);
  }

  /** The leaf hashes side by side. */
  public byte[] leafHashes(TreeHasher hasher) {
    byte[] row = new byte[count() * Hash.BYTES];
    for (int i = 0; i < count(); i++) {
      hasher.leaf(bytes, starts[i], starts[i + 1] - 2 - starts[i], row, i * Hash.BYTES);
    }
    return row;
  }
}
