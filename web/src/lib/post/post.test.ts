import { expect, test } from 'vitest';
import type { TpsPoint } from '$lib/api/types';
import { MARKS, joined } from './post.svelte';

const point = (code: string, status: TpsPoint['status'], stages: number[]): TpsPoint => ({ code, number: Number(code.slice(10)), dpt: 250, lat: -6.17, lon: 106.83, stages, status, discrepancies: 0 });

test('what is in reach stands as its points do, in the order of the distance', () => {
  const near = [
    { code: '3171011001002', name: 'TPS 002 Gambir', metres: 12 },
    { code: '3171011001001', name: 'TPS 001 Gambir', metres: 40 },
    { code: '3171011001009', name: 'TPS 009 Gambir', metres: 90 },
  ];
  const shown = joined(near, [point('3171011001001', 'late', [4, 5, 5, 4]), point('3171011001002', 'ready', [5, 5, 5, 5]), point('3171011001003', 'ready', [5])]);
  expect(shown.map(({ code, status, boxes, arrived }) => [code.slice(10), status, arrived, boxes])).toEqual([
    ['002', 'ready', 4, 4],
    ['001', 'late', 2, 4],
    ['009', 'none', 0, 0],
  ]);
});

test('a silent post looks like no other', () => {
  const others = Object.entries(MARKS).filter(([state]) => state !== 'SILENT');
  expect(others.map(([, mark]) => mark)).not.toContain(MARKS.SILENT);
});
