import { address, get, post as send, Refused } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';
import type { Role, TpsPoint, TpsStatus } from '$lib/api/types';
import { failureText } from '$lib/words/failures';
import { speech, t, type Key } from '$lib/words/words.svelte';

/** Posts of the police and of those who help them. */

export const KINDS = ['MAIN', 'TACTICAL'] as const;
export type Kind = (typeof KINDS)[number];
export type State = 'CLOSED' | 'SILENT' | 'MANNED' | 'EXPECTED' | 'UNMANNED';

/** Who may man one: whoever holds no boxes. */
export const MEN = ['POLDA', 'POLRES', 'KODAM', 'SATPOL_PP', 'BINDA', 'BAWASLU', 'PEMPROV', 'BAKESBANGPOL', 'KEJAKSAAN', 'DINKES'] as const satisfies readonly Role[];

/** Never colour alone: each state has a shape of its own. */
export const MARKS = { CLOSED: 'none', SILENT: 'critical', MANNED: 'ready', EXPECTED: 'underway', UNMANNED: 'none' } as const satisfies Record<State, string>;

export interface Row {
  number: number;
  kind: Kind;
  name: string;
  lat: number;
  lon: number;
  kelurahan: string;
  /** Name of the kelurahan. */
  place: string;
  role: Role;
  territory: string;
  man: string;
  reachMetres: number;
  synthetic: boolean;
  state: State;
  /** Of the shift that is on. */
  begin?: string;
  end?: string;
  due?: number;
  every?: number;
  people?: number;
  heard?: string;
  silentSince?: string;
  entry: number;
  changed: number;
  mayRun: boolean;
  mayCheckIn: boolean;
}

export interface Near {
  code: string;
  name: string;
  metres: number;
}

export interface Detail {
  row: Row;
  shifts: { begin: string; end: string; due: number; every: number; mayChange: boolean }[];
  checkIns: { at: string; people: number; entry: number; recorded: string; isLate: boolean }[];
  checkInsInAll: number;
  reach: { tps: number; nearest: Near[]; kelurahan: string[]; places: Near[] };
}

/** A TPS in reach, as it is now. */
export interface InReach extends Near {
  status: TpsStatus;
  boxes: number;
  arrived: number;
}

const AT_TPS = 5;

export const toPost = (number: number) => `/posts/${number}`;

export class PostList {
  readonly remote = new Remote<Row[]>();

  load(closed: boolean): Promise<void> {
    return this.remote.load(() => get<Row[]>(address('/api/posts', { closed: closed || null })));
  }
}

export class OnePost {
  readonly remote = new Remote<Detail>();
  readonly around = new Remote<InReach[]>();

  constructor(readonly number: number) {}

  async load(): Promise<void> {
    await this.remote.load(() => get<Detail>(`/api/posts/${this.number}`));
    const { reach } = this.remote.value ?? {};
    if (reach) await this.around.load(() => within(reach));
  }

  /** Says something about it; what is refused is thrown. */
  async say(what: 'move' | 'close' | 'shifts' | 'check-ins', body: unknown): Promise<void> {
    this.remote.value = await send<Detail>(`/api/posts/${this.number}/${what}`, body);
    if (what === 'move') await this.around.load(() => within(this.remote.value!.reach));
  }
}

/** What is in reach with how it stands, kelurahan by kelurahan: a post reaches a few. */
async function within({ nearest, kelurahan }: Detail['reach']): Promise<InReach[]> {
  const points = (await Promise.all(kelurahan.map((code) => get<TpsPoint[]>(address('/api/situation/tps', { kelurahan: code }))))).flat();
  return joined(nearest, points);
}

export function joined(nearest: readonly Near[], points: readonly TpsPoint[]): InReach[] {
  const by = new Map(points.map((point) => [point.code, point]));
  return nearest.map((near) => {
    const { status = 'none', stages = [] } = by.get(near.code) ?? {};
    return { ...near, status, boxes: stages.length, arrived: stages.filter((stage) => stage >= AT_TPS).length };
  });
}

export const open = (body: unknown): Promise<Detail> => send<Detail>('/api/posts', body);

/** Why something was not taken, and what to do. */
export function refusedText(e: Refused): string {
  const key = `postRefused.${e.reason}`;
  return speech.has(key) ? t(key as Key & 'postTitle') : failureText(e);
}
