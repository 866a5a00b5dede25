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
