/** Finds the QR code nearest to the middle of a picture: by the browser where it can, else by ZXing as WebAssembly. */
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url';

export type Reader = (video: HTMLVideoElement) => Promise<string | null>;

/** A code in a picture, with its middle in pixels. */
interface Found {
  text: string;
  x: number;
  y: number;
}

interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string; boundingBox: DOMRectReadOnly }[]>;
}

interface DetectorMaker {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}

/** Larger pictures cost time and find nothing more. */
const WIDEST = 1280;

export async function loadReader(): Promise<Reader> {
  return (await ofBrowser()) ?? ofZxing();
}

async function ofBrowser(): Promise<Reader | null> {
  const maker = (globalThis as { BarcodeDetector?: DetectorMaker }).BarcodeDetector;
  // Some browsers have the name and can read nothing.
  if (!maker || !(await maker.getSupportedFormats().catch((): string[] => [])).includes('qr_code')) return null;
  const detector = new maker({ formats: ['qr_code'] });
  return async (video) => {
    const found = await detector.detect(video);
    return nearest(
      found.map(({ rawValue, boundingBox: { x, y, width, height } }) => ({ text: rawValue, x: x + width / 2, y: y + height / 2 })),
      video.videoWidth,
      video.videoHeight,
    );
  };
}

async function ofZxing(): Promise<Reader> {
  const { prepareZXingModule, readBarcodes } = await import('zxing-wasm/reader');
  await prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  return async (video) => {
    const scale = Math.min(1, WIDEST / video.videoWidth);
    const [width, height] = [Math.round(video.videoWidth * scale), Math.round(video.videoHeight * scale)];
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    context.drawImage(video, 0, 0, width, height);
    const found = await readBarcodes(context.getImageData(0, 0, width, height), { formats: ['QRCode'], maxNumberOfSymbols: 8 });
    return nearest(
      found.map(({ text, position: { topLeft, bottomRight } }) => ({ text, x: (topLeft.x + bottomRight.x) / 2, y: (topLeft.y + bottomRight.y) / 2 })),
      width,
      height,
    );
  };
}

/** A sheet of labels shows many codes at once; the one that is aimed at is meant. */
export function nearest(found: readonly Found[], width: number, height: number): string | null {
  let best: Found | null = null;
  const distance = ({ x, y }: Found) => Math.hypot(x - width / 2, y - height / 2);
  for (const one of found) if (one.text !== '' && (!best || distance(one) < distance(best))) best = one;
  return best?.text ?? null;
}
