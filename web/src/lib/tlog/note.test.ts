import { describe, expect, it } from 'vitest';
import { fromBase64, Malformed, utf8 } from './bytes';
import { parseCheckpoint } from './checkpoint';
import { verifyByLibrary, verifyEd25519 } from './ed25519';
import { isSignedBy, judge, keyIdOf, type Note, parseNote, parseVkey, printNote } from './note';

async function signer(name: string) {
  const pair = await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify']);
  const key = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const keyId = await keyIdOf(name, key);
  const sign = async (text: string) => ({
    name,
    keyId,
    signature: new Uint8Array(await crypto.subtle.sign({ name: 'Ed25519' }, pair.privateKey, utf8(text))),
  });
  return { verifier: { name, keyId, key }, sign };
}

describe('a note', () => {
  it('is read as it was printed, the last blank line dividing it', async () => {
    const { verifier, sign } = await signer('segel.example/dki');
    const text = 'first\n\nthird\n';
    const note: Note = { text, signatures: [await sign(text)] };
    const again = parseNote(utf8(printNote(note)));
    expect(again).toEqual(note);
    expect(await isSignedBy(again, verifier)).toBe(true);
    expect(await isSignedBy({ ...again, text: 'First\n\nthird\n' }, verifier)).toBe(false);
  });

  it('with a line of an unknown key is none the worse', async () => {
    const [known, stranger] = await Promise.all([signer('a'), signer('b')]);
    const note: Note = { text: 'x\n', signatures: [await known.sign('x\n'), await stranger.sign('y\n')] };
    expect(await isSignedBy(note, known.verifier)).toBe(true);
    expect(await judge(note, note.signatures[1]!, known.verifier)).toBe('unknown');
    expect(await judge(note, note.signatures[1]!, stranger.verifier)).toBe('invalid');
  });

  it.each([
    ['no signatures', 'text\n'],
    ['nothing after the blank line', 'text\n\n'],
    ['no line feed at the end', 'text\n\n\u2014 a AAAAAAA='],
    ['a hyphen for a dash', 'text\n\n- a AAAAAAA=\n'],
    ['a name with a plus', 'text\n\n\u2014 a+b AAAAAAA=\n'],
    ['a signature that is too short', 'text\n\n\u2014 a AAAA\n'],
    ['a tab', 'te\txt\n\n\u2014 a AAAAAAA=\n'],
    ['base64 spelt another way', 'text\n\n\u2014 a AAAAAAB=\n'],
  ])('with %s is refused', (_, text) => expect(() => parseNote(utf8(text))).toThrow(Malformed));
});

describe('a verifier key', () => {
  it('of the specification is read', async () => {
    const { name } = await parseVkey('example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n');
    expect(name).toBe('example.com/foo');
  });

  it('with another number is refused', async () => {
    const wrong = parseVkey('example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k');
    await expect(wrong).rejects.toThrow(Malformed);
  });
});

describe('a checkpoint', () => {
  const end = `\n\u2014 a ${btoa('x'.repeat(68))}\n`;
  const root = btoa('r'.repeat(32));

  it('has origin, size and root', () => {
    expect(parseCheckpoint(`segel/dki\n12\n${root}\n${end}`)).toMatchObject({ origin: 'segel/dki', size: 12 });
  });

  it.each([
    ['leading zero', `o\n012\n${root}\n${end}`],
    ['short root', `o\n12\n${btoa('r')}\n${end}`],
    ['empty origin', `\n12\n${root}\n${end}`],
  ])('with %s is refused', (_, text) => expect(() => parseCheckpoint(text)).toThrow(Malformed));
});

it('browser and library agree on a signature', async () => {
  const { verifier, sign } = await signer('a');
  const { signature } = await sign('x\n');
  const changed = signature.slice();
  changed[5]! ^= 1;
  for (const verify of [verifyEd25519, verifyByLibrary]) {
    expect(await verify(verifier.key, utf8('x\n'), signature)).toBe(true);
    expect(await verify(verifier.key, utf8('x\n'), changed)).toBe(false);
    expect(await verify(fromBase64(btoa('\0'.repeat(32))), utf8('x\n'), signature)).toBe(false);
  }
});
