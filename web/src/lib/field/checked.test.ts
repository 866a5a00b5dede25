import { expect, it } from 'vitest';
import { found, isOpen, matching, NOTHING, restMissing, scanned, sealsIn, toggleMissing } from './checked';

const [A, B, C] = ['3171011001001101', '3171011001001201', '3171011001019101'] as const;
const ALL = [A, B, C];
const SAID = ['A1', 'A2'];

it('a box is scanned, missing, differs or open; one at a time', () => {
  let all = scanned(NOTHING, A);
  expect(ALL.map((box) => isOpen(all, box))).toEqual([false, true, true]);
  all = toggleMissing(all, A);
  expect([all.scanned.has(A), all.missing.has(A)]).toEqual([false, true]);
  all = scanned(all, A);
  expect([all.scanned.has(A), all.missing.has(A)]).toEqual([true, false]);
  all = found(all, B, SAID, { seals: ['A1', 'A9'], broken: [], damaged: false });
  expect([all.differs.get(B), all.scanned.has(B)]).toEqual([{ seals: ['A1', 'A9'] }, true]);
  expect(found(all, B, SAID, { seals: ['A2', 'A1'], broken: [], damaged: false }).differs.has(B)).toBe(false);
  expect(toggleMissing(all, B).differs.has(B)).toBe(false);
  expect([...restMissing(all, ALL).missing]).toEqual([C]);
  expect(NOTHING.scanned.size + NOTHING.missing.size + NOTHING.differs.size).toBe(0);
});

it.each([
  [['A1', 'A2'], [], false, undefined],
  [['A1', 'A9'], [], false, { seals: ['A1', 'A9'] }],
  [['A1'], ['A2'], false, { seals: ['A1'], broken: ['A2'] }],
  [[], ['A2', 'A1'], false, { seals: [], broken: ['A1', 'A2'] }],
  [['A1', 'A2'], [], true, { damaged: true }],
  [[], ['A1', 'A2'], true, { seals: [], broken: ['A1', 'A2'], damaged: true }],
])('whole %j, broken %j, damaged %s is %j', (seals, broken, damaged, expected) => {
  expect(found(NOTHING, A, SAID, { seals, broken, damaged }).differs.get(A)).toEqual(expected);
});

it('no seal at all is an answer only where one is broken or gone', () => {
  expect([sealsIn(' '), sealsIn(' ', true)]).toEqual([null, []]);
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
