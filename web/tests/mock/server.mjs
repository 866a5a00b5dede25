/**
 * Answers like the server, from memory, for looking at the pages and for trying the story without a server:
 * node tests/mock/server.mjs [port] [faces]. With a third word every list shows that face: empty, failed, loading.
 */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { deviceName, idOf, keyOf, MockLog, signNote } from './log.mjs';
import { KINDS, Province } from './province.mjs';
import { Stock } from './stock.mjs';

const build = fileURLToPath(new URL('../../build', import.meta.url));
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml', '.woff2': 'font/woff2', '.csv': 'text/csv' };
/** The policy of the real server: nothing from outside, inline scripts by their hash. */
const inline = [...readFileSync(join(build, 'index.html'), 'utf8').matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)];
const hashes = inline.map(([, script]) => ` 'sha256-${createHash('sha256').update(script).digest('base64')}'`).join('');
const POLICY = `default-src 'self'; script-src 'self'${hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; worker-src 'self' blob:; frame-ancestors 'none'`;

export function startMock({ port = 0, face = '', login = null, from = '2024-02-13T12:37:50Z', speed = 60 } = {}) {
  const log = new MockLog();
  const province = new Province(log);
  const started = performance.now();
  const now = () => Date.parse(from) + (performance.now() - started) * speed;
  const instant = (t) => `${new Date(t).toISOString().slice(0, 19)}Z`;
  const stock = new Stock(province, now);
  let user = login;
  let taken = null;
  /** An officer of the demo: who plays it, and how far it has come. */
  const officers = ['3173011005011', '3173011005012', '3173011003004'].map((tps, i) => ({ role: i < 2 ? 'KPPS' : 'PPS', tps, boxes: 4, from: instant(i < 2 ? now() - 60_000 : now() + 9_000_000) }));
  const streams = new Set();

  const openOnes = () =>
    province.regions.kelurahan.flatMap(({ code }) => province.tpsOf(code, now()).filter(({ status }) => status === 'critical')).map((tps, i) => ({
      index: 400_000 - i * 137,
      kind: ['SEALS_DIFFER', 'FORK', 'BOX_MISSING', 'WRONG_PLACE', 'KEY_REVOKED'][i % 5],
      box: i % 5 === 4 ? null : `${tps.code}101`,
      boxes: [1, 2, 4, 1, 0][i % 5],
      kelurahan: i % 5 === 4 ? null : tps.kelurahan,
      tps: i % 5 === 4 ? null : tps.code,
      recorded: instant(now() - (i * 11 + 2) * 60_000),
      statements: [],
      open: true,
    }));

  const page = (rows, query) => {
    const size = Number(query.get('size') ?? 50);
    const at = Number(query.get('page') ?? 0) * size;
    return { total: rows.length, rows: rows.slice(at, at + size) };
  };
  const allTps = (query) =>
    province.regions.kelurahan
      .filter(({ code }) => code.startsWith(query.get('region') ?? '') || (query.get('region') ?? '').startsWith(code))
      .flatMap(({ code }) => province.tpsOf(code, now()))
      .filter((tps) => !query.get('status') || tps.status === query.get('status'));

  const api = {
    '/api/status': () => ({ election: { id: 'dki-2024', name: 'Pemilu 2024 DKI Jakarta', day: '2024-02-14', zone: 'Asia/Jakarta' }, now: instant(now()), simulated: true, speed, log: { origin: log.origin, size: 1_284_901, root: '', checkpointAt: new Date().toISOString() }, readOnly: false }),
    '/api/session': () => ({ user }),
    '/api/setup': () => ({ open: true }),
    '/api/regions': () => province.regions,
    '/api/places': () => province.places(),
    '/api/situation': () => ({ index: 1_284_890, now: instant(now()), ...province.situation(now()) }),
    '/api/situation/tps': (q) => province.tpsOf(q.get('kelurahan'), now()),
    '/api/tps': (q) => page(allTps(q), q),
    '/api/boxes': (q) =>
      page(
        allTps(q).flatMap((tps) => KINDS.map(({ code }, i) => ({ id: `${tps.code}${code}01`, stage: tps.stages[i], inTransit: false, place: `P${tps.kelurahan}`, holder: null, since: instant(now() - 3_600_000), discrepancies: 0 }))).filter((box) => !q.get('stage') || String(box.stage) === q.get('stage')),
        q,
      ),
    '/api/discrepancies': (q) => page(openOnes(), q),
    '/api/search': (q) => {
      const words = q.get('q').toLowerCase();
      if (/^[0-9]{16}$/.test(words)) return [{ kind: 'box', code: words, label: words, sub: null }];
      const number = /(\d{1,3})\s*$/.exec(words)?.[1];
      const name = words.replace(/tps|\d/g, '').trim();
      const places = province.regions.kelurahan.filter((k) => k.name.toLowerCase().includes(name)).slice(0, 8);
      return places.map((k) =>
        number
          ? { kind: 'tps', code: k.code + number.padStart(3, '0'), label: `TPS ${number.padStart(3, '0')} ${k.name}`, sub: province.names.get(k.code.slice(0, 6)) }
          : { kind: 'kelurahan', code: k.code, label: k.name, sub: province.names.get(k.code.slice(0, 6)) },
      );
    },
    '/api/demo/officers': () => ({ playing: true, officers: face === 'empty' ? [] : officers }),
    '/api/demo/takeover': () => ({ playing: true, tps: taken?.tps ?? null, played: taken?.key ? { state: ['OFFERED', 'HELD', 'DONE'][taken.signed], next: next() } : null }),
    '/api/custody/inbox': () => (taken?.key && taken.signed === 0 ? [offer()] : []),
    '/log/vkey': () => log.vkey(),
    '/log/checkpoint': () => log.checkpoint(),
  };

  function next() {
    const pps = keyOf(`PPS${taken.tps.slice(0, 10)}`).key.toString('base64');
    return { boxes: KINDS.map(({ code }) => `${taken.tps}${code}01`), leg: taken.signed === 0 ? 'kelurahan-tps' : 'tps-kelurahan', other: { key: pps, role: 'PPS', territory: taken.tps.slice(0, 10) }, at: instant(now() + (taken.signed === 0 ? 1_200_000 : -600_000)) };
  }

  function offer() {
    const pps = keyOf(`PPS${taken.tps.slice(0, 10)}`);
    const lines = KINDS.map(({ code }, i) => `box ${taken.tps}${code}01 seals DKA${100 + i},DKA${200 + i}`);
    const text = ['segel/statement/v1', 'kind offer', 'election dki-2024', `by ${pps.key.toString('base64')}`, 'counter 9', `claimed ${instant(Date.parse(from))}`, `place P${taken.tps.slice(0, 10)}`, 'leg kelurahan-tps', `to ${taken.key}`, `after ${idOf('x')}`, ...lines, ''].join('\n');
    return { offer: idOf(text), text: signNote(text, deviceName(pps.key), pps), boxes: 4 };
  }

  /** The box after the person has taken it. */
  function inHand(id) {
    return { ...province.box(id, now()), inTransit: false, holder: { key: taken.key }, seals: ['DKA100', 'DKA200'], links: [{ id: idOf(id), main: true }] };
  }

  const posts = {
    '/api/login': ({ user: name, password }) => {
      if (password !== 'rahasia') return { problem: 401, reason: 'LOGIN_WRONG' };
      user = { code: name, agency: 'KPU', role: 'KPU_PROVINSI', territory: '31', label: 'Rina' };
      return {};
    },
    '/api/logout': () => ((user = null), {}),
    '/api/demo/takeover': ({ tps }) => ((taken = { tps, signed: 0 }), { code: 'MAWAR-7714-KAPUK' }),
    '/api/devices/enrol': ({ key }) => ((taken = { ...taken, key }), { device: 1, token: 't', expires: '', role: 'KPPS', territory: taken.tps }),
  };

  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://x');
    const { pathname: path, searchParams: query } = url;
    const send = (status, type, body, more = {}) => response.writeHead(status, { 'Content-Type': type, 'Content-Security-Policy': POLICY, ...more }).end(body);
    const json = (value) => (value === undefined ? problem(404, 'NOT_FOUND') : send(200, typeof value === 'string' ? 'text/plain; charset=utf-8' : 'application/json', typeof value === 'string' ? value : JSON.stringify(value)));
    const problem = (status, reason) => send(status, 'application/problem+json', JSON.stringify({ type: 'about:blank', title: reason, status, detail: 'A sentence in English', reason }));

    if (path === '/api/events') {
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
      response.write(`event: clock\ndata: ${JSON.stringify({ now: instant(now()), speed })}\n\n`);
      streams.add(response);
      request.on('close', () => streams.delete(response));
      return;
    }
    const isList = /^\/api\/(situation|tps|boxes|discrepancies)$|^\/api\/stock\/(?!settings)/.test(path) && request.method === 'GET';
    if (isList && face === 'loading') return;
    if (isList && face === 'failed') return problem(500, 'HTTP_500');
    if (isList && face === 'empty' && !/situation$|stock\/(board|identity|packing|stores|koli|boxes|tps)/.test(path)) return json({ total: 0, rows: [] });

    if (request.method === 'POST') {
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      const body = Buffer.concat(chunks);
      if (path === '/capture') {
        const note = body.toString().replace(/^\d+\n/, '');
        const text = note.slice(0, note.lastIndexOf('\n\n') + 1);
        const index = log.append('statement', note, instant(now()));
        taken.signed++;
        return json({ answers: [{ id: idOf(text), index }], receipt: log.receipt([`${index} ${idOf(text)}`]) });
      }
      if (path === '/api/stock') {
        const answer = stock.post(body.toString());
        return answer.problem ? problem(answer.problem, answer.reason) : json(answer);
      }
      const answer = posts[path]?.(JSON.parse(body.toString() || '{}'));
      return answer?.problem ? problem(answer.problem, answer.reason) : json(answer);
    }
    const one = /^\/(api\/tps|api\/boxes|log\/proof|log\/entry)\/(\d+)$/.exec(path);
    if (one?.[1] === 'api/tps') {
      const tps = province.tps(one[2], now());
      return json({ ...tps, kecamatan: one[2].slice(0, 6), kota: one[2].slice(0, 4), need: 274, boxes: KINDS.map(({ code }) => {
        const { id, kind, copy, stage, inTransit, place, holder, since, discrepancies } = province.box(`${one[2]}${code}01`, now());
        return { id, kind: kind.code, copy, stage, inTransit, place, holder, since, discrepancies: discrepancies.length };
      }) });
    }
    if (one?.[1] === 'api/boxes') return json(taken?.signed === 1 && one[2].startsWith(taken.tps) ? inHand(one[2]) : province.box(one[2], now()));
    if (one?.[1] === 'log/proof') return json(log.proof(Number(one[2])));
    if (one?.[1] === 'log/entry') return log.entries[one[2]] ? send(200, 'application/octet-stream', log.entries[one[2]]) : problem(404, 'NOT_FOUND');
    if (path.startsWith('/api/stock/')) return json(stock.get(path, query));
    if (api[path]) return json(api[path](query));
    if (path.startsWith('/api/') || path.startsWith('/log/')) return problem(404, 'NOT_FOUND');

    const file = join(build, path);
    const real = existsSync(file) && statSync(file).isFile() ? file : join(build, 'index.html');
    const isPacked = existsSync(`${real}.gz`);
    send(200, TYPES[extname(real)] ?? 'application/octet-stream', readFileSync(isPacked ? `${real}.gz` : real), isPacked ? { 'Content-Encoding': 'gzip' } : {});
  });

  const timer = setInterval(() => {
    for (const stream of streams) {
      stream.write(`event: situation\ndata: ${JSON.stringify({ index: 1_284_890, now: instant(now()) })}\n\n`);
      stream.write(`event: checkpoint\ndata: ${JSON.stringify({ size: 1_284_901 + Math.floor(performance.now() / 40), at: new Date().toISOString() })}\n\n`);
    }
  }, 1000);
  server.on('close', () => clearInterval(timer));
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve({ server, url: `http://localhost:${server.address().port}` })));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { url } = await startMock({ port: Number(process.argv[2] ?? 8090), face: process.argv[3] ?? '' });
  process.stdout.write(`${url}\n`);
}
