/**
 * A camera that a test can aim: Chromium films a file with one picture, whose pixels are overwritten in place. (It must
 * never be replaced or cut: the browser keeps the old one, or ends the track.)
 */
import { openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'lean-qr';

const WIDTH = 640;
const HEIGHT = 480;
const HEADER = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F30:1 Ip A1:1 C420\nFRAME\n`);
const TABLE = 90;
const BLACK = 24;
const WHITE = 225;
/** Of the picture's height, with its white edge. */
const FILLS = 0.7;

let made = 0;

export class FakeCamera {
  #path = join(tmpdir(), `segel-camera-${process.pid}-${++made}.y4m`);
  #picture = Buffer.alloc((WIDTH * HEIGHT * 3) / 2, 128).fill(TABLE, 0, WIDTH * HEIGHT);
  #file;

  constructor() {
    writeFileSync(this.#path, Buffer.concat([HEADER, this.#picture]));
    this.#file = openSync(this.#path, 'r+');
  }

  /** What the browser is started with. */
  get flags() {
    return ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${this.#path}`];
  }

  /** Shows a text as a QR code. */
  show(text) {
    const code = generate(text);
    const quiet = 3;
    const modules = code.size + 2 * quiet;
    const scale = Math.floor((HEIGHT * FILLS) / modules);
    const [left, top] = [WIDTH, HEIGHT].map((size) => Math.floor((size - modules * scale) / 2));
    this.#picture.fill(TABLE, 0, WIDTH * HEIGHT);
    for (let y = 0; y < modules * scale; y++) {
      for (let x = 0; x < modules * scale; x++) {
        const isDark = code.get(Math.floor(x / scale) - quiet, Math.floor(y / scale) - quiet);
        this.#picture[(top + y) * WIDTH + left + x] = isDark ? BLACK : WHITE;
      }
    }
    this.#write();
  }

  /** Films the code that a page shows, a little turned, as a hand holds it. */
  async film(page, turn = 0) {
    const pixels = await page.evaluate(draw, [WIDTH, HEIGHT, TABLE, turn]);
    if (!pixels) return this.clear();
    Buffer.from(pixels, 'base64').copy(this.#picture, 0);
    this.#write();
  }

  /** Shows an empty table. */
  clear() {
    this.#picture.fill(TABLE, 0, WIDTH * HEIGHT);
    this.#write();
  }

  remove() {
    rmSync(this.#path, { force: true });
  }

  #write() {
    writeSync(this.#file, this.#picture, 0, WIDTH * HEIGHT, HEADER.length);
  }
}

/** In the page: its code as one byte of brightness for each pixel of a picture. */
async function draw([width, height, table, turn]) {
  const svg = document.querySelector('[data-frame] svg');
  if (!svg) return null;
  const copy = svg.cloneNode(true);
  copy.setAttribute('width', '400');
  copy.setAttribute('height', '400');
  const image = new Image();
  image.src = `data:image/svg+xml;utf8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = `rgb(${table} ${table} ${table})`;
  context.fillRect(0, 0, width, height);
  context.translate(width / 2, height / 2);
  context.rotate(turn);
  context.drawImage(image, -height * 0.43, -height * 0.43, height * 0.86, height * 0.86);
  const { data } = context.getImageData(0, 0, width, height);
  let bytes = '';
  // Video black and white are 16 and 235.
  for (let i = 0; i < data.length; i += 4) bytes += String.fromCharCode(16 + Math.round((data[i] * 219) / 255));
  return btoa(bytes);
}
