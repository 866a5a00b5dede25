/**
 * From the province down to a proof by clicks alone, against a running Segel in a demo after some hours of H-1:
 *   node tests/levels.mjs http://localhost:8080 --user NAME --password WORD [--shots DIR]
 * Each level is one page with the same head; its breadcrumb leads back up, its address opens it cold, it prints, and a
 * phone shows it. Search finds by what a person holds. Ends with status 0, or 1 and one sentence; 2 when it could not run.
 */
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { holdNoViolation } from './axe.mjs';
import { launch } from './browser.mjs';
import { hold, NotSo, open, step } from './steps.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { user: { type: 'string' }, password: { type: 'string' }, shots: { type: 'string' } },
});
const [url] = positionals;
if (!url || !options.user || !options.password) {
  process.stderr.write('usage: node tests/levels.mjs URL --user NAME --password WORD [--shots DIR]\n');
  process.exit(2);
}
if (options.shots) mkdirSync(options.shots, { recursive: true });

const DESK = { width: 1366, height: 768 };
const PHONE = { width: 390, height: 844 };

const browser = await launch();
const broken = [];
let last;
try {
  await play();
  process.stdout.write('levels: from the province to a proof, and back up; found by what a person holds\n');
} catch (e) {
  process.stderr.write(`levels: ${e instanceof NotSo ? e.message : e.stack}\n`);
  process.exitCode = 1;
  await shot(last, 'failed').catch(() => {});
} finally {
  await browser.close();
}

async function play() {
  const page = await logIn();
  const box = await step('a box that something does not fit at', async () => {
    const { rows } = await asked(page, '/api/discrepancies?open=true');
    const one = rows.find(({ box, tps }) => box && tps);
    hold(one, 'no discrepancy names the box of a TPS');
    return one.box;
  });
  const codes = [2, 4, 6, 10, 13, 16].map((digits) => box.slice(0, digits));
  const addresses = [];

  await page.goto(`${url}/region/${codes[0]}`);
  // What each level is called, how many steps its breadcrumb has, and what leads on from it.
  const levels = [
    ['province', 0, `[data-down="${codes[1]}"]`],
    ['kota', 1, `[data-down="${codes[2]}"]`],
    ['kecamatan', 2, `[data-down="${codes[3]}"]`],
    ['kelurahan', 3, `[data-down="${codes[4]}"]`],
    ['tps', 4, `[data-down="${codes[5]}"]`],
    ['box', 5, '[data-statement]'],
    ['statement', 6, '[data-to-proof]'],
    ['proof', 7, null],
  ];
  for (const [name, steps, onward] of levels) {
    await step(name, async () => {
      await holdIsLevel(page, name, steps);
      addresses.push([name, steps, page.url(), await page.textContent('h1')]);
      await shot(page, name);
      await holdNoViolation(page, name);
      await page.emulateMedia({ media: 'print' });
      hold(await page.isVisible('header .paper'), `on paper ${name} does not say where it is from`);
      hold(await page.isHidden('header .actions'), `on paper ${name} has buttons`);
      await shot(page, `${name}-print`, true);
      await page.emulateMedia({ media: 'screen' });
      if (onward) {
        const before = page.url();
        await page.click(onward);
        await page.waitForURL((now) => now.href.split('#')[0] !== before.split('#')[0]);
      }
    });
  }
  await step('the proof stands', () => page.waitForSelector('[data-quorum=met], [data-quorum=open], [data-quorum=none]'));
  await step('each breadcrumb leads one level up', async () => {
    for (const [name, steps] of levels.slice(0, -1).toReversed()) {
      const up = await page.locator('nav.path a').last().getAttribute('href');
      await page.locator('nav.path a').last().click();
      await page.waitForURL((now) => now.pathname === new URL(up, url).pathname);
      await holdIsLevel(page, name, steps);
    }
    hold(new URL(page.url()).pathname === `/region/${codes[0]}`, 'the way up does not end at the province');
  });
  const phone = await logIn(PHONE);
  for (const [name, steps, address, title] of addresses) {
    await step(`${name} on a phone, by its address`, async () => {
      await phone.goto(address);
      await holdIsLevel(phone, name, steps);
      hold((await phone.textContent('h1')) === title, `${address} is not ${title}`);
      hold(await phone.evaluate(() => document.documentElement.scrollWidth <= screen.width), `${name} is wider than a phone`);
      await shot(phone, `${name}-phone`, true);
      await holdNoViolation(phone, `${name} on a phone`);
    });
  }
  await step('what is not there is said not to be', async () => {
    for (const path of ['/region/99', '/region/x', '/statement/999999999', '/statement/-1', '/proof/999999999', '/proof/x']) {
      await phone.goto(`${url}${path}`);
      await phone.waitForFunction(() => /Tidak ada|tidak punya/.test(document.querySelector('h1')?.textContent ?? ''));
      hold((await phone.locator('h1').count()) === 1, `${path} has no single title`);
    }
    await shot(phone, 'none-phone');
  });
  await step('found by what a person holds', async () => {
    await page.goto(addresses[0][2]);
    const statement = addresses.find(([name]) => name === 'statement')[2].split('/').at(-1);
    const { label } = (await asked(page, `/api/search?q=${codes[3]}`))[0];
    const seal = (await asked(page, `/api/boxes/${box}`)).links.flatMap(({ seals }) => seals ?? [])[0];
    hold(seal, 'the box has no seal');
    const table = [
      [`TPS ${Number(box.slice(10, 13))} ${label}`, `/tps/${codes[4]}`],
      [`${Number(box.slice(10, 13))} ${label.toLowerCase()}`, `/tps/${codes[4]}`],
      [[box.slice(0, 10), box.slice(10, 13), box.slice(13, 14), box.slice(14)].join('-'), `/box/${box}`],
      [seal, `/box/${box}`],
      [`#${statement}`, `/statement/${statement}`],
      [`entri ${statement}`, `/statement/${statement}`],
      [codes[2], `/?region=${codes[2]}`],
      ['pos 1', '/posts/1'],
    ];
    for (const [typed, path] of table) {
      await page.keyboard.press('/');
      await page.fill('[role=search] input', typed);
      await page.waitForFunction((href) => document.querySelector('#found [aria-selected=true] a')?.getAttribute('href')?.startsWith(href), path).catch(() => hold(false, `“${typed}” does not find ${path} first`));
      if (path === table[0][1]) await shot(page, 'search');
      await page.keyboard.press('Enter');
      await page.waitForURL((now) => `${now.pathname}${now.search}`.startsWith(path));
    }
  });
  hold(broken.length === 0, `pages complained: ${broken.join('; ')}`);
}

/** One head, one title, as many steps above as the level lies deep; and nothing is still on its way. */
async function holdIsLevel(page, name, steps) {
  await page.waitForSelector(`[data-head="${steps}"] h1`);
  hold((await page.locator('nav.path a').count()) === steps, `the breadcrumb of ${name} has not ${steps} steps`);
  await page.waitForFunction(() => !document.querySelector('main .skeleton, main [aria-busy=true]'));
  hold((await page.locator('h1').count()) === 1, `${name} has no single title`);
  hold((await page.locator('[data-head]').count()) === 1, `${name} has no single head`);
  if (name === 'statement') await page.waitForSelector('article[data-entry]');
  if (name === 'proof') await page.waitForSelector('[data-step][data-state=passed]');
}

async function logIn(viewport = DESK) {
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

async function shot(page, name, fullPage = false) {
  if (page && options.shots) await page.screenshot({ path: `${options.shots}/${name}.png`, fullPage });
}
