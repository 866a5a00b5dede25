import { type Bytes, Malformed, textOf, utf8 } from '$lib/tlog/bytes';
import { isZip, readZip } from './zip';

/** What `evidence.json` of a bundle says. The format: docs/formats/evidence.md. */
export interface Evidence {
  about: { kind: string; id: string; title: string };
  simulated: boolean;
  zone: string;
  vkey: string;
  policy: string;
  checkpoint: string;
  entries: { index: number; leaf: string; path: string[] }[];
  boxes: { box: string; links: { index: number; main: boolean }[] }[];
  photos: Photo[];
  /** Names of regions and places, by their codes, as the operator calls them. */
  names: Record<string, string>;
  /** Entries about it that are newer than the checkpoint. */
  later: number;
}

/** A photo that an entry names; without `file` it is not in the bundle, and `why` says the reason. */
export interface Photo {
  hash: string;
  salt?: string;
  file?: string;
  why?: string;
}

/** A bundle as far as it is at hand: the evidence, the sums of all files, and those files that are here. */
export interface Bundle {
  /** A zip holds every file of its list, the page those that the evidence says and photos. */
  form: 'zip' | 'page' | 'evidence';
  evidence: Evidence;
  /** `evidence.json`, as it is listed in the sums. */
  bytes: Bytes;
  sums: string | null;
  files: Map<string, Bytes>;
}

const FORMAT = 'segel/evidence/v1';
const INLINED = /<script type="application\/json" id="evidence">([^<]*)<\/script>/;

/** Reads a zip, the page with its data inside, or `evidence.json` alone. */
export async function openBundle(bytes: Bytes): Promise<Bundle> {
  if (isZip(bytes)) return ofFiles(await readZip(bytes));
  const text = textOf(bytes);
  const [, inlined] = INLINED.exec(text) ?? [];
  return inlined ? ofInlined(inlined) : { form: 'evidence', evidence: evidenceOf(text), bytes, sums: null, files: new Map() };
}

/** What stands inside the page: `{"evidence": text, "sums": text, "photos": {file: base64}}`. */
export function ofInlined(text: string): Bundle {
  const data = record(json(text));
  const [evidence, photos] = [string(data.evidence), record(data.photos)];
  const files = new Map(Object.entries(photos).map(([file, base64]) => [file, decode(string(base64))]));
  return { form: 'page', evidence: evidenceOf(evidence), bytes: utf8(evidence), sums: string(data.sums), files };
}

function ofFiles(files: Map<string, Bytes>): Bundle {
  const [bytes, sums] = [files.get('evidence.json'), files.get('SHA256SUMS')];
  if (!bytes || !sums) throw new Malformed('the zip has no evidence.json or no SHA256SUMS');
  return { form: 'zip', evidence: evidenceOf(textOf(bytes)), bytes, sums: textOf(sums), files };
}

function evidenceOf(text: string): Evidence {
  const all = record(json(text));
  if (all.format !== FORMAT) throw new Malformed(`this is not ${FORMAT}`);
  const about = record(all.about);
  return {
    about: { kind: string(about.kind), id: string(about.id), title: string(about.title) },
    simulated: all.simulated === true,
    zone: string(all.zone),
    vkey: string(all.vkey),
    policy: string(all.policy),
    checkpoint: string(all.checkpoint),
    entries: list(all.entries).map((one) => ({ index: whole(one.index), leaf: string(one.leaf), path: strings(one.path) })),
    boxes: list(all.boxes).map((one) => ({
      box: string(one.box),
      links: list(one.links).map((link) => ({ index: whole(link.index), main: link.main === true })),
    })),
    photos: list(all.photos).map((one) => ({
      hash: string(one.hash),
      ...(one.file === undefined ? { why: string(one.why) } : { file: string(one.file), salt: string(one.salt) }),
    })),
    names: Object.fromEntries(Object.entries(record(all.names)).map(([code, name]) => [code, string(name)])),
    later: whole(all.later),
  };
}

/** Base64 of any length. */
export function decode(base64: string): Bytes {
  let binary: string;
  try {
    binary = atob(base64);
  } catch {
    throw new Malformed('not base64');
  }
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Malformed('not JSON');
  }
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Malformed('the evidence has another form');
  return value as Record<string, unknown>;
}

function list(value: unknown): Record<string, unknown>[] {
  if (!Array.isArray(value)) throw new Malformed('the evidence has another form');
  return value.map(record);
}

function strings(value: unknown): string[] {
  if (!Array.isArray(value)) throw new Malformed('the evidence has another form');
  return value.map(string);
}

function string(value: unknown): string {
  if (typeof value !== 'string') throw new Malformed('the evidence has another form');
  return value;
}

function whole(value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new Malformed('the evidence has another form');
  return value as number;
}
