/**
 * Openings that Bawaslu examines, against a running Segel in a demo whose boxes were opened:
 *   node tests/examinations.mjs http://localhost:8080 --user NAME --password WORD [--shots DIR]
 * Somebody of Bawaslu sees which openings were not as they must be, takes one up and records the outcome; the commission
 * sees it and cannot act. Ends with status 0, or 1 and one sentence that says what was not as it should be; 2 when it
 * could not run.
 */
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { holdNoViolation } from './axe.mjs';
import { launch } from './browser.mjs';
import { hold, NotSo, open, step } from './steps.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { user: { type: 'string' }, password: { type: 'string' }, other: { type: 'string' }, 'other-password': { type: 'string' }, shots: { type: 'string' } },
});
const [url] = positionals;
if (!url || !options.user || !options.other) {
  process.stderr.write('usage: node tests/examinations.mjs URL --user BAWASLU --password WORD --other KPU --other-password WORD [--shots DIR]\n');
  process.exit(2);
}
if (options.shots) mkdirSync(options.shots, { recursive: true });

const browser = await launch();
const broken = [];
let page;
try {
  await play();
  process.stdout.write('examinations: one was taken up and ended, and the commission could only look\n');
} catch (e) {
  process.stderr.write(`examinations: ${e instanceof NotSo ? e.message : e.stack}\n`);
  process.exitCode = 1;
  await shot('failed').catch(() => {});
} finally {
  await browser.close();
}

async function play() {
  await step('Bawaslu logs in and sees what waits', async () => {
    await logIn(options.user, options.password);
    await page.click('a[href="/examinations"]');
    await page.waitForSelector('[data-row]');
    await look('list');
  });
  const waiting = await count('WAITING');
  hold(waiting > 0, 'no opening of this demo waits for an examination');
  await page.click('[data-count=WAITING]');
  await page.waitForFunction(() => new URL(location.href).searchParams.get('state') === 'WAITING');
  const entry = await page.getAttribute('[data-row]', 'data-row');

  await step('one opening in detail, with the law and what its saksi signed', async () => {
    await page.click(`[data-row="${entry}"] a`);
    await page.waitForSelector('[data-examination=WAITING]');
    hold(/pasal 372/.test(await page.innerText('[data-examination]')), 'the law is not named');
    hold(/hadir/.test(await page.innerText('[data-examination]')), 'what a signature means is not said');
    const minutes = await page.context().request.get(new URL(await page.getAttribute('[data-examination] a[href*=bast]', 'href'), url).href);
    hold(minutes.ok(), `the minutes were answered ${minutes.status()}`);
    await look('detail');
  });
  await step('it is taken up', async () => {
    await page.click('[data-take]');
    await page.waitForSelector('[data-examination=TAKEN]');
    hold((await count('WAITING')) === waiting - 1, 'it waits still');
    await look('taken');
  });
  await step('the outcome is asked for once more, and recorded', async () => {
    await page.check('input[value=PROCEDURE_BROKEN]');
    await page.fill('input[name=record]', '012-lhp-02-2024');
    await page.click('[data-end]');
    await page.waitForSelector('[data-end-sure]');
    await look('sure');
    await page.click('[data-end-sure]');
    await page.waitForSelector('[data-outcome=PROCEDURE_BROKEN]');
    await look('done');
  });
  await step('on a phone', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${url}/examinations`);
    await page.waitForSelector('[data-row]');
    hold(await page.evaluate(() => document.documentElement.scrollWidth <= screen.width), 'the list is wider than a phone');
    await look('phone');
    await page.goto(`${url}/examinations?entry=${entry}`);
    await page.waitForSelector('[data-outcome]');
    hold(await page.evaluate(() => document.documentElement.scrollWidth <= screen.width), 'the detail is wider than a phone');
    await look('phone-detail');
  });
  await step('the commission looks, and cannot act', async () => {
    await logIn(options.other, options['other-password']);
    await page.goto(`${url}/examinations?state=WAITING`);
    await page.waitForSelector('[data-row], .card.face');
    const row = page.locator('[data-row] a');
    if ((await row.count()) > 0) {
      await row.first().click();
      await page.waitForSelector('[data-examination=WAITING]');
      hold((await page.locator('[data-take]').count()) === 0, 'the commission may take an examination up');
    }
    const guard = decodeURIComponent((await page.context().cookies()).find(({ name }) => name === 'XSRF-TOKEN')?.value ?? '');
    const answer = await page.context().request.post(`${url}/api/examinations/${entry}/take`, { data: {}, headers: { 'X-XSRF-TOKEN': guard } });
    hold(answer.status() === 403, `the commission was answered ${answer.status()}`);
  });
  hold(broken.length === 0, `the pages complain: ${broken[0]}`);
}

async function count(state) {
  const { counts } = await (await page.context().request.get(`${url}/api/examinations`)).json();
  return counts[state];
}

async function logIn(user, password) {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'id-ID', colorScheme: 'light' });
  context.setDefaultTimeout(30_000);
  page = await open(context, broken);
  await page.goto(`${url}/login`);
  await page.fill('input[name=user]', user);
  await page.fill('input[name=password]', password);
  await page.click('form button.main');
  await page.waitForSelector('summary.button');
}

async function look(name) {
  await shot(name);
  await holdNoViolation(page, name);
}

async function shot(name) {
  if (options.shots) await page.screenshot({ path: `${options.shots}/${name}.png`, fullPage: true });
}
