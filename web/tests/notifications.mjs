/**
 * Somebody who wants to be told sets up a hook, against a running Segel in a demo that may post to it:
 *   SEGEL_OUTBOUND_ALLOW=127.0.0.1:9099 SEGEL_TELEGRAM_ADDRESS=http://127.0.0.1:9099 SEGEL_TELEGRAM_TOKEN=1:only-for-the-story ./segel demo …
 *   node tests/notifications.mjs http://localhost:8080 --sink 9099 --user kpu-dki --password … --other bawaslu --other-password …
 *        [--shots DIR]
 * A sink on this machine takes what is posted, and checks the signature. The address is confirmed by the code that came, a test
 * arrives, a failure is seen and tried again, quiet hours are set and shown, Bawaslu reports something critical, which breaks
 * through, and the address is removed. Then a browser: it says why it cannot, its worker shows what comes, and what is pushed is
 * opened with the keys of a subscription, which ends. At last a chat of Telegram, which the sink plays. Ends with status 0, or 1 and one sentence; 2 when it could not run.
 */
import { createDecipheriv, createECDH, createHmac, hkdfSync, randomBytes } from 'node:crypto';
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
/** What the push service took, and what it answers. */
const pushed = [];
let pushStatus = 201;
/** What people wrote to the bot, and what it said. */
const written = [];
const said = [];
const sink = createServer((request, answer) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    if (request.url.startsWith('/push/')) {
      pushed.push({ headers: request.headers, body: Buffer.concat(parts) });
      answer.writeHead(pushStatus).end();
      return;
    }
    if (request.url.startsWith('/bot')) {
      telegram(request.url.split('/').pop(), JSON.parse(Buffer.concat(parts)), (result) => answer.writeHead(200).end(JSON.stringify({ ok: true, result })));
      return;
    }
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
  process.stdout.write('notifications: a hook was confirmed, told with a right signature, failed and tried again, and removed; a browser and a chat of Telegram were told and ended\n');
} catch (e) {
  process.stderr.write(`notifications: ${e instanceof NotSo ? e.message : e.stack}\n`);
  process.exitCode = 1;
  await shot(last, 'failed').catch(() => {});
} finally {
  await browser.close();
  sink.close();
  // The bot asks as long as it is answered.
  sink.closeAllConnections();
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
  await aBrowser(page, mine);
  await aChat(page, mine);
  hold(broken.length === 0, `the pages complain: ${broken[0]}`);
}

async function aBrowser(page, mine) {
  await step('a browser that refuses says how to allow it', async () => {
    const wire = await page.context().newCDPSession(page);
    const { browserContextId } = (await wire.send('Target.getTargetInfo')).targetInfo;
    await wire.send('Browser.setPermission', { permission: { name: 'notifications' }, setting: 'denied', origin: url, browserContextId });
    await page.reload();
    await page.selectOption('select[name=kind]', 'PUSH');
    await page.waitForSelector('[data-push=denied]');
    hold(await page.isDisabled('[data-add] [data-save]'), 'what the browser refuses can be pressed');
    await look(page, 'push-denied');
  });
  await step('a browser without a push service says so', async () => {
    await page.context().grantPermissions(['notifications'], { origin: url });
    await page.reload();
    await page.selectOption('select[name=kind]', 'PUSH');
    await page.waitForSelector('[data-push=ready]');
    await look(page, 'push-ready');
    await page.click('[data-add] [data-save]');
    await page.waitForSelector('[role=alert]');
    await look(page, 'push-failed');
  });
  const receiver = createECDH('prime256v1');
  const auth = randomBytes(16);
  const keys = { p256dh: receiver.generateKeys('base64url'), auth: auth.toString('base64url') };
  const opened = () => JSON.parse(unsealed(pushed.at(-1).body, receiver, auth));
  await step('a subscription is confirmed by the code that was pushed, sealed', async () => {
    const wanted = { severities: ['CRITICAL'], rules: [], region: '', desk: true, digestMinutes: 0, quietFrom: 0, quietUntil: 0, criticalFirst: true, pausedUntil: '', floodMessages: 5, floodMinutes: 10 };
    const status = await sent(page, '/api/notifications/browsers', { address: `http://127.0.0.1:${options.sink}/push/rina`, ...keys, wanted });
    hold(status === 200, `a subscription was refused with ${status}`);
    await until(page, mine, ({ messages }) => messages[0]?.state === 'SENT');
    const { code } = opened();
    hold(!pushed[0].body.includes(code), 'the push service can read the code');
    await page.reload();
    await page.fill('input[name=code]', code);
    await page.click('[data-confirm]');
    await page.waitForSelector('[data-channel=PUSH][data-confirmed=true]');
    await page.click('[data-test]');
    await page.waitForSelector('[data-message=TEST][data-state=SENT]');
    hold(opened().title === 'Uji coba' && pushed.at(-1).headers.ttl === '1800', 'the test is not what it should be');
    await look(page, 'push-tested');
  });
  await step('the worker shows what was pushed', async () => {
    const wire = await page.context().newCDPSession(page);
    const registered = new Promise((done) => wire.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => registrations.forEach((one) => one.scopeURL.endsWith('/notifications') && done(one.registrationId))));
    await wire.send('ServiceWorker.enable');
    await page.evaluate(async () => {
      await navigator.serviceWorker.register('/push-worker.js', { scope: '/notifications' });
      await navigator.serviceWorker.ready;
    });
    await wire.send('ServiceWorker.deliverPushMessage', { origin: url, registrationId: await registered, data: JSON.stringify({ ...opened(), path: '/findings?id=X' }) });
    const shown = await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration('/notifications');
      for (let i = 0; i < 50; i++) {
        const [one] = await registration.getNotifications();
        if (one) return { title: one.title, path: one.data };
        await new Promise((later) => setTimeout(later, 100));
      }
    });
    hold(shown?.title === 'Uji coba' && shown.path === '/findings?id=X', 'nothing was shown');
  });
  await step('a browser that is gone is said to be, and removed', async () => {
    pushStatus = 410;
    await page.click('[data-test]');
    await page.waitForSelector('[data-channel=PUSH][data-ended=GONE]');
    await page.waitForSelector('[data-message=TEST][data-state=GIVEN_UP]');
    await look(page, 'push-gone');
    await page.click('[data-remove]');
    await page.click('[data-remove-sure]');
    await page.waitForSelector('[data-none]');
  });
}

async function aChat(page, mine) {
  await step('a chat is connected by a code of the page', async () => {
    await until(page, mine, ({ bot }) => bot === 'segel_uji_bot');
    await page.reload();
    await page.selectOption('select[name=kind]', 'TELEGRAM');
    await page.waitForSelector('[data-telegram]');
    await look(page, 'telegram');
    await page.click('[data-add] [data-save]');
    const code = (await page.innerText('[data-chat-code]')).trim();
    hold((await page.getAttribute('[data-bot]', 'href')) === `https://t.me/segel_uji_bot?start=${code}`, 'the link to the bot has no code');
    await look(page, 'telegram-code');
    written.push(`/start ${code}`);
    await page.waitForSelector('[data-channel=TELEGRAM][data-confirmed=true]');
    hold(said.at(-1)?.text.startsWith('Tersambung'), 'the bot did not answer');
    await page.click('[data-test]');
    await page.waitForSelector('[data-message=TEST][data-state=SENT]');
    hold(said.at(-1).chat_id === '77' && said.at(-1).text.startsWith('Ini uji coba'), 'the test did not come');
  });
  await step('it is ended from the chat', async () => {
    written.push('/stop');
    await until(page, mine, ({ channels }) => channels[0]?.ended === 'STOPPED');
    await page.reload();
    await page.waitForSelector('[data-channel=TELEGRAM][data-ended=STOPPED]');
    await page.setViewportSize({ width: 390, height: 844 });
    await look(page, 'telegram-stopped');
    await page.click('[data-remove]');
    await page.click('[data-remove-sure]');
    await page.waitForSelector('[data-none]');
  });
}

/** The Bot API, as far as a bot of ours needs it: one chat, whose number is 77. */
function telegram(method, asked, answer) {
  if (method === 'getMe') answer({ id: 1, is_bot: true, username: 'segel_uji_bot' });
  else if (method === 'sendMessage') answer({ message_id: said.push(asked) });
  else {
    const look = (left) => {
      const fresh = written.map((text, i) => ({ update_id: i + 1, message: { chat: { id: 77, type: 'private' }, text } })).filter(({ update_id: id }) => id >= asked.offset);
      if (fresh.length > 0 || left === 0) answer(fresh);
      else setTimeout(look, 100, left - 1);
    };
    look(20);
  }
}

/** What RFC 8291 seals for a browser. */
function unsealed(body, receiver, auth) {
  const [salt, sender, text] = [body.subarray(0, 16), body.subarray(21, 86), body.subarray(86)];
  const secret = Buffer.from(hkdfSync('sha256', receiver.computeSecret(sender), auth, Buffer.concat([Buffer.from('WebPush: info\0'), receiver.getPublicKey(), sender]), 32));
  const key = Buffer.from(hkdfSync('sha256', secret, salt, 'Content-Encoding: aes128gcm\0', 16));
  const nonce = Buffer.from(hkdfSync('sha256', secret, salt, 'Content-Encoding: nonce\0', 12));
  const cipher = createDecipheriv('aes-128-gcm', key, nonce).setAuthTag(text.subarray(-16));
  const padded = Buffer.concat([cipher.update(text.subarray(0, -16)), cipher.final()]);
  return padded.subarray(0, padded.lastIndexOf(2)).toString();
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
