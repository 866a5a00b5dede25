/**
 * Cuts Inter down to the characters and weights the pages use: 48 kB become 15 kB. Runs at build time.
 */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import subset from 'subset-font';

const web = new URL('..', import.meta.url);
const source = new URL('node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2', web);
const target = new URL('src/lib/ui/inter.woff2', web);
const own = new URL('scripts/font.mjs', web);

const printable = String.fromCharCode(...Array.from({ length: 95 }, (_, i) => 32 + i));
const marks = '·×–’“”…→←±°−›\u00a0\u202f';

if (!existsSync(target) || statSync(target).mtimeMs < statSync(own).mtimeMs) {
  const options = {
    targetFormat: 'woff2',
    variationAxes: { wght: { min: 400, max: 700 } },
    // Contextual forms would raise a hyphen between capitals, and take 4 kB.
    keepFeatures: ['kern', 'tnum'],
    noHinting: true,
  };
  writeFileSync(target, await subset(readFileSync(source), printable + marks, options));
}
