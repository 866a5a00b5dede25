/**
 * A late kecamatan, from the clock to its end, against a running Segel in a demo on the eve:
 *   node tests/findings.mjs http://localhost:8080 --logins FILE [--shots DIR]
 * The duty officer of the commission sees it, sees to it, assigns it to the police, who leave a note; Bawaslu sees it too and
 * writes a finding of its own, which the commission cannot end; the leg is prolonged and it is over. FILE has a line with
 * user and password for kpu-dki, polda and bawaslu. Ends with status 0, or 1 and one sentence; 2 when it could not run.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { holdNoViolation } from './axe.mjs';
import { launch } from './browser.mjs';
import { hold, NotSo, open, step, until } from './steps.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { logins: { type: 'string' }, shots: { type: 'string' } },
});
const [url] = positionals;
if (!url || !options.logins) {
  process.stderr.write('usage: node tests/findings.mjs URL --logins FILE [--shots DIR]\n');
  process.exit(2);
}
if (options.shots) mkdirSync(options.shots, { recursive: true });
const passwords = new Map(readFileSync(options.logins, 'utf8').split('\n').map((line) => line.trim().split(/\s+/)).filter((words) => words.length > 1).map(([user, password]) => [user, password]));

const browser = await launch();
const broken = [];
let last;
try {
  await play();
  process.stdout.write('findings: a late kecamatan was seen, assigned and over; Bawaslu has a finding that is its own\n');
} catch (e) {
  process.stderr.write(`findings: ${e instanceof NotSo ? e.message : e.stack}\n`);
  process.exitCode = 1;
  await shot(last, 'failed').catch(() => {});
} finally {
  await browser.close();
}

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
  await step('the duty officer sees to it', async () => {
    await kpu.goto(at(late.id));
    await kpu.waitForSelector('[data-one=OPEN]');
    await look(kpu, 'late');
    await kpu.click('[data-acknowledge]');
    await kpu.waitForSelector('[data-one=ACKNOWLEDGED] [data-act=ACKNOWLEDGED]');
  });
  await step('it is assigned to the police, who may now act on it and leave a note', async () => {
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
    for (const [name, path] of [['phone-list', `${url}/findings`], ['phone-one', at(own)], ['phone-rules', `${url}/findings/rules`]]) {
      await kpu.goto(path);
      await kpu.waitForSelector({ 'phone-list': '[data-finding]', 'phone-one': '[data-one]', 'phone-rules': '[data-rule]' }[name]);
      await kpu.waitForFunction(() => document.documentElement.scrollWidth <= innerWidth);
      await look(kpu, name);
    }
  });
  hold(broken.length === 0, `the pages complain: ${broken[0]}`);
}

async function asked(page, path) {
  return (await page.context().request.get(url + path)).json();
}

/** As the page itself would send it. */
async function sent(page, path, body) {
  const token = decodeURIComponent((await page.context().cookies()).find(({ name }) => name === 'XSRF-TOKEN')?.value ?? '');
  return (await page.context().request.post(url + path, { data: body, headers: { 'X-XSRF-TOKEN': token } })).status();
}

async function logIn(user) {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'id-ID', colorScheme: 'light' });
  context.setDefaultTimeout(30_000);
  const page = await open(context, broken);
  last = page;
  await page.goto(`${url}/login`);
  await page.fill('input[name=user]', user);
  await page.fill('input[name=password]', passwords.get(user));
  await page.click('form button.main');
  await page.waitForSelector('summary.button');
  return page;
}

async function look(page, name) {
  last = page;
  await shot(page, name);
  await holdNoViolation(page, name);
}

async function shot(page, name) {
  if (options.shots) await page.screenshot({ path: `${options.shots}/${name}.png`, fullPage: true });
}
