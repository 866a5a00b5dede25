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

const officer = async (page) => {
  await page.click('form button.main');
  await page.waitForSelector('[data-offer]');
};
const receiving = async (page) => {
  await page.click('[data-offer]');
  await page.waitForSelector('[data-sign]');
};

/** The mock knows which TPS is played from the button on its page. */
const play = async (page) => {
  await page.goto(new URL(`/tps/${KAPUK}011`, page.url()).href);
  await page.click('[data-play]');
  await page.waitForSelector('form');
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
  field: ['/field?code=MAWAR-7714-KAPUK', (page) => page.waitForSelector('form')],
  fieldinbox: ['/field?code=MAWAR-7714-KAPUK', (page) => play(page).then(() => officer(page))],
  fieldreceive: ['/field', async (page) => {
    await receiving(page);
    await page.click('input[type=checkbox] >> nth=1');
  }],
  fieldreceipt: ['/field', async (page) => {
    await receiving(page);
    await page.click('[data-sign]');
    await page.waitForSelector('[data-receipt]');
  }],
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
