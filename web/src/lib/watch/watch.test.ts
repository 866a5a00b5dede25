import { expect, it } from 'vitest';
import { meant, stateAt } from './watch.svelte';

const NOW = Date.parse('2024-02-13T05:00:00Z');

it.each([
  ['2024-02-13T06:00:00Z', 120, 'OK', 'OK'],
  ['2024-02-13T05:30:01Z', 120, 'OK', 'OK'],
  ['2024-02-13T05:30:00Z', 120, 'OK', 'DUE_SOON'],
  ['2024-02-13T05:00:00Z', 120, 'OK', 'DUE_SOON'],
  ['2024-02-13T04:59:59Z', 120, 'OK', 'SILENT'],
  [undefined, 120, 'RESTING', 'RESTING'],
] as const)('due %s every %d minutes is then %s', (due, minutes, state, then) => {
  expect(stateAt({ due, minutes, state } as Parameters<typeof stateAt>[0], NOW)).toBe(then);
});

it.each([
  ['3101011002901', ['3101011002901']],
  ['3101011002 901', ['3101011002901']],
  ['TPS 901 Pulau Kelapa', ['3101011002901']],
  ['Pulau Kelapa 901', ['3101011002901']],
  ['pulau kelapa, TPS 7', ['3101011002007']],
  ['Gambir 007', ['3171011001007', '3172011001007']],
  ['3171011001 12', ['3171011001012']],
  ['Gambir', []],
  ['Di mana 3', []],
  ['', []],
])('“%s” means %j', (text, codes) => {
  const kelurahan = [
    { code: '3101011002', name: 'Pulau Kelapa' },
    { code: '3171011001', name: 'Gambir' },
    { code: '3172011001', name: 'Gambir' },
  ];
  expect(meant(text, kelurahan)).toEqual(codes);
});
