import { concat, Malformed, type Bytes } from '$lib/tlog/bytes';

const SOI = 0xd8;
const SOS = 0xda;
const APP0 = 0xe0;
const APP14 = 0xee;
const APP15 = 0xef;
const COM = 0xfe;

/**
 * The JPEG without what says more than the picture: of the segments of applications and comments only JFIF's and
 * Adobe's fourteenth stay, which say how to read the colours. A canvas knows nothing of the camera, but some browsers
 * write segments of their own, which the server refuses like a camera's.
 */
export function withoutMetadata(jpeg: Bytes): Bytes {
  if (jpeg[0] !== 0xff || jpeg[1] !== SOI) throw new Malformed('not a JPEG');
  const kept = [jpeg.subarray(0, 2)];
  let at = 2;
  while (at + 4 <= jpeg.length) {
    const marker = jpeg[at + 1] ?? 0;
    // Coded data follows; nothing is left out of it.
    if (marker === SOS) return concat(...kept, jpeg.subarray(at));
    const end = at + 2 + (((jpeg[at + 2] ?? 0) << 8) | (jpeg[at + 3] ?? 0));
    if (jpeg[at] !== 0xff || end < at + 4 || end > jpeg.length) break;
    const segment = jpeg.subarray(at, end);
    if (isNeeded(marker, segment)) kept.push(segment);
    at = end;
  }
  throw new Malformed('not a whole JPEG');
}

function isNeeded(marker: number, segment: Bytes): boolean {
  if (marker === APP0) return segment.length === 18 && nameOf(segment) === 'JFIF' && segment[16] === 0 && segment[17] === 0;
  if (marker === APP14) return segment.length === 16 && nameOf(segment).startsWith('Adobe');
  return marker !== COM && (marker < APP0 || marker > APP15);
}

function nameOf(segment: Bytes): string {
  const end = segment.indexOf(0, 4);
  return String.fromCharCode(...segment.subarray(4, end < 0 ? segment.length : end));
}
