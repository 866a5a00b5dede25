import { expect, it } from 'vitest';
import { isPin, isWeak, lockWith, tryPin } from './pin';

it.each([
  ['123456', true, true],
  ['987654', true, true],
  ['000000', true, true],
  ['246802', true, false],
  ['274951', true, false],
  ['27495', false, false],
  ['27495a', false, false],
])('%s is a PIN: %s, weak: %s', (pin, is, weak) => {
  expect(isPin(pin)).toBe(is);
  if (is) expect(isWeak(pin)).toBe(weak);
});

it('opens with the PIN, and makes whoever guesses wait longer and longer', async () => {
  let lock = await lockWith('274951');
  expect(lock.hash).not.toContain('274951');
  const guess = async (pin: string, now: number) => {
    const tried = await tryPin(lock, pin, now);
    lock = tried.lock;
    return tried.verdict;
  };
  for (let i = 0; i < 4; i++) expect(await guess('111112', 0)).toBe('wrong');
  expect(await guess('111112', 0)).toBe('wait');
  expect(await guess('274951', 29_999)).toBe('wait');
  expect(await guess('111112', 30_000)).toBe('wait');
  expect(await guess('274951', 89_999)).toBe('wait');
  expect(await guess('274951', 90_000)).toBe('right');
  expect(await guess('111112', 90_001)).toBe('wrong');
});
