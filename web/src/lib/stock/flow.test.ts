import { expect, it } from 'vitest';
import { byHolder, waterfall } from './flow';
import type { BoardResponse } from './types';

const FLOW: BoardResponse['flow'] = [
  { key: 'printed', style: '1', sheets: 1000 },
  { key: 'replaced', style: '1', sheets: 12 },
  { key: 'credited', style: '1', sheets: 2 },
  { key: 'received', style: '1', sheets: 990 },
  { key: 'on_the_way', style: '1', sheets: 20 },
  { key: 'packed', style: '1', sheets: 985 },
  { key: 'discrepancy', style: '1', sheets: -5 },
  { key: 'damaged', style: '1', sheets: 10 },
  { key: 'printed', style: '3', sheets: 500 },
  { key: 'packed', style: '3', sheets: 499 },
];

it.each([
  ['1', 1010, 0],
  ['3', 500, 1],
  [null, 1510, 1],
])('design %s: %i sheets in the world, %i of them nowhere', (style, all, rest) => {
  const steps = waterfall(FLOW, style);
  expect(steps.find(({ key }) => key === 'all')?.sheets).toBe(all);
  expect(steps.at(-1)).toMatchObject({ key: 'rest', sheets: rest });
});

it('goes down by what is somewhere, and up by what is too many', () => {
  const steps = waterfall(FLOW, '1');
  expect(steps.find(({ key }) => key === 'on_the_way')).toMatchObject({ low: 990, high: 1010, sheets: 20 });
  expect(steps.find(({ key }) => key === 'discrepancy')).toMatchObject({ low: 990, high: 995, sheets: -5 });
  expect(steps.every(({ low, high }) => low <= high)).toBe(true);
});

it('sums holders over designs', () => {
  const lines = [
    { holder: 'box', style: '1', sheets: 3 },
    { holder: 'box', style: '3', sheets: 4 },
    { holder: 'koli', style: '1', sheets: 5 },
  ] as const;
  expect(byHolder(lines, null)).toEqual({ box: 7, koli: 5 });
  expect(byHolder(lines, '1')).toEqual({ box: 3, koli: 5 });
});
