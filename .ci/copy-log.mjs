/**
 * Copies a published log into a folder, as its checkpoint names it: node copy-log.mjs http://localhost:8080/log FOLDER
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const [log, folder] = process.argv.slice(2);
const WIDTH = 256;

async function copy(path) {
  const answer = await fetch(`${log}/${path}`);
  if (!answer.ok) throw new Error(`${log}/${path} answers ${answer.status}`);
  const bytes = Buffer.from(await answer.arrayBuffer());
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
  return bytes;
}

/** 1234067 as x001/x234/067. */
function grouped(number) {
  const digits = String(number).padStart(Math.ceil(String(number).length / 3) * 3, '0');
  return digits.match(/.../g).map((three, i, all) => (i < all.length - 1 ? `x${three}` : three)).join('/');
}

async function copyRow(row, width) {
  for (let number = 0; number * WIDTH < width; number++) {
    const left = width - number * WIDTH;
    await copy(`tile/${row}/${grouped(number)}${left < WIDTH ? `.p/${left}` : ''}`);
  }
}

await copy('vkey');
const size = Number((await copy('checkpoint')).toString().split('\n')[1]);
await copyRow('entries', size);
for (let level = 0, width = size; width > 0; level++, width = Math.floor(width / WIDTH)) {
  await copyRow(level, width);
}
console.log(`summary: ${size} entries`);
