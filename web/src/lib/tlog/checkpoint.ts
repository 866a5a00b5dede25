import { type Bytes, decimal, fromBase64, Malformed, utf8 } from './bytes';
import { type Note, parseNote } from './note';

/** A signed tree head: how many entries the log of this origin has, and the hash over all of them. */
export interface Checkpoint {
  origin: string;
  size: number;
  root: Bytes;
  note: Note;
}

export function parseCheckpoint(text: string): Checkpoint {
  const note = parseNote(utf8(text));
  const [origin, size, root, ...more] = note.text.split('\n');
  if (!origin || size === undefined || root === undefined || more.at(-1) !== '') {
    throw new Malformed('not a checkpoint');
  }
  if (more.slice(0, -1).some((line) => line === '')) throw new Malformed('empty extension line');
  const hash = fromBase64(root);
  if (hash.length !== 32) throw new Malformed('the root is not 32 bytes');
  return { origin, size: decimal(size), root: hash, note };
}
