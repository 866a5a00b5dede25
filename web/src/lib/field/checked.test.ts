import { expect, it } from 'vitest';
import { found, isOpen, matching, NOTHING, restMissing, scanned, sealsIn, toggleMissing } from './checked';

const [A, B, C] = ['3171011001001101', '3171011001001201', '3171011001019101'] as const;
const ALL = [A, B, C];

it('a box is scanned, missing, differs or open; one at a time', () => {
  let all = scanned(NOTHING, A);
  expect(ALL.map((box) => isOpen(all, box))).toEqual([false, true, true]);
  all = toggleMissing(all, A);
  expect([all.scanned.has(A), all.missing.has(A)]).toEqual([false, true]);
  all = scanned(all, A);
  expect([all.scanned.has(A), all.missing.has(A)]).toEqual([true, false]);
  all = found(all, B, ['A1', 'A2'], ['A1', 'A9']);
  expect([all.differs.get(B), all.scanned.has(B)]).toEqual([['A1', 'A9'], true]);
  expect(found(all, B, ['A1', 'A2'], ['A2', 'A1']).differs.has(B)).toBe(false);
  expect(toggleMissing(all, B).differs.has(B)).toBe(false);
  expect([...restMissing(all, ALL).missing]).toEqual([C]);
  expect(NOTHING.scanned.size + NOTHING.missing.size + NOTHING.differs.size).toBe(0);
});

it.each([
  ['a1, a2', ['A1', 'A2']],
  ['DKA-100 DKA-200', ['DKA-100', 'DKA-200']],
  ['', null],
  ['A1 A1', null],
  ['A1/2', null],
  ['9 8', ['8', '9']],
  ['1 2 3 4 5 6 7 8 9 A B C D', null],
])('seals in “%s” are %j', (typed, seals) => {
  expect(sealsIn(typed)).toEqual(seals);
});

it.each([
  ['', 2],
  ['tps 19', 1],
  ['1', 1],
  ['S19', 1],
  ['3171011001', 2],
  ['XX', 0],
])('“%s” finds %i TPS', (asked, count) => {
  expect(matching(ALL.map((box) => ({ box, seals: [`S${box.slice(11, 13)}`] })), asked).length).toBe(count);
});
