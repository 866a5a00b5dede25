import { describe, expect, it } from 'vitest';
import { Borders, boxOf, labelPoints, type Boundaries } from './borders';

/** Four unit squares in a row: two kelurahan of one kecamatan, one of the next kecamatan, one of the next kota. */
const CODES = ['3171011001', '3171011002', '3171021001', '3172011001'];
const ROW: Boundaries = {
  type: 'FeatureCollection',
  features: CODES.map((code, x) => ({
    type: 'Feature',
    properties: { code },
    geometry: {
      type: 'MultiPolygon',
      coordinates: [[[[x, 0], [x + 1, 0], [x + 1, 1], [x, 1], [x, 0]]]],
    },
  })),
};

describe('borders of four squares in a row', () => {
  const borders = new Borders(ROW);

  it.each([
    ['kelurahan', 1],
    ['kecamatan', 1],
    ['kota', 1],
    ['edge', 10],
  ])('%s: %d pieces', (level, pieces) => {
    const feature = borders.byLevel().features.find(({ properties }) => properties.level === level)!;
    expect(feature.geometry.coordinates.reduce((sum, line) => sum + line.length - 1, 0)).toBe(pieces);
  });

  it.each([
    ['3171011001', 4],
    ['317101', 6],
    ['3171', 8],
    ['31', 10],
  ])('around %s run %d pieces', (code, pieces) => {
    const { coordinates } = borders.around(code).geometry;
    expect(coordinates.reduce((sum, line) => sum + line.length - 1, 0)).toBe(pieces);
  });

  it('know the box and the middle of a region', () => {
    expect(boxOf(ROW, '3171')).toEqual([0, 0, 3, 1]);
    expect(boxOf(ROW, '99')).toBeNull();
    const labels = labelPoints(ROW, new Map([['3171', 'Jakarta Pusat']]));
    const kota = labels.features.find(({ properties }) => properties?.code === '3171');
    expect(kota).toMatchObject({ properties: { name: 'Jakarta Pusat' }, geometry: { coordinates: [1.5, 0.5] } });
  });
});
