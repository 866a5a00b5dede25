import { expect, it } from 'vitest';
import type { BoxDiscrepancy, Link, StatementKind } from '$lib/api/types';
import { stepsOf } from './chain';

function links(text: string): Link[] {
  return text.split(' ').map((word, index): Link => {
    const kind = word.replace('~', '') as StatementKind;
    const main = !word.startsWith('~');
    return {
      index,
      id: `${index}`,
      kind,
      main,
      claimed: '2024-02-13T05:12:00Z',
      recorded: '2024-02-13T05:12:03Z',
      by: null,
      place: null,
      signatures: [],
    };
  });
}

function discrepancy(...statements: string[]): BoxDiscrepancy {
  return { index: 99, kind: 'FORK', statements, open: true, recorded: '2024-02-13T05:12:03Z' };
}

it.each([
  ['pack seal offer accept', 'pack | seal | offer accept'],
  ['pack seal offer withdraw offer accept open', 'pack | seal | offer withdraw | offer accept | open'],
  ['pack offer', 'pack | offer'],
  ['accept', 'accept'],
  ['offer ~accept accept', 'offer accept | ~accept'],
])('%s stands as %s', (chain, expected) => {
  const { steps } = stepsOf(links(chain), []);
  const shown = steps.map((step) => step.links.map(({ kind, main }) => (main ? kind : `~${kind}`)).join(' '));
  expect(shown.join(' | ')).toBe(expected);
});

it('a discrepancy stands where its last statement stands', () => {
  const { steps, loose } = stepsOf(links('pack seal offer accept'), [discrepancy('0', '3'), discrepancy('x')]);
  expect(steps.map((step) => step.discrepancies.length)).toEqual([0, 0, 1]);
  expect(loose.length).toBe(1);
});
