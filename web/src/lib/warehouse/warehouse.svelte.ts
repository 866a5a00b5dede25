import { address, get, post, Refused } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';
import { bringFile, type FileAnswer } from '$lib/setup/brought';
import { failureText } from '$lib/words/failures';
import { speech, t } from '$lib/words/words.svelte';

/** Sites where boxes are kept, as pages show them. What is missing in an answer is not known. */

export const ROOFS = ['CONCRETE', 'TILE', 'METAL', 'TENT', 'OPEN'] as const;
export type Roof = (typeof ROOFS)[number];
export const FLOODS = ['RENDAH', 'SEDANG', 'TINGGI'] as const;
export type Flood = (typeof FLOODS)[number];
export const VIEWS = ['INSIDE', 'DOOR', 'YARD', 'STREET'] as const;
export type View = (typeof VIEWS)[number];
export const NEIGHBOURS = ['FIRE_POST', 'BPBD', 'HOSPITAL', 'POLICE'] as const;
export type NeighbourKind = (typeof NEIGHBOURS)[number];
export const VERDICTS = ['OK', 'GAP', 'NONE'] as const;
export type Verdict = (typeof VERDICTS)[number];
export type Lapse = 'NOT_APPROVED' | 'OVER_CAPACITY' | 'UNINSPECTED';
export type Kind = 'CITY_STORE' | 'KECAMATAN_STORE' | 'PPS' | 'TPS' | 'POST';

/** Roles that may answer for a site, or mend what is missing there. */
export const OWNERS = ['KPU_PROVINSI', 'KPU_KOTA', 'PPK', 'PPS', 'POLDA', 'POLRES', 'SATPOL_PP', 'PEMPROV'] as const;

export interface Row {
  place: string;
  name: string;
  kind: Kind;
  lat?: number;
  lon?: number;
  capacity?: number;
  boxes: number;
  due: number;
  approved?: string;
  inspected?: string;
  looked?: string;
  isStale: boolean;
  lapses: Lapse[];
  gaps: number;
  overdue: number;
  expired?: number;
  cameras?: number;
  hasRounds: boolean;
  synthetic: boolean;
  isKnown: boolean;
}

export interface Site {
  floor?: number;
  heightCm?: number;
  roof?: Roof;
  flood?: Flood;
  pallets?: number;
  extinguishers?: string[];
  doors?: number;
  generator?: boolean;
  guardPosts?: number;
  cameras?: Partial<Record<View, number>>;
  responsible?: string[];
  neighbours?: { kind: NeighbourKind; metres: number; name: string }[];
}

export interface Gap {
  place: string;
  name: string;
  item: string;
  since: string;
  inspection: number;
  owner: string;
  due: string;
  words?: string;
  picture?: string;
  isOpen: boolean;
  isOverdue: boolean;
  closedBy: number;
}

export interface Look {
  number: number;
  at: string;
  checklist: string;
  version: number;
  isOutdated: boolean;
  ok: number;
  gaps: number;
  answers: { item: string; verdict: Verdict; words?: string; picture?: string }[];
  words?: string;
  wordsHash?: string;
  pictures: string[];
  synthetic: boolean;
  by: string;
  entry: number;
}

export interface Round {
  round: number;
  due: string;
  until: string;
  marked: number;
  points: number;
  isOver: boolean;
}

export interface Plan {
  plan: number;
  begin: string;
  end: string;
  windowMinutes: number;
  walkMinutes: number;
  of: number;
  points: number;
  commitment: string;
  seed?: string;
  isOpen: boolean;
  ended?: 'WITHDRAWN' | 'SEED_LOST';
  now?: Round;
  settled: Round[];
}

export interface Detail {
  row: Row;
  site?: Site;
  describedBy?: string;
  approvedBy?: string;
  withdrawn?: string;
  withdrawnBy?: string;
  withdrawnWhy?: string;
  gaps: Gap[];
  looks: Look[];
  points: number;
  plans: Plan[];
  may: { register: boolean; approve: boolean; inspect: boolean; assign: boolean; rounds: boolean };
}

export interface Item {
  code: string;
  id: string;
  en: string;
  owner: string;
  days: number;
}

export interface Checklist {
  code: string;
  version: number;
  newest: number;
  id: string;
  en: string;
  items: Item[];
  text?: string;
}

export interface Answer {
  item: string;
  verdict: Verdict | '';
  owner: string;
  due: string;
  words: string;
  picture: string;
}

export const toSite = (place: string) => `/sites/${place}`;

export class SiteList {
  readonly remote = new Remote<Row[]>();

  load = (): Promise<void> => this.remote.load(() => get('/api/sites'));
}

export type Show = 'REGISTERED' | 'WRONG' | 'BOXES' | 'ALL';

/** Those rows that are asked for, in the order in which they came. */
export function shown(rows: readonly Row[], show: Show, search: string): Row[] {
  const text = search.trim().toLowerCase();
  const isAsked = ({ capacity, lapses, overdue, boxes }: Row) =>
    show === 'ALL' || (show === 'REGISTERED' ? capacity !== undefined || lapses.length > 0 : show === 'WRONG' ? lapses.length > 0 || overdue > 0 : boxes > 0);
  return rows.filter((row) => (text === '' ? isAsked(row) : `${row.name} ${row.place}`.toLowerCase().includes(text)));
}

/** One site, and what is said about it; each answer is the site as it is after it. */
export class OneSite {
  readonly remote = new Remote<Detail>();
  failure = $state('');
  /** Status of the last refusal; 0 where there was no network. */
  refusedWith = -1;

  async load(place: string): Promise<void> {
    await this.remote.load(() => get(`/api/sites/${encodeURIComponent(place)}`));
  }

  /** Whether it was taken. */
  async say(path: string, body: unknown): Promise<boolean> {
    this.failure = '';
    this.refusedWith = -1;
    try {
      this.remote.value = await post<Detail>(`/api/sites/${path}`, body);
      return true;
    } catch (e) {
      if (!(e instanceof Refused)) throw e;
      this.failure = refusedText(e);
      this.refusedWith = e.problem.status;
      return false;
    }
  }
}

export function refusedText(e: Refused): string {
  const key = `siteRefused.${e.reason}`;
  return speech.has(key) ? t(key as 'siteRefused.ROUNDS_OPEN') : failureText(e);
}

export const ownerName = (role: string): string => (role === 'KPU_KOTA' ? t('siteKpuKota') : speech.has(`role.${role}`) ? t(`role.${role}` as 'role.PPK') : role);

/** What an item asks, in the language of this person; its code where the list is not known. */
export function itemText(items: readonly Item[], code: string): string {
  const item = items.find((one) => one.code === code);
  return item ? item[speech.language] : code;
}

/** 14 Feb 2024, of a day as the server writes it. */
export function dayText(day: string): string {
  return new Intl.DateTimeFormat(speech.language === 'id' ? 'id-ID' : 'en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(Date.parse(day));
}

// ---- what somebody types about a site

/** A site as the fields of a form; an empty field is not known. */
export interface Fields {
  capacity: string;
  floor: string;
  heightCm: string;
  roof: string;
  flood: string;
  pallets: string;
  extinguishers: string;
  doors: string;
  generator: string;
  guardPosts: string;
  hasCameras: boolean;
  cameras: Record<View, string>;
  responsible: string[];
  neighbours: Record<NeighbourKind, { metres: string; name: string }>;
  synthetic: boolean;
}

const text = (value: number | undefined) => (value === undefined ? '' : String(value));

export function fieldsOf({ row, site = {} }: Pick<Detail, 'row' | 'site'>): Fields {
  const near = (kind: NeighbourKind) => site.neighbours?.find((one) => one.kind === kind);
  return {
    capacity: text(row.capacity),
    floor: text(site.floor),
    heightCm: text(site.heightCm),
    roof: site.roof ?? '',
    flood: site.flood ?? '',
    pallets: text(site.pallets),
    extinguishers: site.extinguishers === undefined ? '' : site.extinguishers.join(' ') || '-',
    doors: text(site.doors),
    generator: site.generator === undefined ? '' : site.generator ? 'yes' : 'no',
    guardPosts: text(site.guardPosts),
    hasCameras: site.cameras !== undefined,
    cameras: Object.fromEntries(VIEWS.map((view) => [view, text(site.cameras?.[view] ?? 0)])) as Record<View, string>,
    responsible: site.responsible ?? [],
    neighbours: Object.fromEntries(NEIGHBOURS.map((kind) => [kind, { metres: text(near(kind)?.metres), name: near(kind)?.name ?? '' }])) as Fields['neighbours'],
    synthetic: row.synthetic,
  };
}

const count = (value: string | number | null) => (value === '' || value === null ? null : Number(value));

type Said = { [K in keyof Site]-?: Exclude<Site[K], undefined> | null };

/** What is sent of a form: null for a field that is empty, which is not known. */
export function bodyOf(fields: Fields): { capacity: number; synthetic: boolean; site: Said } {
  const neighbours = NEIGHBOURS.filter((kind) => fields.neighbours[kind].name.trim() !== '').map((kind) => ({
    kind,
    metres: count(fields.neighbours[kind].metres) ?? 0,
    name: fields.neighbours[kind].name.trim(),
  }));
  const expiries = fields.extinguishers.trim();
  const site: Said = {
    floor: count(fields.floor),
    heightCm: count(fields.heightCm),
    roof: (fields.roof || null) as Roof | null,
    flood: (fields.flood || null) as Flood | null,
    pallets: count(fields.pallets),
    extinguishers: expiries === '' ? null : expiries === '-' ? [] : expiries.split(/[\s;,]+/),
    doors: count(fields.doors),
    generator: fields.generator === '' ? null : fields.generator === 'yes',
    guardPosts: count(fields.guardPosts),
    cameras: fields.hasCameras ? Object.fromEntries(VIEWS.map((view) => [view, count(fields.cameras[view]) ?? 0])) : null,
    responsible: fields.responsible.length > 0 ? fields.responsible : null,
    neighbours: neighbours.length > 0 ? neighbours : null,
  };
  return { capacity: Number(fields.capacity), synthetic: fields.synthetic, site };
}

// ---- an inspection that is being filled

/** What is kept on the phone until it is sent, by the version with which it was begun. */
export interface Draft {
  version: number;
  answers: Answer[];
  words: string;
  pictures: string[];
}

export const empty = (items: readonly string[]): Answer[] => items.map((item) => ({ item, verdict: '', owner: '', due: '', words: '', picture: '' }));

const KEPT = 'segel.inspection.';

export function restored(place: string): Draft | undefined {
  try {
    const kept = localStorage.getItem(KEPT + place);
    const draft = kept ? (JSON.parse(kept) as Draft) : undefined;
    return draft && Array.isArray(draft.answers) && Number.isInteger(draft.version) ? draft : undefined;
  } catch {
    return undefined;
  }
}

export function keep(place: string, draft: Draft | undefined): void {
  if (draft) localStorage.setItem(KEPT + place, JSON.stringify(draft));
  else localStorage.removeItem(KEPT + place);
}

// ---- a file

export interface ImportAnswer extends FileAnswer {
  written: number;
}

/** All columns that a file may have. */
export const COLUMNS = 'tempat, nama, lintang, bujur, kapasitas, lantai, tinggi_m, atap, banjir, palet, apar, pintu, genset, pos_jaga, kamera_dalam, kamera_pintu, kamera_halaman, kamera_jalan, penanggung_jawab, damkar, bpbd, rumah_sakit, polisi';

/** Sends a file to be looked at, or to be entered. */
export const bring = (file: Blob, synthetic: boolean, dryRun: boolean): Promise<ImportAnswer> =>
  bringFile(address('/api/sites/import', { synthetic, dryRun }), file, 'application/octet-stream');
