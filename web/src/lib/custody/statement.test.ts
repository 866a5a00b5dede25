import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { base64, fromBase64, hex, Malformed, textOf, utf8, type Bytes } from '$lib/tlog/bytes';
import { leafHash } from '$lib/tlog/merkle';
import { parseNote, printNote } from '$lib/tlog/note';
import { parseEntry } from './entry';
import { Flawed, frame, idOf, keyNameOf, openStatement, signStatement } from './signed-statement';
import { legBetween, parseStatement, placeOfTaker, printStatement, type Statement } from './statement';

const DATA = new URL('../../../../testdata/', import.meta.url);
const bytesOf = (file: string): Bytes => new Uint8Array(readFileSync(new URL(file, DATA)));
const jsonOf = <T>(file: string): T => JSON.parse(textOf(bytesOf(file))) as T;
const namesIn = (folder: string) =>
  readdirSync(new URL(folder, DATA))
    .filter((name) => name.endsWith('.txt'))
    .map((name) => name.replace('.txt', ''));

interface StatementVector {
  id: string;
  signers: { seed: string; key: string; name: string }[];
  fields: Statement;
  note: string;
}

describe.each(namesIn('statement/'))('statement %s', (name) => {
  const text = bytesOf(`statement/${name}.txt`);
  const expected = jsonOf<StatementVector>(`statement/${name}.json`);

  it('is read and written byte for byte', async () => {
    const statement = parseStatement(text);
    expect(base64(printStatement(statement))).toBe(base64(text));
    expect(await idOf(text)).toBe(expected.id);
    expect(statement).toMatchObject(expected.fields.groups.length === 0 ? expected.fields : withoutSeals(expected.fields));
  });

  it('is signed as expected, and its signatures hold', async () => {
    const signers = await Promise.all(expected.signers.map(({ seed }) => signerOf(seed)));
    for (const [i, { key }] of signers.entries()) {
      expect(base64(key)).toBe(expected.signers[i]!.key);
      expect(await keyNameOf(key)).toBe(expected.signers[i]!.name);
    }
    const signed = await signStatement(parseStatement(text), ...signers);
    expect(printNote(signed.note)).toBe(expected.note);
    expect((await openStatement(utf8(expected.note))).id).toBe(expected.id);
  });
});

/** A packed box has sheets instead of seals; the vectors leave the seals out there. */
function withoutSeals(fields: Statement): object {
  return { ...fields, groups: fields.groups.map((group) => ({ ...group, after: group.after ?? null })) };
}

async function signerOf(seed: string) {
  const pkcs8 = Uint8Array.from(Buffer.from(`302e020100300506032b657004220420${seed}`, 'hex'));
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, { name: 'Ed25519' }, true, ['sign']);
  const jwk = await crypto.subtle.exportKey('jwk', key);
  return {
    key: new Uint8Array(Buffer.from(jwk.x!, 'base64url')),
    sign: async (message: Bytes) => new Uint8Array(await crypto.subtle.sign({ name: 'Ed25519' }, key, message)),
  };
}

interface MalformedVector {
  name: string;
  text?: string;
  base64?: string;
  repeat?: { text: string; line: string; times: number };
}

function malformedBytes({ text, base64: coded, repeat }: MalformedVector): Bytes {
  if (coded !== undefined) return fromBase64(coded);
  return utf8(repeat ? repeat.text + repeat.line.repeat(repeat.times) : (text ?? ''));
}

it.each(jsonOf<MalformedVector[]>('statement/malformed.json'))('no statement: $name', (row) => {
  expect(() => parseStatement(malformedBytes(row))).toThrow(Malformed);
});

it.each(jsonOf<{ name: string; flaw: string | null; note: string }[]>('statement/notes.json'))(
  'a note with $name',
  async ({ note, flaw }) => {
    const found = await openStatement(utf8(note)).then(
      () => null,
      (e: unknown) => (e instanceof Flawed ? e.flaw : String(e)),
    );
    expect(found).toBe(flaw);
  },
);

it.each(namesIn('entry/'))('entry %s', async (name) => {
  const leaf = bytesOf(`entry/${name}.txt`);
  const expected = jsonOf<Record<string, unknown>>(`entry/${name}.json`);
  const { salt, body, ...entry } = parseEntry(leaf);
  expect({ ...entry, salt: base64(salt), body: textOf(body), leafHash: base64(await leafHash(leaf)) }).toEqual(expected);
});

it.each(jsonOf<MalformedVector[]>('entry/malformed.json'))('no entry: $name', (row) => {
  expect(() => parseEntry(malformedBytes(row))).toThrow(Malformed);
});

it('notes are framed with their length in bytes', () => {
  const note = parseNote(utf8(jsonOf<StatementVector>('statement/accept.json').note));
  const framed = textOf(frame([note, note]));
  const length = utf8(printNote(note)).length;
  expect(framed).toBe(`${length}\n${printNote(note)}`.repeat(2));
});

it.each([
  ['city-kecamatan', '317101', 'K317101'],
  ['kecamatan-kelurahan', '3171011001', 'P3171011001'],
  ['kelurahan-tps', '3171011001147', 'T3171011001147'],
  ['tps-kelurahan', '3171011001', 'P3171011001'],
  ['kelurahan-kecamatan', '317101', 'K317101'],
  ['kecamatan-city', '3171', 'G3171'],
] as const)('who takes on the leg %s stands at %s’s place', (leg, territory, place) => {
  expect(placeOfTaker(leg, territory)).toBe(place);
});

it('knows hex from bytes', () => expect(hex(Uint8Array.of(0, 255))).toBe('00ff'));

it.each([
  ['KPU_KOTA', 'PPK', 'city-kecamatan'],
  ['PPK', 'PPS', 'kecamatan-kelurahan'],
  ['PPS', 'KPPS', 'kelurahan-tps'],
  ['KPPS', 'PPS', 'tps-kelurahan'],
  ['PPS', 'PPK', 'kelurahan-kecamatan'],
  ['PPK', 'KPU_KOTA', 'kecamatan-city'],
  ['PPK', 'KPPS', undefined],
  ['PPS', 'BAWASLU', undefined],
] as const)('boxes go from %s to %s by %s', (from, to, leg) => {
  expect(legBetween(from, to)).toBe(leg);
});
