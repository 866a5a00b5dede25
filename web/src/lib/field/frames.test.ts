import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { concat, utf8, type Bytes } from '$lib/tlog/bytes';
import { base45, fromBase45 } from './base45';
import { framesOf, Gathering, isFrame } from './frames';

const VECTORS = '../testdata/statement';

describe('base45', () => {
  // The examples of RFC 9285.
  it.each([
    ['AB', 'BB8'],
    ['Hello!!', '%69 VD92EX0'],
    ['base-45', 'UJCLQE7W581'],
    ['ietf!', 'QED8WEX0'],
    ['', ''],
  ])('%j is %j', (plain, text) => {
    expect(base45(utf8(plain))).toBe(text);
    expect(fromBase45(text)).toEqual(utf8(plain));
  });

  it.each(['A', 'ab8', 'GGW', ':::', 'BB8Z', 'BB8::'])('%j is none', (text) => {
    expect(() => fromBase45(text)).toThrow();
  });
});

describe('frames', () => {
  const notes = readdirSync(VECTORS).filter((name) => name.endsWith('.txt'));

  it('carry each vector, in any order, and each twice', async () => {
    expect(notes.length).toBeGreaterThan(5);
    for (const name of notes) {
      const note = new Uint8Array(readFileSync(`${VECTORS}/${name}`)) as Bytes;
      const frames = await framesOf(note);
      for (const frame of frames) expect(frame.length).toBeLessThanOrEqual(500);
      const gathering = new Gathering();
      let got: Bytes | null = null;
      for (const frame of [...frames, ...frames].reverse()) got = (await gathering.take(frame)) ?? got;
      expect(got, name).toEqual(note);
    }
  });

  it('of one TPS are one code', async () => {
    expect(await framesOf(new Uint8Array(readFileSync(`${VECTORS}/offer.txt`)) as Bytes)).toHaveLength(1);
  });

  it('of 96 boxes are several, with progress', async () => {
    const line = (i: number) => `box 3171011001${String(100 + i)}101 seals DKA${10_000_000 + 7919 * i},DKA${10_000_001 + 7919 * i}\n`;
    const note = utf8(Array.from({ length: 96 }, (_, i) => line(i)).join(''));
    const frames = await framesOf(note);
    const gathering = new Gathering();
    const have = [];
    let got: Bytes | null = null;
    for (const frame of frames) {
      got = await gathering.take(frame);
      if (!got) have.push(`${gathering.have}/${gathering.of}`);
    }
    expect(frames.length).toBeGreaterThan(1);
    expect(have).toEqual(frames.slice(1).map((_, i) => `${i + 1}/${frames.length}`));
    expect(got).toEqual(note);
  });

  it('of two notes are not mixed', async () => {
    const [one, other] = await Promise.all([framesOf(noise(3000, 1)), framesOf(noise(3000, 2))]);
    const gathering = new Gathering();
    await gathering.take(one[0]!);
    await gathering.take(one[1]!);
    await gathering.take(other[0]!);
    expect(gathering.have).toBe(1);
  });

  it('that are torn, of others or too much are refused', async () => {
    const [frame] = await framesOf(utf8('a note\n'));
    const zeros = new Uint8Array(await new Response(new Blob([new Uint8Array(10_000_000)]).stream().pipeThrough(new CompressionStream('deflate-raw'))).arrayBuffer());
    for (const torn of [frame!.slice(0, -1), frame!.slice(0, 20), 'SEGEL1/', frame!.replace('/1/1/', '/2/1/'), frame!.replace(/[0-9A-F]{8}/, '00000000'), `SEGEL1/00000000/1/1/${base45(zeros).slice(0, 400)}`]) {
      expect(isFrame(torn)).toBe(true);
      await expect(new Gathering().take(torn), torn).rejects.toThrow();
    }
    expect(isFrame('https://segel.example/8003/0952')).toBe(false);
    await expect(framesOf(concat(noise(60_001, 3)))).rejects.toThrow();
  });
});

function noise(length: number, seed: number): Bytes {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 24;
  });
}
