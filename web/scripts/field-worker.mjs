/** Stamps the list of the files that the field pages need into their service worker, and what version they are. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, filesOf, walk } from './built.mjs';

export const FIELD = {
  routes: ['src/routes/(field)/+layout', 'src/routes/(field)/field/+page'],
  /** Pages of their own, which are opened without a network too. */
  pages: ['src/routes/(field)/field/tps/+page', 'src/routes/(field)/field/spotcheck/+page', 'src/routes/(field)/field/latihan/+page'],
  words: ['src/lib/words/field-id.ts', 'src/lib/words/picture-id.ts', 'src/lib/words/scan-id.ts'],
  /** Fetched after the first screen, and needed without a network as well. */
  later: [
    'src/lib/words/ceremony-id.ts',
    'src/lib/words/ceremony-en.ts',
    'src/lib/words/practice-id.ts',
    'src/lib/words/practice-en.ts',
    'src/lib/field/prove.ts',
    'src/lib/field/KeptProof.svelte',
    'src/lib/words/proof-id.ts',
    'src/lib/words/proof-en.ts',
    'src/lib/words/spotcheck.ts',
    'src/lib/words/en.ts',
    'src/lib/words/field-en.ts',
    'src/lib/words/picture-en.ts',
    'src/lib/words/scan-en.ts',
    'node_modules/zxing-wasm/dist/es/reader/index.js',
    'node_modules/@noble/ed25519/index.js',
  ],
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) stamp();

function stamp() {
  const files = filesOf([...FIELD.routes, ...FIELD.pages], FIELD.words);
  for (const key of FIELD.later) walk(key, files);
  const hash = createHash('sha256');
  for (const file of ['index.html', ...files]) hash.update(readFileSync(join(build, file)));
  const worker = join(build, 'field-worker.js');
  const version = hash.digest('hex').slice(0, 16);
  const list = ['/field', ...[...files].map((file) => `/${file}`)];
  const text = readFileSync(worker, 'utf8').replace("'VERSION'", `'${version}'`).replace("['FILES']", JSON.stringify(list));
  writeFileSync(worker, text);
  process.stdout.write(`field: ${list.length} files are kept for work without a network, version ${version}\n`);
}
