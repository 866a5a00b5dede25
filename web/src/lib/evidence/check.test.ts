import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { base64, type Bytes, concat, fromBase64, hex, sha256, utf8 } from '$lib/tlog/bytes';
import { cosignedMessage } from '$lib/tlog/cosignature';
import { leafHash, nodeHash } from '$lib/tlog/merkle';
import { keyIdOf, signatureLine } from '$lib/tlog/note';
import { parsePolicy } from '$lib/tlog/policy';
import { proofText } from '$lib/tlog/proof';
import { ofInlined, openBundle, type Bundle, type Evidence } from './bundle';
import { checkBundle, FAULTS, type Report } from './check';
import { isDeskWord } from './stock-story';
import { storyOf } from './story';
import { trustedOf } from './trusted';
import { unreadable } from './unreadable';

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
    names: { '3171011001': 'Gambir', G3171: 'Gudang kota Menteng' },
    later: 0,
  };
  return bundled(evidence, new Map([['photos/a.jpg', photo]]));
}

/** As it stands inside a page: the list names more than what is inlined. */
async function bundled(evidence: Evidence, files: Map<string, Bytes>): Promise<Bundle> {
  const { bytes, sums } = await listedOf(evidence, files);
  return { form: 'page', evidence, bytes, sums, files };
}

/** As a zip is read: every file of the list, the list and the page. */
async function zipped({ evidence, files }: Bundle): Promise<Bundle> {
  const { bytes, listed, sums } = await listedOf(evidence, files);
  return { form: 'zip', evidence, bytes, sums, files: new Map([...listed, ['SHA256SUMS', utf8(sums)], ['bukti.html', utf8('a page')]]) };
}

async function listedOf(evidence: Evidence, files: Map<string, Bytes>) {
  const bytes = utf8(JSON.stringify({ format: 'segel/evidence/v1', ...evidence }));
  const listed = new Map<string, Bytes>([
    ['README.txt', utf8('read me')],
    ['report.pdf', utf8('a report')],
    ['photos/salts.txt', utf8('salts')],
    ['evidence.json', bytes],
    ['vkey', utf8(evidence.vkey)],
    ['policy', utf8(evidence.policy)],
    ['checkpoint', utf8(evidence.checkpoint)],
    ...evidence.entries.map(({ index, leaf }) => [`entries/${index}`, fromBase64(leaf)] as const),
    ...evidence.entries.map(({ index, path }) => [`proofs/${index}.tlog-proof`, utf8(proofText(index, path, evidence.checkpoint))] as const),
    ...files,
  ]);
  const sums = await Promise.all([...listed].map(async ([name, file]) => `${hex(await sha256(file))}  ${name}\n`));
  return { bytes, listed, sums: sums.join('') };
}

/** A key of a kind that is read and never counted. */
const vkeyOf = (name: string) => `witness ${name} ${name}.example+00000000+${base64(Uint8Array.of(6, 1))}`;

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

  it('says whose keys were trusted, and how many of them are needed', async () => {
    const { trusted } = await checkBundle(whole);
    const [log, witness] = whole.evidence.policy.split('\n').map((line) => line.split(' ').at(-1)!);
    expect(trusted).toEqual({ log, needed: 1, bodies: 1, witnesses: [{ vkey: witness, body: 'bawaslu' }] });
    const unasked = await checkBundle(await bundleOf({ quorum: false }));
    expect(unasked.trusted).toMatchObject({ needed: 0, bodies: 0, witnesses: [] });
  });

  it('names the keys of each body, and those that are not counted', async () => {
    const [log, witness] = whole.evidence.policy.split('\n');
    const named = (name: string) => `witness ${name} ${witness!.split(' ')[2]!}`;
    const text = [log, named('a1'), vkeyOf('a2'), vkeyOf('b'), vkeyOf('c'), 'group a any a1 a2', 'group both all a b', 'quorum both', ''].join('\n');
    const { needed, bodies, witnesses } = trustedOf('log', await parsePolicy(text));
    expect([needed, bodies, witnesses.map(({ body, vkey }) => `${body} ${vkey.split('+')[0]}`)]).toEqual([
      2, 2, [`a ${WITNESS}`, 'a a2.example', 'b b.example', ' c.example'],
    ]);
  });

  // Each stock fact, and the sentences that a reader must find.
  const stock: [string, string, string[]][] = [
    ['StockOpened', 'bundle 25\nkoli 500\noutlier 5\nrevote 1 6000\n', ['Pencatatan surat suara dibuka', 'Ikat 25 lembar, koli 500 lembar']],
    ['BillOfMaterialsSet', 'item TINTA 1 2 Tinta\nitem BILIK out 4 Bilik\n', ['2 barang']],
    ['ConsignmentSent', 'consignment C1\nfrom printer:PTA\nto G3171\nnote SJ-1\nbatch B1\nkoli 001-010 1 500\nkoli 011 4-2 20\n', ['Kiriman C1 dikirim', 'Dari percetakan PTA ke Gudang kota Menteng', '11 koli, 5.020 lembar']],
    ['ConsignmentArrived', 'consignment C1\nplace G3171\n', ['Kiriman C1 tiba', 'Di Gudang kota Menteng']],
    ['KoliReceived', 'consignment C1\nplace G3171\nkoli 001-010\nkoli 011 19 wet\n', ['11 koli', 'Dihitung lain atau rusak: koli nomor 11 19 lembar basah']],
    ['CountCorrected', 'place G3171\nkoli C1-011\ncounted 20\n', ['Koli C1-011: 20 lembar']],
    ['KoliOpened', 'place G3171\ntable 3\nshift 2024-01-10-1\nkoli C1-001\n', ['Di Gudang kota Menteng, meja 3, sif 2024-01-10-1', '1 koli: C1-001']],
    ['KoliSorted', 'place G3171\ntable 3\nshift 2024-01-10-1\nkoli C1-001 480 torn=12 missing=8 4-2=5\nkoli C1-002 500\n', ['Koli C1-001: 480 lembar baik, 12 sobek, kurang 8, desain lain: 5 lembar DPRPROV dapil 2']],
    ['BoxesFilled', `place G3171\npacker P1\nbox ${BOX} C1-001.01-08 C1-001.09=2 C1-002.04b\nbox 3171011001999101 C1-003.01\n`, ['Pengepak P1', '1 dari 2 kotak', `Kotak ${BOX}: 8 ikat utuh, 2 lembar dari ikat yang dipecah, sisa 1 ikat yang dipecah (C1-001.01-08 C1-001.09=2 C1-002.04b)`]],
    ['BoxesChecked', `place G3171\nchecker P2\nbox ${BOX} short TINTA=2\nbox 3171011001999101 ready\n`, ['Pemeriksa P2', `Kotak ${BOX}: belum boleh disegel, kurang TINTA 2`]],
    ['ReplacementOrdered', 'order O1\nprinter PTA\nplace G3171\ndeadline 2024-02-01T00:00:00Z\nsheets 1 12\nsheets 4-2 3\n', ['Pesanan O1 dari percetakan PTA', '12 lembar PPWP, 3 lembar DPRPROV dapil 2']],
    ['TransferOrdered', `transfer TR1\nplace G3171\nto K317101\nsheets 1 25\nbox ${BOX}\n`, [`25 lembar PPWP, kotak ${BOX}`]],
    ['DamageFound', `place G3171\nfrom box:${BOX}\nsheets 1 3\ndamage punched\n`, [`3 lembar PPWP sudah tercoblos, dari kotak ${BOX}`]],
    ['SheetsDestroyed', 'place G3171\nrecord BA-1\nwitness BAWASLU\nwitness POLDA\nsheets damaged:G3171 1 12\nsheets store:G3171 4-2 3\n', ['Berita acara BA-1, disaksikan Bawaslu, Kepolisian', '15 lembar']],
    ['StockCounted', `place G3171\ncount store:G3171 1 12\ncount box:${BOX} 1 277\n`, [`kotak ${BOX} 277 lembar PPWP`]],
    ['DifferenceClosed', 'place G3171\nabout consignment:C1\nsheets 1 12\nway CREDITED\nrecord BA-2\n', ['Selisih stok ditutup: diakui percetakan', '12 lembar PPWP, berita acara BA-2']],
    ['ItemsChecked', 'place T3171011001147\nlacks BILIK=1\n', ['KPPS', 'Di TPS 147 Gambir', 'Kurang BILIK 1']],
    ['RevoteDeclared', 'record SK-1\nkind 1\ntps 3171011001147\n', ['Keputusan SK-1: 1 TPS']],
    ['CodeSeen', 'place K317101\ncode koli:C1-001\n', ['Kode koli C1-001']],
    ['FindingRaised', 'kind FOREIGN_SHEETS\nabout koli:C1-001\nstyle 4-2\nsheets 5\n', ['Temuan: Desain lain di dalam koli', 'Tentang koli C1-001', '5 lembar DPRPROV dapil 2']],
    ['FindingRaised', 'kind RECEIPT_DIFFERS\nabout consignment:C1.1\nstyle 1\nsheets 8\n', ['Tentang kiriman C1', 'Kurang 8 lembar PPWP']],
    ['FindingRaised', `kind BOX_OVER\nabout box:${BOX}\nstyle 1\nover 4\n`, ['Temuan: Kotak lebih', `Tentang kotak ${BOX}`, 'Lebih 4 lembar PPWP']],
    ['FindingCleared', 'kind DAMAGED_LATE\nabout damaged:G3171.4-2\n', ['Temuan selesai: Rusak setelah diterima', 'Tentang lembar rusak di Gudang kota Menteng (DPRPROV dapil 2)']],
  ];
  it('tells what was packed, counted and found, and of a load the boxes it is about', async () => {
    const election = 'election uji\nname Uji\nday 2024-02-14\nzone Asia/Jakarta\nreserve 20\nspares 2\nkind 1 PPWP 9a9a9a PPWP\nkind 4 DPRPROV 0000ff DPRD Provinsi\n';
    const facts: [string, string][] = [['ElectionOpened', election], ...stock.map(([name, fields]) => [name, fields] as [string, string])];
    const report = await checkBundle(
      await bundleOf({ leaves: (texts) => [...texts, ...facts.map(([name, fields]) => entry('fact', `segel/fact/v1\nfact ${name}\n${fields}`))] }),
    );
    expect(report.verdict).toBe('intact');
    expect((await checkBundle(whole)).entries.some(({ fact }) => fact && isDeskWord(fact))).toBe(false);
    const rows = storyOf(report).slice(-stock.length);
    // Each row that names a person of the warehouse is such a word.
    const desks = report.entries.slice(-stock.length).map(({ fact }) => isDeskWord(fact!));
    rows.forEach(({ who }, at) => expect([at, desks[at]]).toEqual([at, /^(Petugas gudang|Pengepak|Pemeriksa)/.test(who) || desks[at]]));
    expect(desks.filter(Boolean).length).toBe(15);
    stock.forEach(([name, , said], at) => {
      const { who, what, more } = rows[at]!;
      const lines = [who, what, ...more];
      expect(lines, name).toEqual(expect.arrayContaining(said));
      expect(lines.join('\n')).not.toMatch(new RegExp(`${name}|3171011001999101`));
    });
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

  it('whose zip lacks a file of the list is refused, and names it', async () => {
    const zip = await zipped(whole);
    const all = await checkBundle(zip);
    expect([all.verdict, stateOf(all, 'files')]).toEqual(['intact', 'passed']);
    for (const name of ['entries/3', 'proofs/3.tlog-proof', 'policy', 'checkpoint', 'report.pdf', 'photos/a.jpg', 'photos/salts.txt']) {
      const report = await checkBundle({ ...zip, files: new Map([...zip.files].filter(([file]) => file !== name)) });
      const { state, count, faults } = report.steps.find((step) => step.name === 'files')!;
      expect([report.verdict, state, faults]).toEqual(['broken', 'failed', [{ why: 'missing', at: name }]]);
      expect(count).toBe(zip.files.size - 3);
    }
  });

  it('whose page lacks what the list names of the evidence is refused', async () => {
    const report = await checkBundle({ ...whole, sums: `${whole.sums}${'0'.repeat(64)}  entries/4158\n` });
    expect(report.steps.at(-1)?.faults).toEqual([{ why: 'missing', at: 'entries/4158' }]);
  });

  it('that is none says so', async () => {
    for (const bytes of [utf8(''), utf8('{}'), utf8('PK\u0003\u0004'), utf8('{"format":"segel/evidence/v1"}')]) {
      const { message } = await openBundle(bytes).then(() => expect.fail('it was read'), (e: Error) => e);
      expect(unreadable(message)[0]).not.toMatch(/tidak dapat dibaca|[^:] the /);
    }
  });

  it('has an Indonesian sentence for each way of not being read', () => {
    const thrown = ['bundle', 'zip'].flatMap((name) =>
      [...readFileSync(new URL(`./${name}.ts`, import.meta.url), 'utf8').matchAll(/new Malformed\(['`]([^'`]+)['`]\)/g)].map(([, said]) => said!.replace('${FORMAT}', 'segel/evidence/v1').replace('${name}', 'a')),
    );
    expect(thrown.length).toBeGreaterThan(10);
    for (const said of thrown) expect([said, unreadable(said)[0]]).not.toEqual([said, 'isinya tidak dapat dibaca']);
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
