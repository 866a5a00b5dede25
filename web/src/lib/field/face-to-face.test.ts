import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { parseStatement } from '$lib/custody/statement';
import { election } from '$lib/situation/election.svelte';
import { base64, concat, Malformed, sha256, textOf, utf8, type Bytes } from '$lib/tlog/bytes';
import { parseNote } from '$lib/tlog/note';
import { base45 } from './base45';
import type { Deviation } from './checked';
import { CannotTake } from './film';
import { framesOf, Gathering } from './frames';
import { Officer } from './officer.svelte';
import { readSigningCard } from './signing-card';
import { FieldStore, type Colleague, type Kit, type Signed } from './store';

/** Two phones that have no network: each has only what it took along, and what it films of the other. */

const TPS = '3171011001147';
const BOXES = [1, 2, 3, 4].map((kind) => `${TPS}${kind}01`);
const AFTER = base64(new Uint8Array(32).fill(7));
const NOW = Date.parse('2024-02-13T05:00:00Z');
const OPENED = { id: 'dki-2024', name: 'Pemilu', day: '2024-02-14', zone: 'Asia/Jakarta' };
const STATUS = { election: OPENED, now: '2024-02-13T05:00:00Z', simulated: false, speed: 1, log: { origin: 'x', size: 0, root: null, checkpointAt: null }, readOnly: false };
const REGIONS = { provinsi: null, kota: [], kecamatan: [], kelurahan: [], kinds: [] };

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

let network: string[] | null;
let stores: FieldStore[];

beforeEach(() => {
  network = null;
  stores = [];
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('document', { cookie: '' });
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('fetch', async (path: string, init: RequestInit = {}) => {
    if (network === null) throw new TypeError('no network');
    if (path !== '/capture') return new Response('{"status":404}', { status: 404 });
    const notes = unframed(init.body as Uint8Array);
    network.push(...notes);
    return new Response(JSON.stringify({ answers: notes.map((_, i) => ({ id: 'x', index: i })), receipt: 'r' }));
  });
});

afterEach(async () => {
  for (const store of stores) await store.forget();
  election.status.clear();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** What is printed on a card. */
const cardCode = (role: string, territory: string) => `SEGELC1/${role}/${territory}//${base45(crypto.getRandomValues(new Uint8Array(32)))}`;

/** A phone that was enrolled and packed its kit while there was a network. */
async function phone(role: 'PPS' | 'KPPS', territory: string): Promise<Officer> {
  const store = new FieldStore(`phone-${stores.length}-${role}`);
  stores.push(store);
  const keys = (await crypto.subtle.generateKey({ name: 'Ed25519' }, false, ['sign', 'verify'])) as CryptoKeyPair;
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey));
  await store.saveDevice({ keys, publicKey, role, territory, token: 't', expires: '', counter: 0 });
  const officer = new Officer(store);
  await officer.open();
  return officer;
}

async function packed(officer: Officer, officers: Colleague[], boxes: string[] = []): Promise<void> {
  const holding = boxes.map((box) => ({ box, seals: [`A${box.slice(13)}`], after: AFTER }));
  const kit: Kit = { at: NOW - 60_000, status: STATUS, regions: REGIONS, holding, officers, expected: 0 };
  await officer.store.saveKit(kit);
  await officer.open();
}

async function two(): Promise<{ pps: Officer; kpps: Officer; to: Colleague }> {
  const pps = await phone('PPS', TPS.slice(0, 10));
  const kpps = await phone('KPPS', TPS);
  const to: Colleague = { key: kpps.ownKey, role: 'KPPS', territory: TPS, revoked: false };
  await packed(pps, [to], BOXES);
  await packed(kpps, [{ key: pps.ownKey, role: 'PPS', territory: TPS.slice(0, 10), revoked: false }]);
  return { pps, kpps, to };
}

/** What the other camera makes of a screen. */
async function film(note: string): Promise<Bytes> {
  const gathering = new Gathering();
  let got: Bytes | null = null;
  for (const frame of await framesOf(utf8(note))) got = await gathering.take(frame);
  return got!;
}

const offerOf = async (kpps: Officer, given: Signed) => {
  const { id, statement, note, warnings } = await kpps.takeOffer(await film(given.note));
  return { warnings, offer: { id, statement, boxes: statement.groups.flatMap(({ boxes }) => boxes), note } };
};

it('both phones end with both signatures, and either delivers them, in any order', async () => {
  const { pps, kpps, to } = await two();
  const given = await pps.giveTo(pps.holding, to, 'kelurahan-tps');
  expect(pps.holding).toEqual([]);
  const { offer, warnings } = await offerOf(kpps, given);
  expect(warnings).toEqual([]);
  const taken = await kpps.accept(offer, new Set());
  expect(kpps.holding.map(({ box, seals, after }) => [box, seals.join(), after])).toEqual(BOXES.map((box) => [box, `A${box.slice(13)}`, taken.id]));
  const answer = await pps.takeAnswer(given, await film(taken.note));
  expect(answer.statement.of).toBe(given.id);
  expect([pps.unsent.length, pps.unsentCarried.length, kpps.unsent.length, kpps.unsentCarried.length]).toEqual([1, 1, 1, 1]);

  network = [];
  await kpps.sendUnsent();
  expect(network).toEqual([taken.note, given.note]);
  await pps.sendUnsent();
  expect(network.slice(2)).toEqual([given.note, taken.note]);
  expect([...pps.unsent, ...pps.unsentCarried, ...kpps.unsent, ...kpps.unsentCarried]).toEqual([]);
});

it('what did not come is in the giver’s hand again, behind the acceptance', async () => {
  const { pps, kpps, to } = await two();
  const given = await pps.giveTo(pps.holding, to, 'kelurahan-tps');
  const { offer } = await offerOf(kpps, given);
  const taken = await kpps.accept(offer, new Set([BOXES[1]!]));
  await pps.takeAnswer(given, await film(taken.note));
  expect(pps.holding).toEqual([{ box: BOXES[1], seals: ['A201'], after: taken.id, leg: 'kelurahan-tps' }]);
  expect(kpps.holding.map(({ box }) => box)).toEqual([BOXES[0], BOXES[2], BOXES[3]]);
  const again = await pps.giveTo(pps.holding, to, 'kelurahan-tps');
  expect(parseStatement(utf8(parseNote(utf8(again.note)).text)).groups[0]!.after).toBe(taken.id);
});

it('a phone that dies between two codes shows the same statement again', async () => {
  const { pps, kpps, to } = await two();
  const given = await pps.giveTo(pps.holding, to, 'kelurahan-tps');
  const restarted = new Officer(pps.store);
  await restarted.open();
  expect(restarted.unsent.map(({ note }) => note)).toEqual([given.note]);
  expect(restarted.holding).toEqual([]);
  const { offer } = await offerOf(kpps, restarted.unsent[0]!);
  const reborn = new Officer(kpps.store);
  await reborn.open();
  expect(reborn.unsentCarried.map(({ note }) => note)).toEqual([given.note]);
  expect((await reborn.accept(offer, new Set())).about).toBe(given.id);
});

it('names what it cannot answer', async () => {
  const { pps, kpps, to } = await two();
  const given = await pps.giveTo(pps.holding, to, 'kelurahan-tps');
  const why = async (work: Promise<unknown>) => work.then(() => 'taken', (e: unknown) => (e instanceof CannotTake ? e.why : String(e)));
  expect(await why(pps.takeOffer(await film(given.note)))).toBe('OWN');
  expect(await why((await phone('KPPS', `${TPS.slice(0, 12)}8`)).takeOffer(await film(given.note)))).toBe('FOR_OTHERS');
  expect(await why(kpps.takeOffer(utf8('no statement\n')))).toBe('NOT_A_STATEMENT');
  const bent = given.note.replace(/counter 1\n/, 'counter 2\n');
  expect(await why(kpps.takeOffer(utf8(bent)))).toBe('SIGNATURE');
  const { offer } = await offerOf(kpps, given);
  const taken = await kpps.accept(offer, new Set());
  expect(await why(kpps.takeOffer(await film(taken.note)))).toBe('OWN');
  expect(await why(pps.takeOffer(await film(taken.note)))).toBe('NOT_AN_OFFER');
  expect(await why(pps.takeAnswer({ ...given, id: AFTER }, await film(taken.note)))).toBe('OTHER_OFFER');
  expect(await why(pps.takeAnswer(given, await film(given.note)))).toBe('OWN');
});

it('warns of a key that is unknown or revoked, and of a clock three days off', async () => {
  const { pps, kpps, to } = await two();
  const given = await pps.giveTo(pps.holding, to, 'kelurahan-tps');
  await packed(kpps, []);
  expect((await offerOf(kpps, given)).warnings).toEqual(['UNKNOWN_KEY']);
  await packed(kpps, [{ key: pps.ownKey, role: 'PPS', territory: TPS.slice(0, 10), revoked: true }]);
  expect((await offerOf(kpps, given)).warnings).toEqual(['REVOKED_KEY']);
  vi.setSystemTime(NOW + 3 * 86_400_000);
  election.status.clear();
  election.now = 0;
  expect((await offerOf(kpps, given)).warnings).toEqual(['REVOKED_KEY', 'CLOCKS_DIFFER']);
});

it('what is otherwise is signed as it was found, and is what the box has from then on', async () => {
  const { pps, kpps, to } = await two();
  const given = await pps.giveTo(pps.holding, to, 'kelurahan-tps');
  const { offer } = await offerOf(kpps, given);
  const taken = await kpps.accept(offer, new Set([BOXES[1]!]), new Map<string, Deviation>([[BOXES[2]!, { seals: ['X1', 'X9'] }], [BOXES[3]!, { seals: [], broken: ['A401'], damaged: true }]]));
  const { exceptions, seen } = parseStatement(utf8(parseNote(utf8(taken.note)).text));
  expect(exceptions).toEqual([{ box: BOXES[1], missing: true }, { box: BOXES[2], seals: ['X1', 'X9'] }, { box: BOXES[3], seals: [], broken: ['A401'], damaged: true }]);
  expect(seen).toBe(3);
  expect(kpps.holding.map(({ seals, leg }) => [seals.join(), leg])).toEqual([
    ['A101', 'tps-kelurahan'],
    ['X1,X9', 'tps-kelurahan'],
    ['', 'tps-kelurahan'],
  ]);
});

it('boxes that came together are given in two parts, and the same part once', async () => {
  const { pps, to } = await two();
  const [first, second] = [pps.holding.slice(0, 2), pps.holding.slice(2)];
  const given = await pps.giveTo(first, to, 'kelurahan-tps');
  const rest = await pps.giveTo(second, to, 'kelurahan-tps');
  expect([given.boxes, rest.boxes]).toEqual([BOXES.slice(0, 2), BOXES.slice(2)]);
  expect((await pps.giveTo(second, to, 'kelurahan-tps')).id).toBe(rest.id);
  expect(pps.holding).toEqual([]);
});

it('a card signs for a taker without a phone, and a phone of the office confirms', async () => {
  const { pps, kpps } = await two();
  const card = await readSigningCard(cardCode('KPPS', TPS));
  const given = await pps.giveTo(pps.holding, card.holder, 'kelurahan-tps');
  const { statement, id } = await pps.takeByCard(card, given, new Set([BOXES[3]!]), new Map(), 'A'.repeat(43) + '=');
  expect([statement.by, statement.counter, statement.of, statement.seen, statement.paper]).toEqual([card.holder.key, 1, given.id, 3, 'A'.repeat(43) + '=']);
  expect([pps.unsentCarried.map((one) => one.id), pps.holding.map(({ box }) => box)]).toEqual([[id], [BOXES[3]]]);

  const unconfirmed = BOXES.slice(0, 3).map((box) => ({ box, seals: ['A1'], after: id, leg: 'tps-kelurahan' as const }));
  kpps.kit = { ...kpps.kit!, unconfirmed };
  const confirmed = await kpps.confirm(unconfirmed, `T${TPS}`);
  expect(parseStatement(utf8(parseNote(utf8(confirmed.note)).text)).groups).toEqual([{ after: id, boxes: unconfirmed.map(({ box, seals }) => ({ box, seals })) }]);
  expect([kpps.holding.length, kpps.kit.unconfirmed]).toEqual([3, []]);
});

it('boxes scanned by mistake are taken back, and are in this hand no longer', async () => {
  const { pps, kpps, to } = await two();
  const { offer } = await offerOf(kpps, await pps.giveTo(pps.holding, to, 'kelurahan-tps'));
  const taken = await kpps.accept(offer, new Set(), new Map());
  const corrected = await kpps.correct(taken, kpps.holding.slice(0, 1));
  const { kind, to: giver, reason, groups } = parseStatement(utf8(parseNote(utf8(corrected.note)).text));
  expect([kind, giver, reason, groups[0]!.after]).toEqual(['correct', pps.ownKey, 'MISREAD', taken.id]);
  expect(kpps.holding.map(({ box }) => box)).toEqual(BOXES.slice(1));
});

it('a photo of a paper has its name without a network, and waits', async () => {
  const { pps } = await two();
  const jpeg = utf8('a photo');
  const hash = await pps.keepPhoto(jpeg);
  const { salt } = pps.photos[0]!;
  expect(hash).toBe(base64(await sha256(concat(salt, jpeg))));
  expect((await pps.store.photos()).map((one) => one.hash)).toEqual([hash]);
  expect(pps.waiting).toBe(1);
});

it.each(['SEGELK1/ABC', 'SEGELC1/KPPS/3171011001147//00', 'SEGELC1/KPPS/x//0', 'https://segel.example/box/1'])('%s is no card', async (text) => {
  await expect(readSigningCard(text)).rejects.toThrow(Malformed);
});

it('a colleague’s phone takes along what another cannot send, and sends it', async () => {
  const { pps, kpps, to } = await two();
  const given = await pps.giveTo(pps.holding, to, 'kelurahan-tps');
  const courier = await phone('KPPS', `${TPS.slice(0, 12)}8`);
  expect((await courier.takeAlong(await film(given.note))).id).toBe(given.id);
  await courier.takeAlong(await film(given.note));
  expect(courier.unsentCarried.length).toBe(1);
  await expect(pps.takeAlong(await film(given.note))).rejects.toMatchObject({ why: 'OWN' });
  network = [];
  await courier.sendUnsent();
  expect(network).toEqual([given.note]);
  expect(kpps.unsentCarried).toEqual([]);
});
