import { describe, expect, it } from 'vitest';
import { type Bytes, hex } from './bytes';
import { isIncluded, leafHash, nodeHash, rootOf } from './merkle';

/** The eight leaves and the roots that golang.org/x/mod prints for them. */
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = ['6e340b9c', 'fac54203', 'aeb6bcfe', 'd37ee418', '4e3bbb1f', '76e67dad', 'ddb89be4', '5dc9da79'];

const bytes = (text: string): Bytes => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

async function treeHash(leaves: Bytes[]): Promise<Bytes> {
  const [only] = leaves;
  if (only && leaves.length === 1) return only;
  const half = splitOf(leaves.length);
  return nodeHash(await treeHash(leaves.slice(0, half)), await treeHash(leaves.slice(half)));
}

async function pathOf(index: number, leaves: Bytes[]): Promise<Bytes[]> {
  if (leaves.length === 1) return [];
  const half = splitOf(leaves.length);
  return index < half
    ? [...(await pathOf(index, leaves.slice(0, half))), await treeHash(leaves.slice(half))]
    : [...(await pathOf(index - half, leaves.slice(half))), await treeHash(leaves.slice(0, half))];
}

function splitOf(n: number): number {
  let half = 1;
  while (half * 2 < n) half *= 2;
  return half;
}

describe('the tree of eight leaves', async () => {
  const hashes = await Promise.all(LEAVES.map((leaf) => leafHash(bytes(leaf))));

  it.each(ROOTS.map((root, i) => [i + 1, root]))('of %d leaves has root %s…', async (size, root) => {
    expect(hex(await treeHash(hashes.slice(0, Number(size)))).slice(0, 8)).toBe(root);
  });

  it('every leaf is found in every tree, and nowhere else', async () => {
    for (let size = 1; size <= hashes.length; size++) {
      const leaves = hashes.slice(0, size);
      const root = await treeHash(leaves);
      for (let index = 0; index < size; index++) {
        const path = await pathOf(index, leaves);
        const leaf = hashes[index]!;
        expect(await isIncluded(leaf, index, size, path, root)).toBe(true);
        expect(await isIncluded(hashes[(index + 1) % 8]!, index, size, path, root)).toBe(false);
        expect(await rootOf(leaf, index, size, [...path, root])).toBeNull();
        if (path.length > 0) expect(await rootOf(leaf, index, size, path.slice(1))).toBeNull();
        expect(await rootOf(leaf, size, size, path)).toBeNull();
      }
    }
  });
});
