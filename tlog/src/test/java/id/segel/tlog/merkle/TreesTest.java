package id.segel.tlog.merkle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/**
 * Trees against three judges: the roots that golang.org/x/mod prints for eight leaves, the
 * recursive definitions of RFC 6962 written out below, and chance, which changes proofs that must
 * then fail.
 */
class TreesTest {

  /** Trees of up to so many leaves are tried whole: more than one tile. */
  private static final int SHAPES = 300;

  /** Leaf, then the root of the tree that ends with it: first and last two bytes. */
  private static final String EIGHT =
      """
      -                                6e340b9c a01d
      00                               fac54203 c125
      10                               aeb6bcfe 6e77
      2021                             d37ee418 14b7
      3031                             4e3bbb1f 64d4
      40414243                         76e67dad 87ef
      5051525354555657                 ddb89be4 4c8c
      606162636465666768696a6b6c6d6e6f 5dc9da79 4328
      """;

  @Test
  void eightLeavesHaveTheKnownRoots() {
    Edge edge = Edge.EMPTY;
    assertEquals(Hash.EMPTY, edge.root());
    for (String line : EIGHT.lines().toList()) {
      String[] columns = line.split(" +", -1);
      byte[] leaf = HexFormat.of().parseHex(columns[0].replace("-", ""));
      edge = edge.append(List.of(Hash.leaf(leaf))).edge();
      assertTrue(edge.root().hex().startsWith(columns[1]), line);
      assertTrue(edge.root().hex().endsWith(columns[2]), line);
    }
  }

  @Test
  void everyWayToAppendGivesTheSameTree() {
    for (long seed = 1; seed <= 20; seed++) {
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
      int size = random.nextInt(1, 3000);
      Kept tree = new Kept();
      while (tree.edge.size() < size) {
        tree.append((int) Math.min(size - tree.edge.size(), random.nextInt(1, 700)));
      }
      Kept atOnce = new Kept();
      atOnce.append(size);
      String at = "seed " + seed;
      assertEquals(mth(tree.leaves), tree.edge.root(), at);
      assertEquals(atOnce.edge.root(), tree.edge.root(), at);
      assertEquals(atOnce.edge.partialTiles(), tree.edge.partialTiles(), at);
      assertEquals(atOnce.tiles.keySet(), tree.tiles.keySet(), at);
      for (TilePath path : tree.tiles.keySet()) {
        assertArrayEquals(atOnce.bytes(path), tree.bytes(path), at + " " + path);
      }
      byte[] tail = tree.edge.partialTile(0);
      Edge restored = Edge.restore(size, tree::full, tail);
      assertEquals(tree.edge.root(), restored.root(), at);
      assertEquals(tree.edge.partialTiles(), restored.partialTiles(), at);
      assertEquals(tree.edge.root(), Edge.of(size, tree).root(), at);
    }
  }

  @Test
  void aTreeOf70000HasTheTilesOfTheSpecification() {
    Kept tree = new Kept();
    tree.append(70_000);
    assertEquals(273, tree.tiles.keySet().stream().filter(p -> p.level() == 0).count());
    assertEquals(1, tree.tiles.keySet().stream().filter(p -> p.level() == 1).count());
    assertEquals("[0/273.p/112, 1/001.p/17, 2/000.p/1]", tree.edge.partialTiles().toString());
    Kept of256 = new Kept();
    of256.append(256);
    assertEquals("[0/000]", of256.tiles.keySet().toString());
    assertEquals("[1/000.p/1]", of256.edge.partialTiles().toString());
    for (long index : new long[] {0, 255, 256, 65_535, 65_536, 69_887, 69_888, 69_999}) {
      InclusionProof proof = InclusionProof.make(index, 70_000, tree);
      assertTrue(proof.verifies(tree.leaves.get((int) index), tree.edge.root()), "leaf " + index);
    }
  }

  @Test
  void everyInclusionProofOfSmallTreesIsThatOfTheDefinition() {
    Kept tree = new Kept();
    for (int size = 1; size <= SHAPES; size++) {
      tree.append(1);
      for (int index = 0; index < size; index++) {
        InclusionProof proof = InclusionProof.make(index, size, tree);
        assertEquals(path(index, tree.leaves), proof.path(), index + " of " + size);
        assertTrue(proof.verifies(tree.leaves.get(index), tree.edge.root()));
      }
    }
  }

  @Test
  void everyConsistencyProofOfSmallTreesIsThatOfTheDefinition() {
    Kept tree = new Kept();
    List<Hash> roots = new ArrayList<>(List.of(Hash.EMPTY));
    for (int second = 1; second <= SHAPES; second++) {
      tree.append(1);
      roots.add(tree.edge.root());
      for (int first = 0; first <= second; first++) {
        ConsistencyProof proof = ConsistencyProof.make(first, second, tree);
        List<Hash> expected = first == 0 ? List.of() : subproof(first, tree.leaves, true);
        assertEquals(expected, proof.path(), first + " to " + second);
        assertTrue(proof.verifies(roots.get(first), roots.get(second)), first + " to " + second);
      }
    }
  }

  @Test
  void proofsAcrossManyTilesHold() {
    for (long seed = 1; seed <= 3; seed++) {
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
      Kept tree = new Kept();
      tree.append(random.nextInt(60_000, 140_000));
      long size = tree.edge.size();
      for (int i = 0; i < 25; i++) {
        // An older, smaller tree is proved from the tiles of the larger one.
        long older = random.nextLong(1, size + 1);
        Hash olderRoot = rootOf(tree.leaves.subList(0, (int) older));
        long index = random.nextLong(older);
        String at = "seed " + seed + " size " + older + " index " + index;
        InclusionProof inclusion = InclusionProof.make(index, older, tree);
        assertTrue(inclusion.verifies(tree.leaves.get((int) index), olderRoot), at);
        ConsistencyProof consistency = ConsistencyProof.make(older, size, tree);
        assertTrue(consistency.verifies(olderRoot, tree.edge.root()), at);
      }
    }
  }

  @Test
  void aChangedInclusionProofFails() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    Kept tree = new Kept();
    Kept eighty = new Kept();
    eighty.append(80);
    for (int size = 1; size <= SHAPES; size++) {
      tree.append(1);
      Hash root = tree.edge.root();
      for (int index = 0; index < size; index++) {
        InclusionProof good = InclusionProof.make(index, size, tree);
        Hash leaf = tree.leaves.get(index);
        String at = index + " of " + size;
        assertFalse(good.verifies(flipped(leaf, random), root), at);
        assertFalse(good.verifies(leaf, flipped(root, random)), at);
        for (List<Hash> bad : changes(good.path(), random)) {
          assertFalse(new InclusionProof(index, size, bad).verifies(leaf, root), at);
        }
        if (size > 40) {
          continue;
        }
        for (int other = 0; other < size; other++) {
          assertEquals(
              other == index,
              new InclusionProof(other, size, good.path()).verifies(leaf, root),
              at + " as " + other);
        }
        // Another size may have a path of the same shape; then the same proof must hold for it
        // with the same root, which only the checkpoint's signature can tell apart. A shorter or
        // longer one must not.
        for (int other = index + 1; other <= 80; other++) {
          if (InclusionProof.make(index, other, eighty).path().size() != good.path().size()) {
            assertFalse(
                new InclusionProof(index, other, good.path()).verifies(leaf, root),
                at + " in " + other);
          }
        }
      }
    }
  }

  @Test
  void aChangedConsistencyProofFails() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(8);
    Kept tree = new Kept();
    List<Hash> roots = new ArrayList<>(List.of(Hash.EMPTY));
    for (int second = 1; second <= SHAPES; second++) {
      tree.append(1);
      roots.add(tree.edge.root());
      for (int first = 0; first <= second; first++) {
        ConsistencyProof good = ConsistencyProof.make(first, second, tree);
        Hash from = roots.get(first);
        Hash to = roots.get(second);
        String at = first + " to " + second;
        assertFalse(good.verifies(flipped(from, random), to), at);
        if (first > 0) {
          assertFalse(good.verifies(from, flipped(to, random)), at);
        }
        for (List<Hash> bad : changes(good.path(), random)) {
          assertFalse(new ConsistencyProof(first, second, bad).verifies(from, to), at);
        }
      }
    }
  }

  /** One hash changed, dropped, doubled, added in front or behind; two exchanged. */
  private static List<List<Hash>> changes(List<Hash> path, RandomGenerator random) {
    List<List<Hash>> changes = new ArrayList<>();
    Hash more = flipped(Hash.EMPTY, random);
    for (int i = 0; i <= path.size(); i++) {
      List<Hash> longer = new ArrayList<>(path);
      longer.add(i, more);
      changes.add(longer);
      if (i < path.size()) {
        List<Hash> flipped = new ArrayList<>(path);
        flipped.set(i, flipped(path.get(i), random));
        changes.add(flipped);
        List<Hash> shorter = new ArrayList<>(path);
        shorter.remove(i);
        changes.add(shorter);
        List<Hash> doubled = new ArrayList<>(path);
        doubled.add(i, path.get(i));
        changes.add(doubled);
        if (i > 0) {
          List<Hash> exchanged = new ArrayList<>(path);
          exchanged.set(i, path.get(i - 1));
          exchanged.set(i - 1, path.get(i));
          changes.add(exchanged);
        }
      }
    }
    return changes;
  }

  private static Hash flipped(Hash hash, RandomGenerator random) {
    byte[] bytes = hash.bytes();
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    return Hash.of(bytes);
  }

  /** MTH of RFC 6962, section 2.1. */
  private static Hash mth(List<Hash> leaves) {
    if (leaves.size() == 1) {
      return leaves.getFirst();
    }
    int k = split(leaves.size());
    return Hash.node(mth(leaves.subList(0, k)), mth(leaves.subList(k, leaves.size())));
  }

  /** PATH of RFC 6962, section 2.1.1. */
  private static List<Hash> path(int m, List<Hash> leaves) {
    List<Hash> path = new ArrayList<>();
    if (leaves.size() > 1) {
      int k = split(leaves.size());
      List<Hash> left = leaves.subList(0, k);
      List<Hash> right = leaves.subList(k, leaves.size());
      path.addAll(m < k ? path(m, left) : path(m - k, right));
      path.add(mth(m < k ? right : left));
    }
    return path;
  }

  /** SUBPROOF of RFC 6962, section 2.1.2. */
  private static List<Hash> subproof(int m, List<Hash> leaves, boolean whole) {
    List<Hash> proof = new ArrayList<>();
    if (m == leaves.size()) {
      if (!whole) {
        proof.add(mth(leaves));
      }
      return proof;
    }
    int k = split(leaves.size());
    List<Hash> left = leaves.subList(0, k);
    List<Hash> right = leaves.subList(k, leaves.size());
    proof.addAll(m <= k ? subproof(m, left, whole) : subproof(m - k, right, false));
    proof.add(mth(m <= k ? right : left));
    return proof;
  }

  private static int split(int n) {
    return Integer.highestOneBit(n - 1);
  }

  private static Hash rootOf(List<Hash> leaves) {
    return Edge.EMPTY.append(leaves).edge().root();
  }
}
