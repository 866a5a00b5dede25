import type { Role } from '$lib/api/types';
import { Malformed, utf8, type Bytes } from '$lib/tlog/bytes';
import { base64Of, codeOf, Fields, instantOf, numberOf } from './fields';

/** What a person signed about boxes. The format, its bounds and vectors: docs/formats/statement.md. */
export interface Statement {
  kind: StatementKind;
  election: string;
  by: string;
  saksi: string[];
  counter: number;
  claimed: string;
  place: string;
  leg?: Leg;
  to?: string;
  of?: string;
  reason?: string;
  manifest?: { id: string; part: number; parts: number };
  seen?: number;
  groups: Group[];
  exceptions: Exception[];
}

export interface Group {
  /** The statement that the boxes follow; null when they follow nothing. */
  after: string | null;
  boxes: BoxLine[];
}

export interface BoxLine {
  box: string;
  seals: string[];
  /** Ballots inside, when it is packed; ballots received, when they are accounted for. */
  sheets?: number;
  use?: { used: number; spoiled: number; unused: number };
}

export type Exception = { box: string; missing: true } | { box: string; seals: string[] };

const KINDS = ['pack', 'seal', 'offer', 'accept', 'withdraw', 'open', 'use', 'reseal'] as const;
export type StatementKind = (typeof KINDS)[number];

export const LEGS = [
  'city-kecamatan',
  'kecamatan-kelurahan',
  'kelurahan-tps',
  'tps-kelurahan',
  'kelurahan-kecamatan',
  'kecamatan-city',
] as const;
export type Leg = (typeof LEGS)[number];

const FIRST_LINE = 'segel/statement/v1';
const BYTES_MAX = 49_152;

export function printStatement(s: Statement): Bytes {
  const lines = [
    FIRST_LINE,
    `kind ${s.kind}`,
    `election ${s.election}`,
    `by ${s.by}`,
    ...s.saksi.map((key) => `saksi ${key}`),
    `counter ${s.counter}`,
    `claimed ${s.claimed}`,
    `place ${s.place}`,
    ...(s.leg ? [`leg ${s.leg}`] : []),
    ...(s.to ? [`to ${s.to}`] : []),
    ...(s.of ? [`of ${s.of}`] : []),
    ...(s.reason ? [`reason ${s.reason}`] : []),
    ...(s.manifest ? [`manifest ${s.manifest.id} ${s.manifest.part}/${s.manifest.parts}`] : []),
    ...(s.seen !== undefined ? [`seen ${s.seen}`] : []),
    ...s.groups.flatMap(({ after, boxes }) => [`after ${after ?? 'none'}`, ...boxes.map(boxLine)]),
    ...s.exceptions.map((e) => `except ${e.box} ${'missing' in e ? 'missing' : `seals ${e.seals.join()}`}`),
  ];
  return utf8(lines.map((line) => `${line}\n`).join(''));
}

function boxLine({ box, seals, sheets, use }: BoxLine): string {
  if (use) return `box ${box} received ${sheets} used ${use.used} spoiled ${use.spoiled} unused ${use.unused}`;
  return sheets === undefined ? `box ${box} seals ${seals.join()}` : `box ${box} sheets ${sheets}`;
}

export function parseStatement(text: Uint8Array): Statement {
  if (text.length > BYTES_MAX) throw new Malformed(`a statement has at most ${BYTES_MAX} bytes`);
  const fields = new Fields(text, FIRST_LINE);
  const kind = fields.take('kind') as StatementKind;
  if (!KINDS.includes(kind)) throw new Malformed(`no statement is called ${kind}`);
  const answers = kind === 'accept' || kind === 'withdraw';
  const statement: Statement = {
    kind,
    election: codeOf(fields.take('election')),
    by: base64Of(fields.take('by'), 32),
    saksi: fields.takeAll('saksi').map((key) => base64Of(key, 32)),
    counter: numberOf(fields.take('counter'), 1_000_000_000),
    claimed: instantOf(fields.take('claimed'), 0),
    place: placeOf(fields.take('place')),
    ...(kind === 'offer' ? { leg: legOf(fields.take('leg')), to: base64Of(fields.take('to'), 32) } : {}),
    ...(answers ? { of: base64Of(fields.take('of'), 32) } : {}),
    ...(kind === 'open' || kind === 'withdraw' ? { reason: codeOf(fields.take('reason')) } : {}),
    ...(fields.has('manifest') ? { manifest: manifestOf(fields.take('manifest')) } : {}),
    ...(kind === 'accept' ? { seen: numberOf(fields.take('seen'), 10_000) } : {}),
    groups: answers ? [] : groupsOf(fields, kind),
    exceptions: kind === 'accept' ? fields.takeAll('except').map(exceptionOf) : [],
  };
  fields.end();
  check(statement);
  return statement;
}

function check({ by, saksi, counter, groups, exceptions }: Statement): void {
  if (saksi.length > 16 || !areDistinct([by, ...saksi])) throw new Malformed('saksi are at most 16 different keys');
  if (counter === 0) throw new Malformed('counters start at 1');
  if (!areDistinct(groups.map(({ after }) => after))) throw new Malformed('a group stands twice');
  if (!areDistinct(groups.flatMap(({ boxes }) => boxes.map(({ box }) => box)))) throw new Malformed('a box is listed twice');
  if (!areDistinct(exceptions.map(({ box }) => box))) throw new Malformed('a box is excepted twice');
}

function areDistinct(values: unknown[]): boolean {
  return new Set(values).size === values.length;
}

function groupsOf(fields: Fields, kind: StatementKind): Group[] {
  const groups: Group[] = [];
  while (fields.has('after')) {
    const after = fields.take('after');
    const boxes = fields.takeAll('box').map((value) => boxOf(value, kind));
    if (boxes.length === 0) throw new Malformed('a group without boxes');
    groups.push({ after: after === 'none' ? null : base64Of(after, 32), boxes });
  }
  if (groups.length === 0) throw new Malformed('no boxes');
  return groups;
}

function boxOf(value: string, kind: StatementKind): BoxLine {
  if (kind === 'use') return useOf(value);
  const [box = '', word, rest = '', more] = value.split(' ');
  if (more !== undefined || word !== (kind === 'pack' ? 'sheets' : 'seals')) throw new Malformed(`not a box: ${value}`);
  const id = boxIdOf(box);
  return kind === 'pack' ? { box: id, seals: [], sheets: numberOf(rest, 100_000) } : { box: id, seals: sealsOf(rest) };
}

function useOf(value: string): BoxLine {
  const [, box = '', received = '', used = '', spoiled = '', unused = ''] =
    /^(\S+) received (\S+) used (\S+) spoiled (\S+) unused (\S+)$/.exec(value) ?? [];
  if (box === '') throw new Malformed(`not what became of a box's ballots: ${value}`);
  const count = (digits: string): number => numberOf(digits, 100_000);
  return {
    box: boxIdOf(box),
    seals: [],
    sheets: count(received),
    use: { used: count(used), spoiled: count(spoiled), unused: count(unused) },
  };
}

function exceptionOf(value: string): Exception {
  const [box = '', word, rest, more] = value.split(' ');
  if (more !== undefined) throw new Malformed(`not an exception: ${value}`);
  if (word === 'missing' && rest === undefined) return { box: boxIdOf(box), missing: true };
  if (word === 'seals' && rest !== undefined) return { box: boxIdOf(box), seals: sealsOf(rest) };
  throw new Malformed(`not an exception: ${value}`);
}

function boxIdOf(value: string): string {
  if (!/^[0-9]{16}$/.test(value) || value.endsWith('00')) throw new Malformed(`not a box number: ${value}`);
  return value;
}

function sealsOf(value: string): string[] {
  const seals = value.split(',');
  if (seals.length > 12) throw new Malformed('a box has at most 12 seals');
  seals.forEach((seal, i) => {
    const before = seals[i - 1];
    if (!/^[A-Z0-9-]{1,30}$/.test(seal)) throw new Malformed(`not a seal number: ${seal}`);
    if (before !== undefined && before >= seal) throw new Malformed('seals stand in ascending order');
  });
  return seals;
}

function placeOf(value: string): string {
  if (!/^(G\d{4}|K\d{6}|P\d{10}|T\d{13}|S(?=.{1,19}$)\d+(-\d+)?)$/.test(value)) {
    throw new Malformed(`not a place code: ${value}`);
  }
  return value;
}

function legOf(value: string): Leg {
  if (!(LEGS as readonly string[]).includes(value)) throw new Malformed(`no leg is called ${value}`);
  return value as Leg;
}

function manifestOf(value: string): { id: string; part: number; parts: number } {
  const [, id = '', part = '', parts = ''] = /^(\S+) ([0-9]+)\/([0-9]+)$/.exec(value) ?? [];
  const manifest = { id: base64Of(id, 16), part: numberOf(part, 999), parts: numberOf(parts, 999) };
  if (manifest.part < 1 || manifest.part > manifest.parts) throw new Malformed(`there is no part ${value}`);
  return manifest;
}

/** The leg between two offices; undefined where no boxes go. */
export function legBetween(from: Role, to: Role): Leg | undefined {
  const way: readonly Role[] = ['KPU_KOTA', 'PPK', 'PPS', 'KPPS'];
  const [at, next] = [way.indexOf(from), way.indexOf(to)];
  if (at < 0 || next < 0 || Math.abs(next - at) !== 1) return undefined;
  return next > at ? LEGS[at] : LEGS[LEGS.length - at];
}

/** Where the giver of a leg stands, in its own territory. */
export function placeOfGiver(leg: Leg, territory: string): string {
  switch (leg) {
    case 'city-kecamatan':
      return `G${territory.slice(0, 4)}`;
    case 'kecamatan-kelurahan':
    case 'kecamatan-city':
      return `K${territory.slice(0, 6)}`;
    case 'kelurahan-tps':
    case 'kelurahan-kecamatan':
      return `P${territory.slice(0, 10)}`;
    case 'tps-kelurahan':
      return `T${territory.slice(0, 13)}`;
  }
}

/** Where the taker of an offer stands: the far end of the leg, in its own territory. */
export function placeOfTaker(leg: Leg, territory: string): string {
  switch (leg) {
    case 'city-kecamatan':
    case 'kelurahan-kecamatan':
      return `K${territory.slice(0, 6)}`;
    case 'kecamatan-kelurahan':
    case 'tps-kelurahan':
      return `P${territory.slice(0, 10)}`;
    case 'kelurahan-tps':
      return `T${territory.slice(0, 13)}`;
    case 'kecamatan-city':
      return `G${territory.slice(0, 4)}`;
  }
}
