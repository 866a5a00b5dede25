import { type Bytes, concat, equal, sha256 } from './bytes';

/** Hashes of RFC 6962: leaves and nodes are told apart by their first byte. */
export async function leafHash(entry: Uint8Array): Promise<Bytes> {
  return sha256(concat(Uint8Array.of(0), entry));
}

export async function nodeHash(left: Uint8Array, right: Uint8Array): Promise<Bytes> {
  return sha256(concat(Uint8Array.of(1), left, right));
}

/** The root that a leaf and its path lead to, or null when the path has the wrong length (RFC 9162, 2.1.3.2). */
export async function rootOf(
  leaf: Bytes,
  index: number,
  size: number,
  path: readonly Uint8Array[],
): Promise<Bytes | null> {
  if (index < 0 || index >= size) return null;
  let fn = BigInt(index);
  let sn = BigInt(size) - 1n;
  let hash = leaf;
  for (const sibling of path) {
    if (sn === 0n) return null;
    if ((fn & 1n) === 1n || fn === sn) {
      hash = await nodeHash(sibling, hash);
      while ((fn & 1n) === 0n && fn !== 0n) {
        fn >>= 1n;
        sn >>= 1n;
      }
    } else {
      hash = await nodeHash(hash, sibling);
    }
    fn >>= 1n;
    sn >>= 1n;
  }
  return sn === 0n ? hash : null;
}

export async function isIncluded(
  leaf: Bytes,
  index: number,
  size: number,
  path: readonly Uint8Array[],
  root: Uint8Array,
): Promise<boolean> {
  const reached = await rootOf(leaf, index, size, path);
  return reached !== null && equal(reached, root);
}
