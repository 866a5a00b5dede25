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
  /** The SHA-256 of the photo of the paper that was signed by hand. */
  paper?: string;
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
  /** Where each seal sits, a letter each: L lid, S slot, H hasp. */
  positions?: string;
  /** The box that holds its content from now on. */
  into?: { box: string; seals: string[] };
}

/** A box that did not come, or came otherwise than offered; seals are those that are whole. */
export type Exception = { box: string; missing: true } | { box: string; seals?: string[]; broken?: string[]; damaged?: true };

const KINDS = [
  'pack',
  'seal',
  'offer',
  'accept',
  'withdraw',
  'open',
  'use',
  'reseal',
  'replace',
  'confirm',
  'correct',
  'day',
] as const;
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

const REASONED: readonly StatementKind[] = ['open', 'withdraw', 'replace', 'correct', 'day'];

/** Kinds in which a box may stand without any seal. */
const BARE: readonly StatementKind[] = ['open', 'offer', 'replace', 'confirm'];

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
    ...(s.paper ? [`paper ${s.paper}`] : []),
    ...(s.manifest ? [`manifest ${s.manifest.id} ${s.manifest.part}/${s.manifest.parts}`] : []),
    ...(s.seen !== undefined ? [`seen ${s.seen}`] : []),
    ...s.groups.flatMap(({ after, boxes }) => [`after ${after ?? 'none'}`, ...boxes.map(boxLine)]),
    ...s.exceptions.map((e) => `except ${e.box} ${deviationOf(e)}`),
  ];
  return utf8(lines.map((line) => `${line}\n`).join(''));
}

function boxLine({ box, seals, sheets, use, positions, into }: BoxLine): string {
  if (use) return `box ${box} received ${sheets} used ${use.used} spoiled ${use.spoiled} unused ${use.unused}`;
  if (into) return `box ${box} seals ${orNone(seals)} into ${into.box} seals ${into.seals.join()} sheets ${sheets}`;
  if (sheets !== undefined) return `box ${box} sheets ${sheets}`;
  return `box ${box} seals ${orNone(seals)}${positions ? ` at ${positions}` : ''}`;
}

function deviationOf(e: Exception): string {
  if ('missing' in e) return 'missing';
  const { seals, broken, damaged } = e;
  return [
    ...(seals ? [`seals ${orNone(seals)}`] : []),
    ...(broken ? [`broken ${broken.join()}`] : []),
    ...(damaged ? ['damaged'] : []),
  ].join(' ');
}

function orNone(seals: string[]): string {
  return seals.length > 0 ? seals.join() : 'none';
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
    ...(kind === 'offer' || (kind === 'replace' && fields.has('leg')) ? { leg: legOf(fields.take('leg')) } : {}),
    ...(kind === 'offer' || kind === 'correct' ? { to: base64Of(fields.take('to'), 32) } : {}),
    ...(answers ? { of: base64Of(fields.take('of'), 32) } : {}),
    ...(REASONED.includes(kind) ? { reason: codeOf(fields.take('reason')) } : {}),
    ...(fields.has('paper') ? { paper: base64Of(fields.take('paper'), 32) } : {}),
    ...(fields.has('manifest') ? { manifest: manifestOf(fields.take('manifest')) } : {}),
    ...(kind === 'accept' ? { seen: numberOf(fields.take('seen'), 10_000) } : {}),
    groups: answers || kind === 'day' ? [] : groupsOf(fields, kind),
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
  if (!areDistinct(groups.flatMap(({ boxes }) => boxes.flatMap(({ box, into }) => (into ? [box, into.box] : [box]))))) throw new Malformed('a box is listed twice');
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
  if (kind === 'replace') return replacedOf(value);
  const [box = '', word, rest = '', at, positions = '', more] = value.split(' ');
  const hasPositions = at === 'at' && (kind === 'seal' || kind === 'reseal');
  if ((at !== undefined && !hasPositions) || more !== undefined || word !== (kind === 'pack' ? 'sheets' : 'seals')) {
    throw new Malformed(`not a box: ${value}`);
  }
  const id = boxIdOf(box);
  if (kind === 'pack') return { box: id, seals: [], sheets: numberOf(rest, 100_000) };
  const seals = BARE.includes(kind) ? sealsOrNone(rest) : sealsOf(rest);
  return { box: id, seals, ...(hasPositions ? { positions: positionsOf(positions, seals) } : {}) };
}

function positionsOf(letters: string, seals: string[]): string {
  if (!/^[LSH]+$/.test(letters) || letters.length !== seals.length) throw new Malformed(`each seal sits at L, S or H: ${letters}`);
  return letters;
}

function replacedOf(value: string): BoxLine {
  const [, box = '', seals = '', fresh = '', freshSeals = '', sheets = ''] =
    /^(\S+) seals (\S+) into (\S+) seals (\S+) sheets (\S+)$/.exec(value) ?? [];
  if (box === '') throw new Malformed(`not a box and the one that takes its content: ${value}`);
  return {
    box: boxIdOf(box),
    seals: sealsOrNone(seals),
    sheets: numberOf(sheets, 100_000),
    into: { box: boxIdOf(fresh), seals: sealsOf(freshSeals) },
  };
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
  const [, box = '', what = ''] = /^(\S+) (.+)$/.exec(value) ?? [];
  if (what === 'missing') return { box: boxIdOf(box), missing: true };
  const [found, seals, broken, damaged] = /^(?:seals (\S+))?(?: ?broken (\S+))?( ?damaged)?$/.exec(what) ?? [];
  if (!found || (broken && !seals) || printsOtherwise(what, seals, broken, damaged)) throw new Malformed(`not an exception: ${value}`);
  return {
    box: boxIdOf(box),
    ...(seals ? { seals: sealsOrNone(seals) } : {}),
    ...(broken ? { broken: sealsOf(broken) } : {}),
    ...(damaged ? { damaged: true } : {}),
  };
}

/** Of one meaning there is one text: no space too many or too few. */
function printsOtherwise(what: string, seals?: string, broken?: string, damaged?: string): boolean {
  const parts = [...(seals ? [`seals ${seals}`] : []), ...(broken ? [`broken ${broken}`] : []), ...(damaged ? ['damaged'] : [])];
  return parts.join(' ') !== what;
}

function sealsOrNone(value: string): string[] {
  return value === 'none' ? [] : sealsOf(value);
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
