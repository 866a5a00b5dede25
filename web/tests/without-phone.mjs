/**
 * Takers without a phone, and what goes wrong with boxes, against a running Segel in a demo:
 *   node tests/without-phone.mjs http://localhost:8080 --user NAME --password WORD [--shots DIR]
 * A clerk prints cards that sign. A PPS without a network gives boxes to a chair who has a card and no phone, and one box on
 * paper, of which it takes a photo; seals are gone, a box is damaged, another was scanned by mistake. Later the chair has a
 * phone, confirms what the card took, and replaces the damaged box before two saksi, one of them with a card. Ends with
 * status 0, or 1 and one sentence that says what was not as it should be; 2 when it could not run.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { holdNoViolation } from './axe.mjs';
import { launch } from './browser.mjs';
import { bringTo, enrol, goOffline, invite, newPhone, photo, unplayed } from './field-officers.mjs';
import { codesIn } from './printed.mjs';
import { choosePin, hold, NotSo, open, sign, step } from './steps.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { user: { type: 'string' }, password: { type: 'string' }, shots: { type: 'string' } },
});
const [url] = positionals;
if (!url || !options.user) {
  process.stderr.write('usage: node tests/without-phone.mjs URL --user NAME --password WORD [--shots DIR]\n');
  process.exit(2);
}

const broken = [];
const phones = [];
try {
  await play();
  process.stdout.write('without a phone: taken by card and on paper, confirmed, corrected and replaced\n');
} catch (e) {
  process.stderr.write(`without a phone: ${e instanceof NotSo ? e.message : e.stack}\n`);
  process.exitCode = 1;
  for (const [i, { page }] of phones.entries()) await shot(page, `failed-${i}`).catch(() => {});
} finally {
  for (const { browser, camera } of phones) {
    await browser.close();
    camera?.remove();
  }
}

async function play() {
  const tps = await step('a TPS that nobody plays is found', () => unplayed(url, '003'));
  const boxes = [1, 2, 3, 4].map((kind) => `${tps}${kind}01`);
  const seals = (i) => `DK9803${tps.slice(10, 12)}${i}1,DK9803${tps.slice(10, 12)}${i}2`;
  const [city, ppk, pps, kpps, second] = await invite(url, options, () => [
    { role: 'KPU_KOTA', territory: tps.slice(0, 4) },
    { role: 'PPK', territory: tps.slice(0, 6) },
    { role: 'PPS', territory: tps.slice(0, 10) },
    { role: 'KPPS', territory: tps },
    { role: 'SAKSI', territory: tps, body: 'PASLON-02' },
  ]).then((all) => all.map(({ code }) => code));

  const { page: clerk, context: desk } = await step('a clerk logs in', logIn);
  const [taking] = await step('cards that sign are printed for the chair', () => print(clerk, tps, 'KPPS', ''));
  const [watching] = await step('and one for a saksi', () => print(clerk, tps, 'SAKSI', 'PASLON-01'));

  const giver = await phone();
  await step('the PPS enrols and takes four boxes', async () => {
    await enrol(giver, url, pps);
    await bringTo(await keyOf(giver), { url, tps, codes: [city, ppk], boxes, seals });
    await giver.page.click('[data-offer]');
    await sign(giver.page);
    await giver.page.waitForSelector('[data-receipt]');
    await see(giver, 'receipt');
    await giver.page.click('[data-receipt] .bottom button');
    await giver.page.waitForSelector('[data-hold="4"]');
  });

  await step('one was scanned by mistake: it goes back to the giver', async () => {
    await giver.page.click('[data-signed=accept]');
    await giver.page.click('[data-correct]');
    await giver.page.check(`[data-misread="${boxes[3]}"]`);
    await see(giver, 'correct');
    await sign(giver.page);
    await giver.page.waitForSelector('[data-receipt]');
    await giver.page.click('[data-receipt] .bottom button');
    await giver.page.waitForSelector('[data-hold="3"]');
    const box = await boxOf(boxes[3]);
    hold(box.holder?.role === 'PPK', `the box that did not come is with ${box.holder?.role}`);
  });

  await step('without a network, a card of somebody else is told from one for these boxes', async () => {
    await goOffline(giver);
    await giver.page.click('[data-hold]');
    await giver.page.click('[data-no-phone]');
    await see(giver, 'without-phone');
    for (const [text, said] of [
      ['SEGELK1/0', /bukan kartu tanda tangan/],
      [taking.replace(tps, `${tps.slice(0, 10)}999`), /tidak ada kotak di tangan Anda/],
    ]) {
      await typeCode(giver.page, text);
      await giver.page.waitForFunction((like) => new RegExp(like).test(document.querySelector('main [role=alert]')?.textContent ?? ''), said.source);
    }
  });

  await step('the card takes two boxes: of one all seals are gone, the other is wet', async () => {
    await typeCode(giver.page, taking);
    await giver.page.waitForSelector('.handover');
    await giver.page.check(`[data-tick="${boxes[2]}"]`);
    await see(giver, 'give-to-card');
    await sign(giver.page);
    await giver.page.waitForSelector('.hand');
    await giver.page.click(`[data-seals-differ="${boxes[0]}"]`);
    for (const seal of seals(0).split(',')) await giver.page.check(`[data-broken="${seal}"]`);
    hold((await giver.page.inputValue('input[name=seals]')) === '', 'seals that are gone are among the whole ones');
    await see(giver, 'seals-gone');
    await giver.page.click('form .main');
    await giver.page.click(`[data-seals-differ="${boxes[1]}"]`);
    await giver.page.check('[data-damaged]');
    await giver.page.click('form .main');
    hold((await giver.page.locator('[data-differs]').count()) === 2, 'what was found is not shown');
    await giver.page.setInputFiles('[data-paper]', await photo(giver.page));
    await giver.page.waitForSelector('[data-photo]');
    await see(giver, 'take-by-card');
    await giver.page.click('[data-sign]');
    await giver.page.waitForSelector('[data-without-phone=card]');
    await see(giver, 'taken-by-card');
    await giver.page.click('[data-shown]');
    await giver.page.waitForSelector('[data-hold="1"]');
  });

  await step('the third goes on paper, with a photo', async () => {
    await giver.page.click('[data-hold]');
    await giver.page.click('[data-no-phone]');
    await giver.page.click('[data-on-paper]');
    // The chair had no phone when this kit was packed.
    hold((await giver.page.locator(`[data-taker="KPPS-${tps}"]`).count()) === 0, 'a card is offered as if it were a phone');
    await giver.context.setOffline(false);
  });

  const chair = await phone();
  await step('the chair gets a phone, and finds what the card took', async () => {
    await giver.page.waitForFunction(() => /semua terkirim/.test(document.querySelector('header')?.textContent ?? ''));
    await enrol(chair, url, kpps);
    await chair.page.waitForSelector('[data-unconfirmed="2"]');
    await see(chair, 'unconfirmed');
    const box = await boxOf(boxes[0]);
    hold(kindsOf(box) === 'SEAL_BROKEN TAKEN_WITHOUT_PHONE', `box ${boxes[0]} has ${kindsOf(box)}`);
    const wet = await boxOf(boxes[1]);
    hold(kindsOf(wet) === 'BOX_DAMAGED TAKEN_WITHOUT_PHONE', `box ${boxes[1]} has ${kindsOf(wet)}`);
    await chair.page.click('[data-unconfirmed]');
    await see(chair, 'confirm');
    await sign(chair.page);
    await chair.page.waitForSelector('[data-receipt]');
    await chair.page.click('[data-receipt] .bottom button');
    await chair.page.waitForFunction(() => !document.querySelector('[data-unconfirmed]'));
    hold(kindsOf(await boxOf(boxes[1])) === 'BOX_DAMAGED', 'a confirmed box is still without a phone');
  });

  await step('on paper: the giver photographs it, the chair answers on the phone later', async () => {
    await giver.page.goto(`${url}/field`);
    await goOffline(giver);
    await giver.page.click('[data-hold]');
    await giver.page.click('[data-no-phone]');
    await giver.page.click('[data-on-paper]');
    await giver.page.click(`[data-taker="KPPS-${tps}"]`);
    hold(await giver.page.locator('[data-next]').isDisabled(), 'paper goes without its photo');
    await giver.page.setInputFiles('[data-paper]', await photo(giver.page));
    await giver.page.waitForSelector('[data-photo]');
    await see(giver, 'paper');
    await giver.page.click('[data-next]');
    await see(giver, 'give-on-paper');
    await sign(giver.page);
    await giver.page.waitForSelector('[data-without-phone=paper]');
    await giver.page.click('[data-shown]');
    await giver.context.setOffline(false);
    await giver.page.waitForFunction(() => /semua terkirim/.test(document.querySelector('header')?.textContent ?? ''));
    await chair.page.waitForSelector('[data-offer]');
    const given = await boxOf(boxes[2]);
    hold(given.links.at(-1).paper?.length === 44, 'the offer does not name the photo of its paper');
    await clerk.goto(`${url}/box/${boxes[2]}`);
    await clerk.click('[data-paper-photo] summary');
    await clerk.waitForSelector('[data-paper-photo] img');
    await holdNoViolation(clerk, 'the page of a box with a paper');
    await shot(clerk, 'paper-on-box');
    hold(given.inTransit && given.links.at(-1).kind === 'offer', 'the offer on paper is not on its way');
    await chair.page.click('[data-offer]');
    await sign(chair.page);
    await chair.page.waitForSelector('[data-receipt]');
    await chair.page.click('[data-receipt] .bottom button');
    await chair.page.waitForSelector('[data-hold="3"]');
  });

  const saksi = await phone();
  await step('the wet box is replaced before a saksi with a phone and one with a card', async () => {
    await enrolWatcher(saksi, second);
    await assignSpare(desk, tps);
    await chair.page.click('[data-pack]');
    await chair.page.waitForSelector('[data-kept=ready]');
    await chair.page.click('[data-tps-day]');
    await chair.page.waitForSelector('[data-replace]');
    await chair.page.waitForFunction(() => document.querySelector('[data-replace]')?.disabled === false);
    await chair.page.click('[data-replace]');
    await chair.page.check(`[data-broken-box="${boxes[1]}"]`);
    hold((await chair.page.inputValue('input[name=into]')) === `${boxes[1].slice(0, 14)}02`, 'the next number is not proposed');
    await chair.page.fill('input[name=seals]', `DR9803${tps.slice(10, 12)}11`);
    await chair.page.fill('input[name=sheets]', '100');
    await see(chair, 'replace');
    await chair.page.click('[data-next]');
    await typeCode(chair.page, watching);
    await chair.page.waitForSelector('[data-saksi]:checked');
    await chair.page.check(`[data-saksi="${await keyOf(saksi)}"]`);
    await see(chair, 'replace-saksi');
    await chair.page.click('[data-next]');
    await see(chair, 'replace-sign');
    await sign(chair.page);
    // The card has signed on this phone.
    await chair.page.waitForSelector('[data-signed-by="1"]');
    await chair.page.click('[data-finish]');
    await chair.page.waitForFunction(() => /semua terkirim/.test(document.querySelector('header')?.textContent ?? ''));
    const copy = await boxOf(`${boxes[1].slice(0, 14)}02`);
    hold(copy.seals[0] === `DR9803${tps.slice(10, 12)}11`, `the other box is sealed with ${copy.seals}`);
    const old = await boxOf(boxes[1]);
    hold(/OPENED_UNWITNESSED/.test(kindsOf(old)), `one card is no two saksi, but the box has ${kindsOf(old)}`);
  });

  hold(broken.length === 0, `the pages complain: ${broken[0]}`);

  async function boxOf(box) {
    return (await desk.request.get(`${url}/api/boxes/${box}`)).json();
  }
}

function kindsOf({ discrepancies }) {
  return discrepancies
    .filter((one) => one.open)
    .map(({ kind }) => kind)
    .sort()
    .join(' ');
}

async function logIn() {
  const browser = await launch();
  phones.push({ browser });
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'id-ID', colorScheme: 'light', acceptDownloads: true });
  context.setDefaultTimeout(60_000);
  const page = await open(context, broken);
  phones.at(-1).page = page;
  await page.goto(`${url}/login?next=/invitations`);
  await page.fill('input[name=user]', options.user);
  await page.fill('input[name=password]', options.password);
  await page.click('form button.main');
  await page.waitForSelector('[data-make]');
  return { page, context };
}

/** The codes of the cards of one TPS. */
async function print(page, tps, role, body) {
  await page.goto(`${url}/invitations`);
  await page.check('input[value=signing]');
  await page.waitForSelector('[data-role]');
  for (const [i, digits] of [4, 6, 10].entries()) await page.locator('form.card select').nth(i).selectOption(tps.slice(0, digits));
  await page.selectOption('[data-role]', role);
  if (body) await page.fill('[data-body]', body);
  await shot(page, `print-${role}`);
  await holdNoViolation(page, 'the form for cards that sign');
  const before = await page.locator('[data-run]').count();
  await page.click('[data-make]');
  await page.waitForFunction((was) => document.querySelectorAll('[data-run=DONE]').length > was, before);
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('[data-run=DONE] [data-fetch]').first().click()]);
  hold(/^kartu-tanda-tangan-[0-9]{10}-.+\.pdf$/.test(file.suggestedFilename()), `the file is called ${file.suggestedFilename()}`);
  const codes = (await codesIn(readFileSync(await file.path()))).filter((code) => code.startsWith(`SEGELC1/${role}/${tps}/${body}/`));
  await page.locator('[data-run=DONE] button').first().click();
  hold(codes.length === 1, `there are ${codes.length} cards for ${role} ${tps}`);
  return codes;
}

async function assignSpare(context, tps) {
  const guard = decodeURIComponent((await context.cookies()).find(({ name }) => name === 'XSRF-TOKEN')?.value ?? '');
  for (let number = 1; number <= 20; number++) {
    const spare = `${tps.slice(0, 6)}00000000${String(number).padStart(2, '0')}`;
    const answer = await context.request.post(`${url}/api/custody/spares`, { data: { spare, box: `${tps}202` }, headers: { 'X-XSRF-TOKEN': guard } });
    if (answer.ok()) return;
  }
  throw new NotSo('the kecamatan has no spare left');
}

async function phone() {
  const one = await newPhone(broken);
  phones.push(one);
  return one;
}

async function enrolWatcher({ page }, code) {
  await page.goto(`${url}/field?code=${code}`);
  await page.click('form .bottom button');
  await choosePin(page);
  await page.waitForSelector('.key .mono');
}

async function keyOf({ page }) {
  return (await page.textContent('.key .mono')).trim();
}

async function typeCode(page, text) {
  await page.fill('input[name=code]', text);
  await page.keyboard.press('Enter');
}

async function see({ page }, name) {
  await shot(page, name);
  await holdNoViolation(page, name);
}

async function shot(page, name) {
  if (!options.shots) return;
  mkdirSync(options.shots, { recursive: true });
  await page.screenshot({ path: `${options.shots}/${name}.png` });
}
