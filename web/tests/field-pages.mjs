/**
 * Every field page and its states, against a running Segel in a demo:
 *   node tests/field-pages.mjs http://localhost:8080 --user NAME --password WORD [--shots DIR] [--list]
 * Each is looked at by axe, at 320 pixels, turned on its side, with wide spacing of its text, and by keyboard; a practice is
 * played without a network and without enrolment; the storage is cleared under an open page and between two visits.
 * --list prints what was seen of each page as JSON. Ends with status 0, or 1 and one sentence that says what was not as it
 * should be; 2 when it could not run.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { boxesOf, enrol, framesOf, goOffline, invite, newPhone, showFrames } from './field-officers.mjs';
import { Signer } from './signer.mjs';
import { choosePin, hold, NotSo, step, typePin } from './steps.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** WCAG 2.5.8; the house asks for 48 of what is pressed with a thumb. */
const TARGET = 24;
const PHONE = { width: 390, height: 844 };
const BOXES = 48;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { user: { type: 'string' }, password: { type: 'string' }, shots: { type: 'string' }, list: { type: 'boolean' } },
});
const [url] = positionals;
if (!url || !options.user) {
  process.stderr.write('usage: node tests/field-pages.mjs URL --user NAME --password WORD [--shots DIR] [--list]\n');
  process.exit(2);
}

const broken = [];
const phones = [];
const seen = [];
const wrong = [];
try {
  await play();
  hold(broken.length === 0, `the pages complain: ${broken[0]}`);
  hold(wrong.length === 0, wrong.join('; '));
  process.stdout.write(`summary: ${seen.length} field pages without a violation, a practice without a network, and two storages that were cleared\n`);
} catch (e) {
  process.stderr.write(`field pages: ${e instanceof NotSo ? e.message : e.stack}\n`);
  process.exitCode = 1;
  for (const [i, { page }] of phones.entries()) await shot(page, `failed-${i}`).catch(() => {});
} finally {
  if (options.list) process.stdout.write(`${JSON.stringify(seen, null, 1)}\n`);
  for (const { browser, camera } of phones) {
    await browser.close();
    camera.remove();
  }
}

async function play() {
  const [ppk, pps, again] = await step('a PPK and a PPS are invited', () =>
    invite(url, options, (kelurahan) => {
      const { code } = kelurahan.at(-2);
      return [{ role: 'PPK', territory: code.slice(0, 6) }, { role: 'PPS', territory: code }, { role: 'PPS', territory: code }];
    }),
  );
  const giver = new Signer(url);
  await giver.enrol(ppk.code);
  const phone = await newPhone(broken);
  phones.push(phone);
  const { page, context, camera } = phone;

  await step('a practice is played without a network and without enrolment', () => practise(phone));

  await step('a PPS enrols', async () => {
    await page.goto(`${url}/field?code=${pps.code}`);
    await page.waitForSelector('form .bottom button');
    await look(page, 'enrolment');
    await page.click('form .bottom button');
    await page.waitForSelector('[data-pin]');
    await typePin(page, '123456');
    await page.waitForSelector('[data-pin] .failure');
    await look(page, 'PIN, refused');
    await choosePin(page);
    await page.waitForSelector('[data-tasks]');
    await look(page, 'home');
    await goOffline(phone);
  });

  await step('it films an offer, checks it, and shows its answer', async () => {
    const own = (await page.textContent('.key .mono')).trim();
    const boxes = boxesOf(pps.territory, BOXES);
    const now = new Date().toISOString();
    const lines = boxes.map((box) => `box ${box} seals A${box.slice(3)},B${box.slice(3)}`);
    const { note } = giver.sign('offer', now, `place K${pps.territory.slice(0, 6)}`, 'leg kecamatan-kelurahan', `to ${own}`, 'after none', ...lines);
    await page.click('[data-take-by-camera]');
    await page.waitForSelector('[data-camera-state=on]');
    await look(page, 'filming');
    await showFrames(phone, framesOf(note));
    await page.waitForSelector('[data-find-box]');
    await page.fill('input[name=code]', boxes[5]);
    await page.keyboard.press('Enter');
    await page.waitForSelector(`[data-scanned=true]:has([data-tick="${boxes[5]}"])`);
    await page.fill('[data-find-box]', boxes[9].slice(10, 13));
    await page.click(`[data-seals-differ="${boxes[9]}"]`);
    await page.fill('input[name=seals]', 'X1 X2');
    await look(page, 'other seals');
    await page.click('li form .main');
    await page.waitForSelector('[data-differs]');
    await page.click('[data-undo]');
    hold((await page.$('[data-differs]')) === null, 'the last step was not undone');
    await page.click(`[data-seals-differ="${boxes[9]}"]`);
    await page.fill('input[name=seals]', 'X1 X2');
    await page.click('li form .main');
    await page.fill('[data-find-box]', '');
    await look(page, 'receiving 48 boxes');
    await page.click('[data-sign]');
    await page.waitForSelector('[data-pin]');
    await look(page, 'signing with a PIN');
    await typePin(page);
    await page.waitForSelector('[data-frame]');
    await look(page, 'codes');
    await page.click('[data-shown]');
    await page.waitForSelector(`[data-hold="${BOXES}"]`);
    await look(page, 'home with tasks');
    await page.setViewportSize({ width: 1366, height: 768 });
    await shot(page, 'home at a desk');
    await page.setViewportSize(PHONE);
  });

  await step('its boxes are found by typing and by their labels', async () => {
    await page.click('[data-task^="give "]');
    await page.waitForSelector('[data-groups]');
    await look(page, 'boxes of a task');
    await page.fill('input[name=code]', boxesOf(pps.territory, BOXES)[0]);
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-book=true]');
    await page.click('.back');
    await page.click('[data-hold]');
    await look(page, 'to whom');
    await page.click('.back');
  });

  await step('what is not sent is shown to another phone, and such a thing is taken along', async () => {
    await page.click('[data-entrust]');
    await page.waitForSelector('[data-frame]');
    await look(page, 'handing statements to another phone');
    await page.click('.back');
    await page.click('[data-carry]');
    await page.waitForSelector('[data-camera-state=on]');
    await look(page, 'taking statements along');
    await page.click('.back');
  });

  await step('the storage is cleared under the open page, and what was signed is still there', async () => {
    await clearStorage(page);
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await page.waitForSelector('[data-lost]');
    hold(/terhapus/.test(await page.innerText('[data-lost]')), 'it does not say that the storage was cleared');
    await page.waitForSelector('[data-lost] [data-entrust]');
    await look(page, 'storage cleared');
    await page.reload();
    await page.waitForSelector('[data-lost] [data-entrust]');
  });

  await step('a new key is made by enrolling again', async () => {
    await context.setOffline(false);
    await enrol(phone, url, again.code);
    await clearStorage(page);
    await page.goto(`${url}/field`);
    await page.waitForSelector('[data-lost]');
  });
  camera.clear();
}

async function practise({ page, context }) {
  await page.goto(`${url}/field`);
  await page.waitForFunction(() => navigator.serviceWorker.ready.then(({ active }) => active?.state === 'activated'));
  await context.setOffline(true);
  await page.goto(`${url}/field/latihan`);
  await page.waitForSelector('[data-practice-step=begin]');
  await look(page, 'practice, begin');
  await page.click('[data-next]');
  await look(page, 'practice, take');
  await page.click('[data-next]');
  const boxes = page.locator('[data-practice-box]');
  for (let i = 0; i < (await boxes.count()); i++) {
    await boxes.nth(i).locator('[data-same]').click();
    if ((await boxes.nth(i).locator('[data-differs]').count()) > 0) {
      await page.waitForSelector('main .failure');
      await look(page, 'practice, check');
      await boxes.nth(i).locator('[data-differs]').click();
    }
  }
  await page.click('[data-next]');
  await look(page, 'practice, sign');
  await page.click('[data-next]');
  await look(page, 'practice, give');
  await page.click('[data-next]');
  await page.waitForSelector('[data-practice-step=done]');
  await look(page, 'practice, done');
  const kept = await page.evaluate(async () => [Object.keys(localStorage).filter((name) => name === 'segel.practice').length, (await indexedDB.databases()).length]);
  hold(kept[0] === 1, 'it is not kept that the practice is done');
  await context.setOffline(false);
}

/** What a person who clears the browser's storage does, as far as a page can. */
async function clearStorage(page) {
  await page.evaluate(
    () =>
      new Promise((done) => {
        const asked = indexedDB.deleteDatabase('segel');
        asked.onsuccess = asked.onblocked = asked.onerror = () => done();
      }),
  );
}

/** axe, and what axe cannot see. */
async function look(page, name) {
  await page.waitForFunction(() => document.querySelector('main h1, main [data-frame], main .from, main header') && !document.querySelector('[aria-busy]'));
  await page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {}))));
  await page.evaluate(`globalThis.axe ?? (() => { ${AXE} })()`);
  const { violations } = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags }), TAGS);
  for (const { id, nodes } of violations) wrong.push(`${name}: ${id} at ${nodes[0].target.join(' ')}`);
  await shot(page, name);

  const targets = await page.evaluate(smallest);
  await page.setViewportSize({ width: 320, height: 640 });
  const reflow = await page.evaluate(() => document.documentElement.scrollWidth);
  await page.setViewportSize({ width: 844, height: 390 });
  const turned = await page.evaluate(() => document.documentElement.scrollWidth);
  await page.setViewportSize(PHONE);
  const style = await page.addStyleTag({ content: '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }' });
  const cut = await page.evaluate(cutOff);
  const spaced = await page.evaluate(() => document.documentElement.scrollWidth);
  await style.evaluate((element) => element.remove());
  const keyboard = await tabThrough(page);

  seen.push({ name, violations: violations.length, smallestTarget: targets.least, below48: targets.below, reflowAt320: reflow, turned, textSpacing: spaced, cut, stops: keyboard.stops, invisibleFocus: keyboard.invisible });
  if (reflow > 320) wrong.push(`${name}: ${reflow} pixels wide at 320`);
  if (turned > 844) wrong.push(`${name}: ${turned} pixels wide on its side`);
  if (spaced > PHONE.width) wrong.push(`${name}: ${spaced} pixels wide with wide text`);
  if (targets.least < TARGET) wrong.push(`${name}: a target of ${targets.least} pixels`);
  if (keyboard.invisible.length > 0) wrong.push(`${name}: the focus is not to be seen at ${keyboard.invisible[0]}`);
}

/** In the page: the least side of what can be pressed, and who is below a thumb's size. */
function smallest() {
  const all = [...document.querySelectorAll('a[href], button:not(:disabled), input:not([type=hidden]), select, summary')].filter((one) => one.getClientRects().length > 0);
  const sizes = all.map((one) => {
    const area = one.closest('label') ?? one;
    const { width, height } = area.getBoundingClientRect();
    return { name: (one.getAttribute('aria-label') ?? one.textContent ?? one.name).trim().slice(0, 30) || one.className, side: Math.round(Math.min(width, height)) };
  });
  return { least: Math.min(...sizes.map(({ side }) => side)), below: sizes.filter(({ side }) => side < 48).map(({ name, side }) => `${name} ${side}`) };
}

/** In the page: texts that their own box cuts. */
function cutOff() {
  return [...document.querySelectorAll('main *')].filter((one) => getComputedStyle(one).overflow === 'hidden' && getComputedStyle(one).textOverflow !== 'ellipsis' && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 1).map((one) => one.className || one.tagName);
}

async function tabThrough(page) {
  const invisible = [];
  // From the top of the page, whatever was pressed last.
  await page.evaluate(() => {
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
  });
  const names = [];
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const one = document.activeElement;
      if (!one || one === document.body) return null;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
      const name = `${one.tagName} ${(one.getAttribute('aria-label') ?? one.textContent ?? '').trim().slice(0, 24)}`;
      return { name, isVisible: (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1) || boxShadow !== 'none', at: [...document.querySelectorAll('*')].indexOf(one) };
    });
    if (!at || names.includes(at.at)) break;
    names.push(at.at);
    if (!at.isVisible) invisible.push(at.name);
  }
  await page.evaluate(() => document.activeElement?.blur?.());
  return { stops: names.length, invisible };
}

async function shot(page, name) {
  if (!options.shots) return;
  mkdirSync(options.shots, { recursive: true });
  await page.screenshot({ path: `${options.shots}/${name.replaceAll(/[^a-z0-9]+/g, '-')}.png` });
}
