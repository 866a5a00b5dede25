/** What stands on printed cards, read from their PDF: codes in letters, and codes that only a camera reads. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inflateSync } from 'node:zlib';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const wasmBinary = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
prepareZXingModule({ overrides: { wasmBinary } });

export const INVITATION = /[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}/g;
/** A code is drawn as rectangles in modules of its own. */
const DRAWN = /cm\n((?:\d+ \d+ \d+ \d+ re\n)+)f Q/g;
const SCALE = 4;
const QUIET = 4;

/** The codes of invitations, in their order. */
export const invitationsIn = (pdf) => streamsOf(pdf).flatMap((text) => text.match(INVITATION) ?? []);

/** What the QR codes hold, in their order. */
export async function codesIn(pdf) {
  const codes = [];
  for (const [, drawn] of streamsOf(pdf).flatMap((text) => [...text.matchAll(DRAWN)])) {
    const [read] = await readBarcodes(pictureOf(drawn.trim().split('\n').map((line) => line.split(' ').slice(0, 4).map(Number))), { formats: ['QRCode'] });
    if (read) codes.push(read.text);
  }
  return codes;
}

function pictureOf(rectangles) {
  const modules = Math.max(...rectangles.map(([x, , width]) => x + width)) + 2 * QUIET;
  const side = modules * SCALE;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [x, y, width, height] of rectangles) {
    for (let row = (y + QUIET) * SCALE; row < (y + QUIET + height) * SCALE; row++) {
      for (let column = (x + QUIET) * SCALE; column < (x + QUIET + width) * SCALE; column++) data.fill(0, (row * side + column) * 4, (row * side + column) * 4 + 3);
    }
  }
  return { data, width: side, height: side, colorSpace: 'srgb' };
}

function streamsOf(pdf) {
  const streams = [];
  for (let at = pdf.indexOf('stream'); at >= 0; ) {
    const from = pdf.indexOf('\n', at) + 1;
    const to = pdf.indexOf('endstream', from);
    if (to < 0) break;
    try {
      streams.push(inflateSync(pdf.subarray(from, to)).toString('latin1'));
    } catch {
      // A font or something else that is not squeezed.
    }
    at = pdf.indexOf('stream', to + 'endstream'.length);
  }
  return streams;
}
