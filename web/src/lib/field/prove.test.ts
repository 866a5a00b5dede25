import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Refused } from '$lib/api/client';
import { base64, type Bytes, concat, hex, utf8 } from '$lib/tlog/bytes';
import { leafHash, nodeHash } from '$lib/tlog/merkle';
import { keyIdOf, signatureLine } from '$lib/tlog/note';
import { proofText } from '$lib/tlog/proof';
import { againAfter, prove, type ProvingPhone } from './prove';
import type { KeptProof, Signed } from './store';

const ORIGIN = 'log.example/uji';
const vectorOf = (name: string) => JSON.parse(readFileSync(new URL(`../../../../testdata/statement/${name}.json`, import.meta.url), 'utf8')) as { id: string; note: string };
const own = vectorOf('accept-tps');
const other = vectorOf('accept');

function entry({ note }: { note: string }): Bytes {
  return utf8(`segel/entry/v1\nsalt ${btoa('s'.repeat(16))}\nrecorded 2024-02-13T05:12:00Z\nreal 2024-02-13T05:12:00Z\nbody statement ${utf8(note).length}\n\n${note}`);
}

/** A log of two entries: the phone's statement and another, under a key of its own. */
async function newLog() {
  const pair = await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify']);
  const key = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const leaves = [entry(own), entry(other)];
  const hashes = await Promise.all(leaves.map(leafHash));
  const text = `${ORIGIN}\n2\n${base64(await nodeHash(hashes[0]!, hashes[1]!))}\n`;
  const keyId = await keyIdOf(ORIGIN, key);
  const signature = new Uint8Array(await crypto.subtle.sign({ name: 'Ed25519' }, pair.privateKey, utf8(text)));
  const checkpoint = `${text}\n${signatureLine({ name: ORIGIN, keyId, signature })}`;
  const vkey = `${ORIGIN}+${hex(keyId)}+${base64(concat(Uint8Array.of(1), key))}`;
  const files: Record<string, Bytes> = { '/log/vkey': utf8(`${vkey}\n`), '/log/policy': utf8(`log ${vkey}\nquorum none\n`) };
  leaves.forEach((leaf, i) => {
    files[`/log/entry/${i}`] = leaf;
    files[`/log/proof/${i}`] = utf8(proofText(i, [base64(hashes[1 - i]!)], checkpoint));
  });
  return { vkey, files };
}

function phoneWith(files: Record<string, Bytes>, signed: Partial<Signed>, known?: string) {
  const kept: KeptProof[] = [];
  const keys: string[] = [];
  const asked: string[] = [];
  const phone: ProvingPhone = {
    signed: [{ id: own.id, note: own.note, kind: 'accept', about: '', boxes: [], place: '', index: 0, ...signed }],
    read: async (path) => {
      asked.push(path);
      const file = files[path];
      if (!file) throw new Refused({ status: 404, title: 'not yet' });
      return file;
    },
    logKey: async () => known,
    keepLogKey: async (vkey) => void keys.push(vkey),
    keep: async (_, proof) => void kept.push(proof),
  };
  return { phone, kept, keys, asked };
}

describe('a receipt', async () => {
  const log = await newLog();

  it('becomes a proof, and the log’s key is kept', async () => {
    const { phone, kept, keys } = phoneWith(log.files, {});
    await prove(phone, 1000);
    expect(kept).toMatchObject([{ at: 1000, size: 2, met: true, bodies: [] }]);
    expect(kept[0]?.flaw).toBeUndefined();
    expect(keys).toEqual([log.vkey]);
  });

  it('waits while the entry is not out', async () => {
    const { phone, kept } = phoneWith({ '/log/policy': log.files['/log/policy']!, '/log/vkey': log.files['/log/vkey']! }, {});
    await prove(phone, 1000);
    expect(kept).toEqual([]);
  });

  it('that is proved, refused or not sent asks for nothing', async () => {
    const proof: KeptProof = { file: '', policy: '', at: 0, size: 2, met: true, bodies: [] };
    for (const signed of [{ proof }, { proof: { ...proof, met: false, at: 999_999 } }, { proof: { ...proof, met: false, flaw: 'NOT_INCLUDED' as const } }]) {
      const { phone, asked } = phoneWith(log.files, signed);
      await prove(phone, 1_000_000);
      expect(asked).toEqual([]);
    }
    const late = phoneWith(log.files, { proof: { ...proof, met: false } });
    await prove(late.phone, 1_000_000);
    expect(late.kept).toHaveLength(1);
  });

  const flipped = log.files['/log/entry/0']!.slice();
  flipped[250]! ^= 1;
  const stranger = await newLog();
  it.each<[string, Record<string, Bytes>, Partial<Signed>, string?]>([
    ['NOT_INCLUDED', { ...log.files, '/log/entry/0': flipped }, {}],
    ['NOT_INCLUDED', { ...log.files, '/log/entry/0': log.files['/log/entry/1']! }, {}],
    ['OTHER_ENTRY', log.files, { index: 1 }],
    ['OTHER_ENTRY', { ...log.files, '/log/entry/0': log.files['/log/entry/1']!, '/log/proof/0': log.files['/log/proof/1']! }, {}],
    ['PROOF_MALFORMED', { ...log.files, '/log/proof/0': utf8('hello') }, {}],
    ['LOG_SIGNATURE_WRONG', { ...log.files, '/log/proof/0': utf8(new TextDecoder().decode(log.files['/log/proof/0']).replace('\n2\n', '\n3\n')) }, {}],
    ['OTHER_LOG_KEY', stranger.files, {}, log.vkey],
  ])('whose proof shows %s is kept and said', async (flaw, files, signed, known) => {
    const { phone, kept } = phoneWith(files, signed, known ?? log.vkey);
    await prove(phone, 1000);
    expect(kept).toMatchObject([{ flaw, met: false }]);
  });

  it('that stays open is proved again soon, and later less often', () => {
    const proof: KeptProof = { file: '', policy: '', at: 0, size: 2, met: false, bodies: [] };
    const waits = [0, 1, 2, 3, 4, 5, 6, 7, 99].map((tries) => againAfter(proof, tries)! / 1000);
    expect(waits).toEqual([10, 30, 60, 120, 240, 480, 600, 600, 600]);
    for (const done of [undefined, { ...proof, met: true }, { ...proof, flaw: 'NOT_INCLUDED' as const }]) expect(againAfter(done, 0)).toBeNull();
  });
});
