/**
 * The wall of the past and the wall on a wall, against a running Segel in a demo after some hours of H-1:
 *   node tests/wall.mjs http://localhost:8080 --user NAME --password WORD [--shots DIR] [--pictures DIR]
 * Somebody looks back to an hour ago, moves on, asks what the signers say, and comes back; the figures are those that the
 * server counts for the moment. Layers that come from other pages are shown. With --pictures the pages that the docs show
 * are photographed: wall, past, phone, print and dark. Ends with status 0, or 1 and one sentence; 2 when it could not run.
 */
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { holdNoViolation } from './axe.mjs';
import { launch } from './browser.mjs';
import { hold, NotSo, open, step } from './steps.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { user: { type: 'string' }, password: { type: 'string' }, shots: { type: 'string' }, pictures: { type: 'string' } },
});
const [url] = positionals;
if (!url || !options.user || !options.password) {
  process.stderr.write('usage: node tests/wall.mjs URL --user NAME --password WORD [--shots DIR] [--pictures DIR]\n');
  process.exit(2);
}
for (const folder of [options.shots, options.pictures]) if (folder) mkdirSync(folder, { recursive: true });

const DESK = { width: 1366, height: 768 };
const PHONE = { width: 390, height: 844 };
const LAYERS = ['sealed', 'late', 'stock', 'day', 'class', 'forecast'];

const browser = await launch();
const broken = [];
let last;
try {
  await (options.pictures ? photograph() : play());
  process.stdout.write(options.pictures ? `wall: photographed into ${options.pictures}\n` : 'wall: the past is what the server counts for it, and the way back leads to now\n');
} catch (e) {
  process.stderr.write(`wall: ${e instanceof NotSo ? e.message : e.stack}\n`);
  process.exitCode = 1;
  await shot(last, 'failed').catch(() => {});
} finally {
  await browser.close();
}

async function play() {
  const page = await logIn(DESK);
  const now = await step('the wall stands', async () => {
    await mapped(page, '/');
    await page.waitForSelector('[data-late]');
    await shot(page, 'now');
    return asked(page, '/api/status').then(({ now }) => Date.parse(now));
  });
  await step('layers of other pages colour the map', async () => {
    for (const layer of LAYERS) {
      await page.selectOption('section.middle select', layer);
      await page.waitForFunction((chosen) => new URLSearchParams(location.search).get('measure') === chosen, layer);
    }
    await shot(page, 'forecast');
  });
  const hour = minute(now - 3_600_000);
  await step('an hour ago', async () => {
    await mapped(page, `/?at=${hour}`);
    await holdIsAsCounted(page, hour, 'LOG');
    hold((await page.textContent('.notnow'))?.includes('Bukan sekarang'), 'the screen does not say that it is not now');
    hold((await page.locator('[data-layer], [data-laid]').count()) === 0, 'posts of now are shown on the map of the past');
    await shot(page, 'past');
    await holdNoViolation(page, 'the wall of the past');
  });
  await step('ten minutes on, by the keyboard', async () => {
    await page.focus('section.bar .line button:nth-of-type(2) ~ button');
    await page.keyboard.press('Enter');
    const next = minute(Date.parse(hour) + 600_000);
    await page.waitForFunction((at) => new URLSearchParams(location.search).get('at') === at, next);
    await holdIsAsCounted(page, next, 'LOG');
  });
  await step('what the signers say', async () => {
    await page.check('section.bar input[type=radio] >> nth=1');
    await page.waitForFunction(() => new URLSearchParams(location.search).get('clock') === 'CLAIMED');
    await holdIsAsCounted(page, minute(Date.parse(hour) + 600_000), 'CLAIMED');
  });
  await step('a moment before the first entry is said to be one', async () => {
    await page.goto(`${url}/?at=2020-01-01T00:00:00Z`);
    await page.waitForSelector('section.bar [role=alert]');
    await shot(page, 'before');
  });
  await step('back to now', async () => {
    await page.click('section.bar .now');
    await page.waitForSelector('section.bar', { state: 'detached' });
    await page.waitForFunction(() => !document.querySelector('.tint'));
  });
  await step('the wall on a wall', async () => {
    await mapped(page, '/?wall=1');
    await page.waitForSelector('.on-a-wall [data-rest]');
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => new URLSearchParams(location.search).get('region') !== null);
    await shot(page, 'on-a-wall');
    for (const [width, height, least] of [[1920, 1080, 1.49], [1366, 768, 1.05]]) {
      await page.setViewportSize({ width, height });
      const times = await page.evaluate(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16);
      hold(times >= least, `on ${width} by ${height} the type is ${times} times as large`);
      hold(await page.evaluate(() => document.documentElement.scrollWidth <= screen.width && document.documentElement.scrollHeight <= innerHeight), `the wall does not fit on ${width} by ${height}`);
      await shot(page, `on-a-wall-${width}`);
    }
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !document.documentElement.classList.contains('on-a-wall'));
  });
  await step('the past on a phone', async () => {
    const phone = await logIn(PHONE);
    await mapped(phone, `/?at=${hour}`);
    await holdIsAsCounted(phone, hour, 'LOG');
    hold(await phone.evaluate(() => document.documentElement.scrollWidth <= screen.width), 'the past is wider than a phone');
    await shot(phone, 'past-phone');
    await holdNoViolation(phone, 'the wall of the past on a phone');
  });
  hold(broken.length === 0, `pages complained: ${broken.join('; ')}`);
}

/** The pages as the docs show them. */
async function photograph() {
  const into = async (page, name, more = {}) => page.screenshot({ path: `${options.pictures}/${name}.jpg`, type: 'jpeg', quality: 72, ...more });
  const page = await logIn(DESK);
  await mapped(page, '/');
  await page.waitForSelector('[data-late]');
  await into(page, 'wall');
  await page.evaluate(() => localStorage.setItem('segel.theme', 'dark'));
  await mapped(page, '/');
  await page.waitForSelector('[data-late]');
  await into(page, 'dark');
  await page.evaluate(() => localStorage.setItem('segel.theme', 'light'));
  const { now } = await asked(page, '/api/status');
  await mapped(page, `/?at=${minute(Date.parse(now) - 3_600_000)}`);
  await page.waitForSelector('section.bar[data-past]');
  await into(page, 'past');
  await page.goto(`${url}/sitrep`);
  await page.waitForSelector('article, [data-report]');
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 794, height: 1123 });
  await into(page, 'print');
  const phone = await logIn(PHONE);
  await phone.goto(`${url}/findings`);
  await phone.waitForSelector('[data-finding]');
  await into(phone, 'phone');
}

/** The bar and the counters say what the server counts for the moment. */
async function holdIsAsCounted(page, at, clock) {
  await page.waitForSelector('section.bar[data-past][data-loading=false]');
  const wall = await asked(page, `/api/past?at=${at}&clock=${clock}`);
  const text = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, '.');
  await page.waitForFunction(
    ([total, ready]) => document.querySelector('[data-counter=total] .figure')?.textContent === total && document.querySelector('[data-counter=ready] .figure')?.textContent === ready,
    [text(wall.totals.tps), text(wall.totals.status.ready)],
  );
  const now = await asked(page, '/api/situation');
  hold(wall.index <= now.index, 'the past is after now');
  hold(wall.kelurahan.length === now.kelurahan.length, 'kelurahan are missing');
}

async function mapped(page, path) {
  await page.goto(`${url}${path}`);
  await page.waitForSelector('[data-map=ready]');
}

async function logIn(viewport) {
  const context = await browser.newContext({ viewport, locale: 'id-ID', colorScheme: 'light' });
  last = await open(context, broken);
  await last.goto(`${url}/login`);
  await last.fill('input[name=user]', options.user);
  await last.fill('input[name=password]', options.password);
  await last.click('form button.main');
  await last.waitForSelector('summary.button');
  return last;
}

async function asked(page, path) {
  return (await page.context().request.get(`${url}${path}`)).json();
}

function minute(milliseconds) {
  return `${new Date(milliseconds).toISOString().slice(0, 16)}:00Z`;
}

async function shot(page, name) {
  if (page && options.shots) await page.screenshot({ path: `${options.shots}/${name}.png` });
}
