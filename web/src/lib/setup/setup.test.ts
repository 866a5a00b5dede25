import { beforeAll, expect, test } from 'vitest';
import { speech } from '$lib/words/words.svelte';
import { describe as say, headOf, sample } from './history';
import { readMore, readProblem } from './problems';
import { digitsOf } from './setup.svelte';

beforeAll(() => speech.need('setup'));

test('what is wrong in a roster is said in Indonesian, by line and column', () => {
  const table: [string, string, string, string][] = [
    ['line 2, column tps_count: expected a whole number from 1 to 900, not "banyak"', '2', 'tps_count', 'harus bilangan bulat 1 sampai 900, bukan “banyak”'],
    ['line 3, column kelurahan_code: expected 10 digits, with or without dots, not "Gambir, Pusat"', '3', 'kelurahan_code', 'harus 10 angka, dengan atau tanpa titik, bukan “Gambir, Pusat”'],
    ['line 9: expected 3 cells, not 2', '9', '', 'harus 3 kolom, bukan 2'],
    ['kota 3171 has 1 TPS in this file, officially 3129', '', '', 'kota 3171: 1 TPS di berkas, resminya 3129'],
    ['something new', '', '', 'something new'],
  ];
  for (const [sentence, line, column, what] of table) expect(readProblem(sentence)).toEqual({ line, column, what });
  expect(readMore('and 17 more')).toBe(17);
  expect(readMore('line 2: expected a first row')).toBe(0);
});

test('an entry is a line that people read', () => {
  const change = (fact: string, lines: string[], last = 7) => ({ first: 7, last, fact, recorded: '', real: '', lines });
  const name = (code: string) => (code === '0a1b2c3d' ? 'kpu-pusat' : code);
  expect(say(change('UserChanged', ['user 0a1b2c3d', 'change SUSPENDED', 'by 9f8e7d6c']), name)).toBe('kpu-pusat ditangguhkan, oleh 9f8e7d6c');
  expect(say(change('SealsIssued', ['letters none', 'digits 4', 'first 7', 'last 12']), name)).toBe('0007 sampai 0012');
  expect(say(change('UserAppointed', ['user 1', 'agency KPU', 'role ADMIN', 'by 1']), name)).toBe('1: Pengurus, KPU, oleh 1');
  expect(headOf(change('KelurahanListed', [], 9))).toBe('TPS kelurahan, 3 catatan');
  expect(headOf(change('SomethingNew', []))).toBe('SomethingNew');
  expect(sample('S', 8, 1, 20)).toEqual(['S00000001', 'S00000020']);
});

test('a role has territories of its own length', () => {
  expect(digitsOf('KPU_KOTA')).toEqual([4]);
  expect(digitsOf('SAKSI')).toEqual([13]);
  expect(digitsOf('ADMIN')).toContain(2);
});
