import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openStatement } from '$lib/custody/signed-statement';
import { parseStatement } from '$lib/custody/statement';
import { base64, fromBase64, textOf, utf8 } from '$lib/tlog/bytes';
import { verifyEd25519 } from '$lib/tlog/ed25519';
import { CannotEnrol, Officer } from './officer.svelte';
import { FieldStore } from './store';

const OFFER = JSON.parse(
  readFileSync(new URL('../../../../testdata/statement/offer-groups.json', import.meta.url), 'utf8'),
) as { id: string; note: string };
const TPS = '3171011001147';

/** The server as far as a phone sees it; a test may take the network away or let the token grow old. */
class Server {
  network = true;
  token = 'first';
  code = 'ONCE';
  captured: string[] = [];

  answer(path: string, init: RequestInit): Response {
    if (!this.network) throw new TypeError('no network');
    const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });
    if (path === '/api/devices/enrol') {
      const { code } = JSON.parse(init.body as string) as { code: string };
      return code === this.code
        ? json({ token: this.token, expires: '', role: 'KPPS', territory: TPS })
        : json({ status: 400, reason: 'CODE_UNKNOWN' }, 400);
    }
    if (path === '/api/devices/challenge') return json({ challenge: 'c' });
    if (path === '/api/devices/token') return json({ token: this.token, expires: '' });
    const sent = new Headers(init.headers).get('Authorization');
    if (sent !== `Bearer ${this.token}`) return json({ status: 401, reason: 'NOT_LOGGED_IN' }, 401);
    if (path === '/api/custody/inbox') return json([{ offer: OFFER.id, text: OFFER.note.split('\n\n')[0] + '\n' }]);
    if (path === '/capture') {
      this.captured.push(textOf(init.body as Uint8Array).replace(/^\d+\n/, ''));
      return json({ answers: [{ id: 'x', index: 41 }], receipt: 'receipt' });
    }
    return json({ status: 404 }, 404);
  }
}

let server: Server;

beforeEach(() => {
  server = new Server();
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('document', { cookie: '' });
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('fetch', async (path: string, init: RequestInit = {}) => server.answer(path, init));
});

afterEach(async () => {
  await new FieldStore().forget();
  vi.unstubAllGlobals();
});

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
  await expect(crypto.subtle.exportKey('pkcs8', officer.device!.keys.privateKey)).rejects.toThrow();
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
  expect(signed).toMatchObject({ index: 41, receipt: 'receipt', boxes: 3 });
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

it('gets a new token by signing when the old one has expired', async () => {
  const officer = await enrolled();
  server.token = 'second';
  await officer.check();
  expect(officer.inbox.failure).toBeUndefined();
  expect(officer.device?.token).toBe('second');
});

it('never uses a counter twice', async () => {
  const officer = await enrolled();
  const [offer] = officer.inbox.value!;
  await officer.accept(offer!, new Set());
  await officer.accept(offer!, new Set([`${TPS}101`]));
  const counters = server.captured.map((note) => parseStatement(utf8(note.split('\n\n')[0] + '\n')).counter);
  expect(counters).toEqual([1, 2]);
});
