import { expect, it } from 'vitest';
import { readCode, Wedge } from './scanner';

/** Keys with the same pause between them, the last one Enter. */
function type(text: string, milliseconds: number, wedge = new Wedge()): string | null {
  const keys = [...text, 'Enter'];
  return keys.map((key, i) => wedge.key(key, 1000 + i * milliseconds)).at(-1) ?? null;
}

it.each([
  ['C0123-001.07', 4, true],
  ['3171011001147101', 12, true],
  ['P01', 20, true],
  ['C0123-001.07', 45, true],
  ['C0123-001.07', 90, false],
  ['3171011001147101', 180, false],
  ['12', 4, false],
  ['', 4, false],
])('%s with a key every %i ms', (text, milliseconds, isScan) => {
  expect(type(text, milliseconds)).toBe(isScan ? text : null);
});

it('begins anew after a pause, and after what was typed before', () => {
  const wedge = new Wedge();
  wedge.key('9', 0);
  wedge.key('9', 180);
  expect(type('C0123-001', 5, wedge)).toBe('C0123-001');
  wedge.key('Shift', 1050);
  expect(type('C0123-002', 5, wedge)).toBe('C0123-002');
});

it('takes Tab for an end too, and bears a stutter', () => {
  const wedge = new Wedge();
  'C0123-001'.split('').forEach((key, i) => wedge.key(key, i < 5 ? i * 3 : 200 + i * 3));
  expect(wedge.key('Tab', 240)).toBe('C0123-001');
});

it.each([
  ['3171011001147101', 'box 3171011001147101'],
  ['https://segel.example/8003/095200000000113171011001147101', 'box 3171011001147101'],
  ['(8003)095200000000113171011001147101', 'box 3171011001147101'],
  ['3171011001147', 'tps 3171011001147'],
  ['https://segel.example/414/9520000000011/254/T3171011001147', 'tps 3171011001147'],
  ['C0123-001', 'koli C0123-001'],
  ['c0123-001', 'koli C0123-001'],
  ['/8004/952C0123-001', 'koli C0123-001'],
  ['C0123-001.07', 'bundle C0123-001 7'],
  [' C0123-001.07\u001d', 'bundle C0123-001 7'],
  ['C0123-001.07b', 'bundle C0123-001 7 b'],
  ['C0123-001.07A', 'bundle C0123-001 7 a'],
  ['https://segel.example/8004/952C0123-001.07', 'bundle C0123-001 7'],
  ['https://segel.example/8004/952C0123-001.07b?x=1', 'bundle C0123-001 7 b'],
  ['8004952C0123-001.07', 'bundle C0123-001 7'],
  ['(8004)952C0123-001.07a', 'bundle C0123-001 7 a'],
  [']d28004952C0123-001.07', 'bundle C0123-001 7'],
  ['P017', 'other P017'],
  ['C0123', 'other C0123'],
  ['317101100114710', 'other 317101100114710'],
  ['', 'other'],
])('%s is %s', (text, meant) => {
  const { kind, ...rest } = readCode(text);
  expect([kind, ...Object.values(rest)].filter((word) => word !== '').join(' ')).toBe(meant);
});
