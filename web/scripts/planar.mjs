/**
 * Mends polygons that were simplified one by one, so that neighbours share their borders again.
 *
 * The source left gaps and overlaps of up to a hundred metres between neighbours. Here every polygon is painted
 * on a fine grid, gaps are given to the nearest neighbour, and the borders between the painted cells are
 * traced: each border is one line used by both sides. The steps of the grid are smoothed out afterwards
 * by the caller (topojson-simplify), which keeps shared lines shared.
 */

const OUTSIDE = 0;

/**
 * @param {{polygons: number[][][][]}[]} features outlines in degrees, rings closed
 * @param {number} cell size of a grid cell in degrees
 * @param {number} reach how many cells wide a gap may be (to each side) and still be closed
 * @returns {{type: 'MultiPolygon', coordinates: number[][][][]}[]} in the order given
 */
export function mend(features, cell, reach) {
  const grid = paint(features, cell, reach + 2);
  closeGaps(grid, reach);
  dropCrumbs(grid, 30);
  return features.map((_, i) => trace(grid, i + 1));
}

function paint(features, cell, margin) {
  const points = features.flatMap((f) => f.polygons.flat(2));
  const west = Math.min(...points.map((p) => p[0])) - margin * cell;
  const south = Math.min(...points.map((p) => p[1])) - margin * cell;
  const width = Math.ceil((Math.max(...points.map((p) => p[0])) - west) / cell) + margin;
  const height = Math.ceil((Math.max(...points.map((p) => p[1])) - south) / cell) + margin;
  const grid = { west, south, cell, width, height, label: new Uint16Array(width * height) };
  features.forEach((f, i) => f.polygons.forEach((rings) => paintPolygon(grid, rings, i + 1)));
  return grid;
}

/** Scan lines through the centres of the cells, even-odd; a cell already painted keeps its first colour. */
function paintPolygon({ west, south, cell, width, height, label }, rings, colour) {
  const ys = rings[0].map((p) => p[1]);
  const first = Math.max(0, Math.floor((Math.min(...ys) - south) / cell));
  const last = Math.min(height - 1, Math.ceil((Math.max(...ys) - south) / cell));
  for (let row = first; row <= last; row++) {
    const y = south + (row + 0.5) * cell;
    const cuts = [];
    for (const ring of rings) {
      for (let i = 1; i < ring.length; i++) {
        const [x1, y1] = ring[i - 1];
        const [x2, y2] = ring[i];
        if (y1 > y !== y2 > y) cuts.push(x1 + ((y - y1) / (y2 - y1)) * (x2 - x1));
      }
    }
    cuts.sort((a, b) => a - b);
    for (let i = 0; i + 1 < cuts.length; i += 2) {
      const from = Math.ceil((cuts[i] - west) / cell - 0.5);
      const to = Math.floor((cuts[i + 1] - west) / cell - 0.5);
      for (let x = from; x <= to; x++) {
        if (label[row * width + x] === OUTSIDE) label[row * width + x] = colour;
      }
    }
  }
}

/** Morphological closing: grow every colour by `reach`, then take back what faces the open outside. */
function closeGaps(grid, reach) {
  const { width, height, label } = grid;
  const grown = label.slice();
  spread(grid, grown, [...painted(label)], reach);
  const open = [];
  for (let at = 0; at < grown.length; at++) {
    const x = at % width;
    const edge = x === 0 || x === width - 1 || at < width || at >= width * (height - 1);
    if (grown[at] === OUTSIDE || edge) open.push(at);
  }
  const shrunk = new Uint16Array(grown.length);
  open.forEach((at) => (shrunk[at] = 1));
  spread(grid, shrunk, open, reach);
  for (let at = 0; at < label.length; at++) {
    if (label[at] === OUTSIDE && shrunk[at] === 0) label[at] = grown[at];
  }
}

function* painted(label) {
  for (let at = 0; at < label.length; at++) if (label[at] !== OUTSIDE) yield at;
}

/** Breadth first: every empty cell takes the colour that reaches it first, at most `steps` away. */
function spread({ width, height }, label, front, steps) {
  for (let step = 0; step < steps && front.length > 0; step++) {
    const next = [];
    for (const at of front) {
      for (const to of neighbours(at, width, height)) {
        if (label[to] === OUTSIDE) {
          label[to] = label[at];
          next.push(to);
        }
      }
    }
    front = next;
  }
}

function neighbours(at, width, height) {
  const x = at % width;
  const found = [];
  if (x > 0) found.push(at - 1);
  if (x < width - 1) found.push(at + 1);
  if (at >= width) found.push(at - width);
  if (at < width * (height - 1)) found.push(at + width);
  return found;
}

/** A piece of fewer than `least` cells beside a larger piece of the same colour goes to its neighbours. */
function dropCrumbs(grid, least) {
  const { width, height, label } = grid;
  const seen = new Uint8Array(label.length);
  const pieces = new Map();
  for (const start of painted(label)) {
    if (seen[start]) continue;
    const piece = [start];
    seen[start] = 1;
    for (let i = 0; i < piece.length; i++) {
      for (const to of neighbours(piece[i], width, height)) {
        if (!seen[to] && label[to] === label[start]) {
          seen[to] = 1;
          piece.push(to);
        }
      }
    }
    pieces.set(label[start], [...(pieces.get(label[start]) ?? []), piece]);
  }
  for (const all of pieces.values()) {
    const largest = Math.max(...all.map((p) => p.length));
    for (const piece of all) {
      if (piece.length >= least || piece.length === largest) continue;
      const around = piece.flatMap((at) => neighbours(at, width, height)).find((to) => label[to] !== label[piece[0]]);
      const colour = label[around];
      piece.forEach((at) => (label[at] = colour));
    }
  }
}

/** The outline of one colour along the edges of its cells, inside on the left. */
function trace({ west, south, cell, width, height, label }, colour) {
  const corners = width + 1;
  const leaving = new Map();
  const add = (from, to) => {
    if (!leaving.has(from)) leaving.set(from, []);
    leaving.get(from).push(to);
  };
  for (let row = 0; row < height; row++) {
    for (let x = 0; x < width; x++) {
      if (label[row * width + x] !== colour) continue;
      const sw = row * corners + x;
      if (row === 0 || label[(row - 1) * width + x] !== colour) add(sw, sw + 1);
      if (x === width - 1 || label[row * width + x + 1] !== colour) add(sw + 1, sw + 1 + corners);
      if (row === height - 1 || label[(row + 1) * width + x] !== colour) add(sw + 1 + corners, sw + corners);
      if (x === 0 || label[row * width + x - 1] !== colour) add(sw + corners, sw);
    }
  }
  const rings = [];
  for (const start of leaving.keys()) {
    while (leaving.get(start).length > 0) rings.push(walk(start, leaving, corners));
  }
  const degrees = (corner) => [west + (corner % corners) * cell, south + Math.floor(corner / corners) * cell];
  const lines = rings.map((ring) => ring.map(degrees));
  const outer = lines.filter((ring) => area(ring) > 0).map((ring) => [ring]);
  for (const hole of lines.filter((ring) => area(ring) < 0)) {
    outer.find(([ring]) => contains(ring, [hole[0][0] + cell / 2, hole[0][1] + cell / 3]))?.push(hole);
  }
  return { type: 'MultiPolygon', coordinates: outer };
}

function walk(start, leaving, corners) {
  const ring = [start];
  let at = start;
  let direction = 0;
  do {
    const ways = leaving.get(at);
    // Where two cells of the colour touch by a corner only, turn left: stay with the same cell.
    const turnLeft = direction === 1 ? corners : direction === corners ? -1 : direction === -1 ? -corners : 1;
    const choice = Math.max(0, ways.indexOf(at + turnLeft));
    const [to] = ways.splice(ring.length === 1 ? 0 : choice, 1);
    direction = to - at;
    at = to;
    ring.push(at);
  } while (at !== start);
  return ring;
}

/** Twice the signed area; positive when counter-clockwise. */
export function area(ring) {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) {
    sum += ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1];
  }
  return sum;
}

function contains(ring, [x, y]) {
  let inside = false;
  for (let i = 1; i < ring.length; i++) {
    const [x1, y1] = ring[i - 1];
    const [x2, y2] = ring[i];
    if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
  }
  return inside;
}
