/**
 * Somebody who wants to be told sets up a hook, against a running Segel in a demo that may post to it:
 *   SEGEL_OUTBOUND_ALLOW=127.0.0.1:9099 ./segel demo …
 *   node tests/notifications.mjs http://localhost:8080 --sink 9099 --user kpu-dki --password … --other bawaslu --other-password …
 *        [--shots DIR]
 * A sink on this machine takes what is posted, and checks the signature. The address is confirmed by the code that came, a test
 * arrives, a failure is seen and tried again, quiet hours are set and shown, Bawaslu reports something critical, which breaks
 * through, and the address is removed. Ends with status 0, or 1 and one sentence; 2 when it could not run.
 */
import { createHmac } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { holdNoViolation } from './axe.mjs';
import { launch } from './browser.mjs';
import { hold, NotSo, open, step, until } from './steps.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { sink: { type: 'string' }, user: { type: 'string' }, password: { type: 'string' }, other: { type: 'string' }, 'other-password': { type: 'string' }, shots: { type: 'string' } },
});
const [url] = positionals;
if (!url || !options.sink || !options.user || !options.other) {
  process.stderr.write('usage: node tests/notifications.mjs URL --sink PORT --user NAME --password WORD --other NAME --other-password WORD [--shots DIR]\n');
  process.exit(2);
}
if (options.shots) mkdirSync(options.shots, { recursive: true });

const posts = [];
let failing = false;
const sink = createServer((request, answer) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    posts.push({ headers: request.headers, body: Buffer.concat(parts).toString() });
    answer.writeHead(failing ? 503 : 200).end(failing ? 'nanti' : 'terima kasih');
  });
});
await new Promise((listening) => sink.listen(Number(options.sink), '127.0.0.1', listening));

const browser = await launch();
const broken = [];
let last;
try {
  await play();
  process.stdout.write('notifications: a hook was confirmed, told with a right signature, failed and tried again, and removed\n');
} catch (e) {
  process.stderr.write(`notifications: ${e instanceof NotSo ? e.message : e.stack}\n`);
  process.exitCode = 1;
  await shot(last, 'failed').catch(() => {});
} finally {
  await browser.close();
  sink.close();
}

async function play() {
  const page = await logIn(options.user, options.password);
  const mine = `${url}/api/notifications`;
  await step('the way there is on the page of findings', async () => {
    await page.goto(`${url}/findings`);
    await page.click('[data-notify]');
    await page.waitForSelector('[data-none]');
    hold((await page.locator('[data-no-mail]').count()) === 1, 'nothing says that e-mail is not set up');
    await look(page, 'empty');
  });
  const secret = await step('a hook is added, and its secret shown once', async () => {
    await page.fill('input[name=address]', 'http://127.0.0.1:1/');
    await page.click('[data-add] [data-save]');
    await page.waitForSelector('[role=alert]');
    await look(page, 'refused');
    await page.fill('input[name=address]', `http://127.0.0.1:${options.sink}/kabar`);
    await page.fill('input[name=quiet-from]', '00:00');
    await page.fill('input[name=quiet-until]', '23:59');
    await page.click('[data-add] [data-save]');
    const shown = (await page.innerText('[data-secret]')).trim();
    await look(page, 'secret');
    await page.click('[data-kept]');
    return shown;
  });
  await step('its address is confirmed by the code that came', async () => {
    await until(page, mine, ({ messages }) => messages[0]?.state === 'SENT');
    hold(isRight(posts[0], secret), 'the code came with a wrong signature');
    await page.fill('input[name=code]', JSON.parse(posts[0].body).data.code);
    await page.click('[data-confirm]');
    await page.waitForSelector('[data-channel=WEBHOOK][data-confirmed=true]');
    hold((await page.innerText('[data-quiet]')).includes('00.00–23.59 WIB'), 'the quiet hours are not shown');
  });
  await step('a test arrives, signed', async () => {
    await page.click('[data-test]');
    await page.waitForSelector('[data-message=TEST][data-state=SENT]');
    const test = posts.at(-1);
    hold(JSON.parse(test.body).type === 'notification.test' && isRight(test, secret), 'the test is not what it should be');
    hold(!isRight({ ...test, body: test.body + ' ' }, secret), 'any body has the signature');
    await look(page, 'tested');
  });
  await step('the other side fails, which is seen, and comes back', async () => {
    failing = true;
    await page.click('[data-test]');
    await page.waitForSelector('[data-message=TEST][data-state=FAILED]');
    hold((await page.innerText('[data-state=FAILED]')).includes('503'), 'what it answered is not shown');
    await look(page, 'failed-once');
    const { 'webhook-id': id } = posts.at(-1).headers;
    failing = false;
    await page.click('[data-again]');
    await page.waitForFunction(() => document.querySelectorAll('[data-message=TEST][data-state=SENT]').length === 2);
    hold(posts.at(-1).headers['webhook-id'] === id, 'the same message has another id');
  });
  await step('quiet hours are changed, and what is chosen stays', async () => {
    await page.click('[data-change]');
    await page.fill('input[name=quiet-from]', '22:00');
    await page.fill('input[name=quiet-until]', '05:00');
    await page.selectOption('select[name=desk]', 'all');
    await page.selectOption('select[name=digest]', '60');
    await page.click('[data-channel] details summary');
    await look(page, 'changing');
    await page.click('[data-channel] [data-save]');
    await page.waitForSelector('[data-channel] [data-quiet]');
    hold((await page.innerText('[data-quiet]')).includes('22.00–05.00 WIB'), 'the quiet hours were not set');
  });
  await step('what is critical comes at once, whatever waits', async () => {
    const other = await logIn(options.other, options['other-password']);
    const record = 'UJI-SURAT-1';
    const tps = (await (await page.context().request.get(`${url}/api/tps?size=1`)).json()).rows[0].code;
    hold((await sent(other, '/api/findings/reports', { record, severity: 'CRITICAL', place: `T${tps}`, words: 'Kotak tanpa penjaga' })) === 200, 'it was not reported');
    await until(page, mine, ({ messages }) => messages.some(({ kind, state, subject }) => kind === 'NEWS' && state === 'SENT' && subject.includes(record)));
    const told = posts.at(-1);
    const [finding] = JSON.parse(told.body).data.findings.filter(({ id }) => id.endsWith(record));
    hold(isRight(told, secret) && finding?.severity === 'CRITICAL', 'what was told is not what was found');
    hold(!told.body.includes('penjaga'), 'what people write went out');
    await page.reload();
    await page.waitForSelector('[data-message=NEWS][data-state=SENT]');
    await look(page, 'told');
    hold((await sent(other, '/api/findings/ends', { record })) === 200, 'it was not ended');
    await other.goto(`${url}/notifications`);
    await other.waitForSelector('[data-none]');
  });
  await step('a pause, and its end', async () => {
    await page.click('[data-pause]');
    await page.click('[data-resume]');
    await page.waitForSelector('[data-pause]');
  });
  await step('on a phone, and in the dark', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.reload();
    await page.waitForSelector('[data-channel]');
    hold(await page.evaluate(() => document.documentElement.scrollWidth <= screen.width), 'the page is wider than a phone');
    await look(page, 'phone');
    await page.click('[data-change]');
    await look(page, 'phone-changing');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 1366, height: 768 });
    await page.reload();
    await page.waitForSelector('[data-channel]');
    await look(page, 'dark');
  });
  await step('it is removed, with all that was sent to it', async () => {
    await page.click('[data-remove]');
    await page.click('[data-remove-sure]');
    await page.waitForSelector('[data-none]');
    hold((await page.locator('[data-message]').count()) === 0, 'what was sent is still there');
  });
  hold(broken.length === 0, `the pages complain: ${broken[0]}`);
}

function isRight({ headers, body }, secret) {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const right = createHmac('sha256', key).update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`).digest('base64');
  return headers['webhook-signature'] === `v1,${right}`;
}

/** As the page itself would send it. */
async function sent(page, path, body) {
  const token = decodeURIComponent((await page.context().cookies()).find(({ name }) => name === 'XSRF-TOKEN')?.value ?? '');
  return (await page.context().request.post(url + path, { data: body, headers: { 'X-XSRF-TOKEN': token } })).status();
}

async function logIn(user, password) {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'id-ID', colorScheme: 'light' });
  context.setDefaultTimeout(30_000);
  const page = await open(context, broken);
  last = page;
  await page.goto(`${url}/login`);
  await page.fill('input[name=user]', user);
  await page.fill('input[name=password]', password);
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
