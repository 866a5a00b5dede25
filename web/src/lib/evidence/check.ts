import { type Entry, parseEntry } from '$lib/custody/entry';
import { Flawed, keyNameOf, openStatement, type SignedStatement } from '$lib/custody/signed-statement';
import type { Statement } from '$lib/custody/statement';
import { base64, type Bytes, concat, equal, fromBase64, hex, Malformed, sha256, textOf, utf8 } from '$lib/tlog/bytes';
import { type Checkpoint, parseCheckpoint } from '$lib/tlog/checkpoint';
import { verifyEd25519 } from '$lib/tlog/ed25519';
import { isIncluded, leafHash } from '$lib/tlog/merkle';
import { keyIdOf, parseNote, parseVkey, printNote } from '$lib/tlog/note';
import { parsePolicy, type Standing } from '$lib/tlog/policy';
import { proofText } from '$lib/tlog/proof';
import { PROOF_FLAWS, ProofFailed, verifyCheckpoint } from '$lib/tlog/verify-proof';
import { type Bundle, decode, type Evidence, type Photo } from './bundle';
import { type Trusted, trustedOf } from './trusted';

/** What is checked of a bundle, in this order. */
export const STEPS = ['log', 'witnesses', 'entries', 'signatures', 'chain', 'devices', 'photos', 'files'] as const;
export type StepName = (typeof STEPS)[number];

export interface Step {
  name: StepName;
  /** `none`: there is nothing of the kind here; `remark`: it holds, and something about it must be known. */
  state: 'passed' | 'failed' | 'remark' | 'none';
  count: number;
  faults: Fault[];
}

/** Why something does not hold, at which entry or file. */
export interface Fault {
  why: keyof typeof FAULTS;
  at?: string;
}

export const FAULTS = {
  vkey: ['Kunci log bukan kunci dalam kebijakan', 'The log’s key is not the key in the policy'],
  log: ['Kepala log tidak bertanda tangan sah dari log itu', 'The log’s head is not validly signed by the log'],
  policy: ['Kebijakan penyaksi tidak dapat dibaca', 'The witness policy cannot be read'],
  quorum: ['Belum cukup lembaga yang menyaksikan', 'Not enough bodies have witnessed it yet'],
  nobody: ['Kebijakan log ini tidak menyebut penyaksi', 'The policy of this log names no witness'],
  liar: ['Tanda tangan penyaksi tidak sah, tidak dihitung', 'A witness’s signature does not hold and is not counted'],
  entry: ['Catatan tidak dapat dibaca', 'The entry cannot be read'],
  path: ['Catatan tidak ada di tempat itu dalam log: diubah, atau bukan dari log ini', 'The entry is not at that place of the log: altered, or not of this log'],
  twice: ['Satu nomor catatan dipakai dua kali', 'One entry number is used twice'],
  signature: ['Tanda tangan perangkat tidak sah', 'The device’s signature does not hold'],
  statement: ['Isi bukan pernyataan yang dapat dibaca', 'The content is no statement that can be read'],
  link: ['Langkah rantai tidak ada dalam berkas', 'A step of the chain is not in the bundle'],
  box: ['Pernyataan tidak menyebut kotak ini', 'The statement does not name this box'],
  after: ['Langkah tidak mengikuti langkah sebelumnya', 'The step does not follow the one before it'],
  unknown: ['Kunci penanda tangan tidak pernah didaftarkan', 'The signing key was never enrolled'],
  revoked: ['Kunci sudah dicabut saat ini dicatat', 'The key had been revoked when this was recorded'],
  photo: ['Foto bukan foto yang disebut catatan', 'The photo is not the one that the entry names'],
  stray: ['Foto tidak disebut catatan mana pun', 'No entry names the photo'],
  absent: ['Foto tidak disertakan', 'The photo is not included'],
  sum: ['Berkas berbeda dari daftar SHA256SUMS', 'The file differs from the list SHA256SUMS'],
  missing: ['Berkas disebut dalam daftar SHA256SUMS dan tidak ada', 'The file is named in the list SHA256SUMS and is not there'],
  unlisted: ['Berkas tidak ada dalam daftar SHA256SUMS', 'The file is not in the list SHA256SUMS'],
} as const;

/** A device as the entries of the bundle enrolled it. */
export interface Device {
  role: string;
  territory: string;
  enrolled: number;
  revoked: number;
}

/** One entry that was read. */
export interface Read {
  index: number;
  leaf: string;
  entry: Entry;
  signed?: SignedStatement;
  fact?: Fact;
}

export interface Fact {
  name: string;
  fields: Map<string, string[]>;
}

export interface Report {
  /** `alone`: it holds, but only the log itself stands behind it. */
  verdict: 'intact' | 'alone' | 'broken';
  steps: Step[];
  evidence: Evidence;
  checkpoint?: Checkpoint;
  standing?: Standing;
  /** The keys that the bundle brought along; missing where its policy cannot be read. */
  trusted?: Trusted;
  entries: Read[];
  devices: Map<string, Device>;
  /** Photos that hold, by the hash that an entry names. */
  photos: Map<string, Bytes>;
  /** SHA-256 of SHA256SUMS. */
  bundle: string | null;
}

/** Checks a bundle from its bytes, and goes on after what does not hold, so that all of it is told. */
export async function checkBundle(bundle: Bundle): Promise<Report> {
  return new Check(bundle).run();
}

class Check {
  readonly #evidence: Evidence;
  readonly #steps = new Map<StepName, Step>(STEPS.map((name) => [name, { name, state: 'none', count: 0, faults: [] }]));
  readonly #entries: Read[] = [];
  readonly #devices = new Map<string, Device>();
  readonly #photos = new Map<string, Bytes>();
  #checkpoint: Checkpoint | undefined;
  #standing: Standing | undefined;
  #trusted: Trusted | undefined;

  constructor(readonly bundle: Bundle) {
    this.#evidence = bundle.evidence;
  }

  async run(): Promise<Report> {
    await this.#log();
    await this.#readEntries();
    await this.#signatures();
    this.#chains();
    this.#signers();
    await this.#checkPhotos();
    await this.#sums();
    const steps = [...this.#steps.values()];
    const isBroken = steps.some(({ state }) => state === 'failed');
    const isAlone = !this.#standing?.met || this.#standing.bodies.every(({ since }) => since === null);
    const { sums } = this.bundle;
    return {
      verdict: isBroken ? 'broken' : isAlone ? 'alone' : 'intact',
      steps,
      evidence: this.#evidence,
      ...(this.#checkpoint ? { checkpoint: this.#checkpoint } : {}),
      ...(this.#standing ? { standing: this.#standing } : {}),
      ...(this.#trusted ? { trusted: this.#trusted } : {}),
      entries: this.#entries,
      devices: this.#devices,
      photos: this.#photos,
      bundle: sums === null ? null : hex(await sha256(utf8(sums))),
    };
  }

  async #log(): Promise<void> {
    const { vkey, policy: text, checkpoint } = this.#evidence;
    try {
      const policy = await parsePolicy(text);
      this.#trusted = trustedOf(vkey, policy);
      const key = await parseVkey(vkey);
      if (!policy.logs.some((log) => log.name === key.name && equal(log.key, key.key))) this.#fail('log', { why: 'vkey' });
      this.#checkpoint = parseCheckpoint(checkpoint);
      this.#standing = await verifyCheckpoint(this.#checkpoint, policy);
      this.#pass('log');
    } catch (e) {
      if (!(e instanceof Malformed || e instanceof ProofFailed)) throw e;
      this.#fail('log', { why: this.#checkpoint ? 'log' : 'policy', at: e instanceof ProofFailed ? PROOF_FLAWS[e.flaw] : e.message });
      return;
    }
    const { bodies, met } = this.#standing;
    for (const { name, since, invalid } of bodies) {
      if (since !== null) this.#pass('witnesses');
      if (invalid) this.#remark('witnesses', { why: 'liar', at: name });
    }
    if (bodies.length === 0) this.#remark('witnesses', { why: 'nobody' });
    else if (!met) this.#remark('witnesses', { why: 'quorum' });
  }

  async #readEntries(): Promise<void> {
    const seen = new Set<number>();
    for (const { index, leaf: text, path } of this.#evidence.entries) {
      const at = String(index);
      if (seen.has(index)) this.#fail('entries', { why: 'twice', at });
      seen.add(index);
      let leaf: Bytes;
      try {
        leaf = decode(text);
        const head = this.#checkpoint;
        const hash = await leafHash(leaf);
        if (!head || !(await isIncluded(hash, index, head.size, path.map(fromBase64), head.root))) throw new Malformed('no path');
        this.#pass('entries');
        const entry = parseOr(() => parseEntry(leaf));
        if (!entry) this.#fail('entries', { why: 'entry', at });
        else this.#entries.push({ index, leaf: hex(hash), entry });
      } catch (e) {
        if (!(e instanceof Malformed)) throw e;
        this.#fail('entries', { why: 'path', at });
      }
    }
    this.#entries.sort((a, b) => a.index - b.index);
  }

  async #signatures(): Promise<void> {
    const byId = new Map<string, SignedStatement>();
    for (const read of this.#entries) {
      const at = String(read.index);
      if (read.entry.kind === 'fact') {
        const fact = parseOr(() => factOf(read.entry.body));
        if (fact) read.fact = fact;
        else this.#fail('entries', { why: 'entry', at });
        continue;
      }
      try {
        read.signed = await openStatement(read.entry.body);
        byId.set(read.signed.id, read.signed);
        for (const _ of read.signed.note.signatures) this.#pass('signatures');
      } catch (e) {
        if (!(e instanceof Flawed)) throw e;
        this.#fail('signatures', { why: e.flaw.startsWith('SIGNATURE') ? 'signature' : 'statement', at });
      }
    }
    // A line that came later for the same text is a fact of its own.
    for (const { index, fact } of this.#entries) {
      if (fact?.name !== 'SignatureAdded') continue;
      const signed = byId.get(one(fact, 'statement'));
      if (!signed) continue;
      if (await holdsFor(signed, one(fact, 'line'))) this.#pass('signatures');
      else this.#fail('signatures', { why: 'signature', at: String(index) });
    }
  }

  /** Each step names the one before it. */
  #chains(): void {
    const byIndex = new Map(this.#entries.map((read) => [read.index, read]));
    const byId = new Map(this.#entries.flatMap(({ signed }) => (signed ? [[signed.id, signed.statement] as const] : [])));
    for (const { box, links } of this.#evidence.boxes) {
      let before: string | null = null;
      for (const { index, main } of links) {
        const at = `${box}, ${index}`;
        const signed = byIndex.get(index)?.signed;
        if (!signed) {
          this.#fail('chain', { why: 'link', at });
          continue;
        }
        const after = afterOf(signed.statement, box, byId);
        if (after === undefined) this.#fail('chain', { why: 'box', at });
        if (!main) continue;
        if (after === before) this.#pass('chain');
        else if (after !== undefined) this.#fail('chain', { why: 'after', at });
        before = signed.id;
      }
    }
  }

  #signers(): void {
    for (const { index, fact } of this.#entries) {
      if (fact?.name === 'DeviceEnrolled' && !this.#devices.has(one(fact, 'key'))) {
        this.#devices.set(one(fact, 'key'), { role: one(fact, 'role'), territory: one(fact, 'territory'), enrolled: index, revoked: Infinity });
      }
      const device = fact?.name === 'DeviceRevoked' ? this.#devices.get(one(fact, 'key')) : undefined;
      if (device && device.revoked === Infinity) device.revoked = index;
    }
    for (const { index, signed } of this.#entries) {
      if (!signed) continue;
      const device = this.#devices.get(signed.statement.by);
      if (!device || device.enrolled > index) this.#remark('devices', { why: 'unknown', at: String(index) });
      else if (device.revoked < index) this.#remark('devices', { why: 'revoked', at: String(index) });
      else this.#pass('devices');
    }
  }

  async #checkPhotos(): Promise<void> {
    const named = new Set(
      this.#entries.flatMap(({ signed, fact }) => [signed?.statement.paper, ...(fact?.fields.get('picture') ?? [])]),
    );
    for (const photo of this.#evidence.photos) {
      const at = photo.file ?? photo.hash;
      if (!named.has(photo.hash)) this.#fail('photos', { why: 'stray', at });
      const bytes = photo.file ? this.bundle.files.get(photo.file) : undefined;
      if (!bytes) this.#remark('photos', { why: 'absent', at: photo.why ? `${at} (${photo.why})` : at });
      else if (await isNamed(photo, bytes)) {
        this.#photos.set(photo.hash, bytes);
        this.#pass('photos');
      } else this.#fail('photos', { why: 'photo', at });
    }
  }

  /** Every file that is here, or follows from the evidence, is the one that the list names; what is listed is here. */
  async #sums(): Promise<void> {
    if (this.bundle.sums === null) return;
    const listed = new Map(
      this.bundle.sums
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => [line.slice(66), line.slice(0, 64)]),
    );
    const held = this.#held();
    const isHere = this.#isHere(held);
    for (const name of listed.keys()) {
      if (!isHere(name)) this.#fail('files', { why: 'missing', at: name });
    }
    for (const [name, bytes] of held) {
      const sum = listed.get(name);
      if (sum !== undefined && !isHere(name)) continue;
      if (sum === undefined) this.#fail('files', { why: 'unlisted', at: name });
      else if (sum === hex(await sha256(bytes))) this.#pass('files');
      else this.#fail('files', { why: 'sum', at: name });
    }
  }

  /** What follows from the evidence stands in a page; a zip has it as files beside that. */
  #isHere(held: ReadonlyMap<string, Bytes>): (name: string) => boolean {
    const { form, files } = this.bundle;
    return form === 'zip' ? (name) => files.has(name) : (name) => held.has(name) || NOT_INLINED.test(name);
  }

  #held(): Map<string, Bytes> {
    const { vkey, policy, checkpoint, entries } = this.#evidence;
    const held = new Map(this.bundle.files);
    for (const name of UNLISTED) held.delete(name);
    // What the zip holds beside the evidence must be what the evidence says.
    const add = (name: string, bytes: Bytes): void => {
      const given = held.get(name);
      if (given && !equal(given, bytes)) this.#fail('files', { why: 'sum', at: name });
      held.set(name, bytes);
    };
    add('evidence.json', this.bundle.bytes);
    add('vkey', utf8(vkey));
    add('policy', utf8(policy));
    add('checkpoint', utf8(checkpoint));
    for (const { index, leaf, path } of entries) {
      add(`proofs/${index}.tlog-proof`, utf8(proofText(index, path, checkpoint)));
      const bytes = parseOr(() => decode(leaf));
      if (bytes) add(`entries/${index}`, bytes);
    }
    return held;
  }

  #pass(name: StepName): void {
    const step = this.#steps.get(name)!;
    step.count++;
    if (step.state === 'none') step.state = 'passed';
  }

  #remark(name: StepName, fault: Fault): void {
    const step = this.#steps.get(name)!;
    step.faults.push(fault);
    if (step.state !== 'failed') step.state = 'remark';
  }

  #fail(name: StepName, fault: Fault): void {
    const step = this.#steps.get(name)!;
    step.faults.push(fault);
    step.state = 'failed';
  }
}

/** The list cannot name itself, and the page holds the list. */
const UNLISTED = ['SHA256SUMS', 'bukti.html'];
/** What the page leaves out. A photo may be too large for it; that is told with the photos. */
const NOT_INLINED = /^(README\.txt|report\.(pdf|html)|photos\/.*)$/;

/** What the statement follows for a box; undefined when it does not speak of the box. */
function afterOf(statement: Statement, box: string, byId: ReadonlyMap<string, Statement>): string | null | undefined {
  if (statement.of) {
    const offer = byId.get(statement.of);
    return !offer || names(offer, box) ? statement.of : undefined;
  }
  const group = statement.groups.find(({ boxes }) => boxes.some((line) => line.box === box));
  if (group) return group.after;
  return names(statement, box) ? null : undefined;
}

function names({ groups }: Statement, box: string): boolean {
  return groups.some(({ boxes }) => boxes.some((line) => line.box === box || line.into?.box === box));
}

async function isNamed({ hash, salt }: Photo, bytes: Bytes): Promise<boolean> {
  const salted = parseOr(() => fromBase64(salt ?? ''));
  return salted !== undefined && base64(await sha256(concat(salted, bytes))) === hash;
}

/** A signature line of a party that the text names. */
async function holdsFor({ statement, note }: SignedStatement, line: string): Promise<boolean> {
  const [added] = parseOr(() => parseNote(utf8(printNote({ text: note.text, signatures: [] }) + `${line}\n`)))?.signatures ?? [];
  for (const party of added ? [statement.by, ...statement.saksi] : []) {
    const key = fromBase64(party);
    const name = await keyNameOf(key);
    if (name !== added!.name || !equal(await keyIdOf(name, key), added!.keyId)) continue;
    return verifyEd25519(key, utf8(note.text), added!.signature);
  }
  return false;
}

function factOf(body: Bytes): Fact {
  const [first, second = '', ...lines] = textOf(body).split('\n');
  if (first !== 'segel/fact/v1' || !second.startsWith('fact ') || lines.pop() !== '') throw new Malformed('not a fact');
  const fields = new Map<string, string[]>();
  for (const line of lines) {
    const cut = line.indexOf(' ');
    if (cut < 1) throw new Malformed('not a fact');
    const name = line.slice(0, cut);
    fields.set(name, [...(fields.get(name) ?? []), line.slice(cut + 1)]);
  }
  return { name: second.slice(5), fields };
}

/** The first value of a field; empty when there is none. */
export function one({ fields }: Fact, name: string): string {
  return fields.get(name)?.[0] ?? '';
}

function parseOr<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (e) {
    if (e instanceof Malformed) return undefined;
    throw e;
  }
}
