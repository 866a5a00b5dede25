import { readFileSync } from 'node:fs';
import { afterEach, expect, it, vi } from 'vitest';
import { standIn } from './subtle';

afterEach(() => vi.unstubAllGlobals());

const rowsOf = (file: string) =>
  readFileSync(new URL(`../../../../testdata/tlog/${file}`, import.meta.url), 'utf8').split('\n').filter((line) => line !== '' && !line.startsWith('#'));
const fromHex = (text: string) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

it('a browser that keeps its cryptography to itself hashes and verifies all the same', async () => {
  vi.stubGlobal('crypto', {});
  standIn();
  vi.resetModules();
  const { leafHash } = await import('$lib/tlog/merkle');
  const { hex } = await import('$lib/tlog/bytes');
  const { verifyEd25519 } = await import('$lib/tlog/ed25519');
  for (const row of rowsOf('leaves.txt')) {
    const [entry = '', leaf = ''] = row.split(' ');
    expect(hex(await leafHash(fromHex(entry === '-' ? '' : entry)))).toBe(leaf);
  }
  let accepted = 0;
  for (const row of rowsOf('ed25519.txt')) {
    const [verdict, key = '', message = '', signature = ''] = row.split(' ');
    if (!(await verifyEd25519(fromHex(key), fromHex(message), fromHex(signature)))) continue;
    expect(verdict, row).toBe('accept');
    accepted++;
  }
  expect(accepted).toBeGreaterThan(50);
});
