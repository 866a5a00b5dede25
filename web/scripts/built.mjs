/** The built files, by what they are built from. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const KIT = '.svelte-kit/generated/client-optimized';

export const web = fileURLToPath(new URL('..', import.meta.url));
export const build = join(web, 'build');

const manifest = JSON.parse(readFileSync(join(web, '.svelte-kit/output/client/.vite/manifest.json'), 'utf8'));

/** What a page loads before it shows itself: SvelteKit's start, the layouts and pages of these routes, and all that they import. */
export function filesOf(routes, others = []) {
  const files = new Set(['theme.js', 'icon.svg']);
  const start = Object.keys(manifest).filter((key) => /client\/entry\.js$|client-optimized\/app\.js$/.test(key));
  const root = ['src/routes/+layout', 'src/routes/+error'];
  for (const key of [...start, ...[...root, ...routes].map(nodeOf), ...others]) walk(key, files);
  for (const file of fonts()) files.add(file);
  return files;
}

/** All that stands between an address and the map. */
export function filesOfMap() {
  return new Set(['index.html', ...filesOf(['src/routes/(center)/+layout', 'src/routes/(center)/+page'], ['src/lib/map/province-map.ts']), ...workers()]);
}

/** A chunk with its styles and files, and everything that it imports at once. */
export function walk(key, files) {
  const chunk = manifest[key] ?? fail(`the build has no part called ${key}`);
  if (files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const file of [...(chunk.css ?? []), ...(chunk.assets ?? [])]) files.add(file);
  for (const other of chunk.imports ?? []) walk(other, files);
}

export function fonts() {
  return immutable(/assets\/.*\.woff2$/);
}

export function workers() {
  return immutable(/workers\/.*\.js$/);
}

function immutable(pattern) {
  return readdirSync(build, { recursive: true }).map(String).filter((file) => file.includes('immutable/') && pattern.test(file));
}

/** SvelteKit numbers its layouts and pages; the one that holds this route. */
function nodeOf(route) {
  const nodes = readdirSync(join(web, KIT, 'nodes'));
  const node = nodes.find((file) => readFileSync(join(web, KIT, 'nodes', file), 'utf8').includes(`${route}.`));
  return `${KIT}/nodes/${node ?? fail(`no page is called ${route}`)}`;
}

export function fail(sentence) {
  process.stderr.write(`${sentence}.\n`);
  process.exit(1);
}
