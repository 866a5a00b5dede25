import { expect, it } from 'vitest';
import { concat, Malformed, utf8, type Bytes } from '$lib/tlog/bytes';
import { withoutMetadata } from './jpeg';
import { BYTES_GOAL, CannotReencode, FILE_BYTES_MAX, fitted, reencode, type Opened } from './reencode';

const segment = (marker: number, body: Bytes) => concat(Uint8Array.of(0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 0xff), body);
const START = Uint8Array.of(0xff, 0xd8);
const TABLE = segment(0xdb, new Uint8Array(65));
const FRAME = segment(0xc0, Uint8Array.of(8, 0, 1, 0, 1, 1, 1, 0x11, 0));
/** A scan with bytes in it that look like a comment, and the end. */
const SCAN = concat(segment(0xda, Uint8Array.of(1, 1, 0, 0, 63, 0)), Uint8Array.of(7, 0xff, 0, 0xfe, 0xff, 0xd9));
const JFIF = segment(0xe0, concat(utf8('JFIF\0'), Uint8Array.of(1, 1, 0, 0, 1, 0, 1, 0, 0)));
const PLAIN = concat(START, JFIF, TABLE, FRAME, SCAN);

it.each([
  ['Exif', segment(0xe1, utf8('Exif\0\0MM'))],
  ['XMP', segment(0xe1, utf8('http://ns.adobe.com/xap/1.0/\0<x/>'))],
  ['a profile of colours', segment(0xe2, utf8('ICC_PROFILE\0'))],
  ['Photoshop', segment(0xed, utf8('Photoshop 3.0\0'))],
  ['a comment', segment(0xfe, utf8('rumah Bu Rina'))],
  ['a JFIF with a small copy', segment(0xe0, concat(utf8('JFIF\0'), Uint8Array.of(1, 1, 0, 0, 1, 0, 1, 1, 1, 9, 9, 9)))],
  ['nothing', new Uint8Array()],
])('leaves out %s', (_, extra) => {
  expect(withoutMetadata(concat(START, JFIF, extra, TABLE, extra, FRAME, SCAN))).toEqual(PLAIN);
});

it("keeps Adobe's note on colours", () => {
  const adobe = concat(START, segment(0xee, concat(utf8('Adobe\0d'), new Uint8Array(5))), TABLE, FRAME, SCAN);
  expect(withoutMetadata(adobe)).toEqual(adobe);
});

it.each([
  ['a PNG', utf8('\x89PNG')],
  ['nothing', new Uint8Array()],
  ['one that is cut', PLAIN.subarray(0, 40)],
  ['a segment beyond the end', concat(START, Uint8Array.of(0xff, 0xdb, 0xff, 0xff, 0))],
])('refuses %s', (_, bytes) => {
  expect(() => withoutMetadata(bytes)).toThrow(Malformed);
});

it.each([
  [4000, 3000, 2048, 1536],
  [3000, 4000, 1536, 2048],
  [800, 600, 800, 600],
  [10_000, 2, 2048, 1],
])('fits %i × %i into %i × %i', (width, height, toWidth, toHeight) => {
  expect(fitted(width, height, 2048)).toEqual({ width: toWidth, height: toHeight });
});

/** An encoder whose JPEG takes as many bytes as it is told for a side and a quality, and that notes what it drew. */
function encoder(width: number, height: number, bytes: (side: number, quality: number) => number | null) {
  const drawn: string[] = [];
  const state = { closed: 0 };
  const open = (): Promise<Opened> =>
    Promise.resolve({
      width,
      height,
      draw: (w, h, quality) => {
        drawn.push(`${w}x${h} ${quality}`);
        const size = bytes(Math.max(w, h), quality);
        if (size === null) return Promise.resolve(null);
        const jpeg = new Uint8Array(size);
        jpeg.set(concat(START, JFIF, TABLE, FRAME, SCAN));
        return Promise.resolve(new Blob([jpeg]));
      },
      close: () => state.closed++,
    });
  return { open, drawn, state };
}

it('takes the best quality that is small enough', async () => {
  const { open, drawn, state } = encoder(4000, 3000, (_, quality) => (quality > 0.7 ? BYTES_GOAL + 1 : BYTES_GOAL));
  expect((await reencode(new Blob(), open)).length).toBe(BYTES_GOAL);
  expect(drawn).toEqual(['2048x1536 0.85', '2048x1536 0.75', '2048x1536 0.65']);
  expect(state.closed).toBe(1);
});

it('makes it smaller when no quality is enough, and draws no size twice', async () => {
  const { open, drawn } = encoder(1500, 100, (side) => (side > 1024 ? BYTES_GOAL + 1 : 1000));
  await reencode(new Blob(), open);
  expect(drawn.length).toBe(6);
  expect(drawn.at(-1)).toBe('1024x68 0.85');
});

it('says when a picture stays too large', async () => {
  const { open, drawn, state } = encoder(4000, 3000, () => BYTES_GOAL + 1);
  await expect(reencode(new Blob(), open)).rejects.toEqual(new CannotReencode('TOO_LARGE'));
  expect([drawn.length, state.closed]).toEqual([15, 1]);
});

it('says when a file is no picture, or the browser draws none', async () => {
  await expect(reencode(new Blob(), () => Promise.reject(new Error('InvalidStateError')))).rejects.toMatchObject({ why: 'UNREADABLE' });
  const { open, state } = encoder(10, 10, () => null);
  await expect(reencode(new Blob(), open)).rejects.toMatchObject({ why: 'UNREADABLE' });
  expect(state.closed).toBe(1);
});

it('does not even open a photo of 40 MB', async () => {
  const { open, drawn } = encoder(12_000, 9_000, () => 1000);
  await expect(reencode(new Blob([new Uint8Array(40_000_000)]), open)).rejects.toEqual(new CannotReencode('TOO_LARGE'));
  expect(drawn).toEqual([]);
  expect((await reencode(new Blob([new Uint8Array(FILE_BYTES_MAX)]), open)).length).toBe(1000);
});
