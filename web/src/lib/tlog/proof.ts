import { type Bytes, decimal, fromBase64, Malformed } from './bytes';
import { type Checkpoint, parseCheckpoint } from './checkpoint';

/** A C2SP tlog-proof: where an entry is, the path from it to the root, and the checkpoint with that root. */
export interface Proof {
  index: number;
  path: Bytes[];
  checkpoint: Checkpoint;
}

const HEADER = 'c2sp.org/tlog-proof@v1';
const PATH_MAX = 63;

export function parseProof(text: string): Proof {
  const cut = text.indexOf('\n\n');
  if (cut < 0) throw new Malformed('not a proof');
  const lines = text.slice(0, cut).split('\n');
  if (lines.shift() !== HEADER) throw new Malformed('not a proof');
  if (lines[0]?.startsWith('extra ')) lines.shift();
  const index = lines.shift();
  if (!index?.startsWith('index ')) throw new Malformed('the proof names no entry');
  const path = lines.map(fromBase64);
  if (path.length > PATH_MAX || path.some((hash) => hash.length !== 32)) throw new Malformed('not a path of hashes');
  return { index: decimal(index.slice('index '.length)), path, checkpoint: parseCheckpoint(text.slice(cut + 2)) };
}

/** The file, from its parts as they are written: hashes in base64, the checkpoint with its signatures. */
export function proofText(index: number, path: readonly string[], checkpoint: string): string {
  return `${HEADER}\nindex ${index}\n${path.map((hash) => `${hash}\n`).join('')}\n${checkpoint}`;
}
