/**
 * The set-up desk, against a running Segel in a demo:
 *   node tests/setup.mjs http://localhost:8080 --user ADMIN --password WORD [--shots DIR]
 * An administrator looks at every part, changes hours, lists an agency, draws a police area, adds a user who logs in with the password that
 * works once, suspends the user, whose session ends, moves a threshold, is refused seals that were issued, and looks at a
 * roster with a wrong row before anything is entered. The history names each change with its entry, and nobody by name.
 * Ends with status 0, or 1 and one sentence that says what was not as it should be; 2 when it could not run.
 */
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { holdNoViolation } from './axe.mjs';
import { launch } from './browser.mjs';
import { hold, NotSo, open, step } from './steps.mjs';

const PATIENCE = 30_000;
const DESK = { viewport: { width: 1366, height: 768 }, locale: 'id-ID', colorScheme: 'light' };
const PHONE = { width: 390, height: 844 };
const SECTIONS = ['election', 'dates', 'roster', 'seals', 'users', 'agencies', 'areas', 'limits', 'history'];
const OWN = 'kata sandi milik sendiri';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { user: { type: 'string' }, password: { type: 'string' }, shots: { type: 'string' } },
});
const [url] = positionals;
if (!url || !options.user) {
  process.stderr.write('usage: node tests/setup.mjs URL --user ADMIN --password WORD [--shots DIR]\n');
  process.exit(2);
}

const broken = [];
const pages = [];
const browser = await launch();
try {
  await play();
  process.stdout.write('setup: hours, an agency, a user, a threshold changed; refusals named; each change in the log and nobody by name\n');
} catch (e) {
  process.stderr.write(`setup: ${e instanceof NotSo ? e.message : e.stack}\n`);
  process.exitCode = 1;
  for (const [i, page] of pages.entries()) await shot(page, `failed-${i}`).catch(() => {});
} finally {
  await browser.close();
}

async function play() {
  const mark = Date.now().toString(36).slice(-5);
  const admin = await newPage();
  const api = (path) => admin.context().request.get(`${url}${path}`);
  const entries = async () => (await (await api('/api/changes')).json()).rows;

  await step('an administrator logs in and finds the desk in the menu', async () => {
    await logIn(admin, options.user, options.password);
    await admin.click('nav a[href="/setup"]');
    await admin.waitForSelector('[data-section=election][aria-current=page]');
  });

  for (const size of [DESK.viewport, PHONE]) {
    await admin.setViewportSize(size);
    for (const section of SECTIONS) {
      await step(`${section} is shown at ${size.width}`, async () => {
        await show(admin, section);
        await admin.waitForSelector('main :is(table tbody tr, .card form, form.card)');
        await holdNoViolation(admin, `/setup?section=${section} at ${size.width}`);
        const wide = await admin.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        hold(wide <= 0, `${section} is ${wide} px wider than a screen of ${size.width}`);
        await shot(admin, `${size.width}-${section}`);
      });
    }
  }
  await admin.setViewportSize(DESK.viewport);

  await step('a leg that ends behind H-1 is warned about, and one that ends before it starts is not taken', async () => {
    await show(admin, 'dates');
    await admin.click('[data-window=kelurahan-tps] button');
    await admin.fill('input[name=latest]', '2024-02-14T06:00');
    await admin.waitForSelector('[data-late]');
    await admin.fill('input[name=latest]', '2024-01-01T06:00');
    await admin.waitForSelector('[data-backwards]');
    hold(await admin.isDisabled('[data-look]'), 'a leg that ends before it starts can be entered');
    await shot(admin, 'backwards');
    await holdNoViolation(admin, 'the question about a leg');
    await admin.keyboard.press('Escape');
  });

  await step('the hours of a recount are changed, after before and after were shown', async () => {
    await admin.click('[data-window=RECOUNT] button');
    const old = await admin.inputValue('input[name=latest]');
    const minute = old.endsWith('30') ? '45' : '30';
    await admin.fill('input[name=latest]', `2024-02-26T20:${minute}`);
    await admin.click('[data-look]');
    await admin.waitForSelector('[data-dialog=confirm] tbody tr');
    await shot(admin, 'hours-confirm');
    await holdNoViolation(admin, 'the confirmation');
    await confirm(admin);
    await admin.waitForFunction((text) => document.querySelector('[data-window=RECOUNT]').textContent.includes(text), `26 Feb 2024 20.${minute}`);
    const [newest] = await entries();
    hold(newest.fact === 'OpeningWindowSet', `the newest entry is ${newest.fact}`);
  });

  const agency = `PANWAS-${mark.toUpperCase()}`;
  await step('an agency is listed', async () => {
    await show(admin, 'agencies');
    await admin.fill('input[name=code]', agency);
    await admin.fill('input[name=name]', `Panitia Uji ${mark}`);
    await admin.click('[data-save]');
    await admin.waitForSelector(`[data-agency="${agency}"]`);
    await admin.fill('input[name=code]', `${agency}-2`);
    await admin.fill('input[name=name]', `Panitia Uji ${mark}`);
    await admin.click('[data-save]');
    await says(admin, '.setup-failure', /sudah dipakai lembaga lain/);
  });

  const area = `POLRES-${mark.toUpperCase()}`;
  await step('a police area is drawn, and a Polres may be appointed for it', async () => {
    await show(admin, 'areas');
    await admin.fill('input[name=code]', area);
    await admin.fill('input[name=name]', `Polres Uji ${mark}`);
    await admin.selectOption('select[name=city]', '3172');
    await admin.check('[data-all="317202"]');
    await shot(admin, 'area');
    await admin.click('[data-save]');
    await admin.waitForSelector(`[data-area="${area}"]`);
    await show(admin, 'users');
    await admin.click('[data-add]');
    await admin.selectOption('[data-dialog=user] select[name=role]', 'POLRES');
    await admin.selectOption('[data-dialog=user] select[name=area]', area);
    hold(!(await admin.isDisabled('[data-confirm]')), 'a Polres may not be of its area');
    await holdNoViolation(admin, 'the form for a Polres');
    await admin.keyboard.press('Escape');
  });

  const name = `uji.${mark}`;
  const row = `[data-user="${name}"]`;
  const once = await step('a user is added, and the password is shown once', async () => {
    await show(admin, 'users');
    await admin.click('[data-add]');
    await admin.fill('[data-dialog=user] input[name=name]', name);
    await admin.selectOption('[data-dialog=user] select[name=agency]', agency);
    await admin.selectOption('[data-dialog=user] select[name=role]', 'KPU_KOTA');
    hold(await admin.isDisabled('[data-confirm]'), 'a KPU Kota may be of a province');
    await admin.selectOption('[data-dialog=user] label:has-text("Kota") select', '3171');
    await shot(admin, 'user');
    await holdNoViolation(admin, 'the form for a user');
    await admin.click('[data-confirm]');
    const password = await admin.textContent('[data-dialog=once] [data-password]');
    await shot(admin, 'once');
    await holdNoViolation(admin, 'the password that works once');
    await admin.click('[data-close]');
    await admin.waitForSelector(`${row}[data-state=oneTime]`);
    hold(!(await admin.content()).includes(password), 'the password is still on the page');
    return password;
  });

  const user = await newPage();
  await step('the user logs in with it, chooses an own one, and is in', async () => {
    await fill(user, name, once);
    await user.waitForSelector('input[name=fresh]');
    await user.fill('input[name=fresh]', OWN);
    await shot(user, 'own-password');
    await holdNoViolation(user, 'the login with a password that works once');
    await user.click('form button.main');
    await user.waitForSelector(`summary[aria-label$="${name}"]`);
    await user.goto(`${url}/setup`);
    await user.waitForSelector('main .form h1');
    hold((await user.textContent('main .form')).includes('tidak mengubah penyiapan'), 'a KPU Kota sees the desk');
  });

  await step('the user is suspended, and the session ends', async () => {
    await show(admin, 'agencies');
    await show(admin, 'users');
    await admin.waitForSelector(`${row}[data-state=active]`);
    await admin.click(`${row} [data-suspend]`);
    await admin.waitForSelector('[data-dialog=confirm]');
    await shot(admin, 'suspend');
    await confirm(admin);
    await admin.waitForSelector(`${row}[data-state=suspended]`);
    const session = await (await user.context().request.get(`${url}/api/session`)).json();
    hold(session.user === null, 'the session goes on');
    await fill(user, name, OWN);
    await says(user, '.failure', /ditangguhkan/);
    await shot(user, 'suspended');
  });

  await step('the last administrator cannot be suspended', async () => {
    await admin.click(`[data-user="${options.user}"] [data-suspend]`);
    await admin.click('[data-confirm]');
    await says(admin, '[data-dialog=confirm] .setup-failure', /pengurus terakhir/);
    await shot(admin, 'last-admin');
    await admin.keyboard.press('Escape');
  });

  await step('a threshold is moved, and the page says what that means', async () => {
    await show(admin, 'limits');
    await admin.waitForSelector('input[name=opened]');
    const old = Number(await admin.inputValue('input[name=opened]'));
    const fresh = old === 20 ? 25 : 20;
    await admin.fill('input[name=opened]', String(fresh));
    await says(admin, '[data-opened-at]', new RegExp(`07\\.${fresh}`));
    await admin.click('[data-look]');
    await admin.waitForSelector('[data-dialog=confirm] tbody tr');
    await shot(admin, 'limits-confirm');
    await confirm(admin);
    await says(admin, '.said', /tercatat/);
    const board = await (await api('/api/custody/days?region=3171011001')).json();
    hold(board.due === `2024-02-14T00:${fresh}:00Z`, `a TPS that is closed is a finding from ${board.due} on`);
  });

  await step('seals that were issued are not issued again', async () => {
    const [issued] = await (await api('/api/custody/seals')).json();
    await show(admin, 'seals');
    await admin.waitForSelector('[data-seals]');
    await admin.fill('input[name=letters]', issued.letters);
    await admin.fill('input[name=digits]', String(issued.digits));
    await admin.fill('input[name=first]', String(issued.first));
    await admin.fill('input[name=last]', String(issued.first));
    await admin.click('[data-look]');
    await admin.click('[data-confirm]');
    await says(admin, '[data-dialog=confirm] .setup-failure', /sudah diterbitkan/);
    await admin.keyboard.press('Escape');
  });

  await step('a roster with a wrong row is looked at, and the row is named', async () => {
    const before = (await entries())[0].last;
    await show(admin, 'roster');
    await admin.setInputFiles('[data-file]', {
      name: 'daftar.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('kelurahan_code,tps_count\n3171011001,71\n3171011002,banyak\n'),
    });
    await admin.waitForSelector('[data-wrong="1"]');
    const said = await admin.textContent('[data-line="3"]');
    hold(/tps_count/.test(said) && /harus bilangan bulat 1 sampai 900, bukan “banyak”/.test(said), `the wrong row is told as: ${said}`);
    await holdNoViolation(admin, 'a wrong roster');
    await shot(admin, 'roster-wrong');
    await admin.setViewportSize(PHONE);
    await shot(admin, 'roster-wrong-390');
    await admin.setViewportSize(DESK.viewport);
    hold((await entries())[0].last === before, 'looking at a file wrote to the log');
  });

  await step('the history has each change with its entry, and nobody by name', async () => {
    await show(admin, 'history');
    await admin.waitForSelector('[data-change=ThresholdsSet]');
    for (const fact of ['OpeningWindowSet', 'AgencyListed', 'UserAppointed', 'UserChanged']) {
      hold((await admin.locator(`[data-change=${fact}]`).count()) > 0, `the history has no ${fact}`);
    }
    await shot(admin, 'history-after');
    const href = await admin.getAttribute('[data-change=UserChanged] a', 'href');
    const entry = await (await api(href)).text();
    hold(entry.includes('change SUSPENDED'), `${href} does not say who was suspended`);
    const rows = JSON.stringify(await entries());
    hold(!rows.includes(name) && !rows.includes(once) && !entry.includes(name), 'the log has a name');
  });

  hold(broken.length === 0, `the pages complain: ${broken[0]}`);
}

async function newPage() {
  const context = await browser.newContext(DESK);
  context.setDefaultTimeout(PATIENCE);
  const page = await open(context, broken);
  pages.push(page);
  return page;
}

async function fill(page, user, password) {
  await page.goto(`${url}/login`);
  await page.fill('input[name=user]', user);
  await page.fill('input[name=password]', password);
  await page.click('form button.main');
}

async function logIn(page, user, password) {
  await fill(page, user, password);
  await page.waitForSelector('nav a[href="/setup"]');
}

async function show(page, section) {
  await page.click(`[data-section=${section}]`);
  await page.waitForSelector(`[data-section=${section}][aria-current=page]`);
  await page.waitForFunction(() => !document.querySelector('main [aria-busy=true]'));
}

async function confirm(page) {
  await page.click('[data-dialog=confirm] [data-confirm]');
  await page.waitForSelector('[data-dialog=confirm]', { state: 'detached' });
}

async function says(page, selector, words) {
  await page.waitForSelector(selector);
  const said = await page.textContent(selector);
  hold(words.test(said), `${selector} says: ${said}`);
}

async function shot(page, name) {
  if (!options.shots) return;
  mkdirSync(options.shots, { recursive: true });
  await page.screenshot({ path: `${options.shots}/${name}.png`, fullPage: true });
}
