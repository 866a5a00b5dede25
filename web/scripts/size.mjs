/**
 * Adds up what a browser must load before the map is there, compressed, and fails when it is too much:
 * index.html, SvelteKit's start, the layouts and the wall with all they import, the map, its worker, the font.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAP_PAGE_MAX = 520_000;
const BOUNDARIES_MAX = 130_000;
const KIT = '.svelte-kit/generated/client-optimized';

const web = fileURLToPath(new URL('..', import.meta.url));
const build = join(web, 'build');
if (!existsSync(join(build, 'index.html'))) fail('there is no build; run npm run build first');

const manifest = JSON.parse(readFileSync(join(web, '.svelte-kit/output/client/.vite/manifest.json'), 'utf8'));
const needed = new Set(['index.html', 'theme.js', 'icon.svg']);
const root = ['src/routes/+layout', 'src/routes/+error', 'src/routes/(center)/+layout', 'src/routes/(center)/+page'];
const entries = Object.keys(manifest).filter((key) => /client\/entry\.js$|client-optimized\/app\.js$/.test(key));
for (const key of [...entries, ...root.map(nodeOf), 'src/lib/map/province-map.ts']) walk(key);
for (const file of readdirSync(build, { recursive: true }).map(String)) {
  if (/immutable\/(workers\/.*\.js|assets\/.*\.woff2)$/.test(file)) needed.add(file);
}

const rows = [...needed].map((file) => [compressed(file), file]).sort((a, b) => b[0] - a[0]);
const total = rows.reduce((sum, [size]) => sum + size, 0);
const boundaries = compressed('region/kelurahan.json');
for (const [size, file] of process.argv.includes('--list') ? rows : []) process.stdout.write(`${size}\t${file}\n`);
process.stdout.write(`size: map page ${total} bytes compressed in ${rows.length} files, boundaries ${boundaries}\n`);
if (total > MAP_PAGE_MAX) fail(`the map page takes ${total} bytes compressed, at most ${MAP_PAGE_MAX} are allowed`);
if (boundaries > BOUNDARIES_MAX) fail(`the boundaries take ${boundaries} bytes, at most ${BOUNDARIES_MAX}`);

/** A chunk with its styles, and everything that it imports at once. */
function walk(key) {
  const chunk = manifest[key] ?? fail(`the build has no part called ${key}`);
  if (needed.has(chunk.file)) return;
  needed.add(chunk.file);
  for (const css of chunk.css ?? []) needed.add(css);
  for (const other of chunk.imports ?? []) walk(other);
}

/** SvelteKit numbers its layouts and pages; the one that holds this route. */
function nodeOf(route) {
  const nodes = readdirSync(join(web, KIT, 'nodes'));
  const node = nodes.find((file) => readFileSync(join(web, KIT, 'nodes', file), 'utf8').includes(`${route}.svelte`));
  return `${KIT}/nodes/${node ?? fail(`no page is called ${route}`)}`;
}

function compressed(file) {
  const sent = join(build, `${file}.gz`);
  return statSync(existsSync(sent) ? sent : join(build, file)).size;
}

function fail(sentence) {
  process.stderr.write(`size: ${sentence}.\n`);
  process.exit(1);
}
