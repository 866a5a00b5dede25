/**
 * Puts a .gz file beside every static file worth compressing: the server sends these as they are. The largest are
 * packed by zopfli, which saves 4 % and takes seconds, so its work is kept in node_modules/.cache.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import zopfli from '@gfx/zopfli';

const COMPRESSIBLE = /\.(html|js|mjs|css|json|csv|svg|txt|webmanifest)$/;
const WORTH_IT = 512;
const LARGE = 200_000;

const build = fileURLToPath(new URL('../build', import.meta.url));
const cache = fileURLToPath(new URL('../node_modules/.cache/zopfli', import.meta.url));
mkdirSync(cache, { recursive: true });

for (const entry of readdirSync(build, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !COMPRESSIBLE.test(entry.name)) continue;
  const file = join(entry.parentPath, entry.name);
  const bytes = readFileSync(file);
  if (bytes.length < WORTH_IT) continue;
  const isScript = /\.js$/.test(entry.name) && bytes.length >= LARGE;
  writeFileSync(`${file}.gz`, isScript ? await packed(bytes) : gzipSync(bytes, { level: 9 }));
}

async function packed(bytes) {
  const kept = join(cache, createHash('sha256').update(bytes).digest('hex'));
  if (!existsSync(kept)) writeFileSync(kept, await zopfli.gzipAsync(bytes, { numiterations: 5 }));
  return readFileSync(kept);
}
