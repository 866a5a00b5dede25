import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { base64, concat, fromBase64, Malformed, textOf, utf8 } from './bytes';
import { cosignatureOf, parseCosigner } from './cosignature';
import { parseNote } from './note';
import { parsePolicy, standingOf } from './policy';
import { ProofFailed, verifyCheckpoint, verifyProof, type ProofFlaw } from './verify-proof';
import { parseCheckpoint } from './checkpoint';

const bytesOf = (file: string) => new Uint8Array(readFileSync(new URL(`../../../../testdata/tlog/${file}`, import.meta.url)));
const rowsOf = (file: string) => textOf(bytesOf(file)).split('\n').filter((line) => line !== '' && !line.startsWith('#'));

describe('cosignatures', () => {
  it.each(rowsOf('cosignatures.txt').map((row) => [row.split(' ').slice(4).join(' '), row] as const))('%s', async (_, row) => {
    const [verdict, vkey = '', note = '', time = ''] = row.split(' ');
    const cosigned = await cosignatureOf(parseNote(fromBase64(note)), await parseCosigner(vkey));
    expect(cosigned.time, row).toBe(verdict === 'ok' ? Number(time) : null);
  });
});

describe('policies', () => {
  it.each(rowsOf('policies.txt').map((row) => [row.split(' ').slice(5).join(' '), row] as const))('%s', async (_, row) => {
    const [verdict, policyText = '', note = '', bodies = '', time] = row.split(' ');
    const reading = parsePolicy(textOf(fromBase64(policyText)));
    if (verdict === 'malformed') {
      await expect(reading).rejects.toThrow(Malformed);
      return;
    }
    const policy = await reading;
    const standing = await standingOf(parseNote(fromBase64(note)), policy);
    expect(standing.bodies.map(({ name, since }) => `${name}=${since ?? '-'}`).join(',') || '-').toBe(bodies);
    expect(String(standing.since ?? '-')).toBe(time);
    const judged = verifyCheckpoint(parseCheckpoint(textOf(fromBase64(note))), policy);
    if (verdict === 'unsigned') await expect(judged).rejects.toThrow(ProofFailed);
    else expect((await judged).met).toBe(verdict === 'quorum');
  });
});

describe('a proof', async () => {
  const [proof, entry, vkey] = [textOf(bytesOf('example.tlog-proof')), bytesOf('example.entry'), textOf(bytesOf('example.vkey')).trim()];
  const policy = `log ${vkey}\nquorum none\n`;

  it('says where the entry is', async () => {
    expect(await verifyProof(proof, entry, policy)).toMatchObject({ index: 300, met: true, bodies: [] });
  });

  const other = entry.slice();
  other[3]! ^= 1;
  const signature = /— \S+ (\S+)\n$/.exec(proof)![1]!;
  const forged = fromBase64(signature);
  forged[20]! ^= 1;
  it.each<[ProofFlaw, string, Uint8Array, string]>([
    ['POLICY_MALFORMED', proof, entry, 'quorum nobody\n'],
    ['PROOF_MALFORMED', proof.replace('index 300', 'index 0300'), entry, policy],
    ['PROOF_MALFORMED', proof.replace('tlog-proof@v1', 'tlog-proof@v2'), entry, policy],
    ['LOG_UNKNOWN', proof, entry, 'quorum none\n'],
    ['LOG_SIGNATURE_WRONG', proof.replace(signature, base64(forged)), entry, policy],
    ['LOG_SIGNATURE_WRONG', proof.replace('\n1000\n', '\n1001\n'), entry, policy],
    ['LOG_UNSIGNED', proof.replace(signature, base64(concat(Uint8Array.of(1, 2, 3, 4), forged.slice(4)))), entry, policy],
    ['INDEX_OUTSIDE', proof.replace('index 300', 'index 1000'), entry, policy],
    ['NOT_INCLUDED', proof.replace('index 300', 'index 301'), entry, policy],
    ['NOT_INCLUDED', proof, other, policy],
    ['NOT_INCLUDED', proof, utf8(''), policy],
  ])('that fails says %s', async (flaw, text, bytes, by) => {
    const failure = await verifyProof(text, bytes, by).then(() => undefined, (e: unknown) => e);
    expect(failure).toBeInstanceOf(ProofFailed);
    expect((failure as ProofFailed).flaw).toBe(flaw);
  });
});
