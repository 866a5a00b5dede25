import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { outcomeOf, resultText } from './mine.svelte';

it('signs the text that the fact carries', () => {
  const fact = readFileSync('../testdata/fact/SpotCheckResult.txt', 'utf8');
  const lines = fact.split('\n').slice(2, 7).join('\n');
  const text = resultText({ check: 41, box: '3101011001196101', outcome: 'SEAL_DIFFERS', seals: ['A1', 'A3'], claimed: '2024-02-15T13:05:00Z' });
  expect(new TextDecoder().decode(text)).toBe(`segel/spotcheck/v1\n${lines}\n`);
});

it.each([
  [true, ['A1', 'A2'], ['A1', 'A2'], {}, 'AS_RECORDED'],
  [true, ['A1', 'A2'], ['A1', 'A3'], {}, 'SEAL_DIFFERS'],
  [true, ['A1', 'A2'], ['A1', 'A2'], { contents: true }, 'CONTENTS_DIFFER'],
  [true, ['A1', 'A2'], ['A1'], { broken: true, contents: true }, 'SEAL_BROKEN'],
  [true, [], [], {}, 'AS_RECORDED'],
  [false, [], [], {}, 'SEAL_DIFFERS'],
] as const)('seen %s with %j, read %j, %j: %s', (seen, seals, read, also, outcome) => {
  expect(outcomeOf({ seen, seals: [...seals] }, read, { broken: false, contents: false, ...also })).toBe(outcome);
});
