/**
 * Makes the two files about places that the pages and the server need, at build time; they are never committed:
 * static/region/kelurahan.json (boundaries, property `code`) and static/region/regions.csv (code, level, name).
 *
 * Sources: codes and names from idn-area-data (ODbL, cahyadsn/wilayah); boundaries from geojson-indonesia
 * (GADM 4.1, no redistribution and no commercial use: replace the file by your own when that matters).
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { feature } from 'topojson-client';
import { topology } from 'topojson-server';
import { presimplify, simplify } from 'topojson-simplify';
import { area, mend } from './planar.mjs';

const PROVINSI = '31';
const EXPECTED = { provinsi: 1, kota: 6, kecamatan: 44, kelurahan: 267 };
const GZIP_MAX = 130 * 1024;
/** Grid of about 17 m, and gaps of up to about 200 m closed. */
const CELL = 0.00015;
const REACH = 6;
/** A bend smaller than this many grid cells is a step of the grid, not of the border. */
const BEND_CELLS = 14;

/** GADM's spelling on the left, the official one on the right; letters only, both in lower case. */
const SPELLINGS = new Map([
  ['wijayakesuma', 'wijayakusuma'],
  ['harapanmulya', 'harapanmulia'],
  ['kampungtengah', 'tengah'],
  ['halimperdanakusumah', 'halimperdanakusuma'],
  ['palmeriem', 'palmeriam'],
  ['papango', 'papanggo'],
  ['tanjungpriuk', 'tanjungpriok'],
]);
const WATER = 'danausunter';

const web = new URL('..', import.meta.url);
const out = new URL('static/region/', web);
const inputs = ['scripts/region.mjs', 'scripts/planar.mjs', 'package-lock.json'];
const stamp = createHash('sha256')
  .update(inputs.map((file) => readFileSync(new URL(file, web))).join('\0'))
  .digest('hex');
const stampFile = new URL('node_modules/.region-stamp', web);

if (!isFresh()) {
  const regions = readRegions();
  const boundaries = makeBoundaries(regions.filter((r) => r.level === 'kelurahan'));
  mkdirSync(out, { recursive: true });
  writeFileSync(new URL('kelurahan.json', out), boundaries);
  writeFileSync(
    new URL('regions.csv', out),
    'code,level,name\n' + regions.map((r) => `${r.code},${r.level},${r.name}\n`).join(''),
  );
  writeFileSync(stampFile, stamp);
}

function isFresh() {
  return (
    existsSync(new URL('kelurahan.json', out)) &&
    existsSync(new URL('regions.csv', out)) &&
    existsSync(stampFile) &&
    readFileSync(stampFile, 'utf8') === stamp
  );
}

function readRegions() {
  const levels = [
    ['provinsi', 'provinces.csv'],
    ['kota', 'regencies.csv'],
    ['kecamatan', 'districts.csv'],
    ['kelurahan', 'villages.csv'],
  ];
  const regions = levels.flatMap(([level, file]) =>
    readFileSync(new URL(`node_modules/idn-area-data/data/${file}`, web), 'utf8')
      .split(/\r?\n/)
      .filter((line) => line.startsWith(PROVINSI))
      .map((line) => line.split(','))
      .map((cells) => ({ code: cells[0].replaceAll('.', ''), level, name: nameOf(cells.at(-1)) })),
  );
  for (const [level, expected] of Object.entries(EXPECTED)) {
    const found = regions.filter((r) => r.level === level).length;
    if (found !== expected) fail(`idn-area-data holds ${found} ${level} of DKI Jakarta, expected ${expected}.`);
  }
  return regions;
}

/** Official names; only capitals are changed, where the source shouts. */
function nameOf(text) {
  const name = text.replaceAll('"', '').trim();
  const isShouted = name === name.toUpperCase();
  const words = isShouted ? name.toLowerCase().replace(/(^| )[a-z]/g, (c) => c.toUpperCase()) : name;
  return words.replace(/^Dki /, 'DKI ');
}

function makeBoundaries(kelurahan) {
  const source = JSON.parse(
    readFileSync(new URL('node_modules/geojson-indonesia/geojson/gadm41_IDN_4.json', web), 'utf8'),
  );
  const outlines = new Map();
  for (const f of source.features) {
    if (f.properties.NAME_1 !== 'JakartaRaya') continue;
    const name = letters(f.properties.NAME_4);
    outlines.set(SPELLINGS.get(name) ?? name, f.geometry.coordinates);
  }
  const named = kelurahan.map(({ code, name }) => {
    const polygons = outlines.get(letters(name));
    if (!polygons) fail(`No boundary is named like kelurahan ${name} (${code}).`);
    return { code, polygons };
  });
  const [islands, mainland] = [named.filter(onIslands), named.filter((k) => !onIslands(k))];
  // The lake is painted with the rest, so that nobody's border grows over it, and dropped afterwards.
  const mended = mend([...mainland, { code: WATER, polygons: outlines.get(WATER) }], CELL, REACH);
  const features = [
    ...mainland.map((k, i) => ({ type: 'Feature', properties: { code: k.code }, geometry: mended[i] })),
    ...islands.map(({ code, polygons }) => ({
      type: 'Feature',
      properties: { code },
      geometry: { type: 'MultiPolygon', coordinates: polygons },
    })),
  ].sort((a, b) => a.properties.code.localeCompare(b.properties.code));

  const shared = presimplify(topology({ kelurahan: { type: 'FeatureCollection', features } }));
  const smooth = feature(simplify(shared, BEND_CELLS * CELL * CELL), 'kelurahan');
  const smoothed = smooth.features.map((f) => (onIslands(f.properties) ? find(features, f) : f)).map(compact);
  if (smoothed.length !== EXPECTED.kelurahan) fail(`${smoothed.length} boundaries were made, expected 267.`);
  for (const f of smoothed) compareArea(f, named.find((k) => k.code === f.properties.code));

  const text = JSON.stringify({ type: 'FeatureCollection', features: smoothed });
  const size = gzipSync(text, { level: 9 }).length;
  if (size > GZIP_MAX) fail(`The boundaries take ${size} bytes compressed, at most ${GZIP_MAX} are allowed.`);
  return text;
}

function onIslands({ code }) {
  return code.startsWith('3101');
}

function find(features, { properties }) {
  return features.find((f) => f.properties.code === properties.code);
}

/** Five decimals are 1 m; polygons that vanish at that scale are left out. */
function compact({ properties, geometry }) {
  const round = (n) => Math.round(n * 1e5) / 1e5;
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  const coordinates = polygons
    .map((rings) => rings.map((ring) => withoutRepeats(ring.map(([x, y]) => [round(x), round(y)]))))
    .map((rings) => rings.filter((ring) => ring.length >= 4 && area(ring) !== 0))
    .filter((rings) => rings.length > 0);
  return { type: 'Feature', properties: { code: properties.code }, geometry: { type: 'MultiPolygon', coordinates } };
}

function withoutRepeats(ring) {
  return ring.filter((p, i) => i === 0 || p[0] !== ring[i - 1][0] || p[1] !== ring[i - 1][1]);
}

/** Mending moves borders by metres; a kelurahan that grew or shrank by a third was mistaken for another. */
function compareArea({ properties, geometry }, { polygons }) {
  const size = (all) => all.reduce((sum, rings) => sum + Math.abs(area(rings[0])), 0);
  const ratio = size(geometry.coordinates) / size(polygons);
  if (ratio < 0.67 || ratio > 1.5) {
    fail(`The boundary of ${properties.code} changed its area by the factor ${ratio.toFixed(2)} when it was mended.`);
  }
}

function letters(name) {
  return name.toLowerCase().replace(/[^a-z]/g, '');
}

function fail(sentence) {
  process.stderr.write(`region: ${sentence}\n`);
  process.exit(1);
}
