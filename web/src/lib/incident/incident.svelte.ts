import { address, get, getAs, post as send, postBytes, Refused } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';
import type { Role } from '$lib/api/types';
import { PictureRoll } from '$lib/picture/picture.svelte';
import { reencode } from '$lib/picture/reencode';
import { failureText } from '$lib/words/failures';
import { speech, t, type Key } from '$lib/words/words.svelte';
import type { Fault, Playbook, Said as Words } from './playbook.svelte';

/** Incidents, the runs of their playbooks, and the account of the boxes there. */

export const KINDS = [
  'FIRE', 'FLOOD', 'RAIN', 'RAIN_AHEAD', 'RIOT', 'THEFT', 'SEAL_BROKEN', 'BOX_MISSING', 'WRONG_DAPIL', 'VEHICLE', 'BOAT', 'CONTACT_LOST',
  'POWER', 'NETWORK', 'LOCK_OPENING', 'VOTE_POSTPONED', 'VOTE_CONTINUED', 'REVOTE',
] as const;
export type Kind = (typeof KINDS)[number];
export const FATES = ['UNKNOWN', 'SAFE', 'DAMAGED', 'DESTROYED', 'LOST'] as const;
export type Fate = (typeof FATES)[number];
export type Scope = 'HERE' | 'ON_THE_WAY' | 'LISTED' | 'NONE';
export type State = 'RUNNING' | 'RUN' | 'CLOSED';

/** Never colour alone: each fate has a shape of its own. */
export const FATE_MARKS = { UNKNOWN: 'none', SAFE: 'ready', DAMAGED: 'late', DESTROYED: 'critical', LOST: 'critical' } as const satisfies Record<Fate, string>;

/** Boxes are moved in these, so none is listed unless somebody wants it. */
const PROCEDURES: readonly Kind[] = ['RAIN_AHEAD', 'LOCK_OPENING', 'POWER', 'NETWORK'];
export const scopeOf = (kind: Kind): Scope => (PROCEDURES.includes(kind) ? 'NONE' : kind === 'VEHICLE' || kind === 'BOAT' || kind === 'CONTACT_LOST' ? 'ON_THE_WAY' : 'HERE');

export interface Now {
  code: string;
  words?: Words;
  roles: Role[];
  people: number;
  bodies: number;
  opened: string;
  due?: string;
  isOverdue: boolean;
  said: Role[];
  escalated?: Role;
  isMine: boolean;
}

export interface Row {
  number: number;
  kind: Kind;
  title?: Words;
  places: { code: string; name: string }[];
  placesInAll: number;
  region: string;
  at: string;
  recorded: string;
  isDrill: boolean;
  state: State;
  now?: Now;
  boxesInAll: number;
  boxes: Record<Fate, number>;
  moved: number;
  closed?: string;
  entry: number;
}

export interface Done {
  role: Role;
  who: string;
  answer?: string;
  count?: number;
  pictures: string[];
  at: string;
  entry: number;
}

export interface Opened {
  code: string;
  opened: string;
  due?: string;
  done?: string;
  isOverdue: boolean;
  said: Done[];
  entry: number;
}

export interface Note {
  at: string;
  who: string;
  text?: string;
  erasable?: string;
  entry: number;
}

export interface Card {
  row: Row;
  source: 'PERSON' | 'RULE' | 'SENSOR';
  who?: string;
  finding?: string;
  follows?: number;
  followed: number[];
  words?: Note;
  playbook?: Playbook;
  version: number;
  due?: string;
  accountBy: string;
  isUnaccounted: boolean;
  steps: Opened[];
  ended?: string;
  moved: { at: string; boxes: number; first: string; entry: number }[];
  accounts: { at: string; who: string; fate: Fate; boxes: number; unknown: number; entry: number }[];
  notes: Note[];
  gaps: Fault[];
  mayAccount: boolean;
  mayClose: boolean;
}

export interface OfTps {
  tps: string;
  name: string;
  boxes: { box: string; kind: number; fate: Fate; entry: number }[];
}
export interface Boxes {
  tps: number;
  boxes: number;
  rows: OfTps[];
}

export interface Need {
  style: string;
  kind: number;
  dapil: number;
  gone: number;
  goneSheets: number;
  damaged: number;
  damagedSheets: number;
}

export interface Preview {
  title?: Words;
  steps: number;
  boxes: number;
  tps: number;
  gaps: Fault[];
  open?: number;
}

export interface Report {
  kind: Kind;
  places: string[];
  at: string;
  drill: boolean;
  scope: Scope;
  boxes: string[];
  finding: string;
  follows: number;
  words: string;
  anyway: boolean;
}

export const toIncident = (number: number) => `/incidents/${number}`;

/** Where one begins an incident that is filled in already. */
export const toReport = (of: { kind?: Kind; place?: string; finding?: string; follows?: number }) => `${address('/incidents', { report: true, ...of })}`;

/** TPS on a page: a phone shows five at once. */
export const PAGE = 20;

export class IncidentList {
  readonly remote = new Remote<Row[]>();

  load(closed: boolean): Promise<void> {
    return this.remote.load(() => get<Row[]>(address('/api/incidents', { closed: closed || null })));
  }
}

export class OneIncident {
  readonly remote = new Remote<Card>();
  readonly boxes = new Remote<Boxes>();
  readonly need = new Remote<Need[]>();
  fate = $state<Fate | ''>('UNKNOWN');
  beginning = $state('');
  page = $state(0);

  /** @param token of a phone in the field; a user who is logged in has none */
  constructor(
    readonly number: number,
    readonly token?: string,
  ) {}

  get #path(): string {
    return `/api/incidents/${this.number}`;
  }

  load(): Promise<void> {
    const { token } = this;
    return this.remote.load(() => (token ? getAs<Card>(this.#path, token) : get<Card>(this.#path)));
  }

  loadBoxes(): Promise<void> {
    return this.boxes.load(() => get<Boxes>(address(`${this.#path}/boxes`, { fate: this.fate, beginning: this.beginning, page: this.page || null, size: PAGE })));
  }

  loadNeed(): Promise<void> {
    return this.need.load(() => get<Need[]>(`${this.#path}/need`));
  }

  /** Says something about it; what is refused is thrown. */
  async say(what: 'steps' | 'boxes' | 'boxes/more' | 'close' | 'notes', body: unknown): Promise<void> {
    this.remote.value = await send<Card>(`${this.#path}/${what}`, body, this.token);
  }

  /** All boxes of these fates, for a file or a review. */
  async all(fate: Fate | ''): Promise<OfTps[]> {
    const rows: OfTps[] = [];
    for (let page = 0; ; page++) {
      const some = await get<Boxes>(address(`${this.#path}/boxes`, { fate, page: page || null, size: 500 }));
      rows.push(...some.rows);
      if (rows.length >= some.tps || some.rows.length === 0) return rows;
    }
  }
}

export const preview = (kind: Kind, places: readonly string[], scope: Scope, drill: boolean): Promise<Preview> =>
  get<Preview>(`/api/incidents/before?${new URLSearchParams([['kind', kind], ['scope', scope], ['drill', String(drill)], ...places.map((place) => ['place', place])])}`);

export const report = (body: Report): Promise<Card> => send<Card>('/api/incidents', body);
export const erase = (words: string): Promise<void> => send<void>('/api/incidents/erasures', { words });

/** Pictures for a step; a phone in the field has a token. */
export const roll = (token?: string): PictureRoll =>
  new PictureRoll(5, token, {
    reencode,
    send: async (jpeg) => (await postBytes<{ picture: string }>('/api/incidents/pictures', jpeg, { 'Content-Type': 'image/jpeg', ...(token ? { Authorization: `Bearer ${token}` } : {}) })).picture,
  });

/** What is said in the language of this screen. */
export const said = (words: Words | undefined | null): string => (words ? words[speech.language] : '');

/** What it is called, as a heading. */
export const titleOf = (row: Row): string => said(row.title) || t(`incidentKind.${row.kind}`);

/** Where, in few words. */
export const placesOf = (row: Row): string => row.places.map(({ name }) => name).join(', ') + (row.placesInAll > row.places.length ? t('incidentMorePlaces', row.placesInAll - row.places.length) : '');

/** Whole minutes that a step took, and what was allowed; null where nobody knows. */
export function minutes(step: Opened, now: number): { took: number; allowed: number | null } {
  const from = Date.parse(step.opened);
  const until = step.done ? Date.parse(step.done) : now;
  return { took: Math.max(0, Math.round((until - from) / 60_000)), allowed: step.due ? Math.round((Date.parse(step.due) - from) / 60_000) : null };
}

export interface Moment {
  at: string;
  what: string;
  who: string;
  entry: number;
  isBad: boolean;
}

/** Everything that was said about it, in the order of the log. */
export function timeline(card: Card): Moment[] {
  const name = (code: string) => said(card.playbook?.steps.find((step) => step.code === code)?.words) || code;
  const moments: Moment[] = [{ at: card.row.recorded, what: t('incidentOpened', titleOf(card.row)), who: card.who ?? t('incidentSensor'), entry: card.row.entry, isBad: false }];
  for (const step of card.steps) {
    if (step.isOverdue) moments.push({ at: step.due ?? step.opened, what: t('incidentWasLate', name(step.code)), who: '', entry: step.entry, isBad: true });
    for (const one of step.said) {
      const answers = card.playbook?.steps.find(({ code }) => code === step.code)?.answers;
      const answer = one.answer ? ` ${said(answers?.find(({ code }) => code === one.answer)?.words) || one.answer}.` : '';
      const count = one.count === undefined ? '' : ` ${t('incidentCounted', one.count)}`;
      moments.push({ at: one.at, what: `${name(step.code)}${answer}${count}`, who: one.who, entry: one.entry, isBad: false });
    }
  }
  for (const one of card.accounts) moments.push({ at: one.at, what: t('incidentAccounted', one.boxes, t(`boxFate.${one.fate}`), one.unknown), who: one.who, entry: one.entry, isBad: false });
  for (const one of card.moved) moments.push({ at: one.at, what: t('incidentMoved', one.boxes), who: '', entry: one.entry, isBad: true });
  for (const one of card.notes) moments.push({ at: one.at, what: one.text === undefined ? t('incidentErased') : one.who ? one.text : ofMachine(one.text), who: one.who, entry: one.entry, isBad: false });
  if (card.ended) moments.push({ at: card.ended, what: t('incidentEnded'), who: '', entry: Number.MAX_SAFE_INTEGER - 1, isBad: false });
  if (card.row.closed) moments.push({ at: card.row.closed, what: t('incidentClosedMoment'), who: '', entry: Number.MAX_SAFE_INTEGER, isBad: false });
  return moments.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at) || one.entry - other.entry);
}

/** Roles that a step is for. The commission of a city is called so: that of the province must not take it for itself. */
export const rolesText = (roles: readonly Role[]): string => roles.map((role) => (role === 'KPU_KOTA' ? t('incidentKpuKota') : t(`role.${role}`))).join(', ');

/** What a sensor notes is kept in both languages, the Indonesian first. */
export function ofMachine(text: string): string {
  const parts = text.split(' / ');
  const half = parts.length / 2;
  if (!Number.isInteger(half)) return text;
  return (speech.language === 'id' ? parts.slice(0, half) : parts.slice(half)).join(' / ');
}

/** Why something was not taken, and what to do. */
export function refusedText(e: Refused): string {
  const key = `incidentRefused.${e.reason}`;
  return speech.has(key) ? t(key as Key & 'incidentTitle') : failureText(e);
}
