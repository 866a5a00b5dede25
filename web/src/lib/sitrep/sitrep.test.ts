import { expect, test } from 'vitest';
import { askedBy, boxesAt, CUSTODY, fileOf, fileOfKept, hourText, instantOf, localOf, toKept, toSitrep, type Report } from './sitrep.svelte';

const url = (query: string) => new URL(`https://segel.example/sitrep${query}`);

test('an address asks for a region and a shift, and nonsense for nothing', () => {
  expect(askedBy(url(''))).toEqual({ region: '', hours: 8, from: '', until: '', index: '', page: 0 });
  expect(askedBy(url('?region=3171&hours=12'))).toEqual({ region: '3171', hours: 12, from: '', until: '', index: '', page: 0 });
  expect(askedBy(url('?region=x&hours=999&from=kemarin'))).toEqual({ region: '', hours: 8, from: '', until: '', index: '', page: 0 });
  const asked = askedBy(url('?from=2024-02-13T06:00:00.000Z&until=2024-02-13T14:00:00.000Z'));
  expect(askedBy(url(toSitrep(asked).slice('/sitrep'.length)))).toEqual(asked);
  expect(toSitrep({ region: '3171', hours: 6, from: '', until: '' })).toBe('/sitrep?region=3171&hours=6');
});

test('a field for date and time is of the zone of the election, whatever the machine has', () => {
  expect(instantOf('2024-02-13T21:38', 'Asia/Jakarta')).toBe('2024-02-13T14:38:00.000Z');
  expect(instantOf('2024-02-13T21:38', 'Asia/Jayapura')).toBe('2024-02-13T12:38:00.000Z');
  expect(localOf('2024-02-13T14:38:00.000Z', 'Asia/Jakarta')).toBe('2024-02-13T21:38');
  expect(instantOf('', 'Asia/Jakarta')).toBe('');
});

test('the files of a report name its entry', () => {
  const report = { head: { index: 12, region: '31' }, shift: { from: '2024-02-13T06:00:00Z', until: '2024-02-13T14:00:00Z' } } as Report;
  expect(fileOf(report, 'pdf')).toBe('/api/sitrep.pdf?index=12&region=31&from=2024-02-13T06%3A00%3A00Z&until=2024-02-13T14%3A00%3A00Z');
});

test('every stage of a box is in one pair of hands', () => {
  const stages = Array.from({ length: 11 }, (_, stage) => 10 ** stage);
  expect(CUSTODY.map(([, first, last]) => boxesAt(stages, first, last)).reduce((a, b) => a + b)).toBe(11_111_111_111);
});

test('one that is kept is read by its entry, region and shift, as its files are', () => {
  const kept = { region: '3171', name: 'Jakarta Pusat', index: 12, from: '2024-02-13T06:00:00Z', until: '2024-02-13T14:00:00Z' };
  const asked = askedBy(url(toKept(kept).slice('/sitrep'.length)));
  expect(toSitrep(asked, '/api/sitrep')).toBe(fileOfKept(kept, 'txt').replace('.txt', ''));
  expect(hourText(6)).toBe('06.00');
});
