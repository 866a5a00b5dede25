package id.segel.tlog.merkle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** That the tree of the first size is the beginning of the tree of the second. */
public record ConsistencyProof(long first, long second, List<Hash> path) {

  public ConsistencyProof {
    if (first < 0 || first > second) {
      throw new IllegalArgumentException("no tree of " + first + " begins one of " + second);
    }
    path = List.copyOf(path);
  }

  /** RFC 6962, section 2.1.2; from nothing, and from a tree to itself, the proof is empty. */
  public static ConsistencyProof make(long first, long second, TileSource tiles) {
    if (first < 0 || first > second) {
      throw new IllegalArgumentException("no tree of " + first + " begins one of " + second);
    }
    if (first == 0 || first == second) {
      return new ConsistencyProof(first, second, List.of());
    }
    Subtrees subtrees = new Subtrees(second, tiles);
    List<Hash> path = new ArrayList<>();
    long from = 0;
    long to = second;
    while (to != first) {
      long middle = from + Long.highestOneBit(to - from - 1);
      if (first <= middle) {
        path.add(subtrees.range(middle, to));
        to = middle;
      } else {
        path.add(subtrees.range(from, middle));
        from = middle;
      }
    }
    // The old root itself need not be told; a part of the old tree must be.
    if (from > 0) {
      path.add(subtrees.range(from, to));
    }
    Collections.reverse(path);
    return new ConsistencyProof(first, second, path);
  }

  /** RFC 9162, section 2.1.4.2. */
  public boolean verifies(Hash firstRoot, Hash secondRoot) {
    if (first == 0) {
      return path.isEmpty()
          && firstRoot.equals(Hash.EMPTY)
          && (second != 0 || secondRoot.equals(Hash.EMPTY));
    }
    if (first == second) {
      return path.isEmpty() && firstRoot.equals(secondRoot);
    }
    List<Hash> hashes = new ArrayList<>(path);
    if (hashes.isEmpty()) {
      return false;
    }
    if (Long.bitCount(first) == 1) {
      hashes.addFirst(firstRoot);
    }
    TreeHasher hasher = new TreeHasher();
    long node = first - 1;
    long last = second - 1;
    while ((node & 1) == 1) {
      node >>>= 1;
      last >>>= 1;
    }
    Hash inFirst = hashes.getFirst();
    Hash inSecond = hashes.getFirst();
    for (Hash beside : hashes.subList(1, hashes.size())) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        inFirst = hasher.node(beside, inFirst);
        inSecond = hasher.node(beside, inSecond);
        while ((node & 1) == 0 && node != 0) {
          node >>>= 1;
          last >>>= 1;
        }
      } else {
        inSecond = hasher.node(inSecond, beside);
      }
      node >>>= 1;
      last >>>= 1;
    }
    return last == 0 && inFirst.equals(firstRoot) && inSecond.equals(secondRoot);
  }
}
