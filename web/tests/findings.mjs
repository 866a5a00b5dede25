/**
 * A late kecamatan, from the clock to its end, against a running Segel in a demo on the eve:
 *   node tests/findings.mjs http://localhost:8080 --logins FILE [--shots DIR]
 * The duty officer of the commission sees it, sees to it, assigns it to the police, who leave a note and a picture; the army is
 * asked for help and answers; the shift hands over, and the situation report tells all of it; Bawaslu sees it too and writes a
 * finding of its own, which the commission cannot end; the leg is prolonged and it is over. FILE has a line with user and
 * password for kpu-dki, kpu-dki-malam, polda, kodam and bawaslu.
 */
import { asked, DESK, fits, logIn, look, photo, tell, url } from './desks.mjs';
import { hold, step, until } from './steps.mjs';

const PHONE = { width: 390, height: 844 };

await tell('a late kecamatan was seen, assigned, helped, handed over and over; Bawaslu has a finding that is its own', play);

async function play() {
  const kpu = await logIn('kpu-dki');
  const late = await step('the clock has found what is late', async () => {
    await kpu.goto(`${url}/findings`);
    await kpu.waitForSelector('[data-finding]');
    await look(kpu, 'queue');
    const { rows } = await asked(kpu, '/api/findings?size=200&state=OPEN');
    const found = rows.find(({ rule }) => rule === 'LEG_LATE');
    hold(found, 'no kecamatan is late in this demo');
    hold(found.mayAct && found.evidence.length === 1, 'the commission may not act on it');
    return found;
  });
  const at = (id) => `${url}/findings?id=${encodeURIComponent(id)}`;
  await step('whoever opens one stands before it, and at its row again after closing; on a phone it is all there is', async () => {
    const focused = () => kpu.evaluate(() => document.activeElement?.id || document.activeElement?.closest('[data-finding]')?.getAttribute('data-finding') || '');
    for (const size of [DESK, PHONE]) {
      await kpu.setViewportSize(size);
      await kpu.goto(`${url}/findings`);
      const row = kpu.locator('[data-finding]').nth(1);
      await row.waitFor();
      const id = await row.getAttribute('data-finding');
      hold(await row.locator('td').nth(1).isVisible() && await row.locator('td').nth(2).isVisible(), 'the queue does not say until when and who');
      await row.locator('a').click();
      await kpu.waitForFunction(() => document.activeElement?.id === 'finding-one');
      hold((await kpu.locator('#queue').isVisible()) === (size === DESK), 'a phone shows the queue beside what was opened');
      hold(await kpu.evaluate(() => document.activeElement.getBoundingClientRect().bottom <= innerHeight), 'what was opened is out of sight');
      await fits(kpu);
      await look(kpu, `opened-${size.width}`);
      await kpu.click('[data-close]');
      await kpu.waitForFunction((id) => document.activeElement?.closest('[data-finding]')?.getAttribute('data-finding') === id, id);
      await kpu.locator('[data-count=OPEN]').focus();
      await kpu.keyboard.press('Enter');
      await kpu.waitForFunction(() => new URLSearchParams(location.search).get('state') === 'OPEN');
      hold((await kpu.evaluate(() => document.activeElement?.getAttribute('data-count'))) === 'OPEN', `the focus went to ${await focused()}`);
    }
    await kpu.setViewportSize(DESK);
  });
  await step('the duty officer sees to it', async () => {
    await kpu.goto(at(late.id));
    await kpu.waitForSelector('[data-one=OPEN]');
    await look(kpu, 'late');
    await kpu.click('[data-acknowledge]');
    await kpu.waitForSelector('[data-one=ACKNOWLEDGED] [data-act=ACKNOWLEDGED]');
  });
  const polda = await step('it is assigned to the police, who may now act on it and leave a note', async () => {
    const polda = await logIn('polda');
    await polda.goto(at(late.id));
    await polda.waitForSelector('[data-one]');
    hold((await polda.locator('[data-assign]').count()) === 0, 'the police may act on what is not theirs');
    await kpu.selectOption('select[name=agency]', { label: 'Polda Metro Jaya' });
    await kpu.click('[data-assign]');
    await kpu.waitForSelector('[data-act=ASSIGNED]');
    await polda.reload();
    await polda.waitForSelector('[data-assign]');
    await polda.fill('textarea[name=note]', 'Dua regu Sabhara mengawal truk dari gudang kota');
    await polda.click('[data-note]');
    await polda.waitForSelector('[data-act=NOTED]');
    await look(polda, 'assigned');
    await polda.setInputFiles('[data-picture]', photo());
    await polda.waitForSelector('[data-act=PICTURED]');
    await polda.waitForSelector('[data-one] img');
    await look(polda, 'pictured');
    return polda;
  });
  await step('the police keep their number, and the commission sees whom to call', async () => {
    await polda.goto(`${url}/findings/phones`);
    await polda.fill('[data-keep] input[name=territory]', 'Gambir');
    await polda.click('[data-hit="317101"], [data-hit^="3171"] >> nth=0');
    await polda.waitForSelector('[data-keep] [data-taken]');
    await look(polda, 'phone-where');
    await polda.click('[data-taken] button');
    await polda.fill('[data-keep] input[name=territory]', '');
    await polda.fill('input[name=phone]', '021-000-0110');
    await polda.fill('input[name=label]', 'Uji coba, bukan nomor sungguhan');
    await polda.click('[data-keep-send]');
    await polda.waitForSelector('[data-phone-of="POLDA 31"]');
    await look(polda, 'phones');
    await kpu.goto(at(late.id));
    await kpu.waitForSelector('[data-call=POLDA] a[href="tel:0210000110"]');
    hold((await kpu.locator('[data-call=PPK] [data-phone]').count()) === 0, 'a number was made up');
    await polda.click('[data-erase]');
    await polda.click('[data-erase-sure]');
    await polda.waitForSelector('[data-phone-of]', { state: 'detached' });
  });
  await step('the army is asked for help and gives some of it', async () => {
    await kpu.click('[data-ask] summary');
    await kpu.selectOption('select[name=kind]', 'FLOOD_TEAM');
    await kpu.fill('input[name=count]', '3');
    await kpu.click('[data-ask] [data-send]');
    await look(kpu, 'help-asking');
    await kpu.click('[data-send=sure]');
    await kpu.waitForSelector('[data-help][data-state=ASKED]');
    const kodam = await logIn('kodam');
    await kodam.goto(`${url}/findings/help`);
    await kodam.click('[data-state=ASKED] [data-answer-begin]');
    await kodam.fill('input[name=count]', '2');
    await look(kodam, 'help-answering');
    await kodam.click('[data-answer-send]');
    await kodam.waitForSelector('[data-state=GRANTED] [data-answer=GRANTED]');
    await look(kodam, 'help');
    await kpu.reload();
    await kpu.waitForSelector('[data-help][data-state=GRANTED]');
    await look(kpu, 'helped');
  });
  await step('the shift hands over, by two logins', async () => {
    const night = await logIn('kpu-dki-malam');
    await kpu.goto(`${url}/findings/duty`);
    await kpu.fill('textarea[name=note]', 'Regu banjir tiba di dermaga pukul 20');
    await kpu.click('[data-offer]');
    await kpu.click('[data-offer=sure]');
    await kpu.waitForSelector('[data-duty=withdraw][data-mine=true]');
    await look(kpu, 'duty-offered');
    await night.goto(`${url}/findings/duty`);
    await night.waitForSelector('[data-duty=take]');
    hold((await night.innerText('[data-duty]')).includes('Regu banjir tiba'), 'the next one does not see the remark');
    await look(night, 'duty-taking');
    await night.click('[data-take]');
    await night.waitForSelector('[data-duty=offer][data-mine=true]');
    await night.waitForSelector('[data-handover]');
    await look(night, 'duty-taken');
    await kpu.reload();
    await kpu.waitForSelector('[data-duty=nothing]');
  });
  await step('the situation report tells what the shift did, and is kept', async () => {
    await kpu.goto(`${url}/sitrep`);
    await kpu.waitForSelector('[data-sitrep]');
    await kpu.waitForSelector('[data-kept]');
    const { report } = await asked(kpu, '/api/sitrep');
    for (const act of ['ACKNOWLEDGED', 'ASSIGNED', 'NOTED', 'PICTURED', 'HELP_ASKED', 'HELP_ANSWERED', 'DUTY_OFFERED', 'DUTY_TAKEN']) hold(report.shift.counts[act] >= 1, `the log of the shift does not know ${act}`);
    await kpu.click('[data-log] summary');
    hold((await kpu.innerText('[data-act=DUTY_TAKEN]')).includes('KPU-DKI'), 'the report does not say whose duty was taken');
    await kpu.click('[data-schedule] summary');
    await kpu.check('input[name=hour-6]');
    await kpu.check('input[name=hour-18]');
    await kpu.click('[data-schedule-save]');
    await until(kpu, `${url}/api/sitrep/schedule`, ({ hours }) => hours.join() === '6,18');
    await look(kpu, 'sitrep');
    const index = await kpu.getAttribute('[data-kept]', 'data-kept');
    await kpu.click('[data-kept-open]');
    await kpu.waitForSelector(`[data-old] ~ [data-sitrep="${index}"]`);
  });
  const bawaslu = await logIn('bawaslu');
  const record = 'UJI-007';
  await step('Bawaslu sees all of it and changes none of it', async () => {
    await bawaslu.goto(at(late.id));
    await bawaslu.waitForSelector('[data-act=NOTED]');
    hold((await bawaslu.innerText('[data-act=NOTED]')).includes('Dua regu Sabhara'), 'Bawaslu does not see the note');
    hold((await bawaslu.locator('[data-acknowledge], [data-assign], [data-silence]').count()) === 0, 'Bawaslu may change what is not its own');
    await look(bawaslu, 'overseer');
  });
  const own = await step('Bawaslu writes a finding of its own', async () => {
    await bawaslu.click('[data-report] summary');
    await bawaslu.fill('input[name=record]', record);
    await bawaslu.fill('input[name=place]', `${late.region}1001001`);
    await bawaslu.click(`[data-hit="${late.region}1001001"]`);
    await bawaslu.waitForSelector(`[data-taken="${late.region}1001001"]`);
    await bawaslu.selectOption('select[name=severity]', 'URGENT');
    await bawaslu.fill('textarea[name=words]', 'Kotak di lorong, pintu gudang terbuka');
    await bawaslu.click('[data-send]');
    await bawaslu.waitForSelector('[data-end]');
    await look(bawaslu, 'reported');
    return new URL(bawaslu.url()).searchParams.get('id');
  });
  await step('the commission sees it and cannot end it', async () => {
    await kpu.goto(at(own));
    await kpu.waitForSelector('[data-one=OPEN]');
    hold((await kpu.innerText('[data-one]')).includes('Kotak di lorong'), 'the commission does not see what Bawaslu wrote');
    hold((await kpu.locator('[data-end]').count()) === 0, 'the commission may end what Bawaslu has found');
    hold((await sent(kpu, '/api/findings/ends', { record })) === 404, 'an end of the commission was taken for the one of Bawaslu');
    await bawaslu.click('[data-end]');
    await bawaslu.waitForSelector('[data-one=CLEARED]');
  });
  await step('the leg is prolonged, and the kecamatan is no longer late', async () => {
    const legs = await asked(kpu, '/api/legs');
    const before = legs.filter(({ latest }) => Date.parse(latest) <= Date.parse(late.since));
    hold(before.length > 0, 'no leg is over');
    for (const leg of before) {
      const latest = new Date(Date.parse(leg.latest) + 10 * 86_400_000).toISOString().replace('.000', '');
      hold((await sent(kpu, '/api/legs', { ...leg, latest })) === 200, 'the leg was not prolonged');
    }
    await kpu.goto(at(late.id));
    await until(kpu, `${url}/api/findings/one?id=${encodeURIComponent(late.id)}`, ({ row }) => row.state === 'ENDED');
    await kpu.reload();
    await kpu.waitForSelector('[data-one=ENDED]');
    await look(kpu, 'ended');
    for (const leg of before) hold((await sent(kpu, '/api/legs', leg)) === 200, 'the leg was not set back');
  });
  await step('Bawaslu sets a rule of its own, and none of the commission', async () => {
    await bawaslu.goto(`${url}/findings/rules`);
    await bawaslu.waitForSelector('[data-rule=OPENED_UNWITNESSED] [data-change]');
    hold((await bawaslu.locator('[data-rule=BOX_MISSING] [data-change]').count()) === 0, 'Bawaslu may set a rule of the commission');
    await look(bawaslu, 'rules');
    await bawaslu.click('[data-rule=OPENED_UNWITNESSED] [data-change]');
    await bawaslu.fill('input[name=acknowledge]', '20');
    await look(bawaslu, 'rule-changing');
    await bawaslu.click('[data-save]');
    await bawaslu.waitForSelector('[data-rule=OPENED_UNWITNESSED] [data-change]');
    hold((await bawaslu.innerText('[data-rule=OPENED_UNWITNESSED]')).includes('20 menit'), 'the rule was not set');
  });
  await step('on a phone', async () => {
    await kpu.setViewportSize({ width: 390, height: 844 });
    for (const [name, path] of [['phone-list', `${url}/findings`], ['phone-one', at(late.id)], ['phone-rules', `${url}/findings/rules`], ['phone-duty', `${url}/findings/duty`], ['phone-help', `${url}/findings/help`], ['phone-phones', `${url}/findings/phones`]]) {
      await kpu.goto(path);
      await kpu.waitForSelector({ 'phone-list': '[data-finding]', 'phone-one': '[data-call]', 'phone-rules': '[data-rule]', 'phone-duty': '[data-duty]', 'phone-help': '[data-help]', 'phone-phones': '[data-keep]' }[name]);
      await kpu.waitForFunction(() => document.documentElement.scrollWidth <= screen.width);
      await look(kpu, name);
    }
  });
}

/** As the page itself would send it. */
async function sent(page, path, body) {
  const token = decodeURIComponent((await page.context().cookies()).find(({ name }) => name === 'XSRF-TOKEN')?.value ?? '');
  return (await page.context().request.post(url + path, { data: body, headers: { 'X-XSRF-TOKEN': token } })).status();
}
