import { address, get, headers, post, Refused } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';
import type { Role } from '$lib/api/types';
import { failureText } from '$lib/words/failures';
import { speech, t, type Key } from '$lib/words/words.svelte';

export const SECTIONS = ['election', 'dates', 'roster', 'seals', 'users', 'agencies', 'areas', 'limits', 'history'] as const;
export type Section = (typeof SECTIONS)[number];

export const LEGS = ['city-kecamatan', 'kecamatan-kelurahan', 'kelurahan-tps', 'tps-kelurahan', 'kelurahan-kecamatan', 'kecamatan-city'] as const;
export type LegWord = (typeof LEGS)[number];
/** The legs that end before the vote. */
export const OUTWARD: readonly LegWord[] = LEGS.slice(0, 3);

export const REASONS = ['VOTING', 'INSPECTION', 'REPACKING', 'RECOUNT', 'RESCUE'] as const;
export type Reason = (typeof REASONS)[number];

export interface Kind {
  digit: number;
  code: string;
  colour: string;
  name: string;
}

export interface Election {
  election: string;
  name: string;
  day: string;
  zone: string;
  reserve: number;
  spares: number;
  kinds: Kind[];
  /** Whether boxes were signed for: nothing changes any more. */
  signed: boolean;
  /** Whether sheets are counted: the kinds change no more. */
  counted: boolean;
}

export interface Window {
  earliest: string;
  latest: string;
}
export type LegWindow = Window & { leg: LegWord };
export type Hours = Window & { reason: Reason };

export interface Totals {
  kota: number;
  kecamatan: number;
  kelurahan: number;
  tps: number;
  dpt: number;
  boxes: number;
  spares: number;
  places: number;
  approved: number;
}

export interface Place {
  code: string;
  name: string;
  state: string;
}

export interface RosterAnswer {
  kelurahan: number;
  sums: { tps: number; dpt: number };
  facts: number;
  problems: string[];
}

export interface Seals {
  letters: string;
  digits: number;
  first: number;
  last: number;
}

export interface Agency {
  code: string;
  name: string;
  users: number;
}

export interface UserRow {
  code: string;
  name: string;
  agency: string;
  agencyName: string;
  role: Role;
  territory: string;
  suspended: boolean;
  oneTime: boolean;
}

export interface OneTime {
  user: UserRow;
  password: string;
}

export interface Limits {
  clock: number;
  overlap: number;
  opened: number;
  way: Record<LegWord, number>;
}

export interface Change {
  first: number;
  last: number;
  fact: string;
  recorded: string;
  real: string;
  lines: string[];
}

/** One line of what is about to change. */
export interface Line {
  what: string;
  before: string;
  after: string;
}

/** What is asked once more before it enters the log. */
export interface Asked {
  title: string;
  why: string;
  lines: Line[];
  go: string;
  does: () => Promise<void>;
}

/** Something of the set-up from the server, with the way to ask again. */
export class Listed<T> {
  readonly remote = new Remote<T>();
  constructor(readonly path: string) {}

  load = (): Promise<void> => this.remote.load(() => get<T>(this.path));
}

export class History {
  readonly remote = new Remote<{ total: number; size: number; rows: Change[] }>();

  load(page: number): Promise<void> {
    return this.remote.load(() => get(address('/api/changes', { page: page + 1 })));
  }
}

export const setLeg = (window: LegWindow) => post<void>('/api/legs', window);
export const setHours = (hours: Hours) => post<void>('/api/custody/openings/hours', hours);
export const setLimits = (limits: Limits) => post<void>('/api/custody/thresholds', limits);
export const setOutlier = (times: number) => post<unknown>(address('/api/stock/outlier', { times }), {});
export const issue = (seals: Seals) => post<void>('/api/custody/seals', seals);
export const drawArea = (code: string, name: string, within: string[]) => post<void>('/api/areas', { code, name, regions: within });
export const useBuiltIn = () => post<RosterAnswer>('/api/region/builtin', {});
export const listAgency = (code: string, name: string) => post<void>('/api/agencies', { code, name });
export const invite = (asked: { user: string; agency: string; role: Role; territory: string }) => post<OneTime>('/api/users/invite', asked);
export const appoint = (code: string, asked: { agency: string; role: Role; territory: string }) => post<UserRow>(`/api/users/${code}/appoint`, asked);
export const suspend = (code: string) => post<UserRow>(`/api/users/${code}/suspend`, {});
export const restore = (code: string) => post<UserRow>(`/api/users/${code}/restore`, {});
export const givePassword = (code: string) => post<OneTime>(`/api/users/${code}/password`, {});

export function changeElection({ name, day, reserve, spares, kinds }: Election): Promise<void> {
  return post<void>('/api/region/election', { name, day, reserve, spares, kinds });
}

/** Why the server refused, in a sentence that says what to do. */
export function refusalText(refused: Refused): string {
  const key = `refused.${refused.reason}`;
  return speech.has(key) ? t(key as Key & `refused.NAME_TAKEN`) : failureText(refused);
}

/** The digits that the territory of a role has. */
export function digitsOf(role: Role): readonly number[] {
  switch (role) {
    case 'ADMIN':
      return [0, 2, 4, 6, 10];
    case 'KPU_PROVINSI':
      return [2];
    case 'KPU_KOTA':
      return [4];
    case 'PPK':
      return [6];
    case 'PPS':
      return [10];
    case 'KPPS':
    case 'SAKSI':
      return [13];
    case 'BAWASLU':
      return [2, 4, 6, 10, 13];
    default:
      return [2, 4, 6, 10];
  }
}

/** Sends a file with the guard against forged requests, and says how far it has come. */
export function sendRoster(file: Blob, dryRun: boolean, onsent: (percent: number) => void): Promise<RosterAnswer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', address('/api/region/roster', { dryRun }));
    for (const [name, value] of Object.entries({ 'Content-Type': 'text/csv', ...headers() })) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => onsent(total > 0 ? Math.round((loaded / total) * 100) : 0);
    request.onerror = () => reject(new Refused({ status: 0, title: 'unreachable' }));
    request.onload = () => {
      const answer = parsed(request.responseText);
      if (answer && 'problems' in answer) resolve(answer as RosterAnswer);
      else reject(new Refused({ ...answer, status: request.status }));
    };
    request.send(file);
  });
}

function parsed(text: string): object | undefined {
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}
