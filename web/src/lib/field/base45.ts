import { Malformed, type Bytes } from '$lib/tlog/bytes';

/** Bytes in the 45 characters that a QR code packs best: RFC 9285. */
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

export function base45(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 2) {
    const isPair = i + 1 < bytes.length;
    let value = isPair ? bytes[i]! * 256 + bytes[i + 1]! : bytes[i]!;
    for (let n = isPair ? 3 : 2; n > 0; n--) {
      text += ALPHABET[value % 45];
      value = Math.floor(value / 45);
    }
  }
  return text;
}

/** {@link Malformed} when an encoder writes no such text. */
export function fromBase45(text: string): Bytes {
  if (text.length % 3 === 1) throw new Malformed('base45 is never one character longer than whole threes');
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i += 3) {
    const isPair = i + 2 < text.length;
    const digits = [...text.slice(i, i + 3)].map((c) => ALPHABET.indexOf(c));
    const value = digits.reduce((sum, digit, at) => sum + digit * 45 ** at, 0);
    if (digits.includes(-1) || value > (isPair ? 0xffff : 0xff)) throw new Malformed(`not base45: ${text.slice(i, i + 3)}`);
    if (isPair) bytes.push(value >> 8);
    bytes.push(value & 0xff);
  }
  return Uint8Array.from(bytes);
}
