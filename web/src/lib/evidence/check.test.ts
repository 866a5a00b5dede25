import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { base64, type Bytes, concat, fromBase64, hex, sha256, utf8 } from '$lib/tlog/bytes';
import { cosignedMessage } from '$lib/tlog/cosignature';
import { leafHash, nodeHash } from '$lib/tlog/merkle';
import { keyIdOf, signatureLine } from '$lib/tlog/note';
import { proofText } from '$lib/tlog/proof';
import { ofInlined, openBundle, type Bundle, type Evidence } from './bundle';
import { checkBundle, FAULTS, type Report } from './check';
import { storyOf } from './story';

/** The story of one box out of the vectors, in a log of its own that one body has witnessed. */
const SAID = ['pack', 'seal', 'offer', 'accept', 'offer-part', 'accept-exceptions', 'offer-groups', 'accept-tps'] as const;
const BOX = '3171011001147101';
const ORIGIN = 'log.example/uji';
const WITNESS = 'bawaslu.example/saksi';
const TIME = 1_707_800_000;

interface Vector {
  id: string;
  note: string;
  fields: { by: string };
}

const vectorOf = (name: string) => JSON.parse(readFileSync(new URL(`../../../../testdata/statement/${name}.json`, import.meta.url), 'utf8')) as Vector;

async function newKey() {
  const pair = await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify']);
  const key = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const sign = async (message: Bytes) => new Uint8Array(await crypto.subtle.sign({ name: 'Ed25519' }, pair.privateKey, message));
  return { key, sign };
}

function entry(kind: 'statement' | 'fact', body: string): string {
  const length = utf8(body).length;
  return `segel/entry/v1\nsalt ${btoa('s'.repeat(16))}\nrecorded 2024-02-13T05:12:00Z\nreal 2024-02-13T05:12:00Z\nbody ${kind} ${length}\n\n${body}`;
}

/** Root and paths of all leaves, by the definition. */
async function treeOf(leaves: Bytes[]): Promise<{ root: Bytes; paths: Bytes[][] }> {
  const [only] = leaves;
  if (only && leaves.length === 1) return { root: only, paths: [[]] };
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  const [left, right] = [await treeOf(leaves.slice(0, half)), await treeOf(leaves.slice(half))];
  const paths = [...left.paths.map((path) => [...path, right.root]), ...right.paths.map((path) => [...path, left.root])];
  return { root: await nodeHash(left.root, right.root), paths };
}

async function bundleOf(change: { leaves?: (texts: string[]) => string[]; cosign?: boolean; quorum?: boolean } = {}): Promise<Bundle> {
  const said = SAID.map(vectorOf);
  const keys = [...new Set(said.map(({ fields }) => fields.by))];
  const photo = utf8('a photo');
  const salt = utf8('salt of 16 bytes');
  const picture = base64(await sha256(concat(salt, photo)));
  const texts = (change.leaves ?? ((all) => all))([
    ...keys.map((key) => entry('fact', `segel/fact/v1\nfact DeviceEnrolled\nkey ${key}\nrole PPS\nterritory 3171011001\n`)),
    ...said.map(({ note }) => entry('statement', note)),
    entry('fact', `segel/fact/v1\nfact DiscrepancyFound\nkind GAP\nabout none\nbox ${BOX}\n`),
    entry('fact', `segel/fact/v1\nfact OpeningSeen\nplace T3171011001147\npicture ${picture}\n`),
  ]);
  const leaves = texts.map(utf8);
  const { root, paths } = await treeOf(await Promise.all(leaves.map(leafHash)));

  const [log, witness] = [await newKey(), await newKey()];
  const text = `${ORIGIN}\n${leaves.length}\n${base64(root)}\n`;
  const logId = await keyIdOf(ORIGIN, log.key);
  const witnessBlob = concat(Uint8Array.of(4), witness.key);
  const witnessId = (await sha256(concat(utf8(`${WITNESS}\n`), witnessBlob))).slice(0, 4);
  const time = new Uint8Array(8);
  new DataView(time.buffer).setBigUint64(0, BigInt(TIME));
  const cosigned = concat(time, await witness.sign(cosignedMessage(text, BigInt(TIME))));
  const lines = [
    signatureLine({ name: ORIGIN, keyId: logId, signature: await log.sign(utf8(text)) }),
    ...(change.cosign === false ? [] : [signatureLine({ name: WITNESS, keyId: witnessId, signature: cosigned })]),
  ];
  const vkey = `${ORIGIN}+${hex(logId)}+${base64(concat(Uint8Array.of(1), log.key))}`;
  const policy =
    change.quorum === false
      ? `log ${vkey}\nquorum none\n`
      : `log ${vkey}\nwitness bawaslu ${WITNESS}+${hex(witnessId)}+${base64(witnessBlob)}\nquorum bawaslu\n`;
  const first = keys.length;
  const evidence: Evidence & { format: string } = {
    format: 'segel/evidence/v1',
    about: { kind: 'box', id: BOX, title: 'Kotak uji' },
    simulated: false,
    zone: 'Asia/Jakarta',
    vkey: `${vkey}\n`,
    policy,
    checkpoint: `${text}\n${lines.join('')}`,
    entries: leaves.map((leaf, index) => ({ index, leaf: base64(leaf), path: paths[index]!.map(base64) })),
    boxes: [{ box: BOX, links: SAID.map((_, i) => ({ index: first + i, main: true })) }],
    photos: [{ hash: picture, salt: base64(salt), file: 'photos/a.jpg' }],
    names: { '3171011001': 'Gambir' },
    later: 0,
  };
  return bundled(evidence, new Map([['photos/a.jpg', photo]]));
}

async function bundled(evidence: Evidence, files: Map<string, Bytes>): Promise<Bundle> {
  const bytes = utf8(JSON.stringify({ format: 'segel/evidence/v1', ...evidence }));
  const listed = new Map<string, Bytes>([
    ['evidence.json', bytes],
    ['vkey', utf8(evidence.vkey)],
    ['policy', utf8(evidence.policy)],
    ['checkpoint', utf8(evidence.checkpoint)],
    ...evidence.entries.map(({ index, leaf }) => [`entries/${index}`, fromBase64(leaf)] as const),
    ...evidence.entries.map(({ index, path }) => [`proofs/${index}.tlog-proof`, utf8(proofText(index, path, evidence.checkpoint))] as const),
    ...files,
  ]);
  const sums = await Promise.all([...listed].map(async ([name, file]) => `${hex(await sha256(file))}  ${name}\n`));
  return { evidence, bytes, sums: sums.join(''), files };
}

const faultsOf = ({ steps }: Report) => steps.flatMap(({ name, faults }) => faults.map(({ why }) => `${name} ${why}`));
const stateOf = (report: Report, step: string) => report.steps.find(({ name }) => name === step)?.state;

describe('a bundle', async () => {
  const whole = await bundleOf();

  it('that nobody touched is intact, and says who stands behind it', async () => {
    const report = await checkBundle(whole);
    expect(faultsOf(report)).toEqual([]);
    expect(report.verdict).toBe('intact');
    expect(report.standing?.bodies).toEqual([{ name: 'bawaslu', since: TIME, invalid: false }]);
    expect(report.bundle).toBe(hex(await sha256(utf8(whole.sums!))));
    expect(report.steps.map(({ name, count }) => `${name} ${count}`)).toEqual([
      'log 1', 'witnesses 1', `entries ${whole.evidence.entries.length}`, 'signatures 10', 'chain 8', 'devices 8', 'photos 1',
      `files ${whole.evidence.entries.length * 2 + 5}`,
    ]);
    const rows = storyOf(report);
    expect(rows.filter(({ tone }) => tone === 'bad').map(({ what }) => what)).toEqual(['Diterima', 'Selisih: Rantai terputus']);
    expect(rows.some(({ who }) => who === 'PPS Gambir')).toBe(true);
  });

  it('is the same inside the page', async () => {
    const photos = Object.fromEntries([...whole.files].map(([name, bytes]) => [name, base64(bytes)]));
    const data = JSON.stringify({ evidence: new TextDecoder().decode(whole.bytes), sums: whole.sums, photos }).replaceAll('<', '\\u003c');
    expect((await checkBundle(ofInlined(data))).verdict).toBe('intact');
    const page = utf8(`<!doctype html><script type="application/json" id="evidence">${data}</script>`);
    expect((await checkBundle(await openBundle(page))).verdict).toBe('intact');
  });

  it('that nobody witnessed stands alone', async () => {
    const [unwitnessed, unasked] = [await checkBundle(await bundleOf({ cosign: false })), await checkBundle(await bundleOf({ quorum: false }))];
    expect([unwitnessed.verdict, ...faultsOf(unwitnessed)]).toEqual(['alone', 'witnesses quorum']);
    expect([unasked.verdict, ...faultsOf(unasked)]).toEqual(['alone', 'witnesses nobody']);
  });

  it('whose log holds a statement with a changed seal shows the signature', async () => {
    const report = await checkBundle(await bundleOf({ leaves: (texts) => texts.map((text) => text.replace('DKA10002', 'DKA10003')) }));
    expect(report.verdict).toBe('broken');
    expect(stateOf(report, 'entries')).toBe('passed');
    expect(faultsOf(report)).toContain('signatures signature');
  });

  it('says which keys were never enrolled, and is whole all the same', async () => {
    const report = await checkBundle(await bundleOf({ leaves: (texts) => texts.map((text) => fixed(text.replace('DeviceEnrolled', 'DeviceHeard'))) }));
    expect(report.verdict).toBe('intact');
    expect(stateOf(report, 'devices')).toBe('remark');
  });

  // Each change of the evidence, made with fitting sums, and what is found.
  const changes: [string, (evidence: Evidence) => void, string][] = [
    ['a byte of an entry', (e) => (e.entries[3]!.leaf = flipped(e.entries[3]!.leaf)), 'entries path'],
    ['a hash of a path', (e) => (e.entries[2]!.path[1] = flipped(e.entries[2]!.path[1]!)), 'entries path'],
    ['another place', (e) => (e.entries[1]!.index = 4), 'entries path'],
    ['the checkpoint’s size', (e) => (e.checkpoint = e.checkpoint.replace(/\n([0-9]+)\n/, (_, n: string) => `\n${Number(n) + 1}\n`)), 'log log'],
    ['the log’s key', (e) => (e.vkey = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n'), 'log vkey'],
    ['a policy without quorum line', (e) => (e.policy = e.policy.replace(/quorum.*\n/, '')), 'log policy'],
    ['a step left out', (e) => e.boxes[0]!.links.splice(2, 1), 'chain after'],
    ['two steps in the other order', (e) => e.boxes[0]!.links.reverse(), 'chain after'],
    ['a step that is not there', (e) => (e.boxes[0]!.links[0]!.index = 77), 'chain link'],
    ['another box', (e) => (e.boxes[0]!.box = '3171011001999101'), 'chain box'],
    ['the photo’s salt', (e) => (e.photos[0]!.salt = base64(utf8('salt of 16 bytez'))), 'photos photo'],
    ['the photo’s name', (e) => (e.photos[0]!.hash = base64(new Uint8Array(32))), 'photos stray'],
  ];
  it.each(changes)('with %s is refused', async (_, change, fault) => {
    const evidence = structuredClone(whole.evidence);
    change(evidence);
    const report = await checkBundle(await bundled(evidence, whole.files));
    expect(report.verdict).toBe('broken');
    expect(faultsOf(report)).toContain(fault);
  });

  it('whose files are not those of the list is refused', async () => {
    const photo = new Map([['photos/a.jpg', utf8('another')]]);
    const other = await checkBundle({ ...whole, files: photo });
    expect(faultsOf(other)).toEqual(['photos photo', 'files sum']);
    const more = await checkBundle({ ...whole, files: new Map([...whole.files, ['entries/0', utf8('other')]]) });
    expect(faultsOf(more)).toContain('files sum');
    const stray = await checkBundle({ ...whole, files: new Map([...whole.files, ['more.txt', utf8('x')]]) });
    expect(faultsOf(stray)).toEqual(['files unlisted']);
  });

  it('that is none says so', async () => {
    for (const bytes of [utf8(''), utf8('{}'), utf8('PK\u0003\u0004'), utf8('{"format":"segel/evidence/v1"}')]) {
      await expect(openBundle(bytes)).rejects.toThrow();
    }
  });

  it('has words for every fault in both languages', () => {
    for (const [indonesian, english] of Object.values(FAULTS)) expect(indonesian).not.toBe(english);
  });
});

/** The entry with the length of its body as it is now. */
function fixed(text: string): string {
  const [head = '', ...rest] = text.split('\n\n');
  const body = rest.join('\n\n');
  return `${head.replace(/ [0-9]+$/, ` ${utf8(body).length}`)}\n\n${body}`;
}

function flipped(text: string): string {
  const bytes = fromBase64(text);
  bytes[bytes.length >> 1]! ^= 1;
  return base64(bytes);
}
