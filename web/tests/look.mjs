/**
 * Takes pictures of every page from the mock server, at both sizes, light and dark: node tests/look.mjs [name...]
 */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { launch } from './browser.mjs';
import { startMock } from './mock/server.mjs';
import { BOX } from './mock/stock.mjs';

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

/** A hand scanner: keys as fast as they go, then Enter; waits for the station's next word. */
const scan = async (page, ...codes) => {
  for (const code of codes) {
    const said = await page.getAttribute('[data-said]', 'data-said');
    await page.keyboard.type(code);
    await page.keyboard.press('Enter');
    await page.waitForFunction((was) => document.querySelector('[data-said]')?.dataset.said !== was, said);
  }
};
const station = (...codes) => async (page) => {
  await page.waitForSelector('[data-said]');
  await scan(page, ...codes);
};
/** Each picture of a box that is filled needs an empty one. */
let tps = 149;
const nextBox = () => `${BOX.slice(0, 10)}${++tps}401`;
const shown = (what) => (page) => page.waitForSelector(what);

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
  packstart: ['/packing?place=G3171', station()],
  packcount: ['/packing?place=G3171', station('P017', BOX, 'C0123-018.01', 'C0123-018.02')],
  packbreak: ['/packing?place=G3171', station('P017', BOX, ...Array.from({ length: 12 }, (_, i) => `C0123-019.${String(i + 1).padStart(2, '0')}`))],
  packwrong: ['/packing?place=G3171', station('P017', BOX, 'C0123-020.01', 'C0131-001.01')],
  packdone: ['/packing?place=G3171', async (page) => {
    await station('P017', nextBox(), ...Array.from({ length: 12 }, (_, i) => `C0123-021.${String(i + 1).padStart(2, '0')}`))(page);
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-flash=right]', { state: 'attached' });
  }],
  packcheck: ['/packing?place=G3171&mode=check', async (page) => {
    const box = nextBox();
    await fetch(`${url}/api/stock`, { method: 'POST', body: `segel/fact/v1\nfact BoxesFilled\nplace G3171\npacker P017\nbox ${box} C0123-018.01-12\n` });
    await station('P018', box)(page);
    await page.click('[data-item=KABEL]');
  }],
  receivinglist: ['/receiving?place=G3171', shown('[data-consignment]')],
  receivingwork: ['/receiving?place=G3171&consignment=C0123', async (page) => {
    await page.waitForSelector('[data-rest]');
    for (const koli of ['C0123-791', 'C0123-792', 'C0123-793']) {
      await page.keyboard.type(koli);
      await page.keyboard.press('Enter');
      await page.waitForSelector(`text=${koli}`);
    }
    await page.fill('tbody input >> nth=0', '480');
    await page.keyboard.press('Tab');
    await page.click('[data-rest]');
  }],
  sortwork: ['/sorting?place=G3171', async (page) => {
    await page.fill('.where input', '7');
    await page.keyboard.press('Tab');
    await page.click('[data-open]');
    await page.fill('input[name=good]', '493');
    await page.fill('input[name=torn]', '4');
    await page.fill('input[name=ink]', '1');
  }],
  stockflow: ['/stock', shown('[data-flow=rest]')],
  stockcity: ['/stock?region=3171&style=4-1', shown('[data-flow=rest]')],
  stockpast: ['/stock?at=1200000', shown('[data-flow=rest]')],
  stockfindings: ['/stock?view=findings', shown('[data-finding]')],
  stockreadiness: ['/stock?view=readiness', async (page) => {
    await page.click('[data-transfer]');
  }],
  stockconsignments: ['/stock?view=consignments', shown('tbody tr')],
  stockrates: ['/stock?view=rates', shown('tbody tr')],
  stockorders: ['/stock?view=orders', shown('tbody tr')],
  stockkoli: ['/stock?code=C0123-017.13', shown('[data-trace=koli]')],
  stockconsignment: ['/stock?code=C0131', shown('[data-trace=consignment]')],
  stockplace: ['/stock?place=G3171', shown('[data-trace=store]')],
  stockaccount: ['/stock?holder=koli:C0123-017', shown('[data-trace=account]')],
  bom: ['/stock/bom', async (page) => {
    await page.fill('tbody tr:nth-child(2) input[type=number]', '14');
    await page.click('[data-publish]');
  }],
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

/** The pages of a store are for its keepers; all others are looked at by anybody. */
async function session(isKeeper) {
  const body = JSON.stringify({ user: 'rina', password: 'rahasia' });
  await fetch(`${url}/api/${isKeeper ? 'login' : 'logout'}`, { method: 'POST', body });
}

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
      await session(/^(pack|stock|receiv|sort|bom|tps$|box$)/.test(name));
      await page.goto(url + path);
      await ready(page);
      await page.waitForFunction(() => document.fonts.ready.then(() => !document.querySelector('[aria-busy]')));
      await page.screenshot({ path: `${shots}/${label}.png`, fullPage: size === 'phone' && !name.startsWith('wall') });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth) - width;
      if (wide > 0) process.stdout.write(`${label}: ${wide} px too wide\n`);
    }
    await context.close();
  }
}
await browser.close();
server.closeAllConnections();
server.close();
