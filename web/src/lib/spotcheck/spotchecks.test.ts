import { expect, it } from 'vitest';
import { exactTime } from './moment';
import { checkOf, type DrawnBox, showOf, shownOf } from './spotchecks.svelte';

const FOUND = { outcome: 'AS_RECORDED', seals: [], by: '', claimed: '', entry: 1 } as const;
const boxOf = (box: string, change: Partial<DrawnBox>): DrawnBox => ({ box, stage: 1, holder: '', seals: [], found: [], deviates: false, contradicts: false, ...change });
const SAMPLE = [boxOf('open', {}), boxOf('fine', { found: [{ ...FOUND, seals: [] }] }), boxOf('deviates', { found: [{ ...FOUND, seals: [] }], deviates: true })];

it.each([
  [null, ['open', 'fine', 'deviates']],
  ['all', ['open', 'fine', 'deviates']],
  ['open', ['open']],
  ['deviating', ['deviates']],
  ['else', ['open', 'fine', 'deviates']],
])('show=%s shows %j', (parameter, boxes) => {
  expect(shownOf(SAMPLE, showOf(parameter)).map(({ box }) => box)).toEqual(boxes);
});

it.each([
  [null, null],
  ['41', 41],
  ['abc', Number.NaN],
  ['', Number.NaN],
])('check=%s is %s', (parameter, check) => {
  expect(checkOf(parameter)).toBe(check);
});

it('tells the moments that decide to the second', () => {
  expect(exactTime('2024-02-15T13:05:09Z', 'Asia/Jakarta', 'id')).toBe('15 Feb 2024 20.05.09 WIB');
  expect(exactTime('2024-02-15T13:05:09Z', 'Asia/Jakarta', 'en')).toBe('15 Feb 2024 20:05:09 WIB');
});
