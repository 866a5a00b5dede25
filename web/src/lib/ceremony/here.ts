import { utf8, type Bytes } from '$lib/tlog/bytes';

/**
 * A code that the official's phone shows where boxes are opened, another one each minute, made without a network. What is
 * signed and how the address is written: docs/formats/handover.md.
 */
export interface HereCode {
  place: string;
  minute: number;
  /** Key of the device and its signature, base64url without padding. */
  key: string;
  signature: string;
}

export const hereText = (election: string, place: string, minute: number): Bytes => utf8(`segel/here/v1\n${election}\n${place}\n${minute}\n`);

/** The minute of an election time in milliseconds. */
export const minuteOf = (now: number): number => Math.floor(now / 60_000);

export const hereAddress = (origin: string, { place, minute, key, signature }: HereCode): string => `${origin}/saw#${[place, minute, key, signature].join('.')}`;

/** The code behind the hash of an address; null when it is none. */
export function readHere(hash: string): HereCode | null {
  const [, place, minute, key, signature] = /^#?([A-Z][0-9-]{4,19})\.([0-9]{1,10})\.([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{86})$/.exec(hash) ?? [];
  return place && minute && key && signature ? { place, minute: Number(minute), key, signature } : null;
}
