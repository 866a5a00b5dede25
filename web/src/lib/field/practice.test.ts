import { expect, it } from 'vitest';
import { parseStatement } from '$lib/custody/statement';
import { readCode } from '$lib/scan/scanner';
import { fromBase64, Malformed, utf8 } from '$lib/tlog/bytes';
import { isFrame } from './frames';
import { isDifferent, PRACTICE_BOXES, PRACTICE_CODE, practiceText, signPractice } from './practice';

it('cannot be mistaken for a real box, code or statement', () => {
  for (const { box } of PRACTICE_BOXES) expect(box).toMatch(/^99[0-9]{14}$/);
  expect(isFrame(PRACTICE_CODE)).toBe(false);
  expect(readCode(PRACTICE_CODE).kind).toBe('other');
  expect(() => parseStatement(utf8(practiceText('terima', PRACTICE_BOXES[2]!.box)))).toThrow(Malformed);
});

it('has exactly one box whose seals differ, and says so in its text', () => {
  const [different, ...more] = PRACTICE_BOXES.filter(isDifferent);
  expect(more).toEqual([]);
  expect(practiceText('terima', different!.box)).toContain(`kotak ${different!.box} segel-beda LATIHAN-301,LATIHAN-392\n`);
});

it('signs with another key each time', async () => {
  const [first, second] = await Promise.all([signPractice('x'), signPractice('x')]);
  expect(fromBase64(first).length).toBe(64);
  expect(first).not.toBe(second);
});
