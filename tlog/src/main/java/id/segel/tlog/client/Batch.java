package id.segel.tlog.client;

import id.segel.tlog.merkle.EntryBundle;
import id.segel.tlog.merkle.Hash;
import org.jspecify.annotations.Nullable;

/** Up to 256 neighbouring entries that were checked against the tree. */
public final class Batch {

  private final long first;
  private final byte[] leafHashes;
  private final @Nullable EntryBundle bundle;

  Batch(long first, byte[] leafHashes, @Nullable EntryBundle bundle) {
    this.first = first;
    this.leafHashes = leafHashes;
    this.bundle = bundle;
  }

  /** The index of the first entry. */
  public long first() {
    return first;
  }

  public int count() {
    return leafHashes.length / Hash.BYTES;
  }

  /** Whether the log does not show these entries yet; their leaf hashes are known. */
  public boolean isClosed() {
    return bundle == null;
  }

  /** The bytes of entry {@code first() + i}. */
  public byte[] entry(int i) {
    if (bundle == null) {
      throw new IllegalStateException("the entries from " + first + " are closed");
    }
    return bundle.entry(i);
  }

  public Hash leafHash(int i) {
    return Hash.at(leafHashes, i);
  }
}
