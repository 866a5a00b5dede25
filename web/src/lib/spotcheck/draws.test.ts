import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** The draw as docs/formats/spotcheck.md tells it, written a second time with nothing of the first: the same vectors. */

interface Vector {
  checkpoint: string;
  digits: string;
  seed: string;
  boxes: string[];
  list: string;
  asked: number;
  samples: Record<string, number>;
  ticket: { box: string; hex: string };
  drawn: string[];
}
const { draws, bounds } = JSON.parse(readFileSync('../testdata/spotcheck/draws.json', 'utf8')) as { draws: Vector[]; bounds: { kota: [number, number][]; confidence: number; fewerThan: number }[] };

const sha = (text: string, form: 'hex' | 'base64' = 'hex') => createHash('sha256').update(text).digest(form);

function samplesOf(kota: Record<string, number>, boxes: number): Record<string, number> {
  const given: Record<string, number> = {};
  let sharing = Object.keys(kota).sort();
  let left = boxes;
  for (;;) {
    const all = sharing.reduce((sum, code) => sum + kota[code]!, 0);
    const shares = new Map(sharing.map((code) => [code, Math.floor((left * kota[code]!) / all)]));
    const rest = left - [...shares.values()].reduce((a, b) => a + b, 0);
    const byRemainder = sharing.toSorted((a, b) => ((left * kota[b]!) % all) - ((left * kota[a]!) % all) || (a < b ? -1 : 1));
    byRemainder.slice(0, rest).forEach((code) => shares.set(code, shares.get(code)! + 1));
    const none = sharing.filter((code) => shares.get(code) === 0);
    if (none.length === 0) return { ...given, ...Object.fromEntries(shares) };
    none.forEach((code) => (given[code] = 1));
    left -= none.length;
    sharing = sharing.filter((code) => !none.includes(code));
  }
}

function fewerThan(kota: [number, number][], confidence: number): number {
  const left = kota.map(([boxes]) => BigInt(boxes));
  const drawn = kota.map(([, some]) => BigInt(some));
  let [clean, all] = [1n, 1n];
  for (let deviating = 0; ; deviating++) {
    if (clean * 10_000n <= all * BigInt(10_000 - confidence)) return deviating;
    let least = 0;
    left.forEach((boxes, i) => {
      if (drawn[i]! * left[least]! < drawn[least]! * boxes) least = i;
    });
    clean *= left[least]! > drawn[least]! ? left[least]! - drawn[least]! : 0n;
    all *= left[least]!;
    left[least]! -= 1n;
  }
}

describe('a draw', () => {
  it.each(draws)('of $digits', ({ checkpoint, digits, seed, boxes, list, asked, samples, ticket, drawn }) => {
    expect(sha(checkpoint + digits)).toBe(seed);
    expect(sha(boxes.map((box) => `${box}\n`).join(''), 'base64')).toBe(list);
    expect(sha(`${seed},${ticket.box}`)).toBe(ticket.hex);
    const kota: Record<string, number> = {};
    boxes.forEach((box) => (kota[box.slice(0, 4)] = (kota[box.slice(0, 4)] ?? 0) + 1));
    expect(samplesOf(kota, asked)).toEqual(samples);
    const chosen = Object.entries(samples).flatMap(([code, count]) =>
      boxes
        .filter((box) => box.startsWith(code))
        .toSorted((a, b) => (sha(`${seed},${a}`) < sha(`${seed},${b}`) ? -1 : 1))
        .slice(0, count),
    );
    expect(chosen.toSorted()).toEqual(drawn);
  });

  it.each(bounds)('of which a clean sample says fewer than $fewerThan', ({ kota, confidence, fewerThan: expected }) => {
    expect(fewerThan(kota, confidence)).toBe(expected);
  });
});
