import { Malformed, type Bytes } from '$lib/tlog/bytes';
import { withoutMetadata } from './jpeg';

/** Enough to read a seal's number on a photo of a whole box. */
export const LONGEST_SIDE = 2048;
export const BYTES_GOAL = 1_500_000;

/** A larger file is not opened at all: its pixels would fill an old phone, and the browser would end the page. */
export const FILE_BYTES_MAX = 30_000_000;

/** From good to just readable; then smaller, and once more smaller. */
const QUALITIES = [0.85, 0.75, 0.65, 0.55, 0.45] as const;
const SIDES = [LONGEST_SIDE, 1536, 1024] as const;

/** A decoded picture, the right way up, that can be drawn at any size. */
export interface Opened {
  width: number;
  height: number;
  /** As a JPEG; null when this browser cannot. */
  draw: (width: number, height: number, quality: number) => Promise<Blob | null>;
  close: () => void;
}

export class CannotReencode extends Error {
  /** UNREADABLE: no picture that this browser knows. TOO_LARGE: the file, or even the smallest picture of it. */
  constructor(readonly why: 'UNREADABLE' | 'TOO_LARGE') {
    super(why);
  }
}

/**
 * The picture drawn again, so that nothing is left of what the camera wrote beside it: at most 2048 pixels long and
 * under 1.5 MB. Never larger than it was.
 */
export async function reencode(file: Blob, open: (file: Blob) => Promise<Opened> = openInBrowser): Promise<Bytes> {
  if (file.size > FILE_BYTES_MAX) throw new CannotReencode('TOO_LARGE');
  let picture: Opened;
  try {
    picture = await open(file);
  } catch {
    throw new CannotReencode('UNREADABLE');
  }
  try {
    let last = '';
    for (const side of SIDES) {
      const { width, height } = fitted(picture.width, picture.height, side);
      if (last === `${width} ${height}`) continue;
      last = `${width} ${height}`;
      for (const quality of QUALITIES) {
        const jpeg = await drawn(picture, width, height, quality);
        if (jpeg.length <= BYTES_GOAL) return jpeg;
      }
    }
  } finally {
    picture.close();
  }
  throw new CannotReencode('TOO_LARGE');
}

/** The size with this longest side at most, and at least one pixel each way. */
export function fitted(width: number, height: number, side: number): { width: number; height: number } {
  const scale = Math.min(1, side / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

async function drawn(picture: Opened, width: number, height: number, quality: number): Promise<Bytes> {
  const blob = await picture.draw(width, height, quality);
  if (!blob) throw new CannotReencode('UNREADABLE');
  try {
    return withoutMetadata(new Uint8Array(await blob.arrayBuffer()));
  } catch (e) {
    if (e instanceof Malformed) throw new CannotReencode('UNREADABLE');
    throw e;
  }
}

async function openInBrowser(file: Blob): Promise<Opened> {
  // Cameras turn the picture by a note beside it, which is lost here; so it is turned before.
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const canvas = document.createElement('canvas');
  return {
    width: bitmap.width,
    height: bitmap.height,
    draw: (width, height, quality) => {
      canvas.width = width;
      canvas.height = height;
      const pen = canvas.getContext('2d');
      if (!pen) return Promise.resolve(null);
      pen.imageSmoothingQuality = 'high';
      pen.fillStyle = '#fff'; // A JPEG knows no transparency.
      pen.fillRect(0, 0, width, height);
      pen.drawImage(bitmap, 0, 0, width, height);
      return new Promise((done) => canvas.toBlob(done, 'image/jpeg', quality));
    },
    close: () => {
      bitmap.close();
      canvas.width = 0; // Phones keep few canvases, and free them late.
    },
  };
}
