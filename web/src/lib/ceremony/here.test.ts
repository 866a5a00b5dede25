import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { textOf } from '$lib/tlog/bytes';
import { hereAddress, hereText, minuteOf, readHere } from './here';

interface Vector {
  election: string;
  text: string;
  address: string;
  at: string;
}
const { election, text, address, at } = JSON.parse(readFileSync(new URL('../../../../testdata/ceremony/here.json', import.meta.url), 'utf8')) as Vector;

it('the code of the vector is read, written and signed over the same text', () => {
  const url = new URL(address);
  const code = readHere(url.hash)!;
  expect(hereAddress(url.origin, code)).toBe(address);
  expect(textOf(hereText(election, code.place, code.minute))).toBe(text);
  expect(minuteOf(Date.parse(at))).toBe(code.minute);
});

it.each(['', '#', '#T3171011001001', '#T3171011001001.1.a.b', '#t3171011001001.1.a.b'])('“%s” is no code', (hash) => {
  expect(readHere(hash)).toBeNull();
});
