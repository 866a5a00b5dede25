import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openStatement } from '$lib/custody/signed-statement';
import { Refused } from '$lib/api/client';
import { election } from '$lib/situation/election.svelte';
import { base64, fromBase64, textOf, utf8 } from '$lib/tlog/bytes';
import { verifyEd25519 } from '$lib/tlog/ed25519';
import { CannotEnrol, Officer, TooEarly } from './officer.svelte';
import { FieldStore } from './store';

const OFFER = JSON.parse(
  readFileSync(new URL('../../../../testdata/statement/offer-groups.json', import.meta.url), 'utf8'),
) as { id: string; note: string };
const TPS = '3171011001147';

const OFFERED = [1, 2, 3, 4].map((kind) => `${TPS}${kind}01`);

function status(now: string, origin = 'x', size = 0) {
  const log = { origin, size, root: null, checkpointAt: null };
  const opened = { id: 'dki-2024', name: 'Pemilu', day: '2024-02-14', zone: 'Asia/Jakarta' };
  return { election: opened, now, simulated: true, speed: 0, log, readOnly: false };
}

/** The server as far as a phone sees it; a test may take the network away or let the token grow old. */
class Server {
  network = true;
  token = 'first';
  code = 'ONCE';
  captured: string[] = [];
  /** How many notes each request to the log had. */
  requests: number[] = [];
  most = 500;
  holder = '';
  now = '';
  origin = 'x';
  size = 42;
  /** What the log answers to the first note of a request. */
  first = 41;

  box(id: string) {
    const links = [{ id: OFFER.id, main: true }, { id: 'beside', main: false }];
    return { id, holder: { key: this.holder }, inTransit: id.endsWith('201'), seals: ['A1'], links };
  }

  answer(path: string, init: RequestInit): Response {
    if (!this.network) throw new TypeError('no network');
    const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });
    if (path === '/api/devices/enrol') {
      const { code } = JSON.parse(init.body as string) as { code: string };
      return code === this.code
        ? json({ token: this.token, expires: '', role: 'KPPS', territory: TPS })
        : json({ status: 404, reason: 'INVITATION_UNKNOWN' }, 404);
    }
    if (path === '/api/status' && this.now) return json(status(this.now, this.origin, this.size));
    if (path === '/api/regions') return json({ province: null, kelurahan: [], kinds: [] });
    if (path === '/api/demo/takeover') return json({ code: this.code });
    if (path.startsWith('/api/boxes/')) return json(this.box(path.slice(11)));
    if (path === '/api/devices/challenge') return json({ challenge: 'c' });
    if (path === '/api/devices/token') return json({ token: this.token, expires: '' });
    const sent = new Headers(init.headers).get('Authorization');
    if (sent !== `Bearer ${this.token}`) return json({ status: 401, reason: 'NOT_LOGGED_IN' }, 401);
    if (path === '/api/custody/inbox') return json([{ offer: OFFER.id, text: OFFER.note.split('\n\n')[0] + '\n' }]);
    if (path === '/capture') {
      const notes = unframed(init.body as Uint8Array);
      this.requests.push(notes.length);
      if (notes.length > this.most) return json({ status: 413, reason: 'TOO_MANY_NOTES' }, 413);
      this.captured.push(...notes);
      return json({ answers: notes.map((_, i) => ({ id: 'x', index: this.first + i })), receipt: `receipt ${this.first}` });
    }
    return json({ status: 404 }, 404);
  }
}

/** The notes of a request: each after its length and a newline. */
function unframed(body: Uint8Array): string[] {
  const notes: string[] = [];
  for (let at = 0; at < body.length; ) {
    const start = body.indexOf(10, at) + 1;
    const end = start + Number(textOf(body.subarray(at, start - 1)));
    notes.push(textOf(body.subarray(start, end)));
    at = end;
  }
  return notes;
}

let server: Server;

beforeEach(() => {
  server = new Server();
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('document', { cookie: '' });
  vi.stubGlobal('localStorage', small());
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('fetch', async (path: string, init: RequestInit = {}) => server.answer(path, init));
});

afterEach(async () => {
  await new FieldStore().forget();
  vi.unstubAllGlobals();
});

/** The small store of a page, which a browser may leave when it clears the large one. */
function small() {
  const kept = new Map<string, string>();
  return { getItem: (name: string) => kept.get(name) ?? null, setItem: (name: string, value: string) => void kept.set(name, value), removeItem: (name: string) => void kept.delete(name) };
}

async function clearedByTheBrowser(): Promise<void> {
  await new Promise<void>((done, failed) => {
    const asked = indexedDB.deleteDatabase('segel');
    asked.onsuccess = () => done();
    asked.onerror = () => failed(new Error('not deleted'));
  });
}

async function enrolled(): Promise<Officer> {
  const officer = new Officer();
  await officer.open();
  await officer.enrol('ONCE');
  await officer.check();
  return officer;
}

it('enrols with a code that works once', async () => {
  const officer = new Officer();
  await officer.open();
  expect(officer.device).toBeUndefined();
  await expect(officer.enrol('WRONG')).rejects.toThrow(CannotEnrol);
  await officer.enrol('ONCE');
  expect(officer.device).toMatchObject({ role: 'KPPS', territory: TPS, counter: 0 });
  await expect(crypto.subtle.exportKey('pkcs8', (officer.device!.keys as CryptoKeyPair).privateKey)).rejects.toThrow();
});

it('shows what the offer says that was signed', async () => {
  const officer = await enrolled();
  const [offer] = officer.inbox.value!;
  expect(offer?.id).toBe(OFFER.id);
  expect(offer?.boxes.map(({ box }) => box.slice(13))).toEqual(['101', '301', '401', '201']);
});

it('signs an acceptance that names the missing box, and keeps the receipt', async () => {
  const officer = await enrolled();
  const missing = `${TPS}201`;
  const signed = await officer.accept(officer.inbox.value![0]!, new Set([missing]));
  expect(signed).toMatchObject({ index: 41, receipt: 'receipt 41', boxes: OFFERED.filter((box) => box !== missing) });
  const { statement, note } = await openStatement(utf8(server.captured[0]!));
  expect(statement).toMatchObject({
    kind: 'accept',
    of: OFFER.id,
    place: `T${TPS}`,
    counter: 1,
    seen: 3,
    exceptions: [{ box: missing, missing: true }],
  });
  expect(statement.by).toBe(base64(officer.device!.publicKey));
  expect(await verifyEd25519(fromBase64(statement.by), utf8(note.text), note.signatures[0]!.signature)).toBe(true);
  expect(officer.inbox.value).toEqual([]);
});

it('keeps what it signed without a network and sends the same note later', async () => {
  const officer = await enrolled();
  server.network = false;
  const kept = await officer.accept(officer.inbox.value![0]!, new Set());
  expect(kept.index).toBeUndefined();
  expect(officer.unsent).toHaveLength(1);

  server.network = true;
  const restarted = new Officer();
  await restarted.open();
  expect(restarted.device?.counter).toBe(1);
  await restarted.sendUnsent();
  expect(restarted.unsent).toHaveLength(0);
  expect(server.captured).toEqual([kept.note]);
});

it('sends all that waits in few requests, and one by one where the log takes no more at once', async () => {
  const officer = await enrolled();
  server.network = false;
  const signed = await officer.accept(officer.inbox.value![0]!, new Set());
  for (let i = 0; i < 119; i++) await officer.store.saveCarried({ id: `id-${i}`, note: signed.note, kind: 'offer', at: i });
  await officer.open();
  server.network = true;
  await officer.sendUnsent();
  expect(server.requests).toEqual([50, 50, 20]);
  expect([officer.unsent.length, officer.unsentCarried.length]).toEqual([0, 0]);
  expect(officer.signed[0]).toMatchObject({ index: 41, receipt: 'receipt 41' });

  server.most = 1;
  for (let i = 0; i < 3; i++) await officer.store.saveCarried({ id: `more-${i}`, note: signed.note, kind: 'offer', at: i });
  await officer.open();
  await officer.sendUnsent();
  expect(server.requests.slice(3)).toEqual([3, 1, 1, 1]);
  expect(officer.carried.filter(({ refused }) => refused)).toEqual([]);
});

it('gets a new token by signing when the old one has expired', async () => {
  const officer = await enrolled();
  server.token = 'second';
  await officer.check();
  expect(officer.inbox.failure).toBeUndefined();
  expect(officer.device?.token).toBe('second');
});

it('signs what it has signed before only once, in another tab too', async () => {
  const officer = await enrolled();
  const [offer] = officer.inbox.value!;
  const other = new Officer();
  await other.open();
  const first = await officer.accept(offer!, new Set());
  const second = await other.accept(offer!, new Set([`${TPS}101`]));
  expect(second).toEqual(first);
  expect(server.captured).toEqual([first.note]);
});

it('goes on with an enrolment that was not answered, with the same key', async () => {
  const officer = new Officer();
  await officer.open();
  server.network = false;
  await expect(officer.enrol('ONCE')).rejects.toThrow(Refused);
  server.network = true;
  const restarted = new Officer();
  await restarted.open();
  expect(restarted.unfinished).toBe('ONCE');
  const begun = (await restarted.store.enrolling())!.publicKey;
  await restarted.enrol(restarted.unfinished);
  expect(restarted.device!.publicKey).toEqual(begun);
  expect(restarted.unfinished).toBe('');
});

it('forgets a code that is refused', async () => {
  const officer = new Officer();
  await officer.open();
  await expect(officer.enrol('WRONG')).rejects.toThrow(CannotEnrol);
  expect(officer.unfinished).toBe('');
  expect(await officer.store.enrolling()).toBeUndefined();
});

it('gives on the boxes in its hand, after the statements by which they came, and counts on', async () => {
  server.now = '2024-02-14T13:00:00Z';
  await election.load();
  const officer = new Officer();
  await officer.open();
  await officer.takeOver({ role: 'KPPS', tps: TPS });
  await officer.check();
  await officer.accept(officer.inbox.value![0]!, new Set());
  server.holder = base64(officer.device!.publicKey);
  const held = await officer.held([`${TPS}101`, `${TPS}201`, `${TPS}301`]);
  expect(held).toEqual([`${TPS}101`, `${TPS}301`].map((box) => ({ box, seals: ['A1'], after: OFFER.id })));

  const other = { key: base64(new Uint8Array(32).fill(7)), role: 'PPS', territory: TPS.slice(0, 10) } as const;
  const next = { boxes: [], leg: 'tps-kelurahan', other, at: '2024-02-14T14:00:00Z' };
  await expect(officer.give(held, next)).rejects.toThrow(TooEarly);
  const given = await officer.give(held, { ...next, at: '2024-02-14T12:00:00Z' });
  expect(given).toMatchObject({ kind: 'offer', index: 41, place: `T${TPS}`, to: other });
  const { statement } = await openStatement(utf8(server.captured[1]!));
  expect(statement).toMatchObject({ kind: 'offer', counter: 2, leg: 'tps-kelurahan', to: other.key, place: `T${TPS}` });
  expect(statement.groups).toEqual([{ after: OFFER.id, boxes: held.map(({ box, seals }) => ({ box, seals })) }]);
});

it('says that the storage was cleared between two visits, and makes a new key only by enrolling again', async () => {
  const first = await enrolled();
  const key = first.ownKey;
  await clearedByTheBrowser();
  const second = new Officer();
  await second.open();
  expect([second.lost, second.device]).toEqual([true, undefined]);
  await second.enrol('ONCE');
  expect([second.lost, second.ownKey === key]).toEqual([false, false]);
});

it('what was signed survives a storage that is cleared under the open page, and is sent after enrolling again', async () => {
  const officer = await enrolled();
  server.network = false;
  const [offer] = officer.inbox.value!;
  const { note } = await officer.accept(offer!, new Set());
  await clearedByTheBrowser();
  await officer.checkKept();
  expect([officer.lost, officer.device, officer.unsent.length]).toEqual([true, undefined, 1]);
  const restarted = new Officer();
  await restarted.open();
  expect([restarted.lost, restarted.unsent.map((one) => one.note)]).toEqual([true, [note]]);
  server.network = true;
  await restarted.enrol('ONCE');
  await restarted.sendUnsent();
  expect([server.captured, restarted.unsent]).toEqual([[note], []]);
});

describe('a log that was restored', () => {
  async function answered(): Promise<Officer> {
    server.now = '2024-02-13T05:12:00Z';
    const officer = await enrolled();
    await officer.accept(officer.inbox.value![0]!, new Set());
    await officer.pack();
    expect([server.captured.length, officer.unsent.length]).toEqual([1, 0]);
    return officer;
  }

  it('and grows as ever gets nothing twice', async () => {
    const officer = await answered();
    server.size = 60;
    await officer.pack();
    expect(server.captured).toHaveLength(1);
  });

  it('and shows fewer entries than before gets again what it may lack, and its old answer is kept as evidence', async () => {
    const officer = await answered();
    server.size = 30;
    server.first = 30;
    await officer.pack();
    expect(server.captured).toEqual([officer.signed[0]!.note, officer.signed[0]!.note]);
    const kept = { index: 30, receipt: 'receipt 30', earlier: { index: 41, receipt: 'receipt 41' } };
    expect(officer.signed).toEqual([expect.objectContaining(kept)]);
    expect(await officer.store.signed()).toEqual([expect.objectContaining(kept)]);
    await officer.pack();
    expect(server.captured).toHaveLength(2);
  });

  it('and has another name, but all that was in it, lost nothing', async () => {
    const officer = await answered();
    server.origin = 'x-2';
    await officer.pack();
    expect(server.captured).toHaveLength(2);
    expect(officer.signed[0]).toMatchObject({ index: 41 });
    expect(officer.signed[0]).not.toHaveProperty('earlier');
  });

  it('and takes nothing yet gets it later', async () => {
    const officer = await answered();
    server.size = 30;
    server.most = 0;
    server.captured = [];
    const answer = server.answer.bind(server);
    server.answer = (path, init) => (path === '/capture' ? new Response('{"status":503}', { status: 503 }) : answer(path, init));
    await officer.pack();
    expect(officer.unsent).toHaveLength(1);
    server.answer = answer;
    server.most = 500;
    const restarted = new Officer();
    await restarted.open();
    await restarted.sendUnsent();
    expect([server.captured.length, restarted.unsent.length]).toEqual([1, 0]);
  });
});

it('a key that its officer deleted is not missed', async () => {
  const officer = await enrolled();
  await officer.forget();
  const again = new Officer();
  await again.open();
  expect([again.lost, again.device]).toEqual([false, undefined]);
});
