import { expect, it } from 'vitest';
import type { Leg } from '$lib/custody/statement';
import type { Held, Kit } from './store';
import { byTps, lateTps, legAfter, tasksOf } from './tasks';

const TPS = ['3171011001001', '3171011001002'];
const BOXES = TPS.flatMap((tps) => [1, 2].map((kind) => `${tps}${kind}01`));
const WINDOWS = [
  { leg: 'kecamatan-kelurahan', earliest: '2024-02-13T00:00:00Z', latest: '2024-02-13T11:00:00Z' },
  { leg: 'kelurahan-tps', earliest: '2024-02-13T00:00:00Z', latest: '2024-02-13T17:00:00Z' },
  { leg: 'tps-kelurahan', earliest: '2024-02-14T06:00:00Z', latest: '2024-02-15T05:00:00Z' },
] as const;

const held = (box: string, leg?: Leg | null): Held => ({ box, seals: ['A1'], after: 'x', ...(leg === undefined ? {} : { leg }) });
const kit = (coming: [Leg, string[]][]) => ({ windows: [...WINDOWS], coming: coming.map(([leg, boxes]) => ({ leg, boxes })) }) as unknown as Kit;
const said = (tasks: ReturnType<typeof tasksOf>) => tasks.map(({ verb, leg, boxes, isLate }) => `${verb} ${leg} ${boxes.length}${isLate ? ' late' : ''}`);
const at = (time: string) => Date.parse(time);

it.each([
  ['2024-02-13T05:00:00Z', ['receive kecamatan-kelurahan 2', 'give kelurahan-tps 2']],
  ['2024-02-13T11:00:00Z', ['receive kecamatan-kelurahan 2 late', 'give kelurahan-tps 2']],
  ['2024-02-13T18:00:00Z', ['receive kecamatan-kelurahan 2 late', 'give kelurahan-tps 2 late']],
  ['2024-02-14T07:00:00Z', ['receive kecamatan-kelurahan 2 late', 'give kelurahan-tps 2 late', 'receive tps-kelurahan 2']],
])('a PPS at %s: %j', (now, tasks) => {
  const own = kit([['kecamatan-kelurahan', BOXES], ['tps-kelurahan', BOXES]]);
  const holding = [held(BOXES[0]!, 'kelurahan-tps'), held(BOXES[1]!, 'kelurahan-tps')];
  expect(said(tasksOf(own, holding, new Set(), at(now)))).toEqual(tasks);
});

it('what was taken since is not expected any more, also when it was given on', () => {
  const own = kit([['kecamatan-kelurahan', BOXES]]);
  expect(said(tasksOf(own, [], new Set(BOXES.slice(1)), at('2024-02-13T05:00:00Z')))).toEqual(['receive kecamatan-kelurahan 1']);
});

it('an open box and one behind its last leg go nowhere, and a phone without a kit knows of nothing', () => {
  expect(tasksOf(kit([]), [{ ...held(BOXES[0]!, 'kelurahan-tps'), seals: [] }, held(BOXES[1]!, null)], new Set(), 0)).toEqual([]);
  expect(tasksOf(undefined, [], new Set(), 0)).toEqual([]);
  expect(said(tasksOf(undefined, [held(BOXES[0]!)], new Set(), 0))).toEqual(['give undefined 1']);
});

it('counts TPS, not boxes, and a TPS once', () => {
  const own = kit([['kecamatan-kelurahan', BOXES]]);
  const tasks = tasksOf(own, [held(BOXES[0]!, 'kelurahan-tps')], new Set(), at('2024-02-13T18:00:00Z'));
  expect(lateTps(tasks)).toBe(2);
  expect(byTps(BOXES.map((box) => ({ box }))).map(({ tps, boxes }) => [tps, boxes.length])).toEqual(TPS.map((tps) => [tps, 2]));
  expect([legAfter('kelurahan-tps'), legAfter('kecamatan-city')]).toEqual(['tps-kelurahan', null]);
});
