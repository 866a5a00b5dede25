/**
 * Incidents and playbooks, against a running Segel in a demo on the eve:
 *   node tests/incidents.mjs http://localhost:8080 --logins FILE [--shots DIR]
 * The commission publishes the playbooks built in; one with a fault is refused by its line, a changed one is a new version.
 * A fire is reported where boxes are: its card runs on two phones of two bodies, a step for two takes both, each box is
 * accounted for, the incident is closed, and its review is printed. A drill is marked everywhere and is no finding; an officer
 * in the field does a step of it. FILE has a line with user and password for kpu-dki, kpu-pusat, polres-pusat, polda, satpol-pp
 * and bawaslu.
 */
import { readFileSync } from 'node:fs';
import { asked, broken, fits, logIn, look, passwords, photo, shot, tell, url } from './desks.mjs';
import { enrol, invite, newPhone } from './field-officers.mjs';
import { hold, NotSo, step, until } from './steps.mjs';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** Boxes stand there; how many changes while the eve goes on. */
const AHEAD = '[data-ahead]:not([data-ahead="0"])';

await tell('a fire ran on two phones of two bodies, each box was accounted for, a drill stayed a drill, and a faulty playbook was refused', play);

async function play() {
  const kpu = await logIn('kpu-dki');
  // Tasks that the demo's rain has opened.
  const others = new Set((await asked(kpu, '/api/incidents')).map(({ number }) => `incident:${number}`));
  await step('the playbooks built in are published, once', async () => {
    await kpu.goto(`${url}/playbooks`);
    await kpu.waitForSelector('[data-playbook=kebakaran]');
    await look(kpu, 'playbooks-before');
    await kpu.click('[data-install]');
    await kpu.waitForSelector('[data-playbook=kebakaran][data-version="1"]');
    hold((await kpu.locator('[data-playbook]').count()) === 16, 'there are not 16 playbooks');
    hold((await kpu.locator('[data-install]').count()) === 0, 'they are offered again');
  });
  await step('one is read as a flow, and printed as a card', async () => {
    await kpu.goto(`${url}/playbooks/kebakaran`);
    await kpu.waitForSelector('[data-sop=kebakaran] [data-step]');
    await look(kpu, 'playbook');
    await kpu.emulateMedia({ media: 'print' });
    await shot(kpu, 'print-playbook');
    const pdf = await kpu.pdf({ format: 'A4', margin: { top: '12mm', bottom: '12mm', left: '12mm', right: '12mm' } });
    hold(pagesOf(pdf) === 1, `the card takes ${pagesOf(pdf)} pages of paper instead of one`);
    await kpu.emulateMedia({ media: null });
  });
  await step('each card takes one page', async () => {
    await kpu.goto(`${url}/playbooks`);
    await kpu.waitForSelector('[data-playbook]');
    await kpu.evaluate(() => (window.print = () => {}));
    await kpu.click('[data-print-all]');
    await kpu.waitForSelector('.cards [data-sop=segel-rusak]', { state: 'attached' });
    const pdf = await kpu.pdf({ format: 'A4', margin: { top: '12mm', bottom: '12mm', left: '12mm', right: '12mm' } });
    hold(pagesOf(pdf) === 16, `16 cards take ${pagesOf(pdf)} pages`);
  });
  await step('a playbook with faults cannot be published; its lines say why', async () => {
    await kpu.goto(`${url}/playbooks/kebakaran`);
    await kpu.click('[data-edit]');
    await kpu.waitForSelector('[data-faults="0"]');
    const text = await kpu.inputValue('textarea[name=yaml]');
    await kpu.fill('textarea[name=yaml]', text.replace('next: padam\n', 'next: entah\n').replace('who: [KPU_KOTA, KPU_PROVINSI]', 'who: [KPU_KOTA, WALIKOTA]'));
    await kpu.waitForSelector('[data-fault=ROLE_UNKNOWN]');
    hold(await kpu.isDisabled('[data-publish]'), 'a faulty playbook can be published');
    await look(kpu, 'editor-faulty');
    await kpu.fill('textarea[name=yaml]', text.replace('next: padam\n', 'next: entah\n'));
    await kpu.waitForSelector('[data-fault=NEXT_UNKNOWN]');
    hold((await kpu.locator('.gutter .wrong').count()) === 1, 'no line is marked');
    // By the keyboard alone: from the fault to its line.
    await kpu.focus('[data-fault] button');
    await kpu.keyboard.press('Enter');
    hold((await kpu.evaluate(() => document.activeElement?.tagName)) === 'TEXTAREA', 'a fault does not lead to its line');
    await kpu.fill('textarea[name=yaml]', text.replace('Telepon 112.', 'Telepon 112 dan posko.'));
    await kpu.waitForSelector('[data-faults="0"]');
    await kpu.click('[data-publish]');
    await kpu.click('[data-publish]');
    await kpu.waitForSelector('[data-of-version="2"]');
    await kpu.click('[data-of-version="2"] [data-compare]');
    await kpu.waitForSelector('[data-diff] .new');
    hold((await kpu.innerText('[data-diff] .new')).includes('dan posko'), 'the difference is not shown');
    await look(kpu, 'playbook-versions');
    const bawaslu = await logIn('bawaslu');
    await bawaslu.goto(`${url}/playbooks/kebakaran`);
    await bawaslu.waitForSelector('[data-of-version="2"]');
    hold((await bawaslu.locator('[data-edit]').count()) === 0, 'Bawaslu may write playbooks');
  });
  const place = await step('a place is found where boxes are', async () => {
    const { kelurahan } = await asked(kpu, '/api/regions');
    for (const { code } of kelurahan.filter((one) => one.code.startsWith('3171'))) {
      const ahead = await asked(kpu, `/api/incidents/before?kind=FIRE&place=P${code}`);
      if (ahead.boxes >= 4 && ahead.boxes <= 400) return { code: `P${code}`, boxes: ahead.boxes };
    }
    throw new NotSo('no PPS of Jakarta Pusat has boxes on the eve');
  });

  const officer = await logIn('kpu-pusat', PHONE);
  const police = await logIn('polres-pusat', PHONE);
  await step('the drill is begun on a phone, and says so everywhere', async () => {
    await officer.goto(`${url}/incidents?report`);
    await officer.selectOption('select[name=kind]', 'FIRE');
    await officer.fill('textarea[name=places]', place.code);
    await officer.check('input[name=drill]');
    await officer.waitForSelector(AHEAD);
    await fits(officer);
    await look(officer, 'phone-drill-report');
    await begin(officer);
    await officer.waitForSelector('[data-drill]');
    hold((await officer.title()).startsWith('LATIHAN'), 'the title of the page does not say that it is a drill');
    await fits(officer);
    await look(officer, 'phone-drill');
    await police.goto(`${url}/posts`);
    await police.waitForSelector('[data-banner] >> text=LATIHAN');
    await look(police, 'phone-drill-banner');
    const { rows } = await asked(kpu, '/api/findings?size=500');
    hold(!rows.some(({ about }) => about.startsWith('incident:') && !others.has(about)), 'a drill became a finding');
  });
  const fire = await step('a fire is reported where boxes are', async () => {
    await officer.goto(`${url}/incidents?report&kind=FIRE&place=${place.code}`);
    await officer.waitForSelector(AHEAD);
    await officer.fill('textarea[name=words]', 'Asap dari ruang belakang');
    await begin(officer);
    await officer.waitForSelector('[data-now=keluar][data-mine=true]');
    hold((await officer.locator('[data-drill]').count()) === 0, 'the real one is marked as a drill');
    return Number(new URL(officer.url()).pathname.split('/').at(-1));
  });
  await step('the card is on both phones, and is told to both', async () => {
    await until(kpu, `${url}/api/findings/one?id=${encodeURIComponent(`INCIDENT_OPEN incident:${fire}`)}`, ({ row }) => row?.severity === 'CRITICAL');
    await police.waitForSelector(`[data-banner="${fire}"]`);
    await police.click(`[data-banner="${fire}"] a`);
    await police.waitForSelector('[data-now=keluar][data-mine=true]');
    await fits(police);
    await look(police, 'phone-card');
    hold(await police.isDisabled('[data-do]'), 'a step is done without the word that it asks for');
    await police.check('input[name=confirm]');
    await shot(police, 'phone-card-ready');
    await police.tap('[data-do]');
    await police.waitForSelector('[data-now=selamatkan]');
    // The other phone hears it without being touched.
    await officer.waitForSelector('[data-now=selamatkan][data-mine=true]');
    await officer.fill('input[name=count]', String(place.boxes - 2));
    await officer.tap('[data-do]');
    await police.waitForSelector('[data-now=padam]');
    await pick(officer, 1);
    await officer.tap('[data-do]');
    await officer.waitForSelector('[data-now=padam][data-mine=true] [data-do]');
    // It is asked again: what was picked before is not picked for the new question.
    await police.waitForSelector('[data-timeline] >> text=Belum padam');
    await police.waitForSelector('[data-now=padam] label.answer');
    await pick(police, 0);
    await look(police, 'phone-question');
    await police.tap('[data-do]');
  });
  await step('a step for two takes both, each with a picture', async () => {
    await officer.waitForSelector('[data-now=jaga][data-mine=true]');
    await officer.setInputFiles('[data-now] [data-picture]', photo());
    await officer.waitForSelector('[data-now] .mark');
    await officer.tap('[data-do]');
    await officer.waitForSelector('[data-now=jaga][data-mine=false]');
    hold((await officer.innerText('[data-needs]')).includes('2 lembaga'), 'it does not say that two bodies are needed');
    await look(officer, 'phone-waiting');
    await police.waitForSelector('[data-needs] >> text=Sudah dinyatakan oleh KPU');
    await police.setInputFiles('[data-now] [data-picture]', photo());
    await police.waitForSelector('[data-now] .mark');
    await fits(police);
    await look(police, 'phone-two');
    await police.tap('[data-do]');
    await officer.waitForSelector('[data-now=data][data-mine=true]');
  });
  await step('each box is accounted for: two burnt, one TPS damaged, the rest safe', async () => {
    hold(await officer.isDisabled('[data-do]'), 'boxes may stay unknown');
    await officer.waitForSelector('[data-of-tps]');
    await officer.tap('[data-box] >> nth=0');
    await officer.tap('[data-box] >> nth=1');
    await officer.waitForSelector('[data-ticked="2"]');
    await officer.locator('#kotak').scrollIntoViewIfNeeded();
    await look(officer, 'phone-boxes');
    await officer.tap('[data-mark=DESTROYED]');
    await officer.waitForSelector('[data-fate=DESTROYED]');
    const [tps] = await officer.locator('[data-of-tps]').evaluateAll((rows) => rows.slice(1, 2).map((row) => row.dataset.ofTps));
    if (tps) {
      await officer.check(`[data-of-tps="${tps}"] [data-tick-tps]`);
      await officer.tap('[data-mark=DAMAGED]');
      await officer.waitForSelector('[data-fate=DAMAGED]');
    }
    await officer.tap('[data-rest]');
    await officer.tap('[data-rest]');
    await officer.waitForSelector('[data-boxes-left="0"]');
    const { row } = await asked(kpu, `/api/incidents/${fire}`);
    hold(row.boxes.UNKNOWN === 0 && row.boxes.DESTROYED === 2, 'the account does not come out');
    await officer.waitForSelector('[data-needs-table]');
    await fits(officer);
    await look(officer, 'phone-accounted');
    await officer.tap('[data-do]');
    await officer.waitForSelector('[data-now=ganti]');
  });
  await step('the last steps are done, and it is closed', async () => {
    await officer.check('input[name=confirm]');
    await officer.tap('[data-do]');
    await police.waitForSelector('[data-now=sebab][data-mine=true]');
    await police.check('input[name=confirm]');
    await police.tap('[data-do]');
    await police.waitForSelector('[data-now=sebab][data-mine=false]');
    const bawaslu = await logIn('bawaslu');
    await bawaslu.goto(`${url}/incidents`);
    await bawaslu.waitForSelector(`[data-incident="${fire}"]`);
    hold((await bawaslu.locator('[data-incident]').first().getAttribute('data-incident')) === String(fire), 'what is one’s turn does not stand first');
    await look(bawaslu, 'list');
    await bawaslu.click(`[data-incident="${fire}"] a`);
    await bawaslu.waitForSelector('[data-now=sebab][data-mine=true]');
    // With the keyboard alone.
    await bawaslu.focus('input[name=confirm]');
    await bawaslu.keyboard.press('Space');
    await bawaslu.keyboard.press('Tab');
    await bawaslu.keyboard.press('Enter');
    await bawaslu.waitForSelector('[data-state=RUN]');
    await bawaslu.fill('textarea[name=note]', 'APAR di pintu depan kosong');
    await bawaslu.click('[data-note]');
    await bawaslu.waitForSelector('[data-timeline] >> text=APAR di pintu depan kosong');
    await officer.waitForSelector('[data-close]:not([disabled])');
    await officer.tap('[data-close]');
    await officer.tap('[data-close]');
    await officer.waitForSelector('[data-review]');
  });
  await step('the review tells minutes and boxes, is printed, and is a file', async () => {
    await officer.waitForSelector('[data-reviewed=jaga]');
    await fits(officer);
    await look(officer, 'phone-review');
    await kpu.goto(`${url}/incidents/${fire}`);
    await kpu.waitForSelector('[data-review] [data-reviewed=sebab]');
    await look(kpu, 'review');
    await kpu.emulateMedia({ media: 'print' });
    await shot(kpu, 'print-review');
    await kpu.emulateMedia({ media: null });
    const [file] = await Promise.all([kpu.waitForEvent('download'), kpu.click('[data-csv]')]);
    const text = readFileSync(await file.path(), 'utf8');
    hold(text.includes('hancur') && text.includes('Kebakaran dilaporkan'), 'the file has no timeline or no boxes');
    await kpu.emulateMedia({ colorScheme: 'dark' });
    await look(kpu, 'dark-review');
    await kpu.emulateMedia({ colorScheme: 'light' });
  });
  await step('the drill is still there, and no finding is of it', async () => {
    const { rows } = await asked(kpu, '/api/findings?size=500');
    hold(rows.filter(({ about }) => about.startsWith('incident:') && !others.has(about)).every(({ about }) => about === `incident:${fire}`), 'a drill became a finding');
    await police.goto(`${url}/incidents`);
    await police.waitForSelector('[data-is-drill=true]');
    await fits(police);
    await look(police, 'phone-list');
  });
  await step('an officer in the field sees the drill on the phone, and does a step', async () => {
    const [{ code }] = await invite(url, { user: 'kpu-dki', password: passwords.get('kpu-dki') }, () => [{ role: 'PPS', territory: place.code.slice(1) }]);
    const field = await newPhone(broken);
    try {
      await enrol(field, url, code);
      await field.page.waitForSelector('[data-field-incidents] .inc-drill');
      await field.page.waitForSelector('[data-now=keluar][data-mine=true]');
      await field.page.check('input[name=confirm]');
      await fits(field.page);
      await look(field.page, 'field');
      await field.page.tap('[data-do]');
      await field.page.waitForSelector('[data-now=selamatkan]');
    } finally {
      await field.browser.close();
    }
  });
  await step('a finding leads to its card', async () => {
    await kpu.goto(`${url}/findings?id=${encodeURIComponent(`INCIDENT_OPEN incident:${fire}`)}`);
    await kpu.waitForSelector('[data-subject]');
    hold((await kpu.getAttribute('[data-subject]', 'href')) === `/incidents/${fire}`, 'the finding does not lead to its incident');
  });
}

/** Begins what is filled in; where nobody is enrolled for a step it is asked once more. */
async function begin(page) {
  await page.click('[data-begin]');
  const again = page.locator('[data-begin] >> text=Mulai juga');
  await page.waitForFunction(() => !document.querySelector('[data-report]') || document.querySelector('[data-report] [role=alert]'));
  if (await again.count()) await again.click();
  await page.waitForURL(/incidents\/\d+$/);
}

/** Picks an answer. The card of a new question moves to the top of a phone, and a finger that comes down meanwhile misses. */
async function pick(page, nth) {
  const label = page.locator('label.answer').nth(nth);
  for (let tries = 0; tries < 5; tries++) {
    await label.tap();
    if (await label.locator('input').isChecked()) return;
  }
  throw new NotSo('an answer cannot be picked');
}

function pagesOf(pdf) {
  return (pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g) ?? []).length;
}
