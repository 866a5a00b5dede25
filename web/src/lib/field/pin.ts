import { base64, concat, equal, fromBase64, utf8, type Bytes } from '$lib/tlog/bytes';

/**
 * The PIN that a signature asks for: a phone that is found unlocked cannot sign. It is kept as PBKDF2 only; six digits
 * stand against somebody who holds the phone, not against somebody who copies its storage, who finds no key there either.
 */
export interface PinLock {
  salt: string;
  hash: string;
  /** Wrong in a row, and until when nothing is tried, by this phone's clock. */
  failures: number;
  until: number;
}

export type PinVerdict = 'right' | 'wrong' | 'wait';

const ROUNDS = 150_000;
const FREE = 5;
const WAIT_MILLISECONDS = 30_000;

export function isPin(pin: string): boolean {
  return /^[0-9]{6}$/.test(pin);
}

/** One that everybody tries first. */
export function isWeak(pin: string): boolean {
  const steps = new Set([...pin].slice(1).map((digit, i) => Number(digit) - Number(pin[i])));
  return steps.size === 1 && Math.abs([...steps][0]!) <= 1;
}

export async function lockWith(pin: string): Promise<PinLock> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  return { salt: base64(salt), hash: base64(await hashOf(pin, salt)), failures: 0, until: 0 };
}

/** Whether this is the PIN, and the lock as it is then. After five wrong ones each further costs twice the time. */
export async function tryPin(lock: PinLock, pin: string, now: number): Promise<{ verdict: PinVerdict; lock: PinLock }> {
  if (now < lock.until) return { verdict: 'wait', lock };
  if (equal(await hashOf(pin, fromBase64(lock.salt)), fromBase64(lock.hash))) return { verdict: 'right', lock: { ...lock, failures: 0, until: 0 } };
  const failures = lock.failures + 1;
  const until = failures < FREE ? 0 : now + WAIT_MILLISECONDS * 2 ** Math.min(failures - FREE, 10);
  return { verdict: until > 0 ? 'wait' : 'wrong', lock: { ...lock, failures, until } };
}

async function hashOf(pin: string, salt: Bytes): Promise<Bytes> {
  const key = await crypto.subtle.importKey('raw', concat(utf8('segel/pin/v1\n'), utf8(pin)), 'PBKDF2', false, ['deriveBits']);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: ROUNDS }, key, 256));
}
