/**
 * A small signed log for the mock server: real keys, real hashes, real proofs, in memory.
 */
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';

export const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

export function keyOf(name) {
  const seed = sha256(`mock ${name}`);
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const jwk = createPublicKey(privateKey).export({ format: 'jwk' });
  return { privateKey, key: Buffer.from(jwk.x, 'base64url') };
}

export function signNote(text, name, { privateKey, key }) {
  const id = sha256(name, Buffer.from([10, 1]), key).subarray(0, 4);
  const blob = Buffer.concat([id, sign(null, Buffer.from(text), privateKey)]).toString('base64');
  return `${text}\n\u2014 ${name} ${blob}\n`;
}

export const deviceName = (key) => sha256(key).toString('hex').slice(0, 16);
export const idOf = (text) => sha256(text).toString('base64');

export class MockLog {
  origin = 'mock.segel.example/dki-2024';
  #key = keyOf('log');
  entries = [];
  #hashes = [];

  vkey() {
    const id = sha256(this.origin, Buffer.from([10, 1]), this.#key.key).subarray(0, 4).toString('hex');
    return `${this.origin}+${id}+${Buffer.concat([Buffer.from([1]), this.#key.key]).toString('base64')}\n`;
  }

  append(kind, body, recorded) {
    const index = this.entries.length;
    const salt = sha256(`salt ${index}`).subarray(0, 16).toString('base64');
    const bytes = Buffer.from(body);
    const head = `segel/entry/v1\nsalt ${salt}\nrecorded ${recorded}\nreal 2026-11-23T20:12:03Z\nbody ${kind} ${bytes.length}\n\n`;
    const leaf = Buffer.concat([Buffer.from(head), bytes]);
    this.entries.push(leaf);
    this.#hashes.push(sha256(Buffer.from([0]), leaf));
    return index;
  }

  checkpoint() {
    const root = this.#root(0, this.#hashes.length).toString('base64');
    return signNote(`${this.origin}\n${this.#hashes.length}\n${root}\n`, this.origin, this.#key);
  }

  receipt(lines) {
    return signNote(`segel/receipt/v1\n${this.origin}\n${lines.join('\n')}\n`, this.origin, this.#key);
  }

  proof(index) {
    const path = this.#path(index, 0, this.#hashes.length).map((hash) => `${hash.toString('base64')}\n`);
    return `c2sp.org/tlog-proof@v1\nindex ${index}\n${path.join('')}\n${this.checkpoint()}`;
  }

  #root(from, to) {
    if (to === from) return sha256('');
    if (to - from === 1) return this.#hashes[from];
    const half = from + split(to - from);
    return sha256(Buffer.from([1]), this.#root(from, half), this.#root(half, to));
  }

  #path(index, from, to) {
    if (to - from === 1) return [];
    const half = from + split(to - from);
    return index < half
      ? [...this.#path(index, from, half), this.#root(half, to)]
      : [...this.#path(index, half, to), this.#root(from, half)];
  }
}

function split(n) {
  let half = 1;
  while (half * 2 < n) half *= 2;
  return half;
}
