/**
 * Takes pictures of every page from the mock server, at both sizes, light and dark: node tests/look.mjs [name...]
 */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { launch } from './browser.mjs';
import { startMock } from './mock/server.mjs';

const shots = fileURLToPath(new URL('shots', import.meta.url));
mkdirSync(shots, { recursive: true });
const KAPUK = '3173011005';
const mapped = (page) => page.waitForSelector('[data-map=ready]');
const proven = async (page) => {
  await page.click('section[data-proof] .button.main');
  await page.waitForSelector('[data-proof=passed],[data-proof=failed]');
};

const picking = (page) => page.waitForSelector('[data-officer]');
const playing = async (page) => {
  await picking(page);
  await page.click('[data-officer]');
  await page.waitForSelector('[data-offer]');
};
const signing = async (page, button) => {
  await page.click(button);
  await page.waitForSelector('[data-sign]');
};
const signed = async (page, button) => {
  await signing(page, button);
  await page.click('[data-sign]');
  await page.waitForSelector('[data-receipt]');
};

const PAGES = {
  wall: ['/', mapped],
  kelurahan: [`/?region=${KAPUK}`, mapped],
  heat: ['/?measure=discrepancies&region=3173', mapped],
  islands: ['/?region=3101', mapped],
  table: ['/?view=table', (page) => page.waitForSelector('tbody tr')],
  tpslist: ['/list?of=tps&status=late', (page) => page.waitForSelector('tbody tr')],
  boxlist: ['/list?of=boxes&stage=5&region=317301', (page) => page.waitForSelector('tbody tr')],
  discrepancies: ['/discrepancies', (page) => page.waitForSelector('tbody tr')],
  tps: [`/tps/${KAPUK}011`, (page) => page.waitForSelector('[data-play]')],
  box: [`/box/${KAPUK}011101`, proven],
  login: ['/login', (page) => page.waitForSelector('form')],
  setup: ['/setup?token=abc', (page) => page.waitForSelector('form')],
  missing: ['/nowhere', (page) => page.waitForSelector('h1')],
  fieldcode: ['/field?code=MAWAR-7714-KAPUK', (page) => page.waitForSelector('form')],
  fieldofficer: [`/field?officer=KPPS-${KAPUK}011`, (page) => page.waitForSelector('[data-play]')],
  fieldpick: ['/field', picking],
  fieldnext: ['/field', playing],
  fieldreceive: ['/field', async (page) => {
    await signing(page, '.bottom .main');
    await page.click('input[type=checkbox] >> nth=1');
  }],
  fieldreceipt: ['/field', (page) => signed(page, '.bottom .main')],
  fieldheld: ['/field', (page) => page.waitForSelector('[data-give]')],
  fieldgive: ['/field', (page) => signing(page, '[data-give]')],
  fieldgave: ['/field', (page) => signed(page, '[data-give]')],
  fielddone: ['/field', (page) => page.waitForSelector('[data-another]')],
};

const wanted = process.argv.slice(2);
const { server, url } = await startMock();
const browser = await launch();
for (const [size, width, height] of [['wide', 1366, 768], ['phone', 390, 844]]) {
  for (const colours of ['light', 'dark']) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme: colours, hasTouch: size === 'phone', isMobile: size === 'phone' });
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') process.stdout.write(`console: ${message.text()}\n`);
    });
    page.on('pageerror', (error) => process.stdout.write(`page: ${error.message}\n`));
    for (const [name, [path, ready]] of Object.entries(PAGES)) {
      const label = `${name}-${size}-${colours}`;
      if (wanted.length > 0 && !wanted.some((word) => label.includes(word))) continue;
      await page.goto(url + path);
      await ready(page);
      await page.waitForFunction(() => document.fonts.ready.then(() => !document.querySelector('[aria-busy]')));
      await page.screenshot({ path: `${shots}/${label}.png`, fullPage: size === 'phone' && !name.startsWith('wall') });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) process.stdout.write(`${label}: ${wide} px too wide\n`);
    }
    await context.close();
  }
}
await browser.close();
server.closeAllConnections();
server.close();
