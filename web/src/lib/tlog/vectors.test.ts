import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Bytes, equal, fromBase64, hex, Malformed, textOf } from './bytes';
import { verifyByLibrary, verifyEd25519 } from './ed25519';
import { isIncluded, leafHash, nodeHash } from './merkle';
import { isSignedBy, parseNote, parseVkey } from './note';
import { parseProof } from './proof';
import { parseCheckpoint } from './checkpoint';

const bytesOf = (file: string): Bytes =>
  new Uint8Array(readFileSync(new URL(`../../../../testdata/tlog/${file}`, import.meta.url)));
const rowsOf = (file: string) =>
  textOf(bytesOf(file))
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
const fromHex = (text: string): Bytes => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

it('leaves have the hashes that others compute', async () => {
  const hashes = [];
  for (const row of rowsOf('leaves.txt')) {
    const [entry = '', leaf = ''] = row.split(' ');
    hashes.push(await leafHash(fromHex(entry === '-' ? '' : entry)));
    expect(hex(hashes.at(-1)!)).toBe(leaf);
  }
  const second = rowsOf('leaves.txt')[1]!.split(' ')[2];
  expect(hex(await nodeHash(hashes[0]!, hashes[1]!))).toBe(second);
});

it('inclusion proofs hold or not', async () => {
  for (const row of rowsOf('inclusion.txt')) {
    const [verdict, index, size, leaf = '', root = '', path = ''] = row.split(' ');
    const hashes = path === '-' ? [] : path.split(',').map(fromHex);
    const holds = await isIncluded(fromHex(leaf), Number(index), Number(size), hashes, fromHex(root));
    expect(holds, row).toBe(verdict === 'ok');
  }
});

describe('signatures at the edges of Ed25519', () => {
  it.each([
    ['the browser', verifyEd25519],
    ['the library', verifyByLibrary],
  ])('%s never accepts what a strict verifier refuses', async (_, verify) => {
    let accepted = 0;
    for (const row of rowsOf('ed25519.txt')) {
      const [verdict, key = '', message = '', signature = ''] = row.split(' ');
      const accepts = await verify(fromHex(key), fromHex(message), fromHex(signature));
      if (accepts) expect(verdict, row).toBe('accept');
      accepted += accepts ? 1 : 0;
    }
    expect(accepted).toBeGreaterThan(50);
  });
});

describe('notes', async () => {
  const [vkey = '', ...rows] = rowsOf('notes.txt');
  const verifier = await parseVkey(vkey);

  it.each(rows.map((row) => [row.split(' ').slice(2).join(' '), row] as const))('%s', async (_, row) => {
    const [verdict, blob = ''] = row.split(' ');
    const bytes = fromBase64(blob);
    if (verdict === 'malformed') expect(() => parseNote(bytes)).toThrow(Malformed);
    else expect(await isSignedBy(parseNote(bytes), verifier)).toBe(verdict === 'ok');
  });
});

it('a proof that was written to a file stands alone', async () => {
  const verifier = await parseVkey(textOf(bytesOf('example.vkey')));
  const proof = parseProof(textOf(bytesOf('example.tlog-proof')));
  const { checkpoint } = proof;
  expect(await isSignedBy(checkpoint.note, verifier)).toBe(true);
  expect(checkpoint.origin).toBe(verifier.name);
  expect(equal(checkpoint.root, parseCheckpoint(textOf(bytesOf('example.checkpoint'))).root)).toBe(true);
  const leaf = await leafHash(bytesOf('example.entry'));
  expect(await isIncluded(leaf, proof.index, checkpoint.size, proof.path, checkpoint.root)).toBe(true);
});
