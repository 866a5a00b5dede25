import { describe, expect, it } from 'vitest';
import { ProofCheck } from '../src/lib/custody/proof-check.svelte';
import { Refused } from '../src/lib/api/client';
import { keyOf, MockLog, signNote } from './mock/log.mjs';
import { Province } from './mock/province.mjs';

const BOX = '3173011005011101';
const LATER = Date.parse('2024-02-13T16:00:00Z');

/** A log with one box's chain, and a reader of it that a test may bend. */
function story(bend = {}) {
  const log = new MockLog();
  const box = new Province(log).box(BOX, LATER);
  const reader = {
    vkey: async () => log.vkey(),
    checkpoint: async () => log.checkpoint(),
    proof: async (index) => log.proof(index),
    entry: async (index) => new Uint8Array(log.entries[index]),
    ...Object.fromEntries(Object.entries(bend).map(([name, make]) => [name, make(log)])),
  };
  return { box, check: new ProofCheck(reader), log };
}

function changed(bytes, at) {
  const copy = new Uint8Array(bytes);
  copy[at] ^= 1;
  return copy;
}

describe('the proof of a box', () => {
  it('turns green for what was signed and logged', async () => {
    const { box, check } = story();
    await check.run(box);
    expect(check.fault).toBeUndefined();
    expect(check.state).toBe('passed');
    expect(Object.values(check.steps).every((state) => state === 'passed')).toBe(true);
    expect(check.signatures).toBe(box.links.length);
    expect(check.evidence.map(({ index }) => index)).toEqual(box.links.map(({ index }) => index));
  });

  it.each([
    ['a changed byte in an entry', { entry: (log) => async (i) => (i === 3 ? changed(log.entries[i], 200) : new Uint8Array(log.entries[i])) }, 'path', 'path'],
    ['another entry’s bytes', { entry: (log) => async (i) => new Uint8Array(log.entries[i === 3 ? 4 : i]) }, 'path', 'path'],
    ['another entry’s proof', { proof: (log) => async (i) => log.proof(i === 3 ? 4 : i) }, 'path', 'path'],
    ['a key that is no key', { vkey: () => async () => 'log+00000000+AAAA' }, 'key', 'key'],
    ['the key of somebody else', { vkey: (log) => async () => otherKey(log) }, 'checkpoint', 'checkpoint'],
    ['a head with a changed size', { checkpoint: (log) => async () => log.checkpoint().replace('\n8\n', '\n9\n') }, 'checkpoint', 'checkpoint'],
    ['an entry that cannot be fetched', { entry: () => async () => Promise.reject(new Refused({ status: 500 })) }, 'leaf', 'fetch'],
  ])('fails for %s', async (_, bend, step, why) => {
    const { box, check } = story(bend);
    await check.run(box);
    expect(check.state).toBe('failed');
    expect(check.fault?.why).toBe(why);
    expect(check.steps[step]).toBe('failed');
  });

  it('fails for a second head of the same size', async () => {
    const { box, check, log } = story({
      checkpoint: (one) => async () => {
        const [origin, size] = one.checkpoint().split('\n');
        return signNote(`${origin}\n${size}\n${'A'.repeat(43)}=\n`, origin, keyOf('log'));
      },
    });
    await check.run(box);
    expect(log.entries.length).toBe(8);
    expect(check.fault?.why).toBe('view');
  });

  it('fails when the page shows another statement than the log holds', async () => {
    const { box, check } = story();
    const [first, second, ...rest] = box.links;
    await check.run({ ...box, links: [{ ...first, id: second.id }, second, ...rest] });
    expect(check.fault).toEqual({ why: 'id', index: first.index });
  });

  it('fails when the entries are about another box', async () => {
    const { box, check } = story();
    await check.run({ ...box, id: '3173011005011201' });
    expect(check.fault?.why).toBe('box');
  });

  it('fails when a step was left out', async () => {
    const { box, check } = story();
    await check.run({ ...box, links: box.links.filter((_, i) => i !== 1) });
    expect(check.fault).toEqual({ why: 'after', index: box.links[2].index });
  });

  it('says how many entries are still closed', async () => {
    const { box, check } = story({
      entry: (log) => async (i) => {
        if (i > 4) throw new Refused({ status: 403, reason: 'EMBARGOED' });
        return new Uint8Array(log.entries[i]);
      },
    });
    await check.run(box);
    expect(check.state).toBe('passed');
    expect(check.closed).toBe(3);
  });
});

function otherKey(log) {
  const { origin } = log;
  const other = new MockLog();
  other.origin = `${origin}.elsewhere`;
  return other.vkey();
}
