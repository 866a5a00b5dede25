import { expect, it } from 'vitest';
import { health, silent, type Standing, whyAway, type WitnessKey } from './witnesses.svelte';

const keyOf = (state: WitnessKey['state']): WitnessKey => ({ name: state, vkey: '', url: null, stands: null, state, detail: '', heard: null, size: 0, millis: 0 });

/** Three bodies behind what is shown, two of them needed, with keys in these states. */
const standingOf = (quorum: boolean, ...states: WitnessKey['state'][][]): Standing => ({
  now: '', size: 1, newest: 1, signed: null, quorum, since: null, need: 2, last: null, others: [], findings: 0,
  bodies: states.map((keys, i) => ({ name: `body ${i}`, stands: '2024-02-14T00:00:00Z', keys: keys.map(keyOf) })),
});

it.each([
  [true, [['STANDS'], ['STANDS'], ['STANDS']], 0, 'ready'],
  [true, [['STANDS'], ['STANDS'], ['AWAY']], 1, 'ready'],
  [true, [['STANDS'], ['REFUSES'], ['AWAY']], 2, 'late'],
  [true, [['STANDS', 'AWAY'], ['STANDS'], ['NOT_ASKED']], 0, 'ready'],
  [true, [['REFUSES', 'AWAY'], ['STANDS'], ['STANDS']], 1, 'ready'],
  [true, [['STANDS'], ['STANDS'], ['CONTRADICTS']], 0, 'critical'],
  [false, [['STANDS'], ['NOT_ASKED'], ['NOT_ASKED']], 0, 'late'],
] as [boolean, WitnessKey['state'][][], number, string][])('quorum %s, keys %j: %i silent, %s', (quorum, states, away, state) => {
  const standing = standingOf(quorum, ...states);
  expect([silent(standing).length, health(standing)]).toEqual([away, state]);
});

it.each([
  ['no connection', 'witnessNoConnection '],
  ['no answer in 2 s', 'witnessNoAnswer 2'],
  ['it answers 503 away', 'witnessAnswers 503 away'],
  ['our own fault: x', 'our own fault: x'],
])('%s is said as %s', (detail, said) => {
  expect(whyAway(detail, (key, value) => `${key} ${value}`)).toBe(said);
});
