import { type Bytes, concat, equal, fromBase64, hex, Malformed, sha256, utf8 } from './bytes';
import { verifyEd25519 } from './ed25519';
import type { Note, NoteSignature } from './note';

/** Who watches a log: c2sp.org/tlog-cosignature. `key` is missing where this browser cannot check its kind. */
export interface Cosigner {
  name: string;
  /** As its policy has it. */
  vkey: string;
  keyId: Bytes;
  key?: Bytes;
}

/** What a witness's lines below a checkpoint are worth. */
export interface Cosigned {
  /** The newest moment at which it cosigned, in seconds since 1970; null when no line of its holds. */
  time: number | null;
  /** A line names its key and does not hold. */
  invalid: boolean;
}

const COSIGNATURE_V1 = 0x04;
const TIME_BYTES = 8;
const SIGNATURE_BYTES = 64;

/** A witness's key, `<name>+<8 hex>+<base64(type, key)>`. Kinds other than Ed25519's 0x04 are read and never counted. */
export async function parseCosigner(vkey: string): Promise<Cosigner> {
  const [name, id, ...rest] = vkey.split('+');
  const blob = fromBase64(rest.join('+'));
  if (!name || /\s/u.test(name) || !id || !/^[0-9a-f]{8}$/.test(id) || blob.length < 2) {
    throw new Malformed('not a verifier key');
  }
  if (blob[0] !== COSIGNATURE_V1) return { name, vkey, keyId: keyIdIn(id) };
  if (blob.length !== 33) throw new Malformed('not an Ed25519 verifier key');
  const keyId = (await sha256(concat(utf8(name), Uint8Array.of(0x0a), blob))).slice(0, 4);
  if (hex(keyId) !== id) throw new Malformed('the key does not match its own number');
  return { name, vkey, keyId, key: blob.slice(1) };
}

function keyIdIn(id: string): Bytes {
  return Uint8Array.from(id.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/** What is signed: `cosignature/v1`, the time, and the whole text of the note. */
export function cosignedMessage(text: string, time: bigint): Bytes {
  return utf8(`cosignature/v1\ntime ${time}\n${text}`);
}

/** Whether the witness cosigned, and when last. */
export async function cosignatureOf(note: Note, cosigner: Cosigner): Promise<Cosigned> {
  const cosigned: Cosigned = { time: null, invalid: false };
  const { key } = cosigner;
  if (!key) return cosigned;
  for (const line of note.signatures) {
    if (line.name !== cosigner.name || !equal(line.keyId, cosigner.keyId)) continue;
    const time = await timeOf(note, line, key);
    if (time === null) cosigned.invalid = true;
    else cosigned.time = Math.max(cosigned.time ?? 0, time);
  }
  return cosigned;
}

async function timeOf(note: Note, { signature }: NoteSignature, key: Bytes): Promise<number | null> {
  if (signature.length !== TIME_BYTES + SIGNATURE_BYTES) return null;
  const time = new DataView(signature.buffer, signature.byteOffset).getBigUint64(0);
  if (time > BigInt(Number.MAX_SAFE_INTEGER)) return null;
  const holds = await verifyEd25519(key, cosignedMessage(note.text, time), signature.slice(TIME_BYTES));
  return holds ? Number(time) : null;
}
