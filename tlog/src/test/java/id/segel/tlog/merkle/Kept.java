package id.segel.tlog.merkle;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A tree whose leaves count up from 0, kept as a log keeps it: full tiles and an edge. */
final class Kept implements TileSource {

  final List<Hash> leaves = new ArrayList<>();
  final Map<TilePath, Tile> tiles = new LinkedHashMap<>();
  Edge edge = Edge.EMPTY;

  void append(int count) {
    List<Hash> more = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      more.add(Hash.leaf(ByteBuffer.allocate(8).putLong(leaves.size() + i).array()));
    }
    leaves.addAll(more);
    Edge.Growth growth = edge.append(more);
    edge = growth.edge();
    growth.tiles().forEach(tile -> tiles.put(tile.path(), tile));
  }

  byte[] bytes(TilePath path) {
    Tile tile = tiles.get(path);
    if (tile == null) {
      throw new IllegalArgumentException("no tile " + path);
    }
    return tile.bytes();
  }

  byte[] full(int level, long number, int width) {
    return bytes(TilePath.full(level, number));
  }

  @Override
  public byte[] tile(int level, long number, int width) {
    return edge.over(this::full).tile(level, number, width);
  }
}
