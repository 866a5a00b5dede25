/**
 * The evidence of one TPS, taken from a running Segel and believed without it:
 *   node tests/evidence.mjs http://localhost:8080 --user NAME --password WORD [--shots DIR]
 * Somebody logs in and downloads the evidence of a TPS; its page is opened from the disk in a browser without any
 * network, and says whether it holds; a copy with one byte changed does not; the same zip is checked by the page that
 * anybody else could give. Ends with status 0, or 1 and one sentence; 2 when it could not run.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { inflateRawSync } from 'node:zlib';
import { holdNoViolation } from './axe.mjs';
import { launch } from './browser.mjs';
import { hold, NotSo, open, step } from './steps.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { user: { type: 'string' }, password: { type: 'string' }, shots: { type: 'string' }, help: { type: 'boolean' } },
});
const [url] = positionals;
if (options.help || !url) {
  process.stderr.write('usage: node tests/evidence.mjs URL --user NAME --password WORD [--shots DIR]\n');
  process.exit(options.help ? 0 : 2);
}

const DESK = { width: 1366, height: 768 };
const PHONE = { width: 390, height: 844 };

const browser = await launch().catch((e) => {
  process.stderr.write(`evidence: ${e.message}\n`);
  process.exit(2);
});
const folder = mkdtempSync(join(tmpdir(), 'segel-evidence-'));
try {
  const said = await play();
  process.stdout.write(`summary: ${said}\nevidence: a TPS is proved from the disk, a changed byte is seen, and another page says the same\n`);
} catch (e) {
  process.stderr.write(`evidence: ${e instanceof NotSo ? e.message : String(e.message).split('\n')[0]}\n`);
  process.exitCode = 1;
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}

async function play() {
  const zip = await step('the evidence of a TPS is downloaded', download);
  if (options.shots) {
    mkdirSync(options.shots, { recursive: true });
    copyFileSync(zip, join(options.shots, 'bukti.zip'));
  }
  const files = unzip(readFileSync(zip));
  const page = files.get('bukti.html').toString();
  const [bundleHash, checker] = [sha256(files.get('SHA256SUMS')), emptied(page)];
  const served = Buffer.from(await (await fetch(`${url}/checker.html`)).arrayBuffer());
  hold(served.equals(Buffer.from(checker)), 'the page of the bundle without its data is not the checker that the server has');

  const context = await browser.newContext({ viewport: DESK, locale: 'id-ID', offline: true });
  const asked = [];
  context.on('request', (request) => asked.push(request.url()));
  const broken = [];
  const judge = await open(context, broken);
  await judge.goto(await kept('bukti.html', page));
  const { verdict, text } = await step('the page from the disk says whether it holds', () => verdictOf(judge));
  hold(verdict !== 'broken', `the evidence does not hold: ${text}`);
  hold((await judge.getAttribute('[data-bundle-hash]', 'data-bundle-hash')) === bundleHash, 'the page says another hash of the bundle');
  hold((await judge.getAttribute('[data-page-hash]', 'data-page-hash')) === sha256(Buffer.from(checker)), 'the page says another hash of its own file');
  const keys = await judge.locator('[data-key]').allTextContents();
  const policy = files.get('policy').toString();
  const witnesses = policy.split('\n').filter((line) => line.startsWith('witness ')).length;
  hold(keys.length === 1 + witnesses && keys.every((key) => policy.includes(key)), 'the page does not say whose keys it trusted');
  await look(judge, 'bukti');
  const milliseconds = Number(/dalam ([0-9]+) ms/.exec(text)?.[1]);

  await step('a copy with one byte changed is refused', async () => {
    await judge.goto(await kept('changed.html', changed(page)));
    const other = await verdictOf(judge);
    hold(other.verdict === 'broken', 'a changed entry is taken for whole');
    hold((await judge.locator('[data-step=entries][data-state=failed]').count()) === 1, 'the page does not say that it is an entry');
    await look(judge, 'changed');
  });
  await step('a photo of another time is refused, or there is none', () => photoChanged(judge, page));
  await step('another page says the same of the zip', async () => {
    await judge.goto(await kept('checker.html', checker));
    const compared = () => judge.locator('[data-compare]').evaluateAll((all) => all.map(({ dataset }) => dataset.compare).join());
    hold((await compared()) === 'page', 'a page without evidence says what to compare a bundle with');
    await look(judge, 'checker');
    await judge.setInputFiles('#bundle', zip);
    hold((await verdictOf(judge)).verdict === verdict, 'the zip is judged otherwise than the page inside it');
    hold((await compared()) === 'page,bundle', 'the page does not say what to compare the bundle with');
    await judge.setInputFiles('#bundle', await withoutOne(zip));
    hold((await verdictOf(judge)).verdict === 'broken', 'a zip that is cut off is taken for evidence');
  });
  await step('one proof alone is checked as well', async () => {
    await judge.goto(await kept('checker.html', checker));
    await judge.click('summary');
    const [index] = JSON.parse(files.get('evidence.json')).entries.map((entry) => entry.index).slice(-1);
    for (const [id, name] of [['proof', `proofs/${index}.tlog-proof`], ['entry', `entries/${index}`], ['policy', 'policy']]) {
      await judge.setInputFiles(`#${id}`, { name: id, mimeType: 'text/plain', buffer: files.get(name) });
    }
    await judge.click('#single ~ button, button');
    await judge.waitForSelector('#single [data-verdict]');
    hold((await judge.getAttribute('#single [data-verdict]', 'data-verdict')) === verdict, 'one proof is judged otherwise than the bundle');
  });
  hold(asked.every((one) => one.startsWith('file:') || one.startsWith('data:')), `the page asked for ${asked.find((one) => !/^(file|data):/.test(one))}`);
  hold(broken.length === 0, `the page complains: ${broken[0]}`);
  const { entries } = JSON.parse(files.get('evidence.json'));
  return `${entries.length} entries, ${readFileSync(zip).length} bytes, ${verdict}, checked in ${milliseconds} ms, ${Math.ceil(milliseconds / entries.length)} ms a proof`;
}

async function download() {
  const context = await browser.newContext({ viewport: DESK, locale: 'id-ID', acceptDownloads: true });
  const page = await context.newPage();
  await page.goto(`${url}/login`);
  await page.fill('input[name=user]', options.user ?? 'nobody');
  await page.fill('input[name=password]', options.password ?? '');
  await page.click('form button.main');
  await page.waitForSelector('summary.button');
  await page.setViewportSize(PHONE);
  await page.goto(`${url}/discrepancies`);
  await page.waitForSelector('tbody tr, .card > * p');
  if ((await page.locator('tbody tr').count()) > 0) await page.waitForSelector('[data-evidence=discrepancy]:visible');
  await page.setViewportSize(DESK);
  await page.goto(`${url}/tps/${await signedTps()}`);
  await page.waitForSelector('[data-evidence=tps]');
  await look(page, 'tps', false);
  const [got] = await Promise.all([page.waitForEvent('download'), page.click('[data-evidence=tps]')]);
  hold(/^bukti-tps-[0-9]{13}\.zip$/.test(got.suggestedFilename()), `the file is called ${got.suggestedFilename()}`);
  const zip = join(folder, got.suggestedFilename());
  await got.saveAs(zip);
  await context.close();
  return zip;
}

/** One whose boxes are on their way. */
async function signedTps() {
  const { kelurahan } = await (await fetch(`${url}/api/situation`)).json();
  for (const { code } of kelurahan.toSorted((a, b) => b.discrepancies - a.discrepancies)) {
    const all = await (await fetch(`${url}/api/situation/tps?kelurahan=${code}`)).json();
    const tps = all.toSorted((a, b) => b.discrepancies - a.discrepancies).find(({ stages }) => stages.some((stage) => stage > 1));
    if (tps) return tps.code;
  }
  throw new NotSo('no TPS has a box that was handed over');
}

async function verdictOf(page) {
  await page.waitForSelector('main > [data-verdict]');
  const found = page.locator('main > [data-verdict]').first();
  return { verdict: await found.getAttribute('data-verdict'), text: await found.innerText() };
}

/** The same page with one bit of an entry changed, its list and its hash as they were. */
function changed(page) {
  const at = page.indexOf('\\"leaf\\":\\"', page.indexOf('id="evidence">')) + 200;
  return page.slice(0, at) + (page[at] === 'A' ? 'B' : 'A') + page.slice(at + 1);
}

async function photoChanged(judge, page) {
  const at = /"photos":\{"photos\/[0-9a-f]{64}\.jpg":"/.exec(page);
  if (!at) return;
  const middle = at.index + at[0].length + 100;
  await judge.goto(await kept('photo.html', page.slice(0, middle) + (page[middle] === 'A' ? 'B' : 'A') + page.slice(middle + 1)));
  hold((await verdictOf(judge)).verdict === 'broken', 'a changed photo is taken for whole');
}

async function withoutOne(zip) {
  const bytes = readFileSync(zip);
  const path = join(folder, 'cut.zip');
  writeFileSync(path, bytes.subarray(0, bytes.length >> 1));
  return path;
}

function emptied(page) {
  return page.replace(/(id="evidence">)[^\n]*(<\/script>\n)/, '$1$2');
}

async function kept(name, text) {
  const path = join(folder, name);
  writeFileSync(path, text);
  return pathToFileURL(path).href;
}

async function look(page, name, isWatched = true) {
  if (isWatched) await holdNoViolation(page, name);
  if (!options.shots) return;
  mkdirSync(options.shots, { recursive: true });
  for (const [size, viewport] of [['desk', DESK], ['phone', PHONE]]) {
    await page.setViewportSize(viewport);
    await page.screenshot({ path: join(options.shots, `${name}-${size}.png`), fullPage: name !== 'tps' });
    hold(await page.evaluate(() => document.documentElement.scrollWidth <= screen.width), `${name} is wider than a ${size}`);
  }
  await page.setViewportSize(DESK);
}

function unzip(bytes) {
  const files = new Map();
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  let at = bytes.readUInt32LE(end + 16);
  for (let i = 0; i < bytes.readUInt16LE(end + 10); i++) {
    const [method, packed, name, extra, remark] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32)];
    const header = bytes.readUInt32LE(at + 42);
    const from = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
    const body = bytes.subarray(from, from + packed);
    files.set(bytes.toString('utf8', at + 46, at + 46 + name), method === 8 ? inflateRawSync(body) : body);
    at += 46 + name + extra + remark;
  }
  return files;
}

function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}
