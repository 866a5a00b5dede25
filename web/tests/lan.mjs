/**
 * A phone in the network of a demo that was started with --lan ADDRESS:
 *   node tests/lan.mjs http://localhost:8080 --page http://ADDRESS:8082 --user NAME --password WORD [--shots DIR]
 * Its browser has a profile of its own and knows nobody here: it is refused, gets the authority's certificate from the
 * install page, trusts it from then on, and then enrols over HTTPS, signs, and opens again without a network. Ends with
 * status 0, or 1 and one sentence that says what was not as it should be; 2 when it could not run.
 */
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { parseArgs } from 'node:util';
import { launch } from './browser.mjs';
import { Signer } from './signer.mjs';
import { choosePin, hold, NotSo, open, sign, step } from './steps.mjs';

const PATIENCE = 60_000;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { page: { type: 'string' }, user: { type: 'string' }, password: { type: 'string' }, shots: { type: 'string' } },
});
const [url] = positionals;
if (!url || !options.page || !options.user) {
  process.stderr.write('usage: node tests/lan.mjs URL --page URL --user NAME --password WORD [--shots DIR]\n');
  process.exit(2);
}

const broken = [];
const home = mkdtempSync(join(tmpdir(), 'segel-phone-'));
const browsers = [];
let page;
try {
  await play();
  process.stdout.write('lan: a phone that trusted nobody here installs the certificate, enrols over HTTPS, signs and works offline\n');
} catch (e) {
  process.stderr.write(`lan: ${e instanceof NotSo ? e.message : e.stack}\n`);
  process.exitCode = 1;
  await shot('failed').catch(() => {});
} finally {
  for (const browser of browsers) await browser.close();
  rmSync(home, { recursive: true, force: true });
}

async function play() {
  const { tps, boxes, codes } = await step('a TPS that nobody plays is found, and its people invited', prepare);

  const { authority, field } = await step('the install page hands out the certificate, and says how to compare it', async () => {
    page = await phone();
    await page.goto(options.page);
    await shot('1-install-page');
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('#android')]);
    hold(download.suggestedFilename() === 'segel-demo.crt', `the certificate is called ${download.suggestedFilename()}`);
    const der = readFileSync(await download.path());
    const given = new X509Certificate(der);
    hold((await page.innerText('#fingerprint')) === given.fingerprint256, 'the page shows another fingerprint');
    const profile = await fetch(new URL('/segel-demo.mobileconfig', options.page));
    hold(profile.headers.get('content-type') === 'application/x-apple-aspen-config', 'the profile is not one for iOS');
    hold((await profile.text()).includes(der.toString('base64')), 'the profile holds another certificate');
    return { authority: given, field: new URL(await page.getAttribute('#field', 'href')) };
  });

  await step('it signs the certificate of the server, and only for a while', async () => {
    const shown = await certificateOf(field, authority);
    hold(shown.verify(authority.publicKey), 'the certificate of the server is not signed by it');
    hold(shown.checkIP(field.hostname) === field.hostname, `the certificate is not for ${field.hostname}`);
    hold(authority.ca && Date.parse(authority.validTo) - Date.now() < 8 * 86_400_000, 'the authority lives for more than a week');
  });

  await step('HTTPS is answered with cookies for HTTPS alone, and no browser is told to insist on it', async () => {
    const headers = await headersOf(new URL('/api/session', field), authority);
    hold(headers['strict-transport-security'] === undefined, 'a browser would insist on HTTPS when the demo is gone');
    hold(/default-src 'self'/.test(headers['content-security-policy']), 'there is no policy');
    hold(headers['set-cookie']?.every((cookie) => /; ?secure/i.test(cookie)), `a cookie is not secure: ${headers['set-cookie']}`);
  });

  await step('a browser that has not installed it is refused', async () => {
    const refused = await page.goto(field.href).then(
      () => 'nothing',
      (e) => e.message,
    );
    hold(/ERR_CERT_AUTHORITY_INVALID/.test(refused), `the browser said ${refused}`);
  });

  await step('one that has is let in, in a secure context, and its pages are kept', async () => {
    trust(authority);
    page = await phone();
    await page.goto(`${field.href}?code=${codes.ppk}`);
    hold(await page.evaluate('isSecureContext'), 'the context is not secure');
    hold(await page.evaluate('navigator.serviceWorker.ready.then(({ active }) => active !== null)'), 'there is no worker');
    await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
  });

  await step('it enrols, and takes along its kit', async () => {
    await page.click('form .bottom button');
    await choosePin(page);
    await page.waitForFunction(() => Number(document.querySelector('[data-kit]')?.dataset.kit) > 0);
    await page.waitForSelector('[data-kept=ready]');
    await shot('2-enrolled');
  });

  await step('it takes boxes over', async () => {
    const now = await (await fetch(`${url}/api/status`)).json().then((status) => status.now);
    const city = new Signer(url);
    await city.enrol(codes.city);
    const all = (after, text) => [`after ${after}`, ...boxes.map((box) => `box ${box} ${text(box)}`)];
    const sealed = (box) => `seals A${box.slice(3)},B${box.slice(3)}`;
    const store = `place G${tps.slice(0, 4)}`;
    const packed = await city.say('pack', now, store, ...all('none', () => 'sheets 0'));
    const closed = await city.say('seal', now, store, ...all(packed, sealed));
    const key = (await page.textContent('.key .mono')).trim();
    await city.say('offer', now, store, 'leg city-kecamatan', `to ${key}`, ...all(closed, sealed));
    await page.click('[data-offer]');
    await sign(page);
    await page.waitForSelector('[data-receipt]');
    await shot('3-receipt');
    const box = await (await fetch(`${url}/api/boxes/${boxes[0]}`)).json();
    hold(box.holder?.key === key, `box ${boxes[0]} is held by ${JSON.stringify(box.holder)}`);
  });

  await step('it opens again without a network', async () => {
    await page.context().setOffline(true);
    await page.reload();
    await page.waitForSelector(`[data-hold="${boxes.length}"]`);
  });
  hold(broken.length === 0, `the pages complain: ${broken[0]}`);
}

/** A kecamatan's first TPS that nobody plays but the first of its kelurahan, and codes for city and PPK. */
async function prepare() {
  const browser = await launch();
  browsers.push(browser);
  const context = await browser.newContext();
  const desk = await context.newPage();
  await desk.goto(`${url}/login`);
  await desk.fill('input[name=user]', options.user);
  await desk.fill('input[name=password]', options.password);
  await desk.click('form button.main');
  await desk.waitForSelector('summary.button');
  const regions = await (await context.request.get(`${url}/api/regions`)).json();
  for (const { code } of regions.kelurahan) {
    const tps = `${code}002`;
    const list = await (await context.request.get(`${url}/api/tps/${tps}`)).json();
    if (!list.boxes?.every(({ stage }) => stage === 0)) continue;
    const posts = [
      { role: 'KPU_KOTA', territory: code.slice(0, 4) },
      { role: 'PPK', territory: code.slice(0, 6) },
    ];
    const guard = decodeURIComponent((await context.cookies()).find(({ name }) => name === 'XSRF-TOKEN')?.value ?? '');
    const answer = await context.request.post(`${url}/api/invitations`, { data: posts, headers: { 'X-XSRF-TOKEN': guard } });
    hold(answer.ok(), `the invitations were answered ${answer.status()}: ${await answer.text()}`);
    const [city, ppk] = (await answer.json()).map((one) => one.code);
    return { tps, boxes: list.boxes.map(({ id }) => id), codes: { city, ppk } };
  }
  throw new NotSo('the simulator plays every TPS');
}

/** A browser with a profile and a store of certificates of its own. */
async function phone() {
  const browser = await launch([], { ...process.env, HOME: home });
  browsers.push(browser);
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'id-ID', colorScheme: 'light', deviceScaleFactor: 2, hasTouch: true });
  context.setDefaultTimeout(PATIENCE);
  context.on('request', (asked) => {
    if (new URL(asked.url()).pathname === '/api/events') broken.push('a phone opened the stream of events');
  });
  return open(context, broken);
}

/** What a person does in the settings of a phone. */
function trust(authority) {
  const store = join(home, '.pki', 'nssdb');
  mkdirSync(store, { recursive: true });
  writeFileSync(join(home, 'authority.pem'), authority.toString());
  const certutil = (...words) => execFileSync('certutil', ['-d', `sql:${store}`, ...words]);
  certutil('-N', '--empty-password');
  certutil('-A', '-n', 'segel', '-t', 'C,,', '-i', join(home, 'authority.pem'));
}

function certificateOf({ hostname, port }, authority) {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port, ca: authority.toString() }, () => {
      resolve(new X509Certificate(socket.getPeerCertificate().raw));
      socket.end();
    });
    socket.on('error', reject);
  });
}

function headersOf(address, authority) {
  return new Promise((resolve, reject) => {
    request(address, { ca: authority.toString(), agent: false }, (answer) => {
      answer.resume();
      resolve(answer.headers);
    })
      .on('error', reject)
      .end();
  });
}

async function shot(name) {
  if (!options.shots || !page) return;
  mkdirSync(options.shots, { recursive: true });
  await page.screenshot({ path: `${options.shots}/${name}.png`, fullPage: name.startsWith('1') });
}
