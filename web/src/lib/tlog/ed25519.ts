import { type Bytes, concat, equal } from './bytes';

/** Ed25519 by the browser itself, or by a small library where the browser is too old for it. */
export async function verifyEd25519(key: Bytes, message: Bytes, signature: Bytes): Promise<boolean> {
  if (key.length !== 32 || signature.length !== 64) return false;
  if (await browserCan()) {
    try {
      const imported = await crypto.subtle.importKey('raw', key, { name: 'Ed25519' }, false, ['verify']);
      return await crypto.subtle.verify({ name: 'Ed25519' }, imported, signature, message);
    } catch {
      return false;
    }
  }
  return verifyByLibrary(key, message, signature);
}

/**
 * The equation without the cofactor, S·B = R + k·A, and R compared as bytes. The library's own verify() multiplies
 * by eight first and so accepts signatures that Go, Java and OpenSSL refuse.
 */
export async function verifyByLibrary(key: Bytes, message: Bytes, signature: Bytes): Promise<boolean> {
  const { Point } = await import('@noble/ed25519');
  const order = Point.CURVE().n;
  const r = signature.slice(0, 32);
  const s = littleEndian(signature.slice(32));
  if (key.length !== 32 || signature.length !== 64 || s >= order) return false;
  try {
    const a = Point.fromBytes(key, false);
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-512', concat(r, key, message)));
    const k = littleEndian(hash) % order;
    return equal(Point.BASE.multiply(s, false).subtract(a.multiply(k, false)).toBytes(), r);
  } catch {
    return false;
  }
}

function littleEndian(bytes: Bytes): bigint {
  return bytes.reduceRight((sum, byte) => (sum << 8n) + BigInt(byte), 0n);
}

let can: Promise<boolean> | undefined;

function browserCan(): Promise<boolean> {
  can ??= crypto.subtle.generateKey({ name: 'Ed25519' }, false, ['sign', 'verify']).then(
    () => true,
    () => false,
  );
  return can;
}
