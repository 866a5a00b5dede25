import { expect, test } from 'vitest';
import { instantOf, toInstant, toLocal } from './local';

test('a moment is shown in the zone of the election and read back', () => {
  const table: [string, string, string][] = [
    ['2024-02-13T17:00:00Z', 'Asia/Jakarta', '2024-02-14T00:00'],
    ['2024-02-14T00:15:00Z', 'Asia/Jakarta', '2024-02-14T07:15'],
    ['2024-02-13T15:30:00Z', 'Asia/Jayapura', '2024-02-14T00:30'],
    ['2024-02-13T23:59:00Z', 'Asia/Makassar', '2024-02-14T07:59'],
  ];
  for (const [instant, zone, local] of table) {
    expect(toLocal(instant, zone), instant).toBe(local);
    expect(toInstant(local, zone), local).toBe(instant);
  }
  expect(toInstant('', 'Asia/Jakarta')).toBeUndefined();
});

test('a moment in an address has a zone or is by the clock of the election', () => {
  const table: [string, string | undefined][] = [
    ['2024-02-13T15:10:00Z', '2024-02-13T15:10:00Z'],
    ['2024-02-13T22:10:00+07:00', '2024-02-13T22:10:00+07:00'],
    ['2024-02-13T22:10', '2024-02-13T15:10:00Z'],
    ['2024-02-13T22:10:45', '2024-02-13T15:10:00Z'],
    ['2024-13-13T22:10', undefined],
    ['kemarin', undefined],
    ['', undefined],
  ];
  for (const [written, instant] of table) expect(instantOf(written, 'Asia/Jakarta'), written).toBe(instant);
});
