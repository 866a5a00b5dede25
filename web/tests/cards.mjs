/**
 * Cards of one kelurahan, printed, used and revoked, against a running Segel in a demo:
 *   node tests/cards.mjs http://localhost:8080 --user NAME --password WORD [--shots DIR]
 * A clerk makes cards and fetches the PDF; a phone films the code of one and is enrolled; then it is lost, in three taps,
 * and its officer has a new card. What was used and what was revoked is refused in plain words. Ends with status 0, or 1
 * and one sentence that says what was not as it should be; 2 when it could not run.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { holdNoViolation } from './axe.mjs';
import { launch } from './browser.mjs';
import { FakeCamera } from './fake-camera.mjs';
import { INVITATION, invitationsIn } from './printed.mjs';
import { choosePin, hold, NotSo, open, step } from './steps.mjs';

const PATIENCE = 60_000;

const PHONE = { viewport: { width: 390, height: 844 }, locale: 'id-ID', colorScheme: 'light', deviceScaleFactor: 2, hasTouch: true };

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { user: { type: 'string' }, password: { type: 'string' }, shots: { type: 'string' } },
});
const [url] = positionals;
if (!url || !options.user) {
  process.stderr.write('usage: node tests/cards.mjs URL --user NAME --password WORD [--shots DIR]\n');
  process.exit(2);
}

const broken = [];
const browsers = [];
const pages = [];
try {
  await play();
  process.stdout.write('cards: printed, scanned, enrolled, lost in three taps, reissued and revoked\n');
} catch (e) {
  process.stderr.write(`cards: ${e instanceof NotSo ? e.message : e.stack}\n`);
  process.exitCode = 1;
  for (const [i, page] of pages.entries()) await shot(page, `failed-${i}`).catch(() => {});
} finally {
  for (const { browser, camera } of browsers) {
    await browser.close();
    camera.remove();
  }
}

async function play() {
  const desk = await newBrowser();
  const clerk = await newPage(desk, { viewport: { width: 1366, height: 768 }, acceptDownloads: true });
  const told = [];
  clerk.on('response', (response) => {
    if (/\/api\/(cards|posts)/.test(response.url()) && !response.url().endsWith('/file')) told.push(response.text().catch(() => ''));
  });

  const kelurahan = await step('a clerk logs in and finds a kelurahan where nobody has a card', async () => {
    await clerk.goto(`${url}/login`);
    await clerk.fill('input[name=user]', options.user);
    await clerk.fill('input[name=password]', options.password);
    await clerk.click('form button.main');
    await clerk.waitForSelector('nav a[href="/invitations"]');
    const rows = await (await clerk.context().request.get(`${url}/api/seats/progress`)).json();
    const free = rows.find(({ tps, missing, enrolled }) => tps > 8 && missing === tps && enrolled === 0);
    hold(free, 'everybody has a card or a phone');
    const regions = await (await clerk.context().request.get(`${url}/api/regions`)).json();
    return { ...free, name: regions.kelurahan.find((one) => one.code === free.kelurahan).name };
  });
  const code = kelurahan.kelurahan;
  /** The page asks anew when a file is done, and a moment later has the answer. */
  const shows = (of, count, otherwise) =>
    clerk
      .waitForFunction(([selector, text]) => document.querySelector(selector)?.textContent === text, [`[data-progress="${code}"] [data-of=${of}]`, String(count)])
      .catch(() => hold(false, otherwise));

  const codes = await step('the clerk makes the cards of all its TPS and fetches the PDF', async () => {
    await clerk.click('nav a[href="/invitations"]');
    await clerk.click(`[data-progress="${code}"] a`);
    await clerk.waitForSelector(`[data-posts="${code}"] [data-post="KPPS-${code}001"]`);
    await clerk.waitForFunction((count) => document.querySelector('[data-make]:enabled')?.textContent.includes(`${count} kartu`), kelurahan.tps);
    await shot(clerk, '1-before');
    await clerk.click('[data-make]');
    const file = `[data-run=DONE]:has-text("Kelurahan ${kelurahan.name},") [data-fetch]`;
    await clerk.waitForSelector(file);
    const pdf = await download(clerk, file);
    hold(/^kartu-[0-9]{10}-.+\.pdf$/.test(pdf.name), `the file is called ${pdf.name}`);
    await shows('open', kelurahan.tps, 'the progress does not show the cards');
    await shot(clerk, '2-made');
    const found = invitationsIn(pdf.bytes);
    hold(found.length === kelurahan.tps, `${found.length} codes stand in the PDF, not ${kelurahan.tps}`);
    return found;
  });
  await step('axe finds nothing on the page of cards', () => holdNoViolation(clerk, '/invitations'));

  const hand = await newBrowser();
  const phone = await newPage(hand, PHONE);
  await step('an iPhone that has not installed the app makes no key', async () => {
    await phone.goto(`${url}/field?install=ios#${codes[0]}`);
    await phone.waitForSelector('[data-install=must]');
    await shot(phone, '3-iphone');
    await holdNoViolation(phone, 'the page of an iPhone');
    hold((await keysIn(phone)) === 0, 'a key was made before the app was installed');
  });
  await step('the chair of TPS 001 films the card and enrols', async () => {
    await phone.goto(`${url}/field#${codes[1]}`);
    await phone.waitForSelector('[data-enrol]');
    await holdNoViolation(phone, 'the page that enrols');
    await phone.click('[data-camera]');
    await phone.waitForSelector('[data-camera-state=on]');
    hand.camera.show('WIFI:T:WPA;S:hall;;');
    await phone.waitForSelector('[data-not-card]');
    hand.camera.show(`${url}/field#${codes[0]}`);
    await phone.waitForFunction((wanted) => document.querySelector('input[name=code]')?.value === wanted, codes[0]);
    await shot(phone, '4-scanned');
    await phone.click('[data-enrol]');
    await choosePin(phone);
    await phone.waitForSelector('[data-take-by-camera]');
    hold((await keysIn(phone)) === 1, 'the phone keeps no key');
  });
  await step('it counts on the page of progress', async () => {
    await clerk.reload();
    await clerk.waitForSelector(`[data-post="KPPS-${code}001"] [data-phone=enrolled]`);
    await shows('enrolled', 1, 'the phone does not count');
    await shows('open', kelurahan.tps - 1, 'its card still counts');
  });

  const spare = await step('the phone is lost: post, reason, confirmed; and there is a new card', async () => {
    await clerk.setViewportSize({ width: 390, height: 844 });
    await clerk.fill('input[name=post]', `${kelurahan.name} 1`);
    await clerk.press('input[name=post]', 'Enter');
    await clerk.waitForSelector(`[data-found] [data-post="KPPS-${code}001"]`);
    await shot(clerk, '5-found');
    await holdNoViolation(clerk, '/invitations on a phone');
    await clerk.click(`[data-found] [data-post="KPPS-${code}001"] [data-lost]`);
    await clerk.click('[data-dialog=lost] input[value=STOLEN]');
    await shot(clerk, '6-lost');
    await holdNoViolation(clerk, 'the question about a lost phone');
    await clerk.click('[data-confirm]');
    await clerk.waitForSelector('[data-dialog=done] [data-fetch]');
    await shot(clerk, '7-new-card');
    const pdf = await download(clerk, '[data-dialog=done] [data-fetch]');
    await clerk.click('[data-close]');
    await clerk.waitForSelector(`[data-found] [data-post="KPPS-${code}001"] [data-phone=revoked]`);
    await clerk.setViewportSize({ width: 1366, height: 768 });
    const [fresh] = invitationsIn(pdf.bytes);
    hold(fresh && !codes.includes(fresh), 'the new card has no code of its own');
    return fresh;
  });
  await step('its key is revoked: the log says so, and the phone says it too', async () => {
    const { rows } = await (await clerk.context().request.get(`${url}/api/devices?territory=${code}001`)).json();
    hold(rows.length === 1 && rows[0].revoked > rows[0].enrolled, `the device is ${JSON.stringify(rows)}`);
    await phone.reload();
    await phone.waitForSelector('[data-rejected=KEY_REVOKED]');
    await shot(phone, '8-revoked');
  });

  await step('another card is revoked before it is used', async () => {
    const post = `[data-posts] [data-post="KPPS-${code}002"]`;
    await clerk.click(`${post} [data-revoke]`);
    await clerk.click('[data-dialog=revoke] [data-confirm]');
    await clerk.click('[data-dialog=done] [data-close]');
    await clerk.waitForSelector(`${post} [data-card=REVOKED]`);
    await shot(clerk, '9-revoked');
  });
  const other = await newPage(hand, PHONE);
  await step('a used and a revoked code are refused in plain words, and the new card works', async () => {
    for (const [dead, words] of [[codes[0], /sudah dipakai/], [codes[1], /sudah dicabut/], ['0000-0000-0000-0000', /salah/]]) {
      await other.goto(`${url}/field#${dead}`);
      await other.reload();
      await other.click('[data-enrol]');
      await other.waitForSelector('.failure');
      const said = await other.textContent('.failure');
      hold(words.test(said), `a dead code is answered: ${said}`);
    }
    await shot(other, '10-refused');
    await other.goto(`${url}/field#${spare}`);
    await other.reload();
    await other.click('[data-enrol]');
    await choosePin(other);
    await other.waitForSelector('[data-take-by-camera]');
  });

  await step('nobody was told a code, and nothing broke', async () => {
    const all = (await Promise.all(told)).join('\n');
    hold(all.length > 0 && !all.match(INVITATION), 'an answer of the server shows a code');
    hold(broken.length === 0, `the pages complain: ${broken[0]}`);
  });
}

async function newBrowser() {
  const camera = new FakeCamera();
  const one = { camera, browser: await launch(camera.flags) };
  browsers.push(one);
  return one;
}

async function newPage({ browser }, settings) {
  const context = await browser.newContext(settings);
  context.setDefaultTimeout(PATIENCE);
  const page = await open(context, broken);
  pages.push(page);
  return page;
}

async function download(page, selector) {
  const [file] = await Promise.all([page.waitForEvent('download'), page.click(selector)]);
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

/** How many keys this phone keeps. */
async function keysIn(page) {
  return page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const request = indexedDB.open('segel');
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          const db = request.result;
          const count = db.objectStoreNames.contains('keys') ? db.transaction('keys').objectStore('keys').count() : undefined;
          if (!count) return resolve(0);
          count.onsuccess = () => {
            db.close();
            resolve(count.result);
          };
        };
      }),
  );
}

async function shot(page, name) {
  if (!options.shots) return;
  mkdirSync(options.shots, { recursive: true });
  await page.screenshot({ path: `${options.shots}/${name}.png` });
}
