import type { Feature, FeatureCollection, MultiLineString, MultiPolygon, Point, Position } from 'geojson';

/** Boundaries of kelurahan; neighbours share the points of their border exactly. */
export type Boundaries = FeatureCollection<MultiPolygon, { code: string }>;

export type BorderLevel = 'kelurahan' | 'kecamatan' | 'kota' | 'edge';

interface Segment {
  from: Position;
  to: Position;
  owners: string[];
}

/** Every piece of border once, with the one or two kelurahan it belongs to. */
export class Borders {
  readonly #segments: Segment[];

  constructor(boundaries: Boundaries) {
    const segments = new Map<string, Segment>();
    for (const { geometry, properties } of boundaries.features) {
      for (const ring of geometry.coordinates.flat()) {
        for (let i = 1; i < ring.length; i++) {
          const [from, to] = [ring[i - 1]!, ring[i]!];
          const key = [from.join(), to.join()].sort().join(' ');
          const known = segments.get(key);
          if (known) known.owners.push(properties.code);
          else segments.set(key, { from, to, owners: [properties.code] });
        }
      }
    }
    this.#segments = [...segments.values()];
  }

  /** All borders as lines, one feature for each level. */
  byLevel(): FeatureCollection<MultiLineString, { level: BorderLevel }> {
    const lines: Record<BorderLevel, Position[][]> = { kelurahan: [], kecamatan: [], kota: [], edge: [] };
    for (const { from, to, owners } of this.#segments) lines[levelBetween(owners)].push([from, to]);
    const features = Object.entries(lines).map(
      ([level, coordinates]): Feature<MultiLineString, { level: BorderLevel }> => ({
        type: 'Feature',
        properties: { level: level as BorderLevel },
        geometry: { type: 'MultiLineString', coordinates: joined(coordinates) },
      }),
    );
    return { type: 'FeatureCollection', features };
  }

  /** The outline of a region of any level: where exactly one side belongs to it. */
  around(code: string): Feature<MultiLineString> {
    const inside = (owner: string) => owner.startsWith(code);
    const coordinates = this.#segments
      .filter(({ owners }) => owners.some(inside) && (owners.length === 1 || !owners.every(inside)))
      .map(({ from, to }) => [from, to]);
    return { type: 'Feature', properties: {}, geometry: { type: 'MultiLineString', coordinates: joined(coordinates) } };
  }
}

function levelBetween(owners: string[]): BorderLevel {
  const [a, b] = owners;
  if (!a || !b) return 'edge';
  if (a.slice(0, 4) !== b.slice(0, 4)) return 'kota';
  return a.slice(0, 6) !== b.slice(0, 6) ? 'kecamatan' : 'kelurahan';
}

/** Segments that follow each other become one line, so that their corners are drawn round. */
function joined(segments: Position[][]): Position[][] {
  const lines: Position[][] = [];
  for (const [from, to] of segments) {
    const last = lines.at(-1);
    if (last && from && to && last.at(-1)?.join() === from.join()) last.push(to);
    else if (from && to) lines.push([from, to]);
  }
  return lines;
}

export type Box = [west: number, south: number, east: number, north: number];

/** The box around all kelurahan whose code begins so. */
export function boxOf(boundaries: Boundaries, prefix: string): Box | null {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { geometry, properties } of boundaries.features) {
    if (!properties.code.startsWith(prefix)) continue;
    for (const [x = 0, y = 0] of geometry.coordinates.flat(2)) {
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    }
  }
  return box[0] === Infinity ? null : box;
}

/** Where a region's name is written: the middle of its largest polygon, or of all of them together. */
export function labelPoints(boundaries: Boundaries, names: ReadonlyMap<string, string>): FeatureCollection<Point> {
  const sums = new Map<string, { x: number; y: number; weight: number }>();
  for (const { geometry, properties } of boundaries.features) {
    for (const [outer] of geometry.coordinates) {
      if (!outer) continue;
      const { x, y, area } = middle(outer);
      for (const length of [4, 6, 10]) {
        const code = properties.code.slice(0, length);
        const sum = sums.get(code) ?? { x: 0, y: 0, weight: 0 };
        sums.set(code, { x: sum.x + x * area, y: sum.y + y * area, weight: sum.weight + area });
      }
    }
  }
  const features = [...sums].map(([code, { x, y, weight }]): Feature<Point> => ({
    type: 'Feature',
    properties: { code, length: code.length, name: names.get(code) ?? '' },
    geometry: { type: 'Point', coordinates: [x / weight, y / weight] },
  }));
  return { type: 'FeatureCollection', features };
}

function middle(ring: Position[]): { x: number; y: number; area: number } {
  let [x, y, twice] = [0, 0, 0];
  for (let i = 1; i < ring.length; i++) {
    const [[x1 = 0, y1 = 0], [x2 = 0, y2 = 0]] = [ring[i - 1]!, ring[i]!];
    const cross = x1 * y2 - x2 * y1;
    twice += cross;
    x += (x1 + x2) * cross;
    y += (y1 + y2) * cross;
  }
  return { x: x / (3 * twice), y: y / (3 * twice), area: Math.abs(twice) / 2 };
}
