import { describe, expect, it } from 'vitest';
import type { KelurahanSituation } from '$lib/api/types';
import { classOf, measured } from './measures';
import { atLeast, sumByRegion } from './sums';

function kelurahan(code: string, stages: number[], ready: number, late: number): KelurahanSituation {
  const boxes = stages.reduce((sum, n) => sum + n, 0);
  const tps = boxes / 4;
  return {
    code,
    tps,
    boxes,
    stages,
    inTransit: 1,
    status: { none: 0, underway: tps - ready - late, ready, late, critical: 0 },
    seals: 0,
    discrepancies: late,
  };
}

const PLACES = [
  kelurahan('3173061001', [0, 0, 4, 0, 0, 36, 0, 0, 0, 0, 0], 9, 1),
  kelurahan('3173061002', [8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 0, 0),
  kelurahan('3174011001', [0, 0, 0, 0, 0, 4, 4, 0, 0, 0, 4], 3, 0),
];

describe('sums by region', () => {
  const sums = sumByRegion(PLACES, 7);

  it.each([
    ['31', 15, 60],
    ['3173', 12, 48],
    ['317306', 12, 48],
    ['3173061002', 2, 8],
    ['3174', 3, 12],
  ])('%s has %d TPS and %d boxes', (code, tps, boxes) => {
    expect(sums.get(code)).toMatchObject({ tps, boxes });
  });

  it('the province has the discrepancies it is told, the others those of their kelurahan', () => {
    expect(['31', '3173', '3174'].map((code) => sums.get(code)?.discrepancies)).toEqual([7, 1, 0]);
  });

  it('statuses add up to the TPS on every level', () => {
    for (const sum of sums.values()) {
      expect(Object.values(sum.status).reduce((a, b) => a + b)).toBe(sum.tps);
      expect(sum.stages.reduce((a, b) => a + b)).toBe(sum.boxes);
    }
  });
});

describe('measures', () => {
  const sum = sumByRegion(PLACES, 7).get('3173061001')!;

  it('count what is at the TPS or beyond as arrived', () => {
    expect(atLeast([1, 1, 1, 1, 1, 2, 3, 4, 5, 6, 7], 5)).toBe(27);
    expect(measured(sum, 'arrived')).toBe(0.9);
    expect(measured(sum, 'discrepancies')).toBe(1);
  });

  it.each([
    [0, 'arrived', 0],
    [0.001, 'arrived', 1],
    [0.9, 'arrived', 4],
    [0.9999, 'arrived', 4],
    [1, 'arrived', 5],
    [0, 'discrepancies', 0],
    [4, 'discrepancies', 2],
    [99, 'discrepancies', 4],
  ] as const)('%d of %s is in class %d', (value, measure, at) => expect(classOf(value, measure)).toBe(at));
});
