import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CannotTake } from '$lib/field/film';
import { Malformed, textOf, utf8 } from '$lib/tlog/bytes';
import { parseNote, printNote } from '$lib/tlog/note';
import { bodyOf, gathered, groupsOf, isQuorum, keyCode, readKeyCode, signedBy, watchedOpening } from './ceremony';

const DATA = new URL('../../../../testdata/statement/', import.meta.url);
const vector = (name: string) =>
  JSON.parse(textOf(new Uint8Array(readFileSync(new URL(`${name}.json`, DATA))))) as { id: string; note: string; signers: { key: string; name: string }[] };

const OPEN = vector('open');
const [KPPS, FIRST, SECOND] = OPEN.signers.map(({ key }) => key) as [string, string, string];

/** The opening with the lines of these signers alone. */
function signedOnly(...keys: string[]): string {
  const note = parseNote(utf8(OPEN.note));
  const names = OPEN.signers.filter(({ key }) => keys.includes(key)).map(({ name }) => name);
  return printNote({ ...note, signatures: note.signatures.filter(({ name }) => names.includes(name)) });
}

describe('the code of somebody who watches', () => {
  it('holds the key', () => {
    const code = keyCode(FIRST);
    expect(code).toMatch(/^[0-9A-Z $%*+\-./:]+$/);
    expect(readKeyCode(code)).toBe(FIRST);
  });

  it.each(['', 'SEGELK1/', 'SEGELK1/AB', 'SEGEL1/00000000/1/1/AB', 'https://example.org'])('%j is none', (text) => {
    expect(() => readKeyCode(text)).toThrow(Malformed);
  });
});

describe('two saksi of two bodies', () => {
  it.each([
    ['nobody', [], false],
    ['the overseer alone', [{ role: 'BAWASLU' }], false],
    ['two of the overseer', [{ role: 'BAWASLU' }, { role: 'BAWASLU' }], false],
    ['two of one participant', [{ role: 'SAKSI', body: 'A' }, { role: 'SAKSI', body: 'A' }], false],
    ['two participants', [{ role: 'SAKSI', body: 'A' }, { role: 'SAKSI', body: 'B' }], true],
    ['police of province and city', [{ role: 'POLDA' }, { role: 'POLRES' }], false],
    ['a government and its office', [{ role: 'PEMPROV' }, { role: 'BAKESBANGPOL' }], false],
    ['the overseer and a participant', [{ role: 'BAWASLU' }, { role: 'SAKSI', body: 'A' }], true],
  ] as const)('%s', (_name, saksi, enough) => {
    expect(isQuorum([...saksi])).toBe(enough);
  });

  it('are told apart by whom they watch for', () => {
    expect(bodyOf({ role: 'SAKSI', body: 'PASLON-01' })).not.toBe(bodyOf({ role: 'SAKSI', body: 'PASLON-02' }));
  });
});

describe('watching', () => {
  it('takes an opening that names this phone', async () => {
    const watched = await watchedOpening(utf8(signedOnly(KPPS)), FIRST);
    expect(watched.id).toBe(OPEN.id);
  });

  it.each([
    ['its own', OPEN.note, KPPS, 'OWN'],
    ['that of others', OPEN.note, 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=', 'FOR_OTHERS'],
    ['no opening', vector('offer').note, FIRST, 'NOT_AN_OPENING'],
    ['no statement', 'abc', FIRST, 'NOT_A_STATEMENT'],
  ])('refuses %s', async (_name, note, own, why) => {
    await expect(watchedOpening(utf8(note), own)).rejects.toThrow(new CannotTake(why as 'OWN').message);
  });

  it('brings the signatures together, each once', async () => {
    const own = { id: OPEN.id, note: signedOnly(KPPS) };
    expect(signedBy(own.note)).toBe(0);
    const one = await gathered(own, utf8(signedOnly(KPPS, FIRST)));
    expect(signedBy(one)).toBe(1);
    const both = await gathered({ ...own, note: one }, utf8(signedOnly(KPPS, SECOND)));
    expect(signedBy(both)).toBe(2);
    expect(await gathered({ ...own, note: both }, utf8(signedOnly(KPPS, FIRST)))).toBe(both);
    await expect(gathered({ id: vector('reseal').id, note: own.note }, utf8(OPEN.note))).rejects.toThrow('OTHER_OPENING');
  });
});

it('boxes stand by the statement that each follows', () => {
  const held = [
    { box: '1', seals: ['A'], after: 'y' },
    { box: '2', seals: [], after: 'x' },
    { box: '3', seals: ['B'], after: 'y' },
  ];
  expect(groupsOf(held).map(({ after, boxes }) => `${after} ${boxes.map(({ box, seals }) => box + seals.join()).join()}`)).toEqual(['x 2', 'y 1A,3B']);
});
