/**
 * How fast the wall opens, against a running Segel:
 *   node tests/wall-speed.mjs URL [--user NAME --password WORD] [--times 3] [--shots DIR]
 * Cold, each time in a browser that has nothing yet: a processor slowed down four times, 10 Mbit/s with 40 ms there and back, and
 * a renderer in software. The table first: until figures, exceptions and its rows stand there; then the map: until it is
 * ready. Bytes are counted as they come over the wire, compressed. Prints the median of each as one line of JSON, in
 * milliseconds since the navigation began, by the page's own clock; slow is not wrong, but more bytes than there may be are.
 * Ends with status 0, or 1 and one sentence that says what was not as it should be; 2 when it could not run.
 */
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { launch } from './browser.mjs';
import { hold, NotSo, open, step } from './steps.mjs';

const SLOWER = 4;
const BITS_PER_SECOND = 10_000_000;
const LATENCY_MILLISECONDS = 40;
const BYTES_MAX = 900_000;
const PATIENCE = 120_000;

/** What is waited for, by the name under which it is told. */
const SIGNS = {
  figures: () => /[0-9]/.test(document.querySelector('[data-counter=total] .figure')?.textContent ?? ''),
  exceptions: () => document.querySelector('.left .scroll li a, .left .scroll .face:not(.failed)') !== null,
  table: () => document.querySelector('table tbody tr') !== null,
  map: () => document.querySelector('[data-map=ready]') !== null,
};

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { user: { type: 'string' }, password: { type: 'string' }, times: { type: 'string', default: '3' }, shots: { type: 'string' } },
});
const [url] = positionals;
const times = Number(options.times);
if (!url || !(times >= 1 && times <= 20)) {
  process.stderr.write('usage: node tests/wall-speed.mjs URL [--user NAME --password WORD] [--times 3] [--shots DIR]\n');
  process.exit(2);
}

const browser = await launch().catch((e) => {
  process.stderr.write(`wall speed: ${e.message}\n`);
  process.exit(2);
});
try {
  const table = await many('the table', '/?view=table', ['figures', 'exceptions', 'table']);
  const map = await many('the map', '/', ['figures', 'exceptions', 'map']);
  process.stdout.write(`summary: ${JSON.stringify({ times, table, map })}\n`);
  for (const [name, { bytes }] of Object.entries({ table, map })) {
    hold(bytes <= BYTES_MAX, `the ${name} took ${bytes} bytes, and ${BYTES_MAX} is the most`);
  }
} catch (e) {
  process.stderr.write(`wall speed: ${e instanceof NotSo ? e.message : e.stack}\n`);
  process.exitCode = 1;
} finally {
  await browser.close();
}

/** The median of each figure. */
async function many(name, path, signs) {
  const all = [];
  for (let i = 0; i < times; i++) all.push(await step(name, () => once(path, signs)));
  const median = (figure) => all.map((one) => one[figure]).sort((a, b) => a - b)[Math.floor(times / 2)];
  return Object.fromEntries([...signs, 'bytes'].map((figure) => [figure, median(figure)]));
}

async function once(path, signs) {
  const broken = [];
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'id-ID', colorScheme: 'light' });
  context.setDefaultTimeout(PATIENCE);
  try {
    if (options.user) await login(context);
    const page = await open(context, broken);
    await page.addInitScript(`(${watch})({ ${signs.map((sign) => `${sign}: ${SIGNS[sign]}`).join(', ')} })`);
    const session = await context.newCDPSession(page);
    const bytes = count(session);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: LATENCY_MILLISECONDS,
      downloadThroughput: BITS_PER_SECOND / 8,
      uploadThroughput: BITS_PER_SECOND / 8,
    });
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    await page.goto(url + path, { waitUntil: 'commit' });
    await page.waitForFunction((all) => all.every((sign) => globalThis.seen?.[sign] !== undefined), signs);
    const seen = await page.evaluate(() => globalThis.seen);
    // What the first sight did not need belongs to the bytes all the same.
    await page.waitForLoadState('load');
    if (options.shots) {
      mkdirSync(options.shots, { recursive: true });
      await page.screenshot({ path: `${options.shots}/${signs.at(-1)}.png` });
    }
    hold(broken.length === 0, `the page complained: ${broken[0]}`);
    return { ...seen, bytes: bytes() };
  } finally {
    await context.close();
  }
}

async function login(context) {
  const session = await context.request.get(`${url}/api/session`);
  hold(session.ok(), `${url} does not answer`);
  const cookies = await context.cookies(url);
  const guard = cookies.find(({ name }) => name === 'XSRF-TOKEN')?.value ?? '';
  const answer = await context.request.post(`${url}/api/login`, {
    data: { user: options.user, password: options.password ?? '' },
    headers: { 'X-XSRF-TOKEN': decodeURIComponent(guard) },
  });
  hold(answer.ok(), `the login was answered ${answer.status()}`);
}

/** Counts what comes over the wire; of what has not ended, as much as has come. */
function count(session) {
  const parts = new Map();
  session.on('Network.dataReceived', ({ requestId, encodedDataLength }) => parts.set(requestId, (parts.get(requestId) ?? 0) + encodedDataLength));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => parts.set(requestId, encodedDataLength));
  return () => [...parts.values()].reduce((all, one) => all + one, 0);
}

/** In the page: when each sign was first there, looked for before each frame. */
function watch(signs) {
  globalThis.seen = {};
  const look = () => {
    for (const [sign, isThere] of Object.entries(signs)) {
      if (globalThis.seen[sign] === undefined && isThere()) globalThis.seen[sign] = Math.round(performance.now());
    }
    if (Object.keys(globalThis.seen).length < Object.keys(signs).length) requestAnimationFrame(look);
  };
  look();
}
