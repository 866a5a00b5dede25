/**
 * A duty officer's first five minutes, in a real browser against a running Segel:
 *   node tests/story.mjs http://localhost:8080 [--user NAME --password WORD] [--shots DIR] [--still]
 * Somebody plays an officer on a phone and takes the boxes; the counters move and add up; a counter leads to its list;
 * a TPS is found; a box is opened and its proof turns green; the language changes; somebody logs in, if a login is
 * given; a box is filled and checked with a hand scanner; the boxes of the phone are given on, and both statements stand
 * in their chain. --still: nothing moves in this
 * province and nobody simulates it, so do not wait for it. --packing: only the work of a store, in a province that
 * has not packed all its boxes yet: a lorry is unloaded, a koli sorted, and a box filled and checked with a hand scanner.
 * Ends with status 0, or 1 and one sentence that says what was not as it should be; 2 when it could not run.
 */
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { launch } from './browser.mjs';
import { FakeCamera } from './fake-camera.mjs';
import { choosePin, hold, NotSo, open, sign as signWithPin, step } from './steps.mjs';

const PATIENCE = 60_000;
/** The province plays on from the eve of an election to its night, until a box can be taken or given on. */
const LONG_PATIENCE = 300_000;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    user: { type: 'string' },
    password: { type: 'string' },
    shots: { type: 'string' },
    still: { type: 'boolean' },
    packing: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});
const [url] = positionals;
if (options.help || !url) {
  process.stderr.write('usage: node tests/story.mjs URL [--user NAME --password WORD] [--shots DIR] [--still | --packing]\n');
  process.exit(options.help ? 0 : 2);
}

/** Whether a box was left to be packed. */
let packed = false;

const browser = await launch().catch((e) => {
  process.stderr.write(`story: ${e.message}\n`);
  process.exit(2);
});
try {
  if (options.packing) await playPacking();
  else await play();
  const login = options.user ? 'a login' : 'a login that is refused';
  const boxes = packed ? 'a box filled and checked with a scanner, ' : '';
  if (options.packing) process.stdout.write(`story: a lorry unloaded, a koli sorted, ${boxes}and its way back to koli and people work\n`);
  const part = options.still ? '' : 'an officer’s part, ';
  if (!options.packing) process.stdout.write(`story: ${part}${boxes}the wall, a list, a search, a box with its proof, both languages and ${login} work\n`);
} catch (e) {
  process.stderr.write(`story: ${e instanceof NotSo ? e.message : String(e.message).split('\n')[0]}\n`);
  process.exitCode = 1;
} finally {
  await browser.close();
}

/** A packer's morning: nothing but a scanner. */
async function playPacking() {
  const broken = [];
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'id-ID', colorScheme: 'light' });
  context.setDefaultTimeout(PATIENCE);
  const page = await open(context, broken);
  await step('somebody of KPU logs in', async () => {
    await page.goto(`${url}/login`);
    await login(page, options.user ?? 'nobody', options.password ?? '');
    await page.waitForSelector('summary.button');
  });
  await receive(page);
  packed = await pack(page);
  hold(packed, 'no box is left to be packed');
  await packWithPhone(page, broken);
  hold(broken.length === 0, `the pages complain: ${broken[0]}`);
}

async function play() {
  const broken = [];
  const person = options.still ? null : await takeOver(broken);
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'id-ID', colorScheme: 'light' });
  context.setDefaultTimeout(PATIENCE);
  const page = await open(context, broken);

  await step('the wall opens', async () => {
    await page.goto(url);
    await page.waitForSelector('[data-map=ready]');
    await filled(page);
    await shot(page, '1-wall');
  });

  await step('the counters add up to all TPS', async () => {
    const { total, ...parts } = await counters(page);
    const sum = Object.values(parts).reduce((a, b) => a + b, 0);
    hold(total > 0, 'the wall counts no TPS');
    hold(sum === total, `the counters add up to ${sum}, but there are ${total} TPS`);
  });

  if (!options.still) {
    await step('something moves without a reload', async () => {
      const before = await page.textContent('[data-log-size]');
      await page
        .waitForFunction((was) => document.querySelector('[data-log-size]')?.textContent !== was, before)
        .catch(() => hold(false, 'the log did not grow on the screen within a minute'));
    });
  }

  await step('the table holds what the map shows', async () => {
    await page.keyboard.press('t');
    const rows = page.locator('table tbody tr');
    await rows.first().waitFor();
    const listed = await page.evaluate(async () => (await (await fetch('/api/regions')).json()).kelurahan.length);
    hold((await rows.count()) === listed, `the table has ${await rows.count()} kelurahan, expected ${listed}`);
    await page.keyboard.press('t');
    await page.waitForSelector('[data-map=ready]');
  });

  await step('a counter leads to what it counts', async () => {
    const counted = Object.entries(await counters(page)).filter(([name, n]) => name !== 'total' && n > 0);
    const [status] = counted[0] ?? hold(false, 'every counter is zero');
    await page.click(`[data-counter=${status}]`);
    await page.waitForURL(new RegExp(`/list\\?.*status=${status}`));
    await page.waitForSelector('tbody tr');
    await shot(page, '2-list');
  });

  const name = await step('a TPS is found by typing', async () => {
    const link = page.locator('tbody tr th a').first();
    const label = (await link.textContent()).trim();
    await page.keyboard.press('/');
    await page.keyboard.type(label.replace(/^TPS (\d+) (.*)$/, '$2 $1'));
    await page.waitForSelector('#found [role=option]');
    await shot(page, '3-search');
    const found = page.locator('#found [role=option]', { hasText: label }).first();
    await found.click();
    await page.waitForURL(/\/tps\/\d{13}$/);
    await page.waitForSelector('main h1');
    await shot(page, '4-tps');
    return label;
  });
  hold(name !== '', 'the TPS has no name');

  await step('its box shows who handed it to whom', async () => {
    await page.click('a[href^="/box/"]');
    await page.waitForURL(/\/box\/\d{16}$/);
    await page.waitForSelector('[data-verdict]');
  });

  await step('the browser proves the box from raw bytes', async () => {
    const button = page.locator('[data-proof] button.main');
    await button.waitFor();
    await button.click();
    await page.waitForSelector('[data-proof=passed], [data-proof=failed]');
    const failed = await page.locator('[data-step][data-state=failed]').allTextContents();
    hold(failed.length === 0, `the proof stopped at: ${failed.join(', ').trim()} ${await faultText(page)}`);
    const waiting = await page.locator('[data-step]:not([data-state=passed])').count();
    hold(waiting === 0, `${waiting} steps of the proof were not done`);
    await shot(page, '5-box');
    if (options.shots) await page.pdf({ path: shotPath('5-box-printed', 'pdf') });
  });

  await step('the other language leaves no word behind', async () => {
    await page.click('[data-language=id]');
    await page.waitForSelector('[data-language=en]');
    const text = await page.innerText('main');
    hold(/Chain of custody/.test(text), 'the box’s page is not in English after the switch');
    hold(!/Rantai|Serah terima|Bukti/.test(text), 'Indonesian words are left on the English page');
    await shot(page, '6-english');
    await page.click('[data-language=en]');
    await page.waitForSelector('[data-language=id]');
  });

  await step('a wrong password is refused in a sentence', async () => {
    await page.click('a[href^="/login"]');
    await login(page, options.user ?? 'nobody', 'not the password');
    await page.waitForSelector('form [role=alert]');
  });

  if (options.user && options.password) {
    await step('somebody logs in', async () => {
      await login(page, options.user, options.password);
      await page.waitForSelector('summary.button');
      await page.waitForURL(/\/box\/\d{16}$/);
      await shot(page, '7-logged-in');
    });
  }

  if (person) await giveOn(person, page);

  await step('a phone shows the same', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.click('header a[href="/"]');
    await filled(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - screen.width);
    hold(wide <= 0, `the wall is ${wide} px too wide for a phone`);
    await shot(page, '8-phone');
  });

  hold(broken.length === 0, `the page broke: ${broken[0]}`);
}

/** On a phone: from the wall to an officer whose part is free, up to the receipt for its boxes. */
async function takeOver(broken) {
  const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, locale: 'id-ID' };
  const context = await browser.newContext({ ...phone, colorScheme: 'dark' });
  context.setDefaultTimeout(PATIENCE);
  const page = await open(context, broken);

  const tps = await step('an officer is taken over from the wall', async () => {
    await page.goto(url);
    await page.click('[data-takeover]');
    const free = page.locator('[data-officer]').first();
    await free.waitFor();
    await shot(page, '0-officers');
    await free.click();
    await choosePin(page);
    await page.waitForSelector('[data-next]');
    return page.getAttribute('[data-next]', 'data-next-tps');
  });

  await step('nobody else gets the same officer', async () => {
    const other = await browser.newContext(phone);
    other.setDefaultTimeout(PATIENCE);
    const second = await open(other, broken);
    await second.goto(`${url}/field?officer=KPPS-${tps}`);
    await second.click('[data-play]');
    await second.waitForSelector('[role=alert]');
    hold(/dimainkan orang lain/.test(await second.innerText('main')), 'the second person is not told why');
    await other.close();
  });

  const taken = await step('the offer comes, survives a reload, and is signed for', async () => {
    await page.waitForSelector('[data-offer]', { timeout: LONG_PATIENCE });
    await shot(page, '0-offered');
    await page.reload();
    await page.click('[data-offer]');
    await page.waitForSelector('[data-sign]');
    await shot(page, '0-signing');
    return sign(page);
  });
  await shot(page, '0-receipt');
  return { page, taken };
}

/** The person gives the boxes on, the simulated officer accepts, and the chain of a box shows the person's statements. */
async function giveOn({ page: phone, taken }, page) {
  const given = await step('the boxes are given on', async () => {
    await phone.click('[data-receipt] .bottom button');
    await phone.click('[data-give]', { timeout: LONG_PATIENCE });
    await phone.waitForSelector('[data-sign]');
    await shot(phone, '9-giving');
    return sign(phone);
  });

  await step('the other side takes them', async () => {
    await phone.click('[data-receipt] .bottom button');
    await phone.waitForSelector('[data-next=DONE]');
    await shot(phone, '9-done');
  });

  await step('the box’s page shows what the person signed', async () => {
    await phone.click('[data-signed=offer]');
    const address = await phone.locator('[data-receipt] li a').first().getAttribute('href');
    await page.goto(url + address);
    await page.waitForSelector(`[data-entry="${given}"].meant`);
    const names = await Promise.all([taken, given].map((entry) => page.locator(`[data-entry="${entry}"] .mono`).textContent()));
    hold(names[0] === names[1], `two keys have signed for one person: ${names.join(' and ')}`);
    await shot(page, '9-box');
    await page.click('[data-proof] button.main');
    await page.waitForSelector('[data-proof=passed], [data-proof=failed]');
    hold((await page.locator('[data-proof=passed]').count()) > 0, `the proof of the person’s box fails: ${await faultText(page)}`);
  });
}

/** A lorry comes: its koli are counted in, one too few sheets are explained, and one koli is sorted. */
async function receive(page) {
  const place = 'G3174';
  const consignment = 'STORY1';
  await step('a printer sends three koli', async () => {
    const status = await page.evaluate(
      async ([to, code]) => {
        const guard = decodeURIComponent(document.cookie.match(/XSRF-TOKEN=([^;]*)/)?.[1] ?? '');
        const lines = ['segel/fact/v1', 'fact ConsignmentSent', `consignment ${code}`, 'from printer:PRT9', `to ${to}`, `note SJ-${code}`, 'batch B99', 'koli 001-003 1 500'];
        const headers = { 'Content-Type': 'text/plain', 'X-XSRF-TOKEN': guard };
        return (await fetch('/api/stock', { method: 'POST', headers, body: lines.map((line) => `${line}\n`).join('') })).status;
      },
      [place, consignment],
    );
    hold(status === 200, `the delivery note was answered ${status}`);
  });

  await step('it arrives, and a koli with too few sheets is counted in', async () => {
    await page.goto(`${url}/receiving?place=${place}&consignment=${consignment}`);
    await page.click('[data-arrive]');
    await page.waitForSelector('[data-arrive]', { state: 'detached' });
    await page.keyboard.type(`${consignment}-001`);
    await page.keyboard.press('Enter');
    const counted = page.locator(`input[aria-label$="${consignment}-001"]`);
    await counted.waitFor();
    await counted.fill('480');
    await counted.blur();
    await shot(page, '1-receiving');
    await page.click('[data-receive]');
    await page.waitForSelector('[data-receive]', { state: 'detached' });
    await page.click('[data-rest]');
    await page.click('[data-sure]');
    await page.waitForSelector('[data-rest]', { state: 'detached' });
    const { difference, koliReceived } = await consignmentOf(page, consignment);
    hold(koliReceived === 3 && difference === 20, `${koliReceived} koli and a difference of ${difference}, not 3 and 20`);
    await shot(page, '1-received');
  });

  await step('the minutes of it can be printed', async () => {
    const type = await page.evaluate(async (code) => (await fetch(`/api/papers/receiving?consignment=${code}`)).headers.get('Content-Type'), consignment);
    hold(type === 'application/pdf', `the minutes are ${type}`);
  });

  await step('a second paper closes the difference', async () => {
    await page.click('[data-difference] button');
    await page.fill('[data-difference] input[pattern]', 'BA-STORY');
    await page.click('[data-difference] button.main');
    await page.waitForSelector('[data-difference]', { state: 'detached' });
    hold((await consignmentOf(page, consignment)).difference === 0, 'the difference is still open');
  });

  await step('a koli is sorted at a table', async () => {
    await page.goto(`${url}/sorting?place=${place}`);
    const table = page.locator('.where input[type=number]');
    await table.fill('9');
    await table.blur();
    await page.fill('input[name=code]', `${consignment}-002`);
    await page.press('input[name=code]', 'Enter');
    await page.waitForSelector(`[data-sort="${consignment}-002"]`);
    await page.fill('input[name=good]', '497');
    await page.fill('input[name=torn]', '2');
    await page.waitForSelector('[data-fits=false]');
    await page.fill('input[name=missing]', '1');
    await page.waitForSelector('[data-fits=true]');
    await shot(page, '1-sorting');
    await page.click('[data-send]');
    await page.waitForSelector(`[data-sort="${consignment}-002"]`, { state: 'detached' });
    const koli = await page.evaluate(async (code) => (await fetch(`/api/stock/koli/${code}`)).json(), `${consignment}-002`);
    hold(koli.state === 'sorted' && koli.good === 497, `the koli is ${koli.state} with ${koli.good}`);
  });
}

async function consignmentOf(page, code) {
  return page.evaluate(async (one) => (await (await fetch(`/api/stock/consignments/${one}`)).json()).consignment, code);
}

/** Packs a box that is really empty with bundles that really lie there, with nothing but a scanner's keys. */
async function pack(page) {
  const work = await step('an empty box and its bundles are found', () => page.evaluate(findWork));
  if (!work) return false;
  const { place, box, need, right, wrong } = work;

  await step('the packing station takes a badge and a box', async () => {
    await page.goto(`${url}/packing?place=${place}`);
    await page.waitForSelector('[data-said]');
    await scan(page, 'PACKER-7');
    await scan(page, `https://segel.example/8003/09520000000011${box}`);
    await page.waitForSelector(`[data-box="${box}"]`);
    hold((await figure(page, 'need')) === need, `the station wants ${await figure(page, 'need')} sheets, the box needs ${need}`);
    await shot(page, '8-packing');
  });

  await step('a bundle of another design is refused aloud', async () => {
    await scan(page, wrong);
    await page.waitForSelector('[data-word=wrong]');
    hold((await figure(page, 'counted')) === work.sheets, 'a bundle of another design was counted');
    await shot(page, '8-packing-wrong');
  });

  await step('the right bundles fill the box to the sheet', async () => {
    for (const bundle of right) {
      if ((await figure(page, 'difference')) === 0) break;
      await scan(page, bundle);
      if (await page.locator('[data-word=ask]').count()) break;
    }
    await shot(page, '8-packing-last');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-flash=right]', { state: 'attached' });
    await shot(page, '8-packing-filled');
    const state = await stateOf(page, box);
    hold(state === 'filled', `the box is ${state}, not filled`);
  });

  await step('somebody else finds the box ready', async () => {
    await page.keyboard.press('F2');
    await page.waitForSelector('[data-mode=check][aria-pressed=true]');
    await scan(page, 'CHECKER-8');
    await scan(page, box);
    await page.waitForSelector(`[data-box="${box}"]`);
    await shot(page, '8-packing-check');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-flash=right]', { state: 'attached' });
    const state = await stateOf(page, box);
    hold(state === 'ready', `the box is ${state}, not ready`);
  });

  await step('its page says who packed it and where the bundles came from', async () => {
    await page.goto(`${url}/box/${box}`);
    await page.waitForSelector('[data-contents] tbody a');
    const text = await page.innerText('[data-contents]');
    hold(/PACKER-7/.test(text) && /CHECKER-8/.test(text), 'the box does not name who packed and who checked it');
    await shot(page, '8-packed-box');
    await page.click('[data-contents] tbody a');
    await page.waitForSelector('[data-trace=koli]');
    await shot(page, '8-packed-koli');
  });
  return true;
}

/** The same station on a phone: its camera reads the badge and the label of a box. */
async function packWithPhone(desk, broken) {
  const work = await step('another empty box is found', () => desk.evaluate(findWork));
  hold(work, 'no box is left for the phone');
  const camera = new FakeCamera();
  const phone = await launch(camera.flags);
  try {
    const context = await phone.newContext({ viewport: { width: 390, height: 844 }, locale: 'id-ID', storageState: await desk.context().storageState() });
    context.setDefaultTimeout(PATIENCE);
    const page = await open(context, broken);
    await step('a phone’s camera reads a badge and a box', async () => {
      await page.goto(`${url}/packing?place=${work.place}`);
      await page.click('[data-camera]');
      await page.waitForSelector('[data-camera-state=on]');
      camera.show('PACKER-9');
      await page.waitForSelector('[data-badge=PACKER-9]');
      camera.show(`https://segel.example/8003/09520000000011${work.box}`);
      await page.waitForSelector(`[data-box="${work.box}"]`);
      await shot(page, '8-packing-camera');
      camera.clear();
    });
    await step('and a bundle that fits', async () => {
      camera.show(work.right[0]);
      await page.waitForFunction((before) => Number(document.querySelector('[data-figure=counted]').textContent.replaceAll('.', '')) > before, work.sheets);
      await page.click('[data-camera]');
      await page.waitForSelector('[data-camera-state]', { state: 'detached' });
    });
  } finally {
    await phone.close();
    camera.remove();
  }
}

/** In the page: a box that nobody has filled, whole bundles of its design at its store, and one of another design. */
async function findWork() {
  const get = async (path) => {
    const response = await fetch(path);
    return response.ok ? response.json() : null;
  };
  const stores = (await get('/api/places')).filter(({ code }) => code.startsWith('G'));
  for (const { code: place } of stores) {
    const tps = (await get(`/api/stock/packing?place=${place}`))?.next;
    const empty = tps ? (await get(`/api/stock/tps/${tps}`)).boxes.filter(({ state }) => state === 'empty') : [];
    if (empty.length === 0) continue;
    const wanted = empty.at(-1);
    const right = [];
    let wrong = null;
    let sheets = 0;
    for (const { consignment } of (await get(`/api/stock/consignments?place=${place}&size=200`)).rows.filter(({ revote }) => !revote)) {
      const { lines } = await get(`/api/stock/consignments/${consignment}`);
      const isRight = lines[0].style === wanted.style;
      if (isRight ? sheets >= wanted.need : wrong) continue;
      // The last koli of a consignment are the last to be packed.
      for (let number = lines.at(-1).last; number >= Math.max(1, lines.at(-1).last - 8); number--) {
        const koli = await get(`/api/stock/koli/${consignment}-${String(number).padStart(3, '0')}`);
        if (koli?.state !== 'sorted') continue;
        for (const bundle of koli.bundles.filter(({ state }) => state === 'whole').toReversed()) {
          if (!isRight) wrong ??= `${koli.koli}.${bundle.bundle}`;
          else if (sheets < wanted.need) {
            right.push(`${koli.koli}.${bundle.bundle}`);
            sheets += bundle.sheets;
          }
        }
      }
    }
    if (sheets >= wanted.need && wrong) return { place, box: wanted.box, need: wanted.need, sheets: wanted.sheets, right, wrong };
  }
  return null;
}

/** As a hand scanner does: keys as fast as they go, then Enter. */
async function scan(page, code) {
  const said = await page.getAttribute('[data-said]', 'data-said');
  await page.keyboard.type(code);
  await page.keyboard.press('Enter');
  await page.waitForFunction((was) => document.querySelector('[data-said]')?.dataset.said !== was, said);
}

async function figure(page, name) {
  const text = await page.textContent(`[data-figure=${name}]`);
  return Number(text.replace(/[^0-9]/g, '')) * (/[−-]/.test(text) ? -1 : 1);
}

async function stateOf(page, box) {
  return page.evaluate(async (id) => (await (await fetch(`/api/stock/boxes/${id}`)).json()).state, box);
}

/** Signs what the page shows; answers the entry of the log that its receipt names. */
async function sign(page) {
  await signWithPin(page);
  await page.waitForSelector('[data-receipt]:not([data-receipt=unsent])');
  const entry = await page.getAttribute('[data-receipt]', 'data-receipt');
  hold(/^[0-9]+$/.test(entry), `the statement is ${entry}: ${await page.innerText('main')}`);
  // The receipt becomes a proof by itself, as soon as the checkpoint is out.
  await page.waitForSelector('[data-kept-proof=met], [data-kept-proof=alone]');
  return entry;
}

async function login(page, user, password) {
  await page.fill('input[name=user]', user);
  await page.fill('input[name=password]', password);
  await page.click('form button.main');
}

/** The counters have their figures. */
async function filled(page) {
  await page.waitForFunction(() => /\d/.test(document.querySelector('[data-counter=total] .figure')?.textContent ?? ''));
}

/** All at one moment, so that they belong together. */
async function counters(page) {
  return page.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll('.counters [data-counter]')].map((one) => [
        one.dataset.counter,
        Number(one.querySelector('.figure').textContent.replace(/\D/g, '')),
      ]),
    ),
  );
}

async function faultText(page) {
  return (await page.locator('.fault').allTextContents()).join(' ');
}

async function shot(page, name) {
  if (options.shots) await page.screenshot({ path: shotPath(name, 'png') });
}

function shotPath(name, kind) {
  const folder = options.shots ?? '.';
  mkdirSync(folder, { recursive: true });
  return `${folder}/${name}.${kind}`;
}
