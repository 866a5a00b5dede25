/**
 * Builds the page that checks evidence into one file, build/checker.html: style and script inside, no other file, no
 * network. The same sources make the same bytes; its SHA-256 is what witnesses and mirrors state.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as bundle } from 'vite';
import { build, fail } from './built.mjs';
import { pageText } from '../src/lib/evidence/template.js';

const web = fileURLToPath(new URL('..', import.meta.url));

const [result] = await bundle({
  configFile: false,
  root: web,
  logLevel: 'warn',
  publicDir: false,
  resolve: { alias: { $lib: join(web, 'src/lib') } },
  build: {
    write: false,
    target: 'es2022',
    lib: { entry: 'src/lib/evidence/page.ts', formats: ['iife'], name: 'segel' },
  },
}).then((output) => [output].flat());
if (result.output.length !== 1) fail('checker: the script is not one file');
const script = `\n${result.output[0].code.trim().replaceAll('</script', '<\\/script')}\n`;
const style = `\n${readFileSync(join(web, 'checker/checker.css'), 'utf8')}`;
if (/<!--|\r/.test(script) || /<|\r/.test(style)) fail('checker: the script or style cannot stand inside a page');

const page = pageText({ style, script, styleHash: hash(style, 'base64'), scriptHash: hash(script, 'base64') });
writeFileSync(join(build, 'checker.html'), page);
process.stdout.write(`checker: ${page.length} characters in one file, SHA-256 ${hash(page, 'hex')}\n`);

function hash(text, encoding) {
  return createHash('sha256').update(text).digest(encoding);
}
