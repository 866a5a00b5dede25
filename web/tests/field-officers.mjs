/** What the browser tests of the field share: invitations, a phone, and an offer as the codes that another phone shows. */
import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { launch } from './browser.mjs';
import { FakeCamera } from './fake-camera.mjs';
import { Signer } from './signer.mjs';
import { choosePin, hold, NotSo, open } from './steps.mjs';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const CHUNK = 474;

/** One-time codes for these offices, by somebody of KPU. */
export async function invite(url, { user, password }, officesOf) {
  const browser = await launch();
  try {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${url}/login`);
    await page.fill('input[name=user]', user);
    await page.fill('input[name=password]', password);
    await page.click('form button.main');
    await page.waitForSelector('summary.button');
    const regions = await (await context.request.get(`${url}/api/regions`)).json();
    const offices = officesOf(regions.kelurahan);
    const guard = decodeURIComponent((await context.cookies()).find(({ name }) => name === 'XSRF-TOKEN')?.value ?? '');
    const answer = await context.request.post(`${url}/api/invitations`, { data: offices, headers: { 'X-XSRF-TOKEN': guard } });
    hold(answer.ok(), `the invitations were answered ${answer.status()}: ${await answer.text()}`);
    return (await answer.json()).map(({ code }, i) => ({ ...offices[i], code }));
  } finally {
    await browser.close();
  }
}

/** A phone with a camera that can be aimed. */
export async function newPhone(broken, prepare = () => {}) {
  const camera = new FakeCamera();
  const browser = await launch(camera.flags);
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'id-ID', colorScheme: 'light', hasTouch: true });
  context.setDefaultTimeout(60_000);
  await prepare(context);
  return { browser, context, camera, page: await open(context, broken) };
}

export async function enrol({ page }, url, code) {
  await page.goto(`${url}/field?code=${code}`);
  await page.click('form .bottom button');
  await choosePin(page);
  await page.waitForSelector('[data-take-by-camera]');
}

const WAY = [
  ['city-kecamatan', (tps) => `G${tps.slice(0, 4)}`],
  ['kecamatan-kelurahan', (tps) => `K${tps.slice(0, 6)}`],
  ['kelurahan-tps', (tps) => `P${tps.slice(0, 10)}`],
];

/**
 * Packs and seals the boxes of a TPS and hands them on by phones without a screen, enrolled with these codes from the city on;
 * the last offers them to a key. What it signed with follows.
 */
export async function bringTo(to, { url, tps, codes, boxes, seals }) {
  const { now } = await (await fetch(`${url}/api/status`)).json();
  const all = (after, text) => [`after ${after}`, ...boxes.map((box, i) => `box ${box} ${text(box, i)}`)];
  const sealed = (_, i) => `seals ${seals(i)}`;
  const hands = [];
  for (const code of codes) {
    hands.push(new Signer(url));
    await hands.at(-1).enrol(code);
  }
  const place = (i) => `place ${WAY[i][1](tps)}`;
  let tip = await hands[0].say('pack', now, place(0), ...all('none', () => 'sheets 100'));
  tip = await hands[0].say('seal', now, place(0), ...all(tip, sealed));
  for (const [i, hand] of hands.entries()) {
    const offer = await hand.say('offer', now, place(i), `leg ${WAY[i][0]}`, `to ${hands[i + 1]?.key ?? to}`, ...all(tip, sealed));
    if (hands[i + 1]) tip = await hands[i + 1].say('accept', now, place(i + 1), `of ${offer}`, `seen ${boxes.length}`);
  }
}

/** A TPS of this number, in the last kelurahan where nobody has played it. */
export async function unplayed(url, number) {
  const regions = await (await fetch(`${url}/api/regions`)).json();
  for (const { code } of regions.kelurahan.toReversed()) {
    const list = await (await fetch(`${url}/api/tps/${code}${number}`)).json();
    if (list.boxes?.every(({ stage }) => stage === 0)) return `${code}${number}`;
  }
  throw new NotSo('the simulator plays every TPS');
}

/** Packs anew and waits until the pages are kept; then there is no network. */
export async function goOffline({ page, context }) {
  await page.waitForSelector('[data-kept=ready]');
  const before = await page.getAttribute('[data-kit]', 'data-kit');
  await page.click('[data-pack]');
  await page.waitForFunction((was) => document.querySelector('[data-kit]').dataset.kit > was, before);
  await context.setOffline(true);
}

/** The boxes of so many TPS of a kelurahan, four each. */
export function boxesOf(kelurahan, count) {
  return Array.from({ length: count }, (_, i) => `${kelurahan}${String(Math.floor(i / 4) + 1).padStart(3, '0')}${(i % 4) + 1}01`);
}

/** As web/src/lib/field/frames.ts makes them. */
export function framesOf(note) {
  const bytes = Buffer.from(note);
  const squeezed = deflateRawSync(bytes);
  let text = '';
  for (let i = 0; i < squeezed.length; i += 2) {
    const isPair = i + 1 < squeezed.length;
    let value = isPair ? squeezed[i] * 256 + squeezed[i + 1] : squeezed[i];
    for (let n = isPair ? 3 : 2; n > 0; n--) {
      text += ALPHABET[value % 45];
      value = Math.floor(value / 45);
    }
  }
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 8).toUpperCase();
  const parts = Math.ceil(text.length / CHUNK);
  return Array.from({ length: parts }, (_, i) => `SEGEL1/${digest}/${i + 1}/${parts}/${text.slice(i * CHUNK, (i + 1) * CHUNK)}`);
}

/** Shows the frames until the phone has the note. */
export async function showFrames({ page, camera }, frames) {
  for (const frame of frames) {
    const before = await page.evaluate(() => Number(document.querySelector('[data-gathered]')?.dataset.gathered ?? 0));
    camera.show(frame);
    await page.waitForFunction((was) => document.querySelector('[data-sign]') !== null || Number(document.querySelector('[data-gathered]')?.dataset.gathered ?? 0) > was, before);
  }
  camera.clear();
}

/** A photo as a phone takes one: drawn by this browser. */
export async function photo(page) {
  const base64 = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(800, 600);
    const pen = canvas.getContext('2d');
    pen.fillStyle = '#eee';
    pen.fillRect(0, 0, 800, 600);
    pen.fillStyle = '#222';
    pen.font = '40px sans-serif';
    pen.fillText(`Tanda terima ${performance.now()}`, 60, 200);
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer());
    return btoa(String.fromCharCode(...bytes));
  });
  return { name: 'kertas.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(base64, 'base64') };
}
