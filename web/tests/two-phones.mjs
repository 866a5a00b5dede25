/**
 * Two phones in a hall without a network, against a running Segel in a demo:
 *   node tests/two-phones.mjs http://localhost:8080 --user NAME --password WORD [--shots DIR]
 * A PPS and the chair of a TPS enrol and take along what they need; then neither has a network. One shows codes and the
 * other films them, both ways, and one box is missing. Then they find the network in the wrong order, and the chains are
 * right. Ends with status 0, or 1 and one sentence that says what was not as it should be; 2 when it could not run.
 */
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { launch } from './browser.mjs';
import { FakeCamera } from './fake-camera.mjs';
import { Signer } from './signer.mjs';
import { choosePin, hold, NotSo, open, sign, step, typePin } from './steps.mjs';

const PATIENCE = 60_000;
/** A hand does not hold still, and is slower than a camera. */
const LOOK_MILLISECONDS = 60;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { user: { type: 'string' }, password: { type: 'string' }, shots: { type: 'string' } },
});
const [url] = positionals;
if (!url || !options.user) {
  process.stderr.write('usage: node tests/two-phones.mjs URL --user NAME --password WORD [--shots DIR]\n');
  process.exit(2);
}

const broken = [];
const phones = [];
try {
  await play();
  process.stdout.write('two phones: a handover without a network, its missing box, and its late, unordered delivery work\n');
} catch (e) {
  process.stderr.write(`two phones: ${e instanceof NotSo ? e.message : e.stack}\n`);
  process.exitCode = 1;
  for (const [i, one] of phones.entries()) await shot(one, `failed-${i}`).catch(() => {});
} finally {
  for (const { browser, camera } of phones) {
    await browser.close();
    camera.remove();
  }
}

async function play() {
  const { tps, boxes, codes } = await step('a TPS that nobody plays is found, and its people invited', prepare);
  // Of those that the demo issues, and far beyond those that it uses.
  const seals = (box) => `DK97${box.slice(10, 14)}01,DK97${box.slice(10, 14)}02`;

  const pps = await phone();
  const kpps = await phone();
  await step('both enrol in the page', async () => {
    await enrol(pps, codes.pps);
    await enrol(kpps, codes.kpps);
  });

  await step('the boxes come to the PPS by city and kecamatan', async () => {
    const now = await (await fetch(`${url}/api/status`)).json().then((status) => status.now);
    const [city, ppk] = [new Signer(url), new Signer(url)];
    await city.enrol(codes.city);
    await ppk.enrol(codes.ppk);
    const all = (after, text) => [`after ${after}`, ...boxes.map((box) => `box ${box} ${text(box)}`)];
    const sealed = (box) => `seals ${seals(box)}`;
    const store = `place G${tps.slice(0, 4)}`;
    const packed = await city.say('pack', now, store, ...all('none', () => 'sheets 0'));
    const closed = await city.say('seal', now, store, ...all(packed, sealed));
    const sent = await city.say('offer', now, store, 'leg city-kecamatan', `to ${ppk.key}`, ...all(closed, sealed));
    const kecamatan = `place K${tps.slice(0, 6)}`;
    const came = await ppk.say('accept', now, kecamatan, `of ${sent}`, `seen ${boxes.length}`);
    await ppk.say('offer', now, kecamatan, 'leg kecamatan-kelurahan', `to ${await keyOf(pps)}`, ...all(came, sealed));
    await pps.page.click('[data-offer]');
    await sign(pps.page);
    await pps.page.click('[data-receipt] .bottom button');
    await pps.page.waitForSelector(`[data-hold="${boxes.length}"]`);
  });

  await step('both are ready for work without a network', async () => {
    for (const { page } of [pps, kpps]) await page.waitForSelector('[data-kept=ready]');
    await kpps.page.waitForSelector('[data-hold="0"]');
    for (const { page } of [pps, kpps]) {
      const before = await page.getAttribute('[data-kit]', 'data-kit');
      await page.click('[data-pack]');
      await page.waitForFunction((was) => document.querySelector('[data-kit]').dataset.kit > was, before);
    }
    await pps.context.setOffline(true);
    await kpps.context.setOffline(true);
  });

  await step('the pages open again without a network', async () => {
    for (const { page } of [pps, kpps]) {
      await page.reload();
      await page.waitForSelector('[data-take-by-camera]');
    }
    await pps.page.waitForSelector(`[data-hold="${boxes.length}"]`);
    await shot(pps, '1-pps-offline');
  });

  await step('the PPS signs an offer and shows it', async () => {
    await pps.page.click('[data-hold]');
    await pps.page.click(`[data-taker="KPPS-${tps}"]`);
    await shot(pps, '2-pps-list');
    await sign(pps.page);
    await pps.page.waitForSelector('[data-frame]');
    await shot(pps, '3-pps-offer');
  });

  await step('the chair films a code of another system, and is told', async () => {
    await kpps.page.click('[data-take-by-camera]');
    await kpps.page.waitForSelector('[data-camera-state=on]');
    kpps.camera.show('WIFI:T:WPA;S:hall;;');
    await kpps.page.waitForSelector('[data-film-failure]');
    kpps.camera.show(`https://segel.example/8003/09520000000011${boxes[0]}`);
    await kpps.page.waitForFunction(() => /label kotak/.test(document.querySelector('[data-film-failure]')?.textContent ?? ''));
  });

  await step('the chair films the offer, scans the boxes that came, and says that the other is missing', async () => {
    await look(kpps, pps, kpps.page.waitForSelector('[data-tick]'));
    await kpps.page.click('[data-camera]');
    await kpps.page.waitForSelector('[data-camera-state=on]');
    for (const box of boxes.filter((one) => one !== boxes[1])) {
      kpps.camera.show(`https://segel.example/8003/09520000000011${box}`);
      await kpps.page.waitForSelector(`[data-scanned=true]:has([data-tick="${box}"])`);
    }
    kpps.camera.show('https://segel.example/8003/095200000000113171011001001101');
    await kpps.page.waitForFunction(() => /tidak ada dalam penyerahan/.test(document.querySelector('main .failure')?.textContent ?? ''));
    await shot(kpps, '4-kpps-check');
    await kpps.page.click('[data-camera]');
    await kpps.page.click('[data-rest-missing]');
    await sign(kpps.page, '111112');
    await kpps.page.waitForFunction(() => /PIN salah/.test(document.querySelector('[data-pin]')?.textContent ?? ''));
    await typePin(kpps.page);
    await kpps.page.waitForSelector('[data-frame]');
    await shot(kpps, '5-kpps-answer');
  });

  await step('the PPS films the answer: both phones hold both', async () => {
    await pps.page.click('[data-film-answer]');
    await pps.page.waitForSelector('[data-camera-state=on]');
    await look(pps, kpps, pps.page.waitForSelector('[data-both]'));
    await shot(pps, '6-pps-both');
    await pps.page.click('[data-shown]');
    await kpps.page.click('[data-shown]');
    await pps.page.waitForSelector('[data-hold="1"]');
    await kpps.page.waitForSelector(`[data-hold="${boxes.length - 1}"]`);
    for (const { page } of [pps, kpps]) hold(/2 belum terkirim/.test(await page.innerText('header')), 'a phone does not say that two statements wait');
  });

  await step('a tab that dies loses nothing', async () => {
    await kpps.page.close();
    kpps.page = await open(kpps.context, broken);
    await kpps.page.goto(`${url}/field`);
    await kpps.page.waitForSelector(`[data-hold="${boxes.length - 1}"]`);
    hold(/2 belum terkirim/.test(await kpps.page.innerText('header')), 'the statements are gone');
  });

  await step('the taker finds the network first, then the giver', async () => {
    for (const one of [kpps, pps]) {
      await one.context.setOffline(false);
      await one.page.waitForFunction(() => /semua terkirim/.test(document.querySelector('header')?.textContent ?? ''));
    }
  });

  await step('the chains are right', async () => {
    const keys = { pps: await keyOf(pps), kpps: await keyOf(kpps) };
    for (const box of boxes) {
      const page = await (await pps.context.request.get(`${url}/api/boxes/${box}`)).json();
      const holder = box === boxes[1] ? keys.pps : keys.kpps;
      hold(page.holder?.key === holder, `box ${box} is held by ${JSON.stringify(page.holder)}`);
      hold(page.verdict.pending === 0, `something of box ${box} waits`);
      const missing = page.discrepancies.filter(({ kind, open: isOpen }) => isOpen && kind !== 'BOX_MISSING');
      hold(missing.length === 0, `box ${box} has ${missing.map(({ kind }) => kind).join(', ')}`);
    }
    hold(broken.length === 0, `the pages complain: ${broken[0]}`);
  });

  /** A kelurahan without played TPS, and one-time codes for the four officers on the way to its first TPS. */
  async function prepare() {
    const browser = await launch();
    try {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(`${url}/login`);
      await page.fill('input[name=user]', options.user);
      await page.fill('input[name=password]', options.password);
      await page.click('form button.main');
      await page.waitForSelector('summary.button');
      const regions = await (await context.request.get(`${url}/api/regions`)).json();
      for (const { code } of regions.kelurahan) {
        const first = `${code}001`;
        const list = await (await context.request.get(`${url}/api/tps/${first}`)).json();
        if (!list.boxes?.every(({ stage }) => stage === 0)) continue;
        const posts = [
          { role: 'KPU_KOTA', territory: code.slice(0, 4) },
          { role: 'PPK', territory: code.slice(0, 6) },
          { role: 'PPS', territory: code },
          { role: 'KPPS', territory: first },
        ];
        const guard = decodeURIComponent((await context.cookies()).find(({ name }) => name === 'XSRF-TOKEN')?.value ?? '');
        const answer = await context.request.post(`${url}/api/invitations`, { data: posts, headers: { 'X-XSRF-TOKEN': guard } });
        hold(answer.ok(), `the invitations were answered ${answer.status()}: ${await answer.text()}`);
        const [city, ppk, ppsCode, kppsCode] = (await answer.json()).map((one) => one.code);
        return { tps: first, boxes: list.boxes.map(({ id }) => id), codes: { city, ppk, pps: ppsCode, kpps: kppsCode } };
      }
      throw new NotSo('the simulator plays every TPS');
    } finally {
      await browser.close();
    }
  }
}

async function phone() {
  const camera = new FakeCamera();
  const browser = await launch(camera.flags);
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'id-ID', colorScheme: 'light', deviceScaleFactor: 2, hasTouch: true });
  context.setDefaultTimeout(PATIENCE);
  context.on('request', (asked) => {
    if (new URL(asked.url()).pathname === '/api/events') broken.push('a phone opened the stream of events');
  });
  const one = { browser, context, camera, page: await open(context, broken) };
  phones.push(one);
  return one;
}

async function enrol({ page }, code) {
  await page.goto(`${url}/field?code=${code}`);
  await page.click('form .bottom button');
  await choosePin(page);
  await page.waitForSelector('[data-take-by-camera]');
}

async function keyOf({ page }) {
  return (await page.textContent('.key .mono')).trim();
}

/** One phone's camera on the other's screen, until it has seen enough. */
async function look(taker, giver, until) {
  let isOver = false;
  const over = until.finally(() => (isOver = true));
  over.catch(() => {});
  for (let i = 0; !isOver; i++) {
    await taker.camera.film(giver.page, 0.05 * Math.sin(i));
    await new Promise((resolve) => setTimeout(resolve, LOOK_MILLISECONDS));
  }
  taker.camera.clear();
  await over;
}

async function shot({ page }, name) {
  if (!options.shots) return;
  mkdirSync(options.shots, { recursive: true });
  await page.screenshot({ path: `${options.shots}/${name}.png` });
}
