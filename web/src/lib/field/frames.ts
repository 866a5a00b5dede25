import { concat, hex, Malformed, sha256, type Bytes } from '$lib/tlog/bytes';
import { base45, fromBase45 } from './base45';

/**
 * A signed note as QR codes that one phone shows and another films: docs/formats/handover.md. Each frame says of which
 * note it is a part, so that frames of two handovers are never mixed.
 */
const MARK = 'SEGEL1';
/** With it a frame has at most 500 characters: a QR code of version 14, which an old phone still reads. */
const CHUNK = 474;
const PARTS_MAX = 99;
const NOTE_BYTES_MAX = 60_000;
const FRAME = /^SEGEL1\/([0-9A-F]{8})\/([1-9][0-9]?)\/([1-9][0-9]?)\/([0-9A-Z $%*+\-./:]+)$/;

/** The frames of a note, in their order; one for a small one. */
export async function framesOf(note: Bytes): Promise<string[]> {
  if (note.length > NOTE_BYTES_MAX) throw new Malformed('a note this long is not shown as codes');
  const text = base45(await squeezed(note));
  const parts = Math.ceil(text.length / CHUNK);
  if (parts > PARTS_MAX) throw new Malformed('a note this long is not shown as codes');
  const digest = await digestOf(note);
  return Array.from({ length: parts }, (_, i) => `${MARK}/${digest}/${i + 1}/${parts}/${text.slice(i * CHUNK, (i + 1) * CHUNK)}`);
}

/** Whether a code is one of ours, whole or torn; anything else is of another system. */
export function isFrame(text: string): boolean {
  return text.startsWith(`${MARK}/`);
}

/** Gathers the frames of one note, in any order and however often. */
export class Gathering {
  #digest = '';
  #parts = new Map<number, string>();
  of = 0;

  get have(): number {
    return this.#parts.size;
  }

  /** The note once its last frame is here; {@link Malformed} for a torn frame. Those of another note begin anew. */
  async take(text: string): Promise<Bytes | null> {
    const [, digest, part, parts, chunk] = FRAME.exec(text) ?? [];
    if (!digest || !chunk || Number(part) > Number(parts)) throw new Malformed('a torn frame');
    if (digest !== this.#digest || Number(parts) !== this.of) this.#parts.clear();
    this.#digest = digest;
    this.of = Number(parts);
    this.#parts.set(Number(part), chunk);
    if (this.#parts.size < this.of) return null;
    const all = Array.from({ length: this.of }, (_, i) => this.#parts.get(i + 1)).join('');
    this.#parts.clear();
    const note = await unsqueezed(fromBase45(all));
    if ((await digestOf(note)) !== digest) throw new Malformed('frames of different notes');
    return note;
  }
}

async function digestOf(note: Bytes): Promise<string> {
  return hex((await sha256(note)).slice(0, 4)).toUpperCase();
}

async function squeezed(bytes: Bytes): Promise<Bytes> {
  return read(new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw')), Infinity);
}

/** No longer than a note may be: a small code can hold gigabytes of zeros. */
async function unsqueezed(bytes: Bytes): Promise<Bytes> {
  try {
    return await read(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')), NOTE_BYTES_MAX);
  } catch {
    throw new Malformed('not squeezed as a frame is');
  }
}

async function read(stream: ReadableStream<Uint8Array>, most: number): Promise<Bytes> {
  const reader = stream.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return concat(...parts);
    parts.push(value);
    length += value.length;
    if (length > most) {
      await reader.cancel();
      throw new Malformed('too long');
    }
  }
}
