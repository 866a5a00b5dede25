/**
 * Writes SHA256SUMS, the list of what was built, whose digest the log holds. Puts a .gz file beside every static file worth compressing: the server sends these as they are. What
 * stands between an address and the map, or a field officer's work, is packed by zopfli, which saves 4 % and takes seconds, so its work is kept in node_modules/.cache.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import zopfli from '@gfx/zopfli';
import { build, filesOf, filesOfMap } from './built.mjs';
import { FIELD } from './field-worker.mjs';

const COMPRESSIBLE = /\.(html|js|mjs|css|json|csv|svg|txt|webmanifest)$/;
const WORTH_IT = 512;

const first = new Set([...filesOfMap(), ...filesOf(FIELD.routes, FIELD.words)]);
const cache = fileURLToPath(new URL('../node_modules/.cache/zopfli', import.meta.url));
mkdirSync(cache, { recursive: true });

const digest = (bytes) => createHash('sha256').update(bytes).digest('hex');
const listed = readdirSync(build, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name !== 'SHA256SUMS' && !entry.name.endsWith('.gz'))
  .map((entry) => join(entry.parentPath, entry.name))
  .map((file) => [relative(build, file).replaceAll(sep, '/'), file])
  .sort(([a], [b]) => (a < b ? -1 : 1));
writeFileSync(join(build, 'SHA256SUMS'), listed.map(([name, file]) => `${digest(readFileSync(file))}  ${name}\n`).join(''));

for (const entry of readdirSync(build, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !COMPRESSIBLE.test(entry.name)) continue;
  const file = join(entry.parentPath, entry.name);
  const bytes = readFileSync(file);
  if (bytes.length < WORTH_IT) continue;
  const isFirst = first.has(relative(build, file).replaceAll(sep, '/'));
  writeFileSync(`${file}.gz`, isFirst ? await packed(bytes) : gzipSync(bytes, { level: 9 }));
}

async function packed(bytes) {
  const kept = join(cache, digest(bytes));
  if (!existsSync(kept)) writeFileSync(kept, await zopfli.gzipAsync(bytes, { numiterations: 5 }));
  return readFileSync(kept);
}
