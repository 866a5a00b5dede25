import { type Bytes, base64, concat, equal, fromBase64, hex, Malformed, sha256, textOf, utf8 } from './bytes';
import { verifyEd25519 } from './ed25519';

/** A C2SP signed note: a text and lines of signatures under it. */
export interface Note {
  /** With its last line feed; these bytes are what is signed. */
  text: string;
  signatures: NoteSignature[];
}

export interface NoteSignature {
  name: string;
  keyId: Bytes;
  signature: Bytes;
}

/** Who can sign: a name and an Ed25519 key. */
export interface Verifier {
  name: string;
  keyId: Bytes;
  key: Bytes;
}

export type SignatureVerdict = 'valid' | 'invalid' | 'unknown';

const ED25519 = 0x01;
const SIGNATURES_MAX = 64;

export function parseNote(bytes: Uint8Array): Note {
  const all = textOf(bytes);
  for (const c of all) {
    if (c < ' ' && c !== '\n') throw new Malformed('control character in the note');
  }
  const cut = all.lastIndexOf('\n\n');
  if (cut < 0) throw new Malformed('no signatures');
  const text = all.slice(0, cut + 1);
  const lines = all.slice(cut + 2);
  if (lines === '' || !lines.endsWith('\n')) throw new Malformed('no signatures');
  const signatures = lines.slice(0, -1).split('\n').map(parseSignature);
  if (signatures.length > SIGNATURES_MAX) throw new Malformed('too many signatures');
  return { text, signatures };
}

function parseSignature(line: string): NoteSignature {
  const [dash, name, blob, more] = line.split(' ');
  if (dash !== '\u2014' || !name || !blob || more !== undefined || !isName(name)) {
    throw new Malformed('malformed signature line');
  }
  const bytes = fromBase64(blob);
  if (bytes.length < 5) throw new Malformed('signature too short');
  return { name, keyId: bytes.slice(0, 4), signature: bytes.slice(4) };
}

function isName(name: string): boolean {
  return name !== '' && !/[\s+]/u.test(name);
}

export function printNote({ text, signatures }: Note): string {
  return `${text}\n${signatures.map(signatureLine).join('')}`;
}

export function signatureLine({ name, keyId, signature }: NoteSignature): string {
  return `\u2014 ${name} ${base64(concat(keyId, signature))}\n`;
}

export async function keyIdOf(name: string, key: Uint8Array): Promise<Bytes> {
  return (await sha256(concat(utf8(name), Uint8Array.of(0x0a, ED25519), key))).slice(0, 4);
}

/** A key as the log publishes it: `<name>+<8 hex>+<base64(type, key)>`. */
export async function parseVkey(line: string): Promise<Verifier> {
  const [name, id, ...rest] = line.trim().split('+');
  const blob = fromBase64(rest.join('+'));
  if (!name || !isName(name) || !id || blob[0] !== ED25519 || blob.length !== 33) {
    throw new Malformed('not an Ed25519 verifier key');
  }
  const key = blob.slice(1);
  const keyId = await keyIdOf(name, key);
  if (hex(keyId) !== id) throw new Malformed('the key does not match its own number');
  return { name, keyId, key };
}

/** A line by somebody else is unknown, which is no fault; a line by this key must verify. */
export async function judge(note: Note, line: NoteSignature, verifier: Verifier): Promise<SignatureVerdict> {
  if (line.name !== verifier.name || !equal(line.keyId, verifier.keyId)) return 'unknown';
  return (await verifyEd25519(verifier.key, utf8(note.text), line.signature)) ? 'valid' : 'invalid';
}

/** Whether the verifier signed, and none of its lines is wrong. */
export async function isSignedBy(note: Note, verifier: Verifier): Promise<boolean> {
  const verdicts = await Promise.all(note.signatures.map((line) => judge(note, line, verifier)));
  return verdicts.includes('valid') && !verdicts.includes('invalid');
}
