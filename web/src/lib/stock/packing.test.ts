import { beforeAll, expect, it } from 'vitest';
import { Refused } from '$lib/api/client';
import { speech } from '$lib/words/words.svelte';
import { printFact, type StockFact } from './facts';
import { Station, type Desk } from './packing.svelte';
import type { BoxStock, KoliPage } from './types';

beforeAll(() => speech.need('stock'));

const BOX = '3171011001147401';

function box(more: Partial<BoxStock> = {}): BoxStock {
  return { box: BOX, tps: '3171011001147', kelurahan: 'Gambir', style: '4-1', need: 56, sheets: 0, state: 'empty', packer: '', checker: '', lacking: {}, pieces: [], use: null, items: [{ code: 'SEGEL', per: 'box', quantity: 2, name: 'Segel' }], findings: [], ...more };
}

function koli(code: string, style: string): KoliPage {
  const bundles = Array.from({ length: 20 }, (_, i) => ({ bundle: String(i + 1).padStart(2, '0'), sheets: 25, state: 'whole' as const }));
  return { koli: code, style, consignment: code.slice(0, 5), printer: 'PTA', batch: 'B07', place: 'G3171', state: 'sorted', expected: 500, counted: 500, condition: 'good', revote: false, table: 7, shift: '2024-01-07-1', good: 500, damaged: {}, missing: 0, excess: 0, bundles, boxes: [], findings: [] };
}

/** A store that answers from memory; a test may take the network away or let the log say no. */
class Store implements Desk {
  sent: string[] = [];
  asked = 0;
  fails: Refused | null = null;
  boxes = new Map([[BOX, box()]]);
  stage = 0;
  chain = async () => ({ stage: this.stage, holder: { key: 'k', role: 'PPS' as const, territory: '3171011001', label: null } });
  box = async (id: string) => this.boxes.get(id) ?? Promise.reject(new Refused({ status: 404 }));
  tps = async (tps: string) => ({ tps, name: 'TPS 147 Gambir', boxes: [{ box: BOX, style: '4-1', need: 56, sheets: 0, state: 'empty' as const }], outside: [] });
  koli = async (code: string) => {
    this.asked++;
    return koli(code, code.startsWith('C0999') ? '4-2' : '4-1');
  };
  packing = async (place: string) => ({ place, boxes: 4, ready: 0, short: 0, filled: 0, empty: 4, perHour: 0, forecast: null, packedToday: 0, kelurahan: [], next: null });
  send = async (fact: StockFact) => {
    if (this.fails) throw this.fails;
    this.sent.push(printFact(fact).replace('segel/fact/v1\nfact ', ''));
    return { index: 1, findings: [] };
  };
}

async function scanned(station: Station, ...codes: string[]): Promise<string> {
  for (const code of codes) await (code === 'ENTER' ? station.confirm() : station.scan(code));
  return station.word?.tone ?? '';
}

it('fills a box with whole bundles and the part that is left', async () => {
  const store = new Store();
  const station = new Station('G3171', store);
  expect(await scanned(station, 'P017', BOX, 'C0123-001.01', 'https://segel.example/8004/952C0123-001.02')).toBe('right');
  expect(station.difference).toBe(-6);
  expect(await scanned(station, '8004952C0123-001.03')).toBe('ask');
  expect(station.proposal).toMatchObject({ kind: 'break', rest: 19 });
  expect(await scanned(station, 'ENTER')).toBe('right');
  expect(store.sent).toEqual([`BoxesFilled\nplace G3171\npacker P017\nbox ${BOX} C0123-001.01-02 C0123-001.03=6\n`]);
  expect(station.box).toBeNull();
  expect(station.done).toHaveLength(1);
  expect(store.asked).toBe(1);
});

it('takes the rest of a bundle that it broke, and does not break it again', async () => {
  const store = new Store();
  const station = new Station('G3171', store);
  await scanned(station, 'P017', BOX, 'C0123-001.01', 'C0123-001.02', 'C0123-001.03', 'ENTER');
  store.boxes.set(BOX, box({ need: 19 }));
  expect(await scanned(station, BOX, 'C0123-001.03b', 'ENTER')).toBe('right');
  expect(store.sent[1]).toContain(`box ${BOX} C0123-001.03b\n`);
  store.boxes.set(BOX, box({ need: 10 }));
  expect(await scanned(station, BOX, 'C0123-001.03b')).toBe('wrong');
});

it.each([
  ['a box without a badge', [BOX]],
  ['a bundle without a box', ['P017', 'C0123-001.01']],
  ['a bundle of another dapil', ['P017', BOX, 'C0999-001.01']],
  ['a bundle twice', ['P017', BOX, 'C0123-001.01', 'C0123-001.01']],
  ['a bundle that the koli does not have', ['P017', BOX, 'C0123-001.21']],
  ['a koli', ['P017', BOX, 'C0123-001']],
  ['a box that is not on the list', ['P017', '3171011001147999']],
  ['the next box while this one is short', ['P017', BOX, 'C0123-001.01', '3171011001148401']],
])('refuses %s', async (_, codes) => {
  const store = new Store();
  expect(await scanned(new Station('G3171', store), ...codes)).toBe('wrong');
  expect(store.sent).toEqual([]);
});

it('asks before it changes the badge, and before a box is saved short', async () => {
  const store = new Store();
  const station = new Station('G3171', store);
  expect(await scanned(station, 'P017', BOX, 'P018')).toBe('ask');
  station.undo();
  expect(station.badge).toBe('P017');
  await scanned(station, 'P018', 'P018');
  expect(station.badge).toBe('P018');
  expect(await scanned(station, BOX, 'C0123-001.01', 'ENTER')).toBe('ask');
  expect(store.sent).toEqual([]);
  await scanned(station, 'ENTER');
  expect(store.sent).toEqual([`BoxesFilled\nplace G3171\npacker P018\nbox ${BOX} C0123-001.01\n`]);
});

it.each([
  [1, 'right'],
  [2, 'wrong'],
  [4, 'wrong'],
  [6, 'right'],
  [7, 'wrong'],
  [9, 'right'],
])('a box at stage %d is %s to fill', async (stage, tone) => {
  const store = new Store();
  store.stage = stage;
  const station = new Station('G3171', store);
  expect(await scanned(station, 'P017', BOX)).toBe(tone);
  expect(station.box === null).toBe(tone === 'wrong');
});

it('forgets a question when something else is refused, for Enter would answer what nobody sees', async () => {
  const station = new Station('G3171', new Store());
  expect(await scanned(station, 'P017', BOX, 'P018')).toBe('ask');
  expect(await scanned(station, 'C0123-001')).toBe('wrong');
  await scanned(station, 'ENTER');
  expect(station.badge).toBe('P017');
});

it('takes scans back until they are sent', async () => {
  const station = new Station('G3171', new Store());
  await scanned(station, 'P017', BOX, 'C0123-001.01', 'C0123-001.02', 'C0123-001.03');
  station.undo();
  expect(station.proposal).toBeNull();
  station.undo();
  expect(station.counted).toBe(25);
  station.undo();
  station.undo();
  expect(station.box).toBeNull();
});

it('saves a box that is full when the next one is scanned', async () => {
  const store = new Store();
  store.boxes.set(BOX, box({ need: 50 }));
  store.boxes.set('3171011001148401', box({ box: '3171011001148401', tps: '3171011001148' }));
  const station = new Station('G3171', store);
  expect(await scanned(station, 'P017', BOX, 'C0123-001.01', 'C0123-001.02', '3171011001148401')).toBe('right');
  expect(store.sent).toHaveLength(1);
  expect(station.box?.box).toBe('3171011001148401');
});

it('keeps what was scanned while the server is away, and sees when it had arrived after all', async () => {
  const store = new Store();
  store.boxes.set(BOX, box({ need: 25 }));
  const station = new Station('G3171', store);
  store.fails = new Refused({ status: 0 });
  expect(await scanned(station, 'P017', BOX, 'C0123-001.01', 'ENTER')).toBe('wrong');
  expect([station.unsent, station.counted]).toEqual([true, 25]);
  station.undo();
  expect(station.counted).toBe(25);
  store.fails = new Refused({ status: 409, reason: 'BUNDLE_USED' });
  store.boxes.set(BOX, box({ need: 25, sheets: 25, state: 'filled', pieces: [{ piece: 'C0123-001.01', sheets: 25, koli: 'C0123-001', table: 7, shift: '', packer: 'P017', index: 9 }] }));
  expect(await scanned(station, 'ENTER')).toBe('right');
  expect([station.unsent, station.done.length]).toEqual([false, 1]);
});

it('says why the log refused, and keeps the pieces', async () => {
  const store = new Store();
  store.boxes.set(BOX, box({ need: 25 }));
  store.fails = new Refused({ status: 409, reason: 'BUNDLE_USED' });
  const station = new Station('G3171', store);
  expect(await scanned(station, 'P017', BOX, 'C0123-001.01', 'ENTER')).toBe('wrong');
  expect(station.word?.title).toBe('Ikat ini sudah dipakai untuk kotak lain.');
  expect([station.unsent, station.pieces.length]).toEqual([false, 1]);
});

it('lets somebody else check a box: ready, or short by an item', async () => {
  const store = new Store();
  store.boxes.set(BOX, box({ sheets: 56, state: 'filled', packer: 'P017' }));
  const station = new Station('G3171', store);
  station.use('check');
  expect(await scanned(station, 'P017', BOX)).toBe('wrong');
  expect(await scanned(station, 'P018', 'P018', BOX)).toBe('right');
  expect(await scanned(station, 'C0123-001.01')).toBe('wrong');
  station.lack('SEGEL', 2);
  expect(await scanned(station, 'ENTER')).toBe('wrong');
  await scanned(station, BOX);
  station.lack('SEGEL', 2);
  station.lack('SEGEL', 2);
  station.lack('SEGEL', 2);
  expect(await scanned(station, 'ENTER')).toBe('right');
  expect(store.sent).toEqual([
    `BoxesChecked\nplace G3171\nchecker P018\nbox ${BOX} short SEGEL=1\n`,
    `BoxesChecked\nplace G3171\nchecker P018\nbox ${BOX} ready\n`,
  ]);
});
