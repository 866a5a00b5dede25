import type { Bytes } from '$lib/tlog/bytes';
import type { FieldStore } from './store';

/**
 * The signing key of a phone. The browser itself holds it where it can, and gives it to nobody. Where it cannot make,
 * keep or use such a key, a library signs with a seed that is kept encrypted, under a key of the browser's that nobody
 * can read either; the seed is in memory while it signs. The log says which of the two it is.
 */
export type Keys = CryptoKeyPair | WrappedSeed;

export interface WrappedSeed {
  wrap: CryptoKey;
  iv: Bytes;
  seed: Bytes;
}

export interface NewKeys {
  keys: Keys;
  publicKey: Bytes;
}

const PROBE = new TextEncoder().encode('segel/probe/v1\n');

/** A fresh key that has been kept in this store, read again and used once; rejects where neither way works. */
export async function newKeys(store: FieldStore): Promise<NewKeys> {
  return ofBrowser(store).catch(() => ofLibrary(store));
}

export function isSoftware(keys: Keys): keys is WrappedSeed {
  return 'wrap' in keys;
}

export async function signWith(keys: Keys, message: Bytes): Promise<Bytes> {
  if (!isSoftware(keys)) return new Uint8Array(await crypto.subtle.sign({ name: 'Ed25519' }, keys.privateKey, message));
  const { signAsync } = await import('@noble/ed25519');
  const seed = new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: keys.iv }, keys.wrap, keys.seed));
  try {
    return new Uint8Array(await signAsync(message, seed));
  } finally {
    seed.fill(0);
  }
}

async function ofBrowser(store: FieldStore): Promise<NewKeys> {
  const made = (await crypto.subtle.generateKey({ name: 'Ed25519' }, false, ['sign', 'verify'])) as CryptoKeyPair;
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', made.publicKey));
  return tried({ keys: made, publicKey }, store);
}

async function ofLibrary(store: FieldStore): Promise<NewKeys> {
  const { getPublicKeyAsync } = await import('@noble/ed25519');
  const seed = crypto.getRandomValues(new Uint8Array(32));
  try {
    const publicKey = new Uint8Array(await getPublicKeyAsync(seed));
    const wrap = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const wrapped = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, wrap, seed));
    return await tried({ keys: { wrap, iv, seed: wrapped }, publicKey }, store);
  } finally {
    seed.fill(0);
  }
}

/** Some browsers make keys that they cannot keep, and some keep what they cannot use any more. */
async function tried({ keys, publicKey }: NewKeys, store: FieldStore): Promise<NewKeys> {
  const kept = await store.keptAndRead(keys);
  const signature = await signWith(kept, PROBE);
  if (signature.length !== 64) throw new Error('a signature has 64 bytes');
  return { keys: kept, publicKey };
}
