/**
 * Cameras and sensors against a running Segel in a demo on the eve:
 *   node tests/cameras.mjs http://localhost:8080 --logins FILE [--shots DIR]
 * The commission of a city makes a worker and lists a camera at a store with boxes; the story is the worker. The tile has its
 * picture with its age, is lost and comes back; boxes that nobody saw are listed. A smoke sensor is listed, and what it signs
 * opens the fire card with the boxes. Then ./segel cameras itself watches four
 * cameras of this machine, of which one goes dark and is cut, one freezes, one is covered and one is turned.
 * FILE has a line with user and password for kpu-pusat and bawaslu; the demo was started with SEGEL_CAMERA_ALLOW=127.0.0.1:PORT, where
 * the camera listens, and so is this.
 */
import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asked, DESK, fits, logIn, look, shot, tell, url } from './desks.mjs';
import { hold, step, until } from './steps.mjs';

const ADDRESS = 'rtsp://10.1.2.3:554/s1';
const ALLOWED = process.env.SEGEL_CAMERA_ALLOW;
if (!ALLOWED) {
  process.stderr.write('cameras: SEGEL_CAMERA_ALLOW says where the camera may listen, like 127.0.0.1:9098\n');
  process.exit(2);
}

await tell('a camera was listed, seen, lost and seen again, blind boxes were listed, and smoke opened the fire card', play);

async function play() {
  const kpu = await logIn('kpu-pusat');
  kpu.on('dialog', (dialog) => void dialog.accept());
  const token = await step('a worker gets a token that is shown once', async () => {
    await kpu.goto(`${url}/cameras`);
    await kpu.waitForSelector('[data-none], [data-sum]');
    await look(kpu, 'empty');
    await kpu.fill('[data-worker-name]', 'Komputer gudang');
    await kpu.click('[data-make-worker]');
    const shown = await kpu.innerText('[data-token]');
    hold(shown.startsWith('cam_'), 'no token was shown');
    await kpu.reload();
    await kpu.waitForSelector('[data-worker-row]');
    hold((await kpu.locator('[data-token]').count()) === 0, 'the token is shown again');
    return shown;
  });
  const store = await step('the store with the most boxes of the city is chosen', async () => {
    const { user } = await asked(kpu, '/api/session');
    const rows = (await asked(kpu, `/api/sites?region=${user.territory}`)).filter(({ kind }) => kind !== 'TPS');
    const [first] = rows.sort((one, other) => other.boxes - one.boxes);
    hold(first?.boxes > 0, 'no store has a box');
    return first.place;
  });
  const camera = await step('an address of the machine itself is refused by name, one of a camera is listed', async () => {
    await kpu.goto(`${url}/sites/${store}`);
    await kpu.click('[data-describe-camera=""] summary');
    await kpu.fill('[data-describe-camera=""] [data-name]', 'Aula utama');
    await kpu.fill('[data-describe-camera=""] [data-address]', 'rtsp://127.0.0.1/s1');
    await kpu.fill('[data-describe-camera=""] [data-user]', 'segel');
    await kpu.fill('[data-describe-camera=""] [data-password]', 'rahasia kamera');
    const { workers } = await asked(kpu, '/api/cameras');
    await kpu.selectOption('[data-describe-camera=""] [data-worker]', String(workers.filter(({ isRevoked }) => !isRevoked).at(-1).worker));
    await kpu.click('[data-describe-camera=""] [data-save]');
    await kpu.waitForSelector('[data-camera-failure]');
    hold((await kpu.innerText('[data-camera-failure]')).includes('bukan kamera'), 'it does not say why');
    await kpu.fill('[data-describe-camera=""] [data-address]', ADDRESS);
    await look(kpu, 'form');
    await kpu.click('[data-describe-camera=""] [data-save]');
    await kpu.waitForSelector('[data-camera][data-state="UNKNOWN"]');
    const { tiles } = await asked(kpu, `/api/cameras?place=${store}`);
    hold(!JSON.stringify(tiles).includes('rahasia'), 'the password is told');
    return tiles.at(-1).camera;
  });
  const picture = await jpeg(kpu);
  const send = async (state, more = {}) => {
    const reading = { camera, agoMilliseconds: 0, state, unjudged: [], sinceAgoMilliseconds: 0, why: null, sampled: 6, missed: 0, digest: '0'.repeat(64), picture: null, ...more };
    const answer = await fetch(`${url}/api/cameras/worker/readings`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ version: 1, readings: [reading] }),
    });
    const said = await answer.json();
    hold(answer.status === 200 && Object.keys(said.ignored).length === 0, `the reading was not taken: ${JSON.stringify(said)}`);
  };
  const tile = `[data-camera="${camera}"]`;
  await step('the worker gets the list, and what it sees is on the wall with its age', async () => {
    const list = await (await fetch(`${url}/api/cameras/worker`, { headers: { Authorization: `Bearer ${token}` } })).json();
    hold(list.cameras.some(({ id, address, password }) => id === camera && address === ADDRESS && password === 'rahasia kamera'), 'the worker does not get its camera');
    await send('GOOD', { picture, unjudged: ['FROZEN'] });
    await kpu.goto(`${url}/cameras`);
    await kpu.waitForSelector(`${tile}[data-state="GOOD"] [data-age]`);
    hold(/^gambar .* lalu$/.test(await kpu.innerText(`${tile} [data-age]`)), 'the picture has no age');
    await kpu.waitForFunction((at) => document.querySelector(`${at} img`)?.naturalWidth > 0, tile);
    await look(kpu, 'good');
  });
  await step('a dark camera is lost, first on the wall, and a finding', async () => {
    await send('DARK', { picture });
    await until(kpu, `${url}/api/findings?size=200`, ({ rows }) => rows.some(({ id, state }) => id === `CAMERA_LOST place:${store}` && state === 'OPEN'));
    await kpu.reload();
    await kpu.waitForSelector(`${tile}[data-state="DARK"]`);
    await look(kpu, 'dark');
    await kpu.setViewportSize({ width: 390, height: 844 });
    await fits(kpu);
    await look(kpu, 'dark-phone');
    await kpu.setViewportSize(DESK);
  });
  await step('the boxes that nobody sees are listed at the place, until the camera is back', async () => {
    await until(kpu, `${url}/api/cameras/places/${store}`, ({ blinds }) => blinds.some(({ kind, until: end, boxes }) => kind === 'BLIND' && !end && boxes > 0));
    await send('GOOD', { picture });
    await until(kpu, `${url}/api/cameras/places/${store}`, ({ blinds }) => blinds.some(({ kind, until: end }) => kind === 'BLIND' && end));
    await kpu.goto(`${url}/sites/${store}`);
    await kpu.waitForSelector('[data-strip] [data-hour="BLIND"]');
    await kpu.waitForSelector('[data-blind="BLIND"]');
    await look(kpu, 'site');
    await kpu.setViewportSize({ width: 390, height: 844 });
    await fits(kpu);
    await look(kpu, 'site-phone');
    await kpu.setViewportSize(DESK);
    await kpu.emulateMedia({ media: 'print' });
    await shot(kpu, 'site-print');
    await kpu.emulateMedia({ media: null });
  });
  const { secret, path } = await step('a smoke sensor is listed, its secret is shown once', async () => {
    await kpu.click('[data-list-sensor] summary');
    await kpu.fill('[data-sensor-name]', 'Atap aula');
    await kpu.click('[data-make-sensor]');
    await kpu.waitForSelector('[data-secret]');
    await fits(kpu);
    return { secret: await kpu.innerText('[data-secret]'), path: await kpu.innerText('[data-path]') };
  });
  await step('smoke opens the fire card with the boxes of the store', async () => {
    const body = JSON.stringify({ on: true });
    const id = `msg_${Date.now()}`;
    const at = String(Math.floor(Date.now() / 1000));
    const signature = createHmac('sha256', Buffer.from(secret.replace('whsec_', ''), 'base64')).update(`${id}.${at}.${body}`).digest('base64');
    const headers = { 'Content-Type': 'application/json', 'webhook-id': id, 'webhook-timestamp': at };
    hold((await fetch(url + path, { method: 'POST', headers: { ...headers, 'webhook-signature': 'v1,AAAA' }, body })).status === 401, 'a forged message was taken');
    hold((await fetch(url + path, { method: 'POST', headers: { ...headers, 'webhook-signature': `v1,${signature}` }, body })).status === 200, 'the message was not taken');
    await until(kpu, `${url}/api/incidents`, (rows) => rows.some(({ kind, places }) => kind === 'FIRE' && JSON.stringify(places).includes(store)));
    await kpu.waitForSelector('[data-sensor][data-on="true"]');
    await look(kpu, 'smoke');
    const [fire] = (await asked(kpu, '/api/incidents')).filter(({ kind, places }) => kind === 'FIRE' && JSON.stringify(places).includes(store));
    await kpu.goto(`${url}/incidents/${fire.number}`);
    await kpu.waitForSelector('text=Sensor asap');
    await look(kpu, 'fire');
  });
  await aRealWorker(kpu, store);
  const bawaslu = await logIn('bawaslu');
  await step('Bawaslu sees the wall, and no address', async () => {
    await bawaslu.goto(`${url}/cameras`);
    await bawaslu.waitForSelector(tile);
    hold(!JSON.stringify(await asked(bawaslu, '/api/cameras')).includes('10.1.2.3'), 'the address is told');
    hold((await bawaslu.locator('[data-describe-camera]').count()) === 0, 'Bawaslu may change a camera');
    await bawaslu.emulateMedia({ colorScheme: 'dark' });
    await look(bawaslu, 'wall-dark');
  });
}

/** The worker as it is run, and cameras that it asks for snapshots, side by side; what it finds is on the wall. */
async function aRealWorker(kpu, store) {
  const film = async (more) => {
    const pictures = [];
    for (let i = 0; i < 12; i++) pictures.push(Buffer.from(await jpeg(kpu, { scale: 2, seed: i + 1, ...more }), 'base64'));
    return pictures;
  };
  const room = await film({});
  const faults = { DARK: await film({ light: 0.02 }), FROZEN: [room[0]], COVERED: await film({ cloth: '#706858' }), TURNED: await film({ turn: 24 }) };
  const names = { DARK: 'Pintu depan', FROZEN: 'Pintu samping', COVERED: 'Rak timur', TURNED: 'Rak barat' };
  let shown = 0;
  let isWell = true;
  const camera = createServer((request, answer) => {
    const seen = isWell ? room : faults[request.url.slice(1)];
    answer.writeHead(200, { 'Content-Type': 'image/jpeg' }).end(seen[shown++ % seen.length]);
  });
  const [host, port] = ALLOWED.split(':');
  await new Promise((listening) => camera.listen(Number(port), host, listening));
  const folder = mkdtempSync(join(tmpdir(), 'segel-cameras-'));
  let worker;
  try {
    const { ids, token } = await step('a second worker, for four cameras of this machine', async () => {
      await kpu.goto(`${url}/cameras`);
      await kpu.fill('[data-worker-name]', 'Komputer gudang 2');
      await kpu.click('[data-make-worker]');
      const made = await kpu.innerText('[data-token]');
      const { workers } = await asked(kpu, '/api/cameras');
      const guard = decodeURIComponent((await kpu.context().cookies()).find(({ name }) => name === 'XSRF-TOKEN').value);
      for (const [fault, name] of Object.entries(names)) {
        const data = { name, view: 'DOOR', kind: 'SNAPSHOT', address: `http://${ALLOWED}/${fault}`, user: '', password: '', worker: workers.at(-1).worker, clock: [] };
        const answer = await kpu.context().request.post(`${url}/api/cameras/places/${store}`, { data, headers: { 'X-XSRF-TOKEN': guard } });
        hold(answer.ok(), `the camera was not listed: ${await answer.text()}`);
      }
      const { tiles } = await asked(kpu, `/api/cameras?place=${store}`);
      return { ids: Object.fromEntries(Object.entries(names).map(([fault, name]) => [fault, tiles.find((one) => one.name === name).camera])), token: made };
    });
    const become = async (states, isSo = () => true) => {
      const are = (tiles) => Object.entries(states).every(([id, state]) => tiles.some((one) => one.camera === id && one.state === state && isSo(one)));
      await until(kpu, `${url}/api/cameras?place=${store}`, ({ tiles }) => are(tiles), 480);
      await kpu.goto(`${url}/cameras`);
      for (const [id, state] of Object.entries(states)) await kpu.waitForSelector(`[data-camera="${id}"][data-state="${state}"]`);
    };
    await step('the worker looks at them, and knows after a while what can be judged', async () => {
      writeFileSync(join(folder, 'token'), token, { mode: 0o600 });
      const options = ['cameras', '--server', url, '--token-file', join(folder, 'token'), '--state', join(folder, 'state'), '--allow', ALLOWED, '--every', '2'];
      worker = spawn(join(import.meta.dirname, '../../segel'), options, { stdio: ['ignore', 'inherit', 'inherit'] });
      await become(Object.fromEntries(Object.values(ids).map((id) => [id, 'GOOD'])), ({ unjudged }) => !unjudged.includes('FROZEN'));
      await kpu.waitForFunction((at) => document.querySelector(`[data-camera="${at}"] img`)?.naturalWidth > 0, ids.DARK);
      await look(kpu, 'worker-good');
    });
    await step('one goes dark, one freezes, one is covered and one is turned', async () => {
      isWell = false;
      await become(Object.fromEntries(Object.entries(ids).map(([fault, id]) => [id, fault])));
      await look(kpu, 'worker-faults');
      const { rows } = await asked(kpu, '/api/findings?size=200');
      hold(rows.some(({ id: finding, state }) => finding === `CAMERA_LOST place:${store}` && state === 'OPEN'), 'they are no finding');
    });
    await step('they are cut', async () => {
      camera.close();
      camera.closeAllConnections();
      await become(Object.fromEntries(Object.values(ids).map((id) => [id, 'OFFLINE'])));
    });
  } finally {
    worker?.kill();
    camera.close();
    camera.closeAllConnections();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A picture of a room, as base64, so many times as large; its noise is of this seed, it is as light, as far turned, and behind this cloth. */
function jpeg(page, { scale = 1, seed = 1, light = 1, turn = 0, cloth = '' } = {}) {
  return page.evaluate(
    ([times, from, bright, right, before]) => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [320 * times, 180 * times];
      const ink = canvas.getContext('2d');
      ink.scale(times, times);
      let state = 5;
      const chance = (below) => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 8) % below;
      ink.fillStyle = '#8a8478';
      ink.fillRect(0, 0, 400, 180);
      // Boxes and shelves: with few edges a turned camera looks like a covered one.
      for (let i = 0; i < 160; i++) {
        const grey = 30 + chance(190);
        ink.fillStyle = `rgb(${grey} ${grey} ${Math.max(0, grey - chance(30))})`;
        ink.fillRect(chance(390) - right, chance(175), 6 + chance(30), 5 + chance(25));
      }
      if (before) {
        ink.fillStyle = before;
        ink.fillRect(0, 0, 320, 180);
      }
      const picture = ink.getImageData(0, 0, canvas.width, canvas.height);
      state = from;
      for (let i = 0; i < picture.data.length; i += 4) {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        const noise = (state >>> 28) - 8;
        for (let k = 0; k < 3; k++) picture.data[i + k] = (picture.data[i + k] + noise) * bright;
      }
      ink.putImageData(picture, 0, 0);
      return canvas.toDataURL('image/jpeg', 0.8).split(',')[1];
    },
    [scale, seed, light, turn, cloth],
  );
}
