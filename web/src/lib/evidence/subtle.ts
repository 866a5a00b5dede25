import { sha256, sha512 } from '@noble/hashes/sha2.js';

/**
 * Browsers keep their cryptography from pages that did not come over HTTPS. The hashes are then made here, and
 * signatures are checked by the library that is used in browsers without Ed25519.
 */
export function standIn(): void {
  if ('subtle' in crypto && crypto.subtle) return;
  const digest = async (name: string, data: Uint8Array): Promise<ArrayBuffer> =>
    new Uint8Array(name === 'SHA-512' ? sha512(data) : sha256(data)).buffer;
  const generateKey = (): Promise<never> => Promise.reject(new DOMException('not here', 'NotSupportedError'));
  Object.defineProperty(crypto, 'subtle', { value: { digest, generateKey }, configurable: true });
}
