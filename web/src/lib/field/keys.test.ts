import 'fake-indexeddb/auto';
import { afterEach, expect, it, vi } from 'vitest';
import { utf8 } from '$lib/tlog/bytes';
import { verifyEd25519 } from '$lib/tlog/ed25519';
import { isSoftware, newKeys, signWith, type WrappedSeed } from './keys';
import { FieldStore } from './store';

const TEXT = utf8('segel/statement/v1\n');
let store = new FieldStore();

afterEach(async () => {
  vi.restoreAllMocks();
  await store.forget();
  store = new FieldStore();
});

/** A browser that says of Ed25519 what old ones say. */
function withoutEd25519(of: 'generateKey' | 'sign'): void {
  const original = crypto.subtle[of].bind(crypto.subtle) as (...args: unknown[]) => Promise<unknown>;
  vi.spyOn(crypto.subtle, of).mockImplementation(((...args: unknown[]) =>
    (args[0] as { name?: string }).name === 'Ed25519' ? Promise.reject(new DOMException('Unrecognized name.', 'NotSupportedError')) : original(...args)) as never);
}

async function signs({ keys, publicKey }: Awaited<ReturnType<typeof newKeys>>): Promise<boolean> {
  return verifyEd25519(publicKey, TEXT, await signWith(keys, TEXT));
}

it('lets the browser hold the key where it can, and nobody read it', async () => {
  const made = await newKeys(store);
  expect(isSoftware(made.keys)).toBe(false);
  await expect(crypto.subtle.exportKey('pkcs8', (made.keys as CryptoKeyPair).privateKey)).rejects.toThrow();
  expect(await signs(made)).toBe(true);
});

it.each(['generateKey', 'sign'] as const)('signs by a library where the browser fails at %s', async (of) => {
  withoutEd25519(of);
  const made = await newKeys(store);
  expect(isSoftware(made.keys)).toBe(true);
  expect(await signs(made)).toBe(true);
});

it('signs by a library where the browser cannot keep such a key', async () => {
  const keep = vi.spyOn(store, 'keptAndRead').mockRejectedValueOnce(new DOMException('no clone', 'DataCloneError'));
  const made = await newKeys(store);
  expect(keep).toHaveBeenCalledTimes(2);
  expect(isSoftware(made.keys)).toBe(true);
  expect(await signs(made)).toBe(true);
});

it('keeps the seed encrypted under a key that nobody can read', async () => {
  withoutEd25519('generateKey');
  const { keys } = await newKeys(store);
  const { wrap, seed, iv } = keys as WrappedSeed;
  expect(wrap.extractable).toBe(false);
  await expect(crypto.subtle.exportKey('raw', wrap)).rejects.toThrow();
  expect([seed.length, iv.length]).toEqual([48, 12]);
  const broken = { ...(keys as WrappedSeed), seed: seed.map((byte, i) => (i === 0 ? byte ^ 1 : byte)) };
  await expect(signWith(broken, TEXT)).rejects.toThrow();
});

it('still signs after the store was opened anew', async () => {
  withoutEd25519('generateKey');
  const { keys, publicKey } = await newKeys(store);
  await store.saveEnrolling({ code: 'ONCE', keys, publicKey });
  const again = (await new FieldStore().enrolling())!;
  expect(await signs(again)).toBe(true);
});

it('gives up where neither way works', async () => {
  vi.spyOn(crypto.subtle, 'generateKey').mockRejectedValue(new Error('no'));
  await expect(newKeys(store)).rejects.toThrow();
});
