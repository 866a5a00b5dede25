import { beforeAll, describe, expect, it, test } from 'vitest';
import { speech } from '$lib/words/words.svelte';
import { diff } from './diff';
import { FATE_MARKS, minutes, ofMachine, placesOf, refusedText, rolesText, scopeOf, timeline, titleOf, toReport, type Card, type Row } from './incident.svelte';
import { dueText, faultText, ways, whoText, type Playbook } from './playbook.svelte';
import { Refused } from '$lib/api/client';
import { sopOf } from './from-finding';

beforeAll(() => speech.need('incident'));

const ROW: Row = {
  number: 12,
  kind: 'FIRE',
  places: [{ code: 'K317101', name: 'GOR Gambir' }],
  placesInAll: 1,
  region: '317101',
  at: '2024-02-13T18:00:00Z',
  recorded: '2024-02-13T18:00:10Z',
  isDrill: false,
  state: 'CLOSED',
  boxesInAll: 2,
  boxes: { UNKNOWN: 0, SAFE: 1, DAMAGED: 0, DESTROYED: 1, LOST: 0 },
  moved: 1,
  closed: '2024-02-13T20:00:00Z',
  entry: 100,
};
const FIRE: Playbook = {
  code: 'kebakaran',
  title: { id: 'Kebakaran', en: 'Fire' },
  kinds: ['FIRE'],
  places: ['KECAMATAN_STORE'],
  ends: { from: 'BEGIN', amount: 240 },
  steps: [
    { code: 'keluar', words: { id: 'Keluar', en: 'Out' }, roles: ['PPK'], people: 1, bodies: 1, opens: false, evidence: 'CONFIRM', due: { from: 'STEP', amount: 5 }, escalation: null, isQuestion: false, answers: [{ code: '', words: null, next: 'padam' }] },
    { code: 'padam', words: { id: 'Padam?', en: 'Out?' }, roles: ['PPK', 'POLRES'], people: 2, bodies: 2, opens: false, evidence: 'NONE', due: { from: 'STEP', amount: 60 }, escalation: null, isQuestion: true, answers: [{ code: 'ya', words: { id: 'Sudah', en: 'Yes' }, next: 'END' }, { code: 'belum', words: { id: 'Belum', en: 'No' }, next: 'padam' }] },
  ],
};
const CARD: Card = {
  row: ROW,
  source: 'PERSON',
  who: 'KPU Jakarta Pusat',
  followed: [],
  playbook: FIRE,
  version: 1,
  accountBy: '2024-02-13T18:30:10Z',
  isUnaccounted: false,
  steps: [
    { code: 'keluar', opened: '2024-02-13T18:00:10Z', due: '2024-02-13T18:05:10Z', done: '2024-02-13T18:09:10Z', isOverdue: true, said: [{ role: 'PPK', who: 'PPK Gambir', pictures: [], at: '2024-02-13T18:09:10Z', entry: 104 }], entry: 103 },
    { code: 'padam', opened: '2024-02-13T18:09:10Z', due: '2024-02-13T19:09:10Z', done: '2024-02-13T18:30:00Z', isOverdue: false, said: [{ role: 'POLRES', who: 'Polres', answer: 'ya', count: 3, pictures: [], at: '2024-02-13T18:30:00Z', entry: 107 }], entry: 105 },
  ],
  moved: [{ at: '2024-02-13T18:20:00Z', boxes: 1, first: '3171011001001101', entry: 106 }],
  accounts: [{ at: '2024-02-13T18:40:00Z', who: 'KPU', fate: 'DESTROYED', boxes: 1, unknown: 0, entry: 108 }],
  notes: [{ at: '2024-02-13T21:00:00Z', who: 'Bawaslu', entry: 110 }],
  gaps: [],
  mayAccount: true,
  mayClose: false,
};

describe('diff', () => {
  it.each([
    ['a\nb\nc', 'a\nb\nc', ' a| b| c'],
    ['a\nb\nc', 'a\nx\nc', ' a|-b|+x| c'],
    ['a\nb', 'a\nb\nc', ' a| b|+c'],
    ['a\nb', 'b', '-a| b'],
    ['', 'a', '-|+a'],
  ])('of %j and %j', (before, after, expected) => {
    const marks = { same: ' ', gone: '-', new: '+' };
    expect(diff(before, after).map(({ kind, text }) => marks[kind] + text).join('|')).toBe(expected);
  });

  it('gives back both texts', () => {
    const [one, other] = ['k\nl\nm\nn\no', 'k\nm\nx\no\np'];
    const lines = diff(one, other);
    expect(lines.filter(({ kind }) => kind !== 'new').map(({ text }) => text).join('\n')).toBe(one);
    expect(lines.filter(({ kind }) => kind !== 'gone').map(({ text }) => text).join('\n')).toBe(other);
  });
});

test('minutes of a step against what was allowed', () => {
  expect(CARD.steps.map((step) => minutes(step, 0))).toEqual([{ took: 9, allowed: 5 }, { took: 21, allowed: 60 }]);
  const open = { ...CARD.steps[1]!, done: undefined, due: undefined };
  expect(minutes(open as never, Date.parse('2024-02-13T18:19:10Z'))).toEqual({ took: 10, allowed: null });
});

test('the timeline stands in the order in which things happened, what is bad is marked', () => {
  const moments = timeline(CARD);
  expect(moments.map(({ what, isBad }) => `${isBad ? '!' : ' '}${what}`)).toEqual([
    ' Kebakaran dilaporkan',
    '!Terlambat: Keluar',
    ' Keluar',
    '!1 kotak diserahterimakan atau dibuka saat dibekukan',
    ' Padam? Sudah. Jumlah: 3.',
    ' 1 kotak hancur; 0 belum diketahui',
    ' Kejadian ditutup',
    ' (catatan dihapus)',
  ]);
});

test('what it is called, and where', () => {
  expect(titleOf(ROW)).toBe('Kebakaran');
  expect(titleOf({ ...ROW, title: { id: 'Api', en: 'Fire' } })).toBe('Api');
  expect(placesOf({ ...ROW, placesInAll: 114 })).toBe('GOR Gambir dan 113 tempat lain');
  expect(toReport({ kind: 'FLOOD', place: 'T3171011001001', finding: 'SEAL_BROKEN box:1' })).toBe('/incidents?report=true&kind=FLOOD&place=T3171011001001&finding=SEAL_BROKEN+box%3A1');
});

test('what is moved on purpose is not frozen', () => {
  expect(['FIRE', 'RAIN_AHEAD', 'VEHICLE', 'POWER'].map((kind) => scopeOf(kind as 'FIRE'))).toEqual(['HERE', 'NONE', 'ON_THE_WAY', 'NONE']);
});

test('a playbook in words', () => {
  expect(rolesText(['KPU_KOTA', 'KPU_PROVINSI'])).toBe('KPU kab/kota, KPU Provinsi');
  expect(whoText(FIRE.steps[0]!)).toBe('PPK');
  expect(whoText(FIRE.steps[1]!)).toBe('2 orang dari 2 lembaga: PPK, Polres');
  expect([dueText({ from: 'STEP', amount: 5 }), dueText({ from: 'STEP', amount: 120 }), dueText({ from: 'BEGIN', amount: 1440 }), dueText({ from: 'DAY', amount: 10 })]).toEqual(['dalam 5 mnt', 'dalam 2 jam', '1 hari sejak mulai', 'H+10']);
  expect(ways(FIRE, FIRE.steps[1]!).map(({ to, isBack }) => [to, isBack])).toEqual([[0, false], [2, true]]);
  expect(faultText({ kind: 'NEXT_UNKNOWN', line: 3, step: 'padam', what: 'nowhere' })).toBe('Langkah padam menuju nowhere, yang tidak ada.');
  expect(faultText({ kind: 'NEW_ONE', line: 3, step: '', what: '', sentence: 'Said so.' })).toBe('Said so.');
});

test('a refusal by its name', () => {
  expect(refusedText(new Refused({ status: 409, reason: 'SAME_BODY' }))).toBe('Harus orang dari lembaga lain.');
});

test('a finding leads to the SOP that answers it, where it happened', () => {
  expect(sopOf({ rule: 'SEAL_BROKEN', id: 'SEAL_BROKEN box:1', region: '3171011001001' })).toBe('/incidents?report=true&kind=SEAL_BROKEN&place=T3171011001001&finding=SEAL_BROKEN+box%3A1');
  expect(sopOf({ rule: 'TPS_SILENT', id: 'TPS_SILENT kecamatan:317101', region: '317101' })).toContain('place=K317101');
  expect(sopOf({ rule: 'CLOCK_OFF', id: 'x', region: '317101' })).toBeUndefined();
  expect(sopOf({ rule: 'GAP', id: 'x', region: '' })).toBeUndefined();
});

test('what is destroyed looks like nothing that is safe', () => {
  expect(FATE_MARKS.DESTROYED).not.toBe(FATE_MARKS.SAFE);
});

test('what a sensor notes is read in one language', () => {
  expect(ofMachine('Sensor asap S-1 (Aula / atap) berbunyi. / Smoke sensor S-1 (Aula / atap) sounds.')).toBe('Sensor asap S-1 (Aula / atap) berbunyi.');
  expect(ofMachine('Kamera gelap: C-1.')).toBe('Kamera gelap: C-1.');
  expect(ofMachine('satu / dua / tiga')).toBe('satu / dua / tiga');
});
