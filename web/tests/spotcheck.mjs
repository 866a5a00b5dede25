/**
 * A random audit, against a running Segel in a demo with witnesses whose boxes are packed:
 *   node tests/spotcheck.mjs http://localhost:8080 --user NAME --password WORD --kpu NAME --kpu-password WORD [--shots DIR]
 * Bawaslu fixes a list, waits for the bodies, enters twenty dice and draws; a phone of KPU looks at two boxes, one of them
 * without a network; the desk shows both. What the command needs to draw again is left in DIR. Ends with status 0, or 1 and
 * one sentence that says what was not as it should be; 2 when it could not run.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { holdNoViolation } from './axe.mjs';
import { launch } from './browser.mjs';
import { enrol, invite, newPhone } from './field-officers.mjs';
import { hold, NotSo, open, sign, step, until } from './steps.mjs';

const DICE = '27182818284590452353';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { user: { type: 'string' }, password: { type: 'string' }, kpu: { type: 'string' }, 'kpu-password': { type: 'string' }, shots: { type: 'string' } },
});
const [url] = positionals;
if (!url || !options.user || !options.kpu) {
  process.stderr.write('usage: node tests/spotcheck.mjs URL --user BAWASLU --password WORD --kpu KPU --kpu-password WORD [--shots DIR]\n');
  process.exit(2);
}
if (options.shots) mkdirSync(options.shots, { recursive: true });

const browser = await launch();
const broken = [];
let page;
let phone;
try {
  await play();
  process.stdout.write('spotcheck: a list was fixed, dice chose from it, and a phone said what was found\n');
} catch (e) {
  process.stderr.write(`spotcheck: ${e instanceof NotSo ? e.message : e.stack}\n`);
  process.exitCode = 1;
  await shot(page, 'failed').catch(() => {});
  if (phone) await shot(phone.page, 'failed-phone').catch(() => {});
} finally {
  await browser.close();
  await phone?.browser.close();
  phone?.camera.remove();
}

async function play() {
  await step('Bawaslu sees the list and the bodies behind it', async () => {
    await logIn(options.user, options.password);
    await page.click('a[href="/spotchecks"]');
    await page.waitForSelector('[data-ready=yes] [data-body]');
    await look('list');
  });
  const check = await step('the list is fixed, and the bodies sign that it was', async () => {
    await page.click('[data-fix]');
    await page.click('[data-fix-sure]');
    await page.waitForSelector('[data-state=FIXED], [data-state=COVERED]');
    await page.waitForSelector('[data-state=COVERED] ~ section [data-dice], [data-dice]');
    await look('covered');
    return Number(new URL(page.url()).searchParams.get('check'));
  });
  await step('nineteen dice are not enough, and one is typed wrong and taken back', async () => {
    for (const digit of DICE.slice(0, 19)) await page.click(`[data-digit="${digit}"]`);
    hold(await page.isDisabled('[data-draw]'), 'nineteen dice can be drawn with');
    await page.click('[data-digit="9"]');
    await page.click('[data-undo]');
    await page.click(`[data-digit="${DICE[19]}"]`);
    await page.waitForSelector('[data-dice="20"]');
    await look('dice');
  });
  await step('the boxes are drawn', async () => {
    await page.click('[data-draw]');
    await page.waitForSelector('[data-draw-sure]');
    await page.click('[data-draw-sure]');
    await page.waitForSelector('[data-digits]');
    hold((await page.innerText('[data-digits]')) === DICE, 'other digits were drawn with');
    hold((await page.getAttribute('[data-verdict]', 'data-verdict')) === 'open', 'something is said of boxes that nobody has looked at');
    await look('drawn');
  });
  const drawn = await (await page.context().request.get(`${url}/api/spotchecks/${check}`)).json();
  hold((await page.locator('[data-box]').count()) === drawn.sample.length && drawn.sample.length >= 290, 'not every drawn box is listed');
  if (options.shots) await leaveForTheCommand(check, drawn);

  // After the vote many are open, and have no seals by the log either.
  const neighbour = ({ box }) => drawn.sample.find((other) => other.box !== box && other.box.startsWith(box.slice(0, 4)));
  const seen = drawn.sample.filter((one) => one.stage > 0 && neighbour(one));
  const known = seen.find(({ seals }) => seals.length > 0) ?? seen[0];
  hold(known, 'nobody has signed anything about any drawn box of this demo');
  const gone = neighbour(known);
  phone = await newPhone(broken);
  await step('a phone of the kota sees its boxes', async () => {
    const [{ code }] = await invite(url, { user: options.kpu, password: options['kpu-password'] }, () => [{ role: 'KPU_KOTA', territory: known.box.slice(0, 4) }]);
    await enrol(phone, url, code);
    await phone.page.waitForSelector('[data-kept=ready]');
    await phone.page.click('[data-spotcheck]');
    await phone.page.waitForSelector(`[data-box="${known.box}"]`);
    const all = drawn.sample.filter(({ box }) => box.startsWith(known.box.slice(0, 4)));
    hold((await phone.page.locator('[data-box]').count()) === all.length, 'the phone shows other boxes than those of its kota');
    await see('phone-list');
  });
  await step('one box is as recorded', async () => {
    await phone.page.fill('input[name=code]', known.box);
    await phone.page.keyboard.press('Enter');
    await phone.page.waitForSelector('input[name=seals]');
    hold(await phone.page.isDisabled('[data-sign]'), 'a form that nobody has touched can be signed');
    await phone.page.fill('input[name=seals]', 'ZZ1');
    await phone.page.waitForSelector('[data-outcome=SEAL_DIFFERS]');
    const told = await phone.page.innerText('main');
    hold(known.seals.every((seal) => !told.includes(seal)), 'the phone tells the seals of the log before the signature');
    await see('phone-differs');
    if (known.seals.length > 0) await phone.page.fill('input[name=seals]', known.seals.toReversed().join(' '));
    else await phone.page.check('input[name=none]');
    await phone.page.waitForSelector('[data-outcome=AS_RECORDED]');
    await see('phone-same');
    await sign(phone.page);
    await phone.page.waitForSelector(`[data-box="${known.box}"][data-found=AS_RECORDED]`);
    await looked(check, 1);
  });
  await step('another is not there, which is said without a network and sent later', async () => {
    await phone.context.setOffline(true);
    await phone.page.reload();
    await phone.page.waitForSelector(`[data-box="${gone.box}"]`);
    await phone.page.click(`[data-box="${gone.box}"]`);
    await phone.page.check('input[name=gone]');
    await sign(phone.page);
    await phone.page.waitForSelector(`[data-box="${gone.box}"][data-found=NOT_THERE]`);
    await see('phone-offline');
    hold((await now(check)).done === 1, 'it came without a network');
    await phone.context.setOffline(false);
    await looked(check, 2);
  });
  await step('the desk shows both, and makes no statement', async () => {
    await page.reload();
    await page.waitForSelector('[data-verdict=deviating]');
    hold((await page.getAttribute(`[data-box="${known.box}"]`, 'data-found')) === 'AS_RECORDED', 'the first result is not shown');
    hold((await page.getAttribute(`[data-box="${gone.box}"]`, 'data-found')) === 'NOT_THERE', 'the second result is not shown');
    await page.click('[data-show=deviating]');
    await page.waitForFunction(() => document.querySelectorAll('[data-box]').length === 1);
    hold((await page.getAttribute('[data-box]', 'data-box')) === gone.box, 'another box than the one that deviates is shown');
    await page.click('[data-show=all]');
    await page.waitForFunction((all) => document.querySelectorAll('[data-box]').length === all, drawn.sample.length);
    await look('results');
    const csv = await (await page.context().request.get(`${url}/api/spotchecks/${check}/csv`)).text();
    hold(csv.split('\n').length === drawn.sample.length + 2, 'the file has not a line for each box');
  });
  await step('a check that there is not', async () => {
    for (const none of ['abc', '999999']) {
      await page.goto(`${url}/spotchecks?check=${none}`);
      await page.waitForSelector('[data-no-check]');
    }
    await page.goto(`${url}/spotchecks?check=${check}`);
    await page.waitForSelector('[data-verdict]');
  });
  await step('on a phone', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.waitForFunction(() => document.documentElement.scrollWidth <= screen.width);
    await look('small-results');
    await page.goto(`${url}/spotchecks`);
    await page.waitForSelector('[data-ready]');
    await page.waitForFunction(() => document.documentElement.scrollWidth <= screen.width);
    await look('small-list');
  });
  hold(broken.length === 0, `the pages complain: ${broken[0]}`);
}

async function leaveForTheCommand(check, drawn) {
  const request = page.context().request;
  const save = async (name, path) => writeFileSync(`${options.shots}/${name}`, await (await request.get(url + path)).body());
  await save('checkpoint.txt', `/api/spotchecks/${check}/checkpoint`);
  await save('policy.txt', '/log/policy');
  writeFileSync(`${options.shots}/rolled.txt`, `${drawn.digits} ${drawn.rolled}\n`);
  writeFileSync(`${options.shots}/drawn.txt`, drawn.sample.map(({ box }) => `${box}\n`).join(''));
}

async function now(check) {
  return (await page.context().request.get(`${url}/api/spotchecks/${check}`)).json();
}

/** The desk's page asks until so many boxes were looked at. */
async function looked(check, boxes) {
  await until(page, `${url}/api/spotchecks/${check}`, ({ done }) => done === boxes);
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
  await shot(page, name);
  await holdNoViolation(page, name);
}

async function see(name) {
  await shot(phone.page, name);
  await holdNoViolation(phone.page, name);
}

async function shot(of, name) {
  if (options.shots) await of.screenshot({ path: `${options.shots}/${name}.png`, fullPage: true });
}
