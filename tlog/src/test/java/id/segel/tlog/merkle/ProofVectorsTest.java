package id.segel.tlog.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import id.segel.tlog.Testdata;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Leaf hashes, roots and proofs as tables, good and bad, for whoever writes a verifier. */
class ProofVectorsTest {

  private static final HexFormat HEX = HexFormat.of();

  private static final List<String> EIGHT =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");

  @Test
  void leavesAndRoots() throws IOException {
    StringBuilder table =
        new StringBuilder("# entry or -, its leaf hash, root of the tree with it\n");
    Edge edge = Edge.EMPTY;
    for (String entry : EIGHT) {
      Hash leaf = Hash.leaf(HEX.parseHex(entry));
      edge = edge.append(List.of(leaf)).edge();
      table.append(entry.isEmpty() ? "-" : entry).append(' ').append(leaf).append(' ');
      table.append(edge.root()).append('\n');
    }
    Testdata.assertCurrent("leaves.txt", table.toString());
  }

  @Test
  void inclusion() throws IOException {
    StringBuilder table =
        new StringBuilder("# ok or bad, index, size, leaf hash, root, path by commas or -\n");
    Kept tree = new Kept();
    List<Integer> sizes = new ArrayList<>(List.of(1, 2, 3, 4, 5, 6, 7, 8, 13, 256, 257, 300, 1000));
    for (int size : sizes) {
      tree.append(size - (int) tree.edge.size());
      Hash root = tree.edge.root();
      for (int index :
          Arrays.stream(new int[] {0, 1, size / 3, size / 2, size - 2, size - 1})
              .filter(i -> i >= 0 && i < size)
              .distinct()
              .sorted()
              .toArray()) {
        InclusionProof proof = InclusionProof.make(index, size, tree);
        Hash leaf = tree.leaves.get(index);
        row(table, index, size, leaf, root, proof.path());
        if (size < 14) {
          row(
              table,
              (index + 1) % size,
              size,
              tree.leaves.get((index + 1) % size),
              root,
              bent(proof.path()));
          row(table, index, size, root, leaf, proof.path());
          List<Hash> longer = new ArrayList<>(proof.path());
          longer.add(root);
          row(table, index, size, leaf, root, longer);
        }
        if (!proof.path().isEmpty()) {
          row(table, index, size, leaf, root, proof.path().subList(1, proof.path().size()));
        }
      }
    }
    Testdata.assertCurrent("inclusion.txt", table.toString());
    for (String row : Testdata.rows("inclusion.txt")) {
      String[] columns = row.split(" ", -1);
      InclusionProof proof =
          new InclusionProof(
              Long.parseLong(columns[1]), Long.parseLong(columns[2]), path(columns[5]));
      assertEquals(
          columns[0].equals("ok"),
          proof.verifies(Hash.ofHex(columns[3]), Hash.ofHex(columns[4])),
          row);
    }
  }

  @Test
  void consistency() throws IOException {
    StringBuilder table =
        new StringBuilder(
            "# ok or bad, old size, new size, old root, new root, path by commas or -\n");
    Kept tree = new Kept();
    List<Hash> roots = new ArrayList<>(List.of(Hash.EMPTY));
    while (roots.size() <= 300) {
      tree.append(1);
      roots.add(tree.edge.root());
    }
    int[] sizes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 13, 255, 256, 257, 300};
    for (int first : sizes) {
      for (int second : sizes) {
        if (first > second) {
          continue;
        }
        List<Hash> path = ConsistencyProof.make(first, second, tree).path();
        Hash from = roots.get(first);
        Hash to = roots.get(second);
        consistencyRow(table, first, second, from, to, path);
        if (second < 14) {
          List<Hash> longer = new ArrayList<>(path);
          longer.add(to);
          consistencyRow(table, first, second, from, to, longer);
          if (first > 0 && first < second) {
            consistencyRow(table, first, second, to, from, path);
            consistencyRow(table, first, second, from, to, path.subList(1, path.size()));
            consistencyRow(table, first, second, from, to, bent(path));
          }
        }
      }
    }
    Testdata.assertCurrent("consistency.txt", table.toString());
    for (String row : Testdata.rows("consistency.txt")) {
      String[] columns = row.split(" ", -1);
      ConsistencyProof proof =
          new ConsistencyProof(
              Long.parseLong(columns[1]), Long.parseLong(columns[2]), path(columns[5]));
      assertEquals(
          columns[0].equals("ok"),
          proof.verifies(Hash.ofHex(columns[3]), Hash.ofHex(columns[4])),
          row);
    }
  }

  /** The hashes in the other order, or one more when that is the same. */
  private static List<Hash> bent(List<Hash> path) {
    List<Hash> bent = new ArrayList<>(path);
    Collections.reverse(bent);
    if (bent.equals(path)) {
      bent.add(Hash.EMPTY);
    }
    return bent;
  }

  private static void row(
      StringBuilder table, long index, long size, Hash leaf, Hash root, List<Hash> path) {
    boolean ok = new InclusionProof(index, size, path).verifies(leaf, root);
    line(table, ok, index, size, leaf, root, path);
  }

  private static void consistencyRow(
      StringBuilder table, long first, long second, Hash from, Hash to, List<Hash> path) {
    boolean ok = new ConsistencyProof(first, second, path).verifies(from, to);
    line(table, ok, first, second, from, to, path);
  }

  private static void line(
      StringBuilder table, boolean ok, long a, long b, Hash c, Hash d, List<Hash> path) {
    String hashes = path.isEmpty() ? "-" : String.join(",", path.stream().map(Hash::hex).toList());
    table.append(ok ? "ok " : "bad ").append(a).append(' ').append(b).append(' ');
    table.append(c).append(' ').append(d).append(' ').append(hashes).append('\n');
  }

  private static List<Hash> path(String column) {
    return column.equals("-")
        ? List.of()
        : Arrays.stream(column.split(",", -1)).map(Hash::ofHex).toList();
  }
}
