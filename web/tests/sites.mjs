/**
 * Sites of boxes against a running Segel in a demo on the eve:
 *   node tests/sites.mjs http://localhost:8080 --logins FILE [--shots DIR]
 * The commission looks at a wrong file and at a good one, registers a store, cannot approve what nobody has inspected, and
 * withdraws one; a Polres inspects on a phone with a photo and a gap, by a list that is edited meanwhile; the gap is given to
 * somebody and closed by inspecting again; points get codes that are printed, and a guard marks one. FILE has a line with user
 * and password for kpu-dki, kpu-pusat, polres-pusat, satpol-pp and bawaslu.
 */
import { asked, broken, browser, DESK, fits, logIn, look, photo, shot, tell, url } from './desks.mjs';
import { pointAt } from './on-map.mjs';
import { hold, open, step } from './steps.mjs';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const WRONG = (place) => `tempat,nama,lintang,bujur,kapasitas,atap\n${place},RW 05 Gambir,-6.17,106.82,enam puluh,jerami\n`;
const GOOD = (place) => `tempat,nama,lintang,bujur,kapasitas,lantai,kamera_dalam,kamera_pintu,kamera_halaman,kamera_jalan\n${place},RW 05 Gambir,-6.17,106.82,60,0,0,0,0,0\n`;

const csv = (text) => ({ name: 'tempat.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });

await tell('a site was registered from a file, inspected on a phone, approved, mended, and walked by guards', play);

async function play() {
  const kpu = await logIn('kpu-dki');
  kpu.on('dialog', (dialog) => void dialog.accept('Atap bocor'));
  const NEW = await step('the list shows what is wrong first, and that it is made up', async () => {
    await kpu.goto(`${url}/sites`);
    await kpu.waitForSelector('tr[data-place]');
    const rows = await asked(kpu, '/api/sites');
    hold(rows.some(({ synthetic }) => synthetic), 'the demo has registered nothing');
    hold(rows.filter(({ lapses }) => lapses.length > 0).length < 20, 'a flood of findings');
    await look(kpu, 'list');
    await kpu.setViewportSize({ width: 390, height: 844 });
    await fits(kpu);
    await look(kpu, 'list-phone');
    await kpu.setViewportSize(DESK);
    // Of a demo that is told this twice, another one.
    const taken = new Set(rows.map(({ place }) => place));
    return Array.from({ length: 99 }, (_, i) => `S317101-${String(i + 1).padStart(2, '0')}`).find((place) => !taken.has(place));
  });
  const pusat = await logIn('kpu-pusat');
  await step('a wrong file is told cell by cell, a good one is looked at and entered', async () => {
    await pusat.goto(`${url}/sites`);
    await pusat.click('[data-bring] summary');
    await pusat.setInputFiles('[data-file]', csv(WRONG(NEW)));
    await pusat.waitForSelector('[data-wrong="2"]');
    await look(pusat, 'wrong');
    await pusat.setInputFiles('[data-file]', csv(GOOD(NEW)));
    await pusat.waitForSelector('[data-good]');
    hold((await asked(pusat, '/api/sites')).every(({ place }) => place !== NEW), 'a look has entered something');
    await pusat.click('[data-go]');
    await pusat.waitForSelector('[data-said]');
    await pusat.fill('[data-find]', NEW);
    await pusat.waitForSelector(`tr[data-place="${NEW}"]`);
  });
  await step('what nobody has inspected is not approved', async () => {
    await kpu.goto(`${url}/sites/${NEW}`);
    await kpu.click('[data-approve]');
    await kpu.waitForSelector('[data-failure]');
    hold((await kpu.innerText('[data-failure]')).includes('memeriksa'), 'it does not say why');
    await kpu.waitForSelector('[data-no-camera]');
    await look(kpu, 'not-approved');
  });
  const polres = await logIn('polres-pusat', PHONE);
  await step('the police inspect it on a phone; the list is edited meanwhile', async () => {
    await polres.goto(`${url}/sites/${NEW}`);
    await polres.click('[data-inspect]');
    await polres.waitForSelector('[data-item]');
    const items = await polres.$$eval('[data-item]', (all) => all.map((one) => one.dataset.item));
    await polres.click(`[data-item="${items[0]}"] [data-verdict=OK]`);
    const { text } = await asked(kpu, '/api/checklists/gudang');
    await kpu.goto(`${url}/sites/checklist`);
    await kpu.fill('[data-text]', text.replace(/days: (2|3)/, (_, days) => `days: ${5 - Number(days)}`));
    await kpu.click('[data-publish]');
    await kpu.waitForSelector('[data-said]');
    await look(kpu, 'checklist');
    // The tab is thrown away by the phone, and comes back.
    await polres.reload();
    await polres.waitForSelector('[data-old]');
    hold(await polres.isChecked(`[data-item="${items[0]}"] input[value=OK]`), 'an answer was lost');
    for (const item of items.slice(1)) await polres.click(`[data-item="${item}"] [data-verdict=${item === 'apar' ? 'GAP' : 'OK'}]`);
    await polres.fill('[data-item=apar] [data-words]', 'APAR kosong');
    await polres.setInputFiles('[data-item=apar] input[type=file]', photo());
    await polres.waitForSelector('[data-item=apar] [data-photo]');
    await fits(polres);
    await look(polres, 'inspect');
    await polres.click('[data-send]');
    await polres.waitForSelector('[data-look]');
    await polres.click('[data-look] summary');
    await polres.waitForSelector('[data-outdated]');
    await polres.waitForSelector('[data-gap=apar]:has-text("APAR kosong")');
    await fits(polres);
    await look(polres, 'inspected');
  });
  await step('now it is approved; another is withdrawn with a reason', async () => {
    await kpu.goto(`${url}/sites/${NEW}`);
    await kpu.click('[data-approve]');
    await kpu.waitForSelector('[data-approved=yes]');
    await look(kpu, 'approved');
    await kpu.click('[data-withdraw]');
    await kpu.waitForSelector('[data-approved=no]:has-text("Atap bocor")');
    await kpu.emulateMedia({ colorScheme: 'dark' });
    await look(kpu, 'withdrawn-dark');
  });
  await step('the gap is given to somebody, and closed by inspecting again', async () => {
    await pusat.goto(`${url}/sites/${NEW}`);
    await pusat.click('[data-assign=apar]');
    await pusat.selectOption('[data-owner]', 'PPK');
    await pusat.click('[data-save-gap]');
    await pusat.waitForSelector('[data-gap=apar]:has-text("PPK")');
    await polres.goto(`${url}/sites/${NEW}/inspect`);
    await polres.waitForSelector('[data-item]');
    for (const item of await polres.$$eval('[data-item]', (all) => all.map((one) => one.dataset.item))) await polres.click(`[data-item="${item}"] [data-verdict=OK]`);
    await polres.click('[data-send]');
    await polres.waitForSelector('[data-gap=apar].closed');
  });
  await step('an inspection that is finished without a network sends itself when there is one', async () => {
    await polres.goto(`${url}/sites/${NEW}/inspect`);
    await polres.waitForSelector('[data-item]');
    await polres.context().setOffline(true);
    for (const item of await polres.$$eval('[data-item]', (all) => all.map((one) => one.dataset.item))) await polres.click(`[data-item="${item}"] [data-verdict=${item === 'palet' ? 'GAP' : 'OK'}]`);
    await polres.fill('[data-item=palet] [data-words]', 'Tanpa jaringan');
    await polres.setInputFiles('[data-item=palet] input[type=file]', photo());
    await polres.waitForSelector('[data-item=palet] [data-photo]');
    await polres.click('[data-send]');
    await polres.waitForSelector('[data-kept]');
    await polres.waitForSelector('[data-waiting="1"]');
    await fits(polres);
    await look(polres, 'kept');
    await polres.context().setOffline(false);
    await polres.waitForSelector('[data-gap=palet]:has-text("Tanpa jaringan")');
    await polres.waitForSelector('[data-waiting]', { state: 'detached' });
    const { looks, gaps } = await asked(kpu, `/api/sites/${NEW}`);
    hold(looks.filter(({ answers }) => answers.some(({ words }) => words === 'Tanpa jaringan')).length === 1, 'it was sent more than once');
    hold(gaps.find(({ item }) => item === 'palet')?.picture, 'its photo is lost');
  });
  await step('points get codes, and whoever stands there marks one', async () => {
    await polres.goto(`${url}/sites/${NEW}`);
    await polres.click('[data-issue] summary');
    await polres.fill('[data-count]', '2');
    await polres.click('[data-make-points]');
    await polres.waitForSelector('[data-points="2"]');
    await polres.click('[data-plan-form] summary');
    await polres.click('[data-go-rounds]');
    await polres.waitForSelector('[data-plan]');
    await look(polres, 'rounds');
    await polres.click('[data-print]');
    await polres.waitForSelector('[data-point="2"]');
    await polres.emulateMedia({ media: 'print' });
    await shot(polres, 'points-print');
    await polres.emulateMedia({ media: null });
    await look(polres, 'points');
    const code = await polres.getAttribute('[data-point="1"]', 'data-code');
    const guard = await logIn('satpol-pp', PHONE);
    await guard.goto(`${url}/sites/mark#${code}`);
    await guard.click('[data-mark]');
    await guard.waitForSelector('[data-marked="1"]');
    await look(guard, 'marked');
  });
  await step('the map shows sites by what matters there, to who is logged in', async () => {
    await kpu.goto(url);
    await kpu.waitForSelector('[data-map=ready]');
    await kpu.check('[data-layer=sites]');
    await kpu.waitForSelector('[data-legend=sites]');
    const store = (await asked(kpu, '/api/sites')).find(({ place }) => place === 'G3174');
    await pointAt(kpu, store, '/sites/G3174');
    await look(kpu, 'map');
    await kpu.mouse.down();
    await kpu.mouse.up();
    await kpu.waitForURL('**/sites/G3174');
    const stranger = await open(await browser.newContext({ viewport: DESK }), broken);
    await stranger.goto(url);
    await stranger.waitForSelector('[data-map=ready]');
    hold((await stranger.locator('[data-layer]').count()) === 0, 'a stranger may lay sites on the map');
    for (const path of ['/api/sites', '/api/findings/places', '/api/weather/warned']) hold((await stranger.request.get(`${url}${path}`)).status() === 401, `a stranger reads ${path}`);
  });
  const bawaslu = await logIn('bawaslu');
  await step('Bawaslu reads all of it', async () => {
    await bawaslu.goto(`${url}/sites/${NEW}`);
    await bawaslu.waitForSelector('[data-gap=apar].closed');
    hold((await bawaslu.locator('[data-approve], [data-describe]').count()) === 0, 'Bawaslu may approve or describe');
    await look(bawaslu, 'bawaslu');
  });
}
