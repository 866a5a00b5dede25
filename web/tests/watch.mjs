/**
 * The special watch list against a running Segel in a demo on the eve:
 *   node tests/watch.mjs http://localhost:8080 --logins FILE [--shots DIR]
 * The police look at a TPS, put it on the list, check in for it and take it off again; the commission sees all of it and ends
 * none of it. FILE has a line with user and password for kpu-dki and polda. Ends with status 0, or 1 and one sentence; 2 when
 * it could not run.
 */
import { asked, logIn, look, shot, tell, url } from './desks.mjs';
import { pointAt } from './on-map.mjs';
import { hold, step } from './steps.mjs';

const ISLAND = '3101011002901';
const KELURAHAN = '3171011001';

await tell('a TPS was put on the list, heard of and taken off; whoever did not put it there could not', play);

async function play() {
  const polda = await logIn('polda');
  const tps = `${KELURAHAN}001`;
  await step('the built-in roster has put Pulau Kelapa on the list', async () => {
    await polda.goto(`${url}/findings`);
    await polda.click('a[href="/watch"]');
    await polda.waitForSelector(`[data-tps="${ISLAND}"]`);
    await look(polda, 'list');
    hold((await polda.locator(`[data-tps="${ISLAND}"] [data-end]`).count()) === 0, 'the police may take off what the commission watches');
  });
  await step('they lie on the map: from far as one, near each for itself, and lead on', async () => {
    const { rows } = await asked(polda, '/api/watch');
    const islands = rows.filter(({ tps: code }) => code.startsWith(ISLAND.slice(0, 10)));
    const middle = { lat: mean(islands.map(({ lat }) => lat)), lon: mean(islands.map(({ lon }) => lon)) };
    await polda.goto(`${url}/?region=3101`);
    await polda.waitForSelector('[data-map=ready]');
    await polda.waitForSelector('[data-laid]');
    await pointAt(polda, middle, ISLAND.slice(0, 10));
    hold((await polda.innerText('[data-said]')).startsWith(`${islands.length} TPS khusus`), 'the mark does not say how many it stands for');
    await look(polda, 'map-far');
    await polda.mouse.down();
    await polda.mouse.up();
    const [{ one }] = islands.map((one) => ({ one, alone: Math.min(...islands.filter((other) => other !== one).map(({ lat, lon }) => Math.hypot(lat - one.lat, lon - one.lon))) })).sort((a, b) => b.alone - a.alone);
    await pointAt(polda, one, `/tps/${one.tps}`);
    await look(polda, 'map-near');
    await polda.mouse.down();
    await polda.mouse.up();
    await polda.waitForURL(`${url}/tps/${one.tps}`);
    await polda.goto(`${url}/watch`);
    await polda.waitForSelector(`[data-tps="${ISLAND}"]`);
  });
  await step('what does not exist is said', async () => {
    await polda.click('[data-add] summary');
    await polda.fill('input[name=which]', 'Pulau Karangan 3');
    await polda.click('[data-look]');
    await polda.waitForSelector('[data-add] [role=alert]');
    await look(polda, 'no-such');
  });
  await step('the police look at a TPS and put it on the list', async () => {
    const { kelurahan } = await asked(polda, '/api/regions');
    const { name } = kelurahan.find(({ code }) => code === KELURAHAN);
    await polda.fill('input[name=which]', `${name} 1`);
    await polda.click('[data-look]');
    await polda.waitForSelector(`[data-found="${tps}"]`);
    await polda.selectOption('select[name=minutes]', '60');
    await look(polda, 'found');
    await polda.click('[data-put]');
    await polda.waitForSelector(`[data-tps="${tps}"]`);
    hold((await polda.getAttribute(`[data-tps="${tps}"]`, 'data-state')) === 'OK', 'it is late from the start');
  });
  await step('somebody in the field checks in, for one that was silent too', async () => {
    await polda.setViewportSize({ width: 390, height: 844 });
    for (const [code, word] of [[tps, 'IN_TRANSIT'], [ISLAND, 'IN_TROUBLE']]) {
      await polda.click(`[data-tps="${code}"] [data-word=${word}]`);
      await polda.waitForSelector(`[data-tps="${code}"][data-state=OK] [data-sign=${word}]`);
    }
    await polda.waitForFunction(() => document.documentElement.scrollWidth <= screen.width);
    await look(polda, 'phone');
    const { height } = await polda.locator(`[data-tps="${tps}"] [data-word=ALL_WELL]`).boundingBox();
    hold(height >= 48, 'a thumb does not find the button');
    await polda.emulateMedia({ colorScheme: 'dark' });
    await look(polda, 'phone-dark');
    await polda.emulateMedia({ colorScheme: 'light' });
    await polda.setViewportSize({ width: 1366, height: 768 });
  });
  const kpu = await logIn('kpu-dki');
  await step('the commission sees it, and who watches it, and cannot take it off', async () => {
    await kpu.goto(`${url}/watch`);
    await kpu.waitForSelector(`[data-tps="${tps}"] [data-sign=IN_TRANSIT]`);
    hold((await kpu.innerText(`[data-tps="${tps}"]`)).includes('Polda'), 'it does not say who watches');
    hold((await kpu.locator(`[data-tps="${tps}"] [data-end]`).count()) === 0, 'the commission may take off what the police watch');
    hold((await kpu.locator(`[data-tps="${ISLAND}"] [data-end]`).count()) === 1, 'the commission may not take off its own');
    await kpu.emulateMedia({ media: 'print' });
    await shot(kpu, 'print');
    await kpu.emulateMedia({ media: 'screen' });
  });
  await step('the police take it off again', async () => {
    await polda.click(`[data-tps="${tps}"] [data-end]`);
    await polda.click(`[data-tps="${tps}"] [data-end-sure]`);
    await polda.waitForSelector(`[data-tps="${tps}"]`, { state: 'detached' });
    await look(polda, 'after');
  });
}

function mean(all) {
  return all.reduce((sum, one) => sum + one, 0) / all.length;
}
