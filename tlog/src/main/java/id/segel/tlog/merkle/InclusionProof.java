package id.segel.tlog.merkle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * That a leaf is at an index of the tree of a size: the hashes beside its way to the root, the
 * leaf's neighbour first.
 */
public record InclusionProof(long index, long size, List<Hash> path) {

  public InclusionProof {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("no leaf " + index + " in a tree of " + size);
    }
    path = List.copyOf(path);
  }

  public static InclusionProof make(long index, long size, TileSource tiles) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("no leaf " + index + " in a tree of " + size);
    }
    Subtrees subtrees = new Subtrees(size, tiles);
    List<Hash> path = new ArrayList<>();
    long from = 0;
    long to = size;
    while (to - from > 1) {
      long middle = from + Long.highestOneBit(to - from - 1);
      if (index < middle) {
        path.add(subtrees.range(middle, to));
        to = middle;
      } else {
        path.add(subtrees.range(from, middle));
        from = middle;
      }
    }
    Collections.reverse(path);
    return new InclusionProof(index, size, path);
  }

  /** RFC 9162, section 2.1.3.2. */
  public boolean verifies(Hash leaf, Hash root) {
    TreeHasher hasher = new TreeHasher();
    long node = index;
    long last = size - 1;
    Hash hash = leaf;
    for (Hash beside : path) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        hash = hasher.node(beside, hash);
        while ((node & 1) == 0 && node != 0) {
          node >>>= 1;
          last >>>= 1;
        }
      } else {
        hash = hasher.node(hash, beside);
      }
      node >>>= 1;
      last >>>= 1;
    }
    return last == 0 && hash.equals(root);
  }
}
