import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { resultOf, resultText } from './mine.svelte';

const UNTOUCHED = { text: '', none: false, gone: false, broken: false, contents: false };

it('signs the text that the fact carries', () => {
  const fact = readFileSync('../testdata/fact/SpotCheckResult.txt', 'utf8');
  const lines = fact.split('\n').slice(2, 7).join('\n');
  const text = resultText({ check: 41, box: '3101011001196101', outcome: 'SEAL_DIFFERS', seals: ['A1', 'A3'], claimed: '2024-02-15T13:05:00Z' });
  expect(new TextDecoder().decode(text)).toBe(`segel/spotcheck/v1\n${lines}\n`);
});

it.each([
  [true, ['A1', 'A2'], { text: 'a2 a1' }, 'AS_RECORDED', ['A1', 'A2']],
  [true, ['A1', 'A2'], { text: 'A1 A3' }, 'SEAL_DIFFERS', ['A1', 'A3']],
  [true, ['A1', 'A2'], { none: true }, 'SEAL_DIFFERS', []],
  [true, ['A1', 'A2'], { text: 'A1 A2', contents: true }, 'CONTENTS_DIFFER', ['A1', 'A2']],
  [true, ['A1', 'A2'], { text: 'A1', broken: true, contents: true }, 'SEAL_BROKEN', ['A1']],
  [true, ['A1', 'A2'], { broken: true }, 'SEAL_BROKEN', []],
  [true, ['A1', 'A2'], { text: 'A1', gone: true }, 'NOT_THERE', []],
  [true, [], { none: true }, 'AS_RECORDED', []],
  [true, [], { text: 'A1', none: true }, 'AS_RECORDED', []],
  [false, [], { none: true }, 'SEAL_DIFFERS', []],
  [false, [], { text: 'A1' }, 'SEAL_DIFFERS', ['A1']],
] as const)('seen %s with %j, entered %j: %s %j', (seen, seals, entered, outcome, read) => {
  expect(resultOf({ seen, seals: [...seals] }, { ...UNTOUCHED, ...entered })).toEqual({ outcome, seals: read });
});

it.each([
  [true, ['A1'], {}],
  [true, [], {}],
  [false, [], {}],
  [true, ['A1'], { text: ' ' }],
  [true, ['A1'], { contents: true }],
  [true, ['A1'], { text: 'A1 A1' }],
  [true, ['A1'], { text: 'A1 ?', broken: true }],
] as const)('seen %s with %j, entered %j: nothing to sign yet', (seen, seals, entered) => {
  expect(resultOf({ seen, seals: [...seals] }, { ...UNTOUCHED, ...entered })).toBeNull();
});
