/**
 * Adds up what a browser must load, compressed, and fails when it is too much: before the map is there, and before a
 * field officer can work.
 */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build, fail, filesOf, filesOfMap } from './built.mjs';
import { FIELD } from './field-worker.mjs';

const MAP_PAGE_MAX = 520_000;
const BOUNDARIES_MAX = 130_000;
const FIELD_SCRIPTS_MAX = 120_000;

if (!existsSync(join(build, 'index.html'))) fail('size: there is no build; run npm run build first');

const map = filesOfMap();
const field = [...filesOf(FIELD.routes, FIELD.words)].filter((file) => file.endsWith('.js'));
const [mapSize, fieldSize, boundaries] = [sum(map), sum(field), compressed('region/kelurahan.json')];
if (process.argv.includes('--list')) {
  for (const file of process.argv.includes('--field') ? field : map) process.stdout.write(`${compressed(file)}\t${file}\n`);
}
process.stdout.write(`size: map page ${mapSize} bytes compressed in ${map.size} files, boundaries ${boundaries}, scripts of the field ${fieldSize}\n`);
if (mapSize > MAP_PAGE_MAX) fail(`size: the map page takes ${mapSize} bytes compressed, at most ${MAP_PAGE_MAX} are allowed`);
if (boundaries > BOUNDARIES_MAX) fail(`size: the boundaries take ${boundaries} bytes, at most ${BOUNDARIES_MAX}`);
if (fieldSize > FIELD_SCRIPTS_MAX) fail(`size: the scripts of the field take ${fieldSize} bytes compressed, at most ${FIELD_SCRIPTS_MAX} are allowed`);

function sum(files) {
  return [...files].reduce((all, file) => all + compressed(file), 0);
}

function compressed(file) {
  const sent = join(build, `${file}.gz`);
  return statSync(existsSync(sent) ? sent : join(build, file)).size;
}
