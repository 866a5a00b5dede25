/**
 * How fast the field pages are, against a running Segel in a demo:
 *   node tests/field-speed.mjs http://localhost:8080 --user NAME --password WORD [--shots DIR]
 * A PPS films an offer of 400 boxes, scans 60 labels one after the other at the speed of the page, and signs its acceptance;
 * the last two once more, with 20 labels, on a processor that is slowed down six times. Prints what was measured as one line of JSON; slow is not wrong.
 * Ends with status 0, or 1 and one sentence that says what was not as it should be; 2 when it could not run.
 */
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { boxesOf, enrol, framesOf, goOffline, invite, newPhone, showFrames } from './field-officers.mjs';
import { Signer } from './signer.mjs';
import { NotSo, step, typePin } from './steps.mjs';

const BOXES = 400;
const SCANS = 60;
/** Enough for a rate, where each takes longer. */
const SLOW_SCANS = 20;
const SLOWER = 6;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { user: { type: 'string' }, password: { type: 'string' }, shots: { type: 'string' } },
});
const [url] = positionals;
if (!url || !options.user) {
  process.stderr.write('usage: node tests/field-speed.mjs URL --user NAME --password WORD [--shots DIR]\n');
  process.exit(2);
}

const broken = [];
const phones = [];
const figures = { boxes: BOXES };
try {
  await play();
  process.stdout.write(`summary: ${JSON.stringify(figures)}\n`);
} catch (e) {
  process.stderr.write(`field speed: ${e instanceof NotSo ? e.message : e.stack}\n`);
  process.exitCode = 1;
  for (const [i, one] of phones.entries()) await shot(one, `failed-${i}`).catch(() => {});
} finally {
  for (const { browser, camera } of phones) {
    await browser.close();
    camera.remove();
  }
}

async function play() {
  const [ppk, pps] = await step('a PPK and a PPS are invited', () =>
    invite(url, options, (kelurahan) => {
      const { code } = kelurahan.at(-1);
      return [{ role: 'PPK', territory: code.slice(0, 6) }, { role: 'PPS', territory: code }];
    }),
  );
  const giver = new Signer(url);
  await giver.enrol(ppk.code);
  const phone = await newPhone(broken, (context) => context.addInitScript(watch));
  phones.push(phone);
  await step('the PPS enrols and packs', async () => {
    await enrol(phone, url, pps.code);
    await goOffline(phone);
  });
  const slow = await phone.context.newCDPSession(phone.page);
  const own = (await phone.page.textContent('.key .mono')).trim();
  for (const rate of [1, SLOWER]) {
    const word = rate === 1 ? 'plain' : `slower${rate}`;
    figures[word] = await step(`${BOXES} boxes, ${word}`, () => handover(phone, giver, own, pps.territory, rate, slow));
  }
}

async function handover(phone, giver, own, kelurahan, rate, slow) {
  const { page, camera } = phone;
  const boxes = boxesOf(kelurahan, BOXES);
  const now = await page.evaluate(() => new Date().toISOString());
  const { note } = giver.sign('offer', now, `place K${kelurahan.slice(0, 6)}`, 'leg kecamatan-kelurahan', `to ${own}`, 'after none', ...boxes.map((box) => `box ${box} seals A${box.slice(3)},B${box.slice(3)}`));
  const frames = framesOf(note);
  await page.click('[data-take-by-camera]');
  await page.waitForSelector('[data-camera-state=on]');
  const filmed = await timed(() => showFrames(phone, frames));
  await page.waitForSelector('[data-sign]');
  await slow.send('Emulation.setCPUThrottlingRate', { rate });

  await page.click('[data-camera]');
  await page.waitForSelector('[data-camera-state=on]');
  const scans = [];
  const count = rate === 1 ? SCANS : SLOW_SCANS;
  for (let i = 0; i < count; i++) {
    scans.push(
      await timed(async () => {
        camera.show(`https://segel.example/8003/09520000000011${boxes[i * 6]}`);
        await page.waitForFunction((least) => Number(document.querySelector('[data-seen]').dataset.seen) >= least, i + 1, { polling: 20 });
      }),
    );
  }
  await shot(phone, `scanned-${rate}`);
  await page.click('[data-camera]');
  await page.click('[data-sign]');
  await typePin(page);
  await page.waitForSelector('[data-frame]');
  const signed = await page.evaluate(() => Math.round(globalThis.savedAt - globalThis.pressedAt));
  await shot(phone, `signed-${rate}`);
  await page.click('[data-shown]');
  await slow.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  scans.sort((a, b) => a - b);
  return {
    frames: frames.length,
    filmedMilliseconds: filmed,
    scansPerMinute: Math.round((60_000 * count) / scans.reduce((all, one) => all + one, 0)),
    scanMedianMilliseconds: scans[Math.floor(count / 2)],
    scanP95Milliseconds: scans[Math.floor(count * 0.95)],
    signMilliseconds: signed,
  };
}

async function timed(work) {
  const from = performance.now();
  await work();
  return Math.round(performance.now() - from);
}

/** In the page: when the PIN was confirmed, and when the statement was durable. */
function watch() {
  addEventListener('click', (event) => event.target.closest?.('[data-pin-done]') && (globalThis.pressedAt = performance.now()), { capture: true });
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...args) {
    if (this.name === 'signed') this.transaction.addEventListener('complete', () => (globalThis.savedAt = performance.now()));
    return put.apply(this, args);
  };
}

async function shot({ page }, name) {
  if (!options.shots) return;
  mkdirSync(options.shots, { recursive: true });
  await page.screenshot({ path: `${options.shots}/${name}.png` });
}
