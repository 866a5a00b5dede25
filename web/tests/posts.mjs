/**
 * Posts, the police at a TPS and the views of agencies, against a running Segel in a demo on the eve:
 *   node tests/posts.mjs http://localhost:8080 --logins FILE [--shots DIR]
 * The police open a post, say who is due and check in; what is in its reach is shown, and a post that is silent is found.
 * Posts lie on the map for who is logged in, and lead to their pages; the list of them is a file. A
 * KPPS asks the police to enter, they come and go; into another TPS they come unasked, which Bawaslu finds. Each agency opens
 * its own view. FILE has a line with user and password for polda, polres-pusat, satpol-pp, bawaslu, kpu-dki and kpps. Ends
 * with status 0, or 1 and one sentence; 2 when it could not run.
 */
import { readFileSync } from 'node:fs';
import { asked, broken, browser, DESK, fits, last, logIn, look, shot, tell, url } from './desks.mjs';
import { onMap, pointAt } from './on-map.mjs';
import { hold, open, step, until } from './steps.mjs';

const PHONE = { width: 390, height: 844 };

await tell('a post was opened and heard, a silent one found; police were asked into a TPS and came; each agency has its view', play);

async function play() {
  const polres = await logIn('polres-pusat');
  const number = await step('the police of a city open a post', async () => {
    await polres.goto(`${url}/posts`);
    await polres.waitForSelector('[data-post]');
    await polres.click('[data-open-post] summary');
    await polres.fill('input[name=name]', 'Pos taktis uji');
    await polres.selectOption('select[name=kota]', '3171');
    await polres.selectOption('select[name=kelurahan]', { index: 1 });
    await polres.fill('input[name=reach]', '2000');
    await polres.click('[data-open]');
    await look(polres, 'opening');
    await polres.click('[data-open]');
    await polres.waitForSelector('[data-post-state=UNMANNED]');
    return Number(new URL(polres.url()).pathname.split('/').at(-1));
  });
  await step('its reach is shown, by status and TPS by TPS', async () => {
    await polres.waitForSelector('[data-reach-tps]');
    const { reach } = await asked(polres, `/api/posts/${number}`);
    hold(reach.tps > 0 && Number(await polres.getAttribute('[data-reach-tps]', 'data-reach-tps')) === reach.tps, 'the page says another number of TPS');
    hold(reach.nearest.every(({ metres }) => metres <= 2000), 'a TPS is farther away than the post reaches');
  });
  await step('a shift is set, and whoever is there checks in, on a phone', async () => {
    await polres.click('[data-set-shift] summary');
    await polres.fill('input[name=due]', '8');
    await polres.click('[data-shift]');
    await polres.waitForSelector('[data-shift-from]');
    await look(polres, 'post');
    await polres.setViewportSize(PHONE);
    await polres.fill('[data-people]', '6');
    await polres.click('[data-more]');
    await fits(polres);
    await look(polres, 'phone-check-in');
    await polres.click('[data-check-in]');
    await polres.waitForSelector('[data-post-state=MANNED] >> nth=0');
    hold((await polres.innerText('[data-present]')).startsWith('7 dari 8'), 'the post does not say that 7 of 8 are there');
    await polres.setViewportSize(DESK);
  });
  await step('posts lie on the map, say their state, and lead on', async () => {
    const silent = (await asked(polres, '/api/posts')).find(({ state }) => state === 'SILENT');
    hold(silent, 'no post of this demo is silent');
    await polres.goto(`${url}/`);
    await polres.waitForSelector('[data-map=ready]');
    await polres.waitForSelector('[data-laid]');
    await pointAt(polres, silent, `/posts/${silent.number}`);
    hold((await polres.innerText('[data-said]')).includes('Tidak melapor'), 'the mark does not say that the post is silent');
    await look(polres, 'map');
    await polres.mouse.down();
    await polres.mouse.up();
    await polres.waitForURL(`${url}/posts/${silent.number}`);
    await polres.goto(`${url}/`);
    await polres.waitForSelector('[data-laid]');
    for (const layer of ['posts', 'watched']) await polres.click(`[data-layer=${layer}]`);
    await polres.waitForSelector('[data-laid]', { state: 'detached' });
    await look(polres, 'map-without');
  });
  await step('a finger is told the name first', async () => {
    const silent = (await asked(polres, '/api/posts')).find(({ state }) => state === 'SILENT');
    const phone = await logIn('polda', { viewport: PHONE, hasTouch: true, isMobile: true });
    await phone.waitForSelector('[data-map=ready]');
    await phone.waitForSelector('[data-laid]');
    await phone.locator('[data-map]').scrollIntoViewIfNeeded();
    const at = await onMap(phone, silent);
    await phone.touchscreen.tap(at.x, at.y);
    await phone.waitForSelector(`[data-said="/posts/${silent.number}"]`);
    hold(new URL(phone.url()).pathname === '/', 'the first touch leads away');
    await phone.tap('[data-said] a');
    await phone.waitForURL(`${url}/posts/${silent.number}`);
    await phone.goto(`${url}/`);
    await phone.waitForSelector('[data-laid]');
    await fits(phone);
    await look(phone, 'phone-map');
  });
  await step('who is not logged in is told nothing of posts', async () => {
    const context = await browser.newContext({ viewport: DESK, locale: 'id-ID' });
    const stranger = await open(context, broken);
    const told = [];
    stranger.on('request', (request) => /api\/(posts|watch)/.test(request.url()) && told.push(request.url()));
    await stranger.goto(`${url}/`);
    await stranger.waitForSelector('[data-map=ready]');
    await stranger.waitForSelector('text=langsung');
    hold((await stranger.locator('[data-layer], [data-laid]').count()) === 0 && told.length === 0, 'a stranger is offered posts');
    await context.close();
  });
  await step('the list is a file', async () => {
    await polres.goto(`${url}/posts`);
    const [file] = await Promise.all([polres.waitForEvent('download'), polres.click('[data-csv]')]);
    const lines = readFileSync(await file.path(), 'utf8').trim().split('\r\n');
    hold(lines.length === 1 + (await asked(polres, '/api/posts')).length && lines.some((line) => line.includes('Pos taktis uji')), 'the file has other posts than the list');
  });
  await step('a post that did not check in is found, until somebody is heard', async () => {
    const silent = (await asked(polres, '/api/posts')).find(({ state }) => state === 'SILENT');
    hold(silent, 'no post of this demo is silent');
    const id = `POST_SILENT post:${silent.number}`;
    const one = `${url}/api/findings/one?id=${encodeURIComponent(id)}`;
    await until(polres, one, ({ row }) => row?.state === 'OPEN');
    const polda = await logIn('polda');
    await polda.goto(`${url}/findings?id=${encodeURIComponent(id)}`);
    await polda.waitForSelector('[data-one=OPEN] [data-subject]');
    hold((await polda.getAttribute('[data-subject]', 'href')) === `/posts/${silent.number}`, 'the finding does not lead to its post');
    await polda.goto(`${url}/posts`);
    await polda.waitForSelector(`[data-post="${silent.number}"][data-state=SILENT]`);
    await look(polda, 'list');
    const satpol = await logIn('satpol-pp');
    await satpol.goto(`${url}/posts/${silent.number}`);
    await satpol.click('[data-check-in]');
    await satpol.waitForSelector('[data-post-state=MANNED]');
    await until(polda, one, ({ row }) => row.state === 'CLEARED');
    await polda.setViewportSize(PHONE);
    await polda.goto(`${url}/posts`);
    await polda.waitForSelector('[data-post]');
    await fits(polda);
    await look(polda, 'phone-list');
  });
  const tps = await step('a KPPS asks the police to enter its TPS, on a phone', async () => {
    const kpps = await logIn('kpps');
    await kpps.setViewportSize(PHONE);
    await kpps.goto(`${url}/agency`);
    await kpps.waitForSelector('[data-section=ownTps] [data-figure]');
    await fits(kpps);
    await look(kpps, 'phone-view-kpps');
    const code = await kpps.getAttribute('[data-territory]', 'data-territory');
    await kpps.goto(`${url}/tps/${code}`);
    await kpps.selectOption('select[name=help-reason]', 'BOXES_THREATENED');
    await kpps.click('[data-ask]');
    await kpps.click('[data-ask]');
    await kpps.waitForSelector('[data-help=ASKED]');
    await fits(kpps);
    await look(kpps, 'phone-asked');
    return code;
  });
  await step('the police of the city enter, and leave', async () => {
    await polres.goto(`${url}/tps/${tps}`);
    await polres.waitForSelector('[data-help=ASKED]');
    await polres.fill('input[name=help-people]', '4');
    await polres.click('[data-enter]');
    await polres.click('[data-enter]');
    await polres.waitForSelector('[data-help=INSIDE]');
    await look(polres, 'inside');
    await polres.click('[data-leave]');
    await polres.click('[data-leave]');
    await polres.waitForSelector('[data-help=LEFT]');
  });
  const bawaslu = await logIn('bawaslu');
  await step('an entry without a request is a finding of Bawaslu', async () => {
    const [other] = (await asked(polres, `/api/tps?region=3171&size=200`)).rows.filter(({ code }) => code !== tps);
    await polres.goto(`${url}/tps/${other.code}`);
    await polres.click('[data-enter]');
    hold((await polres.innerText('[data-assistance]')).includes('menjadi temuan Bawaslu'), 'the police are not told what an entry without a request becomes');
    await polres.click('[data-enter]');
    await polres.waitForSelector('[data-help=UNASKED]');
    const id = `ENTRY_UNASKED tps:${other.code}`;
    await bawaslu.goto(`${url}/findings?id=${encodeURIComponent(id)}`);
    await bawaslu.waitForSelector('[data-one=OPEN] [data-acknowledge]');
    await look(bawaslu, 'unasked');
    hold((await asked(bawaslu, `/api/assistance/tps/${tps}`)).rows[0].state === 'LEFT', 'Bawaslu does not see what the police did');
  });
  for (const [user, page, sections] of [
    ['polres-pusat', polres, ['posts', 'help', 'rawan', 'areas']],
    ['bawaslu', bawaslu, ['ownFindings', 'findings', 'examinations', 'help']],
    ['kpu-dki', await logIn('kpu-dki'), ['readiness', 'stock', 'ownFindings']],
  ]) {
    await step(`the view of ${user}`, async () => {
      await page.goto(`${url}/agency`);
      for (const section of sections) await page.waitForSelector(`[data-section=${section}] [data-figure]`);
      await until(page, `${url}/api/session`, ({ user: who }) => who !== null);
      await look(page, `view-${user}`);
      await page.setViewportSize(PHONE);
      await fits(page);
      await look(page, `phone-view-${user}`);
      await page.setViewportSize(DESK);
    });
  }
  await step('a figure leads to what it counts', async () => {
    const kpu = last;
    const figure = kpu.locator('[data-section=readiness] [data-figure]').nth(1);
    const count = Number((await figure.locator('strong').innerText()).replaceAll('.', ''));
    const href = await figure.getAttribute('href');
    const listed = await asked(kpu, `/api/tps${new URL(href, url).search.replace('of=tps&', '')}`);
    hold(Math.abs(listed.total - count) <= count / 10 + 20, `the view says ${count}, its list ${listed.total}`);
  });
  await step('the post is closed', async () => {
    await polres.goto(`${url}/posts/${number}`);
    await polres.click('[data-close]');
    await polres.click('[data-close-sure]');
    await polres.waitForSelector('[data-post-state=CLOSED]');
    await look(polres, 'closed');
  });
  await step('in the dark, and on paper', async () => {
    await polres.goto(`${url}/posts/1`);
    await polres.waitForSelector('[data-reach-tps]');
    await polres.emulateMedia({ colorScheme: 'dark' });
    await look(polres, 'dark-post');
    await polres.goto(`${url}/agency`);
    await polres.waitForSelector('[data-section=posts] [data-figure]');
    await look(polres, 'dark-view');
    await polres.goto(`${url}/posts/1`);
    await polres.waitForSelector('[data-reach-tps]');
    await polres.emulateMedia({ colorScheme: 'light', media: 'print' });
    await shot(polres, 'print-post');
  });
}
