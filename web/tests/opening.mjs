/**
 * Boxes opened before two saksi, against a running Segel in a demo:
 *   node tests/opening.mjs http://localhost:8080 --user NAME --password WORD [--shots DIR]
 * The chair of a TPS and two saksi of two participants, none of them with a network: the chair signs, the saksi film and
 * sign on their own phones, one is filmed back and the other sends by itself. Then the boxes are accounted for and sealed
 * again, and the TPS says that it is ready; and somebody of the public says that they saw it. Ends with status 0, or 1 and one sentence that says what was not as it should
 * be; 2 when it could not run.
 */
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { holdNoViolation } from './axe.mjs';
import { bringTo, enrol, invite, newPhone, photo, unplayed } from './field-officers.mjs';
import { hold, NotSo, sign, step } from './steps.mjs';

/** A hand does not hold still, and is slower than a camera. */
const LOOK_MILLISECONDS = 60;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { user: { type: 'string' }, password: { type: 'string' }, shots: { type: 'string' } },
});
const [url] = positionals;
if (!url || !options.user) {
  process.stderr.write('usage: node tests/opening.mjs URL --user NAME --password WORD [--shots DIR]\n');
  process.exit(2);
}

const broken = [];
const phones = [];
try {
  await play();
  process.stdout.write('opening: two saksi watched on their own phones, and the chain, the seals and the day are right\n');
} catch (e) {
  process.stderr.write(`opening: ${e instanceof NotSo ? e.message : e.stack}\n`);
  process.exitCode = 1;
  for (const [i, one] of phones.entries()) await shot(one, `failed-${i}`).catch(() => {});
} finally {
  for (const { browser, camera } of phones) {
    await browser.close();
    camera.remove();
  }
}

async function play() {
  const tps = await step('a TPS that nobody plays is found', () => unplayed(url, '002'));
  const boxes = [1, 2, 3, 4].map((kind) => `${tps}${kind}01`);
  const [city, ppk, pps, kpps, first, second] = await invite(url, options, () => [
    { role: 'KPU_KOTA', territory: tps.slice(0, 4) },
    { role: 'PPK', territory: tps.slice(0, 6) },
    { role: 'PPS', territory: tps.slice(0, 10) },
    { role: 'KPPS', territory: tps },
    { role: 'SAKSI', territory: tps, body: 'PASLON-01' },
    { role: 'SAKSI', territory: tps, body: 'PASLON-02' },
  ]).then((all) => all.map(({ code }) => code));

  const [saksi, other, chair] = [await phone(), await phone(), await phone()];
  await step('the saksi and the chair enrol', async () => {
    await enrol(saksi, url, first);
    await enrol(other, url, second);
    await enrol(chair, url, kpps);
  });
  const [saksiKey, otherKey] = [await keyOf(saksi), await keyOf(other)];

  await step('four boxes come to the chair', async () => {
    const seals = (i) => `DK9802${tps.slice(10, 12)}${i}1,DK9802${tps.slice(10, 12)}${i}2`;
    await bringTo(await keyOf(chair), { url, tps, codes: [city, ppk, pps], boxes, seals });
    await chair.page.click('[data-offer]');
    await sign(chair.page);
    await chair.page.click('[data-receipt] .bottom button');
    await chair.page.waitForSelector('[data-hold="4"]');
  });

  await step('all three go to the page of the day, and lose the network', async () => {
    for (const one of phones) {
      await one.page.waitForSelector('[data-kept=ready]');
      await one.page.click('[data-tps-day]');
      await one.page.waitForSelector(one === chair ? '[data-open="4"]' : '[data-watch]');
    }
    await chair.page.waitForFunction(() => document.querySelector('[data-open]')?.disabled === false);
    await see(chair, 'day');
    await see(saksi, 'saksi');
    // The kit that names the saksi is fetched with the page.
    await chair.page.waitForResponse((answer) => answer.url().endsWith('/api/custody/kit'), { timeout: 3_000 }).catch(() => undefined);
    for (const one of phones) await one.context.setOffline(true);
  });

  await step('the chair says why and before whom, and is told while one saksi is too few', async () => {
    await chair.page.click('[data-open]');
    await chair.page.check('input[value=RESCUE]');
    await see(chair, 'why');
    await chair.page.click('[data-next]');
    await chair.page.check(`[data-saksi="${saksiKey}"]`);
    hold(/Belum cukup/.test(await chair.page.innerText('main')), 'one saksi is enough for the page');
    await see(chair, 'who');
    await chair.page.click('[data-camera]');
    await chair.page.waitForSelector('[data-camera-state=on]');
    await look(chair, other, chair.page.waitForSelector(`[data-saksi="${otherKey}"]:checked`));
    hold(!/Belum cukup/.test(await chair.page.innerText('main')), 'two saksi of two participants are not enough for the page');
    await chair.page.click('[data-next]');
    await see(chair, 'sign');
    await sign(chair.page);
    await chair.page.waitForSelector('[data-signed-by="0"]');
    await chair.page.waitForSelector('[data-frame]');
    await see(chair, 'show');
  });

  for (const one of [saksi, other]) {
    await step('a saksi films the opening and signs that they were present', async () => {
      await one.page.click('[data-watch]');
      await one.page.waitForSelector('[data-camera-state=on]');
      await look(one, chair, one.page.waitForSelector('[data-sign]'));
      await see(one, 'watched');
      await sign(one.page);
      await one.page.waitForSelector('[data-watched]');
    });
  }

  await step('the chair films one of them back', async () => {
    await chair.page.click('[data-gather]');
    await chair.page.waitForSelector('[data-camera-state=on]');
    await look(chair, saksi, chair.page.waitForSelector('[data-signed-by="1"]'));
    await chair.page.click('[data-finish]');
    await chair.page.waitForSelector('[data-use="4"]');
  });

  await step('the chair accounts for the ballots, seals the boxes again, and says that the TPS is ready', async () => {
    await chair.page.click('[data-use]');
    for (const box of boxes) {
      const fields = chair.page.locator(`[data-box="${box}"] input`);
      for (const [i, count] of [100, 80, 1, 19].entries()) await fields.nth(i).fill(String(count));
    }
    await see(chair, 'use');
    await sign(chair.page);
    await chair.page.waitForSelector('[data-seal="4"]');
    await chair.page.click('[data-seal]');
    for (const [i, box] of boxes.entries()) await chair.page.fill(`[data-box="${box}"] input`, `dr9802${tps.slice(10, 12)}${i}1 DR9802${tps.slice(10, 12)}${i}2`);
    await see(chair, 'seal');
    await sign(chair.page);
    await chair.page.waitForSelector('[data-open="4"]');
    await chair.page.click('[data-word=READY]');
    await sign(chair.page);
    await chair.page.waitForSelector('[data-said=READY]');
  });

  await step('the second saksi finds the network first, then the chair, then the first', async () => {
    for (const one of [other, chair, saksi]) {
      await one.context.setOffline(false);
      await one.page.waitForFunction(() => /semua terkirim/.test(document.querySelector('header')?.textContent ?? ''));
    }
  });

  await step('somebody of the public films the code on the chair’s phone, and says what they saw, once', async () => {
    await chair.context.setOffline(true);
    await chair.page.click('[data-show-here]');
    await sign(chair.page);
    await chair.page.waitForSelector('[data-here]');
    await see(chair, 'here');
    const address = await chair.page.getAttribute('[data-here]', 'data-here');
    await chair.context.setOffline(false);
    const citizen = await phone();
    await citizen.page.goto(address);
    await citizen.page.waitForSelector('[data-say]:enabled');
    await see(citizen, 'saw');
    await citizen.context.grantPermissions(['geolocation']);
    const { lat, lon } = await (await fetch(`${url}/api/tps/${tps}`)).json();
    await citizen.context.setGeolocation({ latitude: lat, longitude: lon });
    await citizen.page.check('[data-position]');
    await citizen.page.setInputFiles('[data-photo]', await photo(citizen.page));
    await citizen.page.waitForSelector('main img');
    await citizen.page.click('[data-say]');
    await citizen.page.waitForSelector('[data-saw=said]');
    hold(/dekat/.test(await citizen.page.innerText('[data-saw]')), 'who stands at the TPS is not near it');
    await see(citizen, 'said');
    await citizen.page.reload();
    await citizen.page.waitForSelector('[data-say]:enabled');
    await citizen.page.click('[data-say]');
    await citizen.page.waitForSelector('[data-saw=again]');
    await citizen.page.goto(address.replace('#T', '#P'));
    await citizen.page.waitForSelector('[data-saw=refused], [data-saw=none]');
    const count = await (await fetch(`${url}/api/sightings?place=T${tps}`)).json();
    hold(count.here === 1 && count.late === 0 && count.far === 0, `one citizen is counted as ${JSON.stringify(count)}`);
    await citizen.page.setViewportSize({ width: 1366, height: 768 });
    await citizen.page.goto(`${url}/saw`);
    await citizen.page.waitForSelector('[data-saw=none]');
  });

  await step('nothing is open about the boxes', async () => {
    for (const [i, box] of boxes.entries()) {
      const page = await (await chair.context.request.get(`${url}/api/boxes/${box}`)).json();
      const left = page.discrepancies.filter(({ open }) => open).map(({ kind }) => kind);
      hold(left.length === 0, `box ${box} has ${left.join(', ')}`);
      hold(page.verdict.pending === 0, `something of box ${box} waits`);
      hold(page.seals[0] === `DR9802${tps.slice(10, 12)}${i}1`, `box ${box} is sealed with ${page.seals}`);
      hold(page.links.some(({ kind, signatures }) => kind === 'open' && signatures.length >= 1), `box ${box} was not opened`);
    }
    const day = await (await chair.context.request.get(`${url}/api/custody/days/${tps}`)).json();
    hold(day.some(({ word }) => word === 'READY'), 'the TPS did not say that it is ready');
    hold(broken.length === 0, `the pages complain: ${broken[0]}`);
  });
}

async function phone() {
  const one = await newPhone(broken);
  phones.push(one);
  return one;
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

async function see(one, name) {
  await shot(one, name);
  await holdNoViolation(one.page, name);
}

async function shot({ page }, name) {
  if (!options.shots) return;
  mkdirSync(options.shots, { recursive: true });
  await page.screenshot({ path: `${options.shots}/${name}.png` });
}
