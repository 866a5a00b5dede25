/**
 * The way back after the vote, in a real browser against a running Segel whose election night has begun:
 *   node tests/returning.mjs http://localhost:8080 --user NAME --password WORD [--shots DIR] [--before]
 * Somebody logs in and sees which boxes have not come back, goes down to a kelurahan, takes the list along as CSV, looks
 * at the queue of a store, opens a box, keeps the minutes of a handover as PDF; and a stranger sees the box's journey
 * on a phone, and can send it on. The board of the day counts what the TPS said. --before: the vote is not over, and the page says when the way back begins.
 * Ends with status 0, or 1 and one sentence that says what was not as it should be; 2 when it could not run.
 */
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { holdNoViolation } from './axe.mjs';
import { launch } from './browser.mjs';
import { hold, NotSo, open, step } from './steps.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { user: { type: 'string' }, password: { type: 'string' }, shots: { type: 'string' }, before: { type: 'boolean' } },
});
const [url] = positionals;
if (!url || !options.user || !options.password) {
  process.stderr.write('usage: node tests/returning.mjs URL --user NAME --password WORD [--shots DIR] [--before]\n');
  process.exit(2);
}
if (options.shots) mkdirSync(options.shots, { recursive: true });

const WALL = { width: 1366, height: 768 };
const PHONE = { width: 390, height: 844 };

const browser = await launch().catch((e) => {
  process.stderr.write(`returning: ${e.message}\n`);
  process.exit(2);
});
try {
  const broken = [];
  const box = await agency(broken);
  if (!options.before) await stranger(box, broken);
  hold(broken.length === 0, `a page complained: ${broken[0]}`);
  process.stdout.write(`returning: ${options.before ? 'the page before the vote works' : 'the list, the queue, minutes and a box’s journey work'}\n`);
} catch (e) {
  process.stderr.write(`returning: ${e instanceof NotSo ? e.message : String(e.message).split('\n')[0]}\n`);
  process.exitCode = 1;
} finally {
  await browser.close();
}

async function agency(broken) {
  const context = await browser.newContext({ viewport: WALL, locale: 'id-ID', acceptDownloads: true });
  const page = await open(context, broken);
  await step('log in', async () => {
    await page.goto(`${url}/login`);
    await page.fill('input[name=user]', options.user);
    await page.fill('input[name=password]', options.password);
    await page.click('form button.main');
    await page.waitForURL((at) => at.pathname !== '/login');
  });
  await step('the list', async () => {
    await page.goto(`${url}/returning`);
    await page.waitForSelector('[data-returning]');
    const state = await page.getAttribute('[data-returning]', 'data-returning');
    const wanted = options.before ? 'before' : 'begun';
    hold(state === wanted, `the list of what is not back says “${state}”, not “${wanted}”`);
    await holdNoViolation(page, 'what is not back yet');
    await shoot(page, 'returning');
  });
  await step('the day of the TPS', async () => {
    await page.goto(`${url}/day`);
    await page.waitForSelector('dl.words');
    const board = await (await context.request.get(`${url}/api/custody/days`)).json();
    const said = Object.values(board.words).reduce((sum, count) => sum + count, 0);
    hold(said > 0, 'no TPS has said anything of its day');
    hold(board.isDue !== options.before, `the hour of opening is ${board.isDue ? '' : 'not '}over`);
    await holdNoViolation(page, 'the day of the TPS');
    await shoot(page, 'day');
    await page.selectOption('header select', { index: 1 });
    await page.waitForFunction(() => new URL(location.href).searchParams.get('region')?.length === 4);
    await page.waitForSelector('dl.words');
  });
  if (options.before) return null;
  await step('down to a kelurahan', async () => {
    await page.goto(`${url}/returning`);
    await page.waitForSelector('[data-returning=begun]');
    for (const digits of [4, 6, 10]) {
      await page.click('main tbody a[href*="region="]');
      await page.waitForFunction((n) => (new URL(location.href).searchParams.get('region') ?? '').length === n, digits);
      await page.waitForSelector('[data-returning=begun]');
    }
    await page.waitForSelector('[data-box]');
    await shoot(page, 'returning-kelurahan');
  });
  await step('the list as CSV', async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('.csv')]);
    hold(download.suggestedFilename().endsWith('.csv'), 'the list came as something else than CSV');
  });
  const box = await page.getAttribute('[data-box]', 'data-box');
  await step('the queue', async () => {
    await page.goto(`${url}/returning?view=queue`);
    await page.waitForSelector('[data-queue=begun]');
    await holdNoViolation(page, 'the queue of a store');
    await shoot(page, 'queue');
  });
  await step('the minutes of a handover', async () => {
    await page.goto(`${url}/box/${box}`);
    const paper = await page.getAttribute('[data-bast]', 'href');
    const answer = await context.request.get(`${url}${paper}`);
    hold(answer.status() === 200 && (await answer.body()).subarray(0, 5).toString() === '%PDF-', `the minutes were answered ${answer.status()}`);
  });
  await page.setViewportSize(PHONE);
  for (const [name, path] of [['returning-phone', '/returning'], ['queue-phone', '/returning?view=queue'], ['day-phone', '/day']]) {
    await step(name, async () => {
      await page.goto(`${url}${path}`);
      await page.waitForSelector('[data-returning],[data-queue],dl.words');
      hold(await page.evaluate(() => document.documentElement.scrollWidth <= screen.width), `${path} is wider than a phone`);
      await shoot(page, name);
    });
  }
  await context.close();
  return box;
}

/** No login, on a phone without a sheet for sharing. */
async function stranger(box, broken) {
  const context = await browser.newContext({ viewport: PHONE, locale: 'id-ID', permissions: ['clipboard-write', 'clipboard-read'] });
  const page = await open(context, broken);
  await step('a box’s journey for anybody', async () => {
    await page.goto(`${url}/box/${box}`);
    await page.waitForSelector('[data-verdict]');
    await page.waitForSelector('[data-as-of]');
    hold((await page.$('[data-bast]')) === null, 'somebody without a login is offered minutes');
    hold(await page.evaluate(() => document.documentElement.scrollWidth <= screen.width), 'the box’s page is wider than a phone');
    await shoot(page, 'box-phone');
    await page.click('section[data-proof] .button.main');
    await page.waitForSelector('[data-proof=passed]', { timeout: 60_000 });
  });
  await step('sending it on', async () => {
    const link = await page.getAttribute('[data-share] a', 'href');
    hold(link?.startsWith('https://wa.me/?text=') && decodeURIComponent(link).includes(`/box/${box}`), `the link for WhatsApp is ${link}`);
    await page.click('[data-share] button');
    await page.waitForFunction(() => document.querySelector('[data-share] [role=status]')?.textContent !== '');
    hold((await page.evaluate(() => navigator.clipboard.readText())).endsWith(`/box/${box}`), 'the link that was copied is not that of the box');
  });
  await context.close();
}

async function shoot(page, name) {
  if (options.shots) await page.screenshot({ path: `${options.shots}/${name}.png`, fullPage: true });
}
