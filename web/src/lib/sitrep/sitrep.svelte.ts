import { address, get, post } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';
import type { Severity, State } from '$lib/finding/findings.svelte';
import { startOfDay } from '$lib/words/format';

/** Situation reports: what a shift hands over, every figure true at one entry of the log. */

export const ACTS = ['FOUND', 'ACKNOWLEDGED', 'ASSIGNED', 'SILENCED', 'NOTED', 'ENDED', 'DUTY_OFFERED', 'DUTY_TAKEN', 'DUTY_KEPT', 'PICTURED', 'HELP_ASKED', 'HELP_ANSWERED', 'HELP_ENDED'] as const;

export interface Report {
  head: { election: string; region: string; name: string; made: string; zone: string; simulated: boolean; index: number; size: number; root: string; checkpointAt: string };
  counts: {
    tps: number;
    none: number;
    underway: number;
    ready: number;
    late: number;
    critical: number;
    kelurahan: number;
    complete: number;
    boxes: number;
    /** How many boxes stand at each stage. */
    stages: number[];
    inTransit: number;
  };
  /** Missing where no books are kept of so small a region. */
  sheets?: { holder: string; sheets: number }[];
  /** Missing before the day. */
  words?: { word: string; tps: number }[];
  open: { severity: Severity; open: number; acknowledged: number; cleared: number }[];
  urgent: { id: string; what: string; place: string; severity: Severity; state: State; since: string; deadline: string; isLate: boolean; agency?: string }[];
  shift: { from: string; until: string; counts: Partial<Record<(typeof ACTS)[number], number>>; lines: Line[] };
}

/** Something that happened to a finding; `remark` is missing once it was erased. */
export interface Line {
  index: number;
  at: string;
  act: (typeof ACTS)[number];
  /** Missing where it is about no finding. */
  id?: string;
  what: string;
  place: string;
  user?: string;
  agency?: string;
  to?: string;
  silentUntil?: string;
  note?: string;
  remark?: string;
}

export interface Answer {
  report: Report;
  /** The same as a short message. */
  text: string;
}

export const HOURS = [6, 8, 12] as const;

/** What an address asks for: so many hours until now, or from one moment until another. */
export interface Asked {
  region: string;
  hours: number;
  from: string;
  until: string;
  /** The entry of one that is kept; empty to make a new one. */
  index: string;
  /** Of the list of those that are kept. */
  page: number;
}

export function askedBy(url: URL): Asked {
  const region = url.searchParams.get('region') ?? '';
  const hours = Number(url.searchParams.get('hours') ?? 8);
  const moment = (key: string) => {
    const text = url.searchParams.get(key) ?? '';
    return Number.isNaN(Date.parse(text)) ? '' : text;
  };
  return {
    region: /^[0-9]{2,10}$/.test(region) ? region : '',
    hours: HOURS.some((one) => one === hours) ? hours : 8,
    from: moment('from'),
    until: moment('until'),
    index: /^[0-9]{1,15}$/.test(url.searchParams.get('index') ?? '') ? (url.searchParams.get('index') ?? '') : '',
    page: /^[0-9]{1,3}$/.test(url.searchParams.get('page') ?? '') ? Number(url.searchParams.get('page')) : 0,
  };
}

export function toSitrep({ region, hours, from, until, index = '' }: Pick<Asked, 'region' | 'hours' | 'from' | 'until'> & { index?: string }, path = '/sitrep'): string {
  return address(path, { index: (from && until && index) || null, region: region || null, hours: from || hours === 8 ? null : hours, from: from || null, until: (from && until) || null });
}

/** Where the same report is as a file: with its entry, so that it says what the page says. */
export function fileOf({ head, shift }: Report, ending: 'pdf' | 'txt'): string {
  return address(`/api/sitrep.${ending}`, { index: head.index, region: head.region, from: shift.from, until: shift.until });
}

/** In whose hands boxes are, by their stages, as the paper has it. */
export const CUSTODY = [
  ['notPacked', 0, 0],
  ['city', 1, 2],
  ['kecamatan', 3, 3],
  ['kelurahan', 4, 4],
  ['tps', 5, 7],
  ['backKelurahan', 8, 8],
  ['backKecamatan', 9, 9],
  ['backCity', 10, 10],
] as const;

export const boxesAt = (stages: number[], first: number, last: number): number => stages.slice(first, last + 1).reduce((sum, one) => sum + one, 0);

/** What a field for date and time says, as an instant: `2024-02-13T21:38` of this zone. */
export function instantOf(local: string, zone: string): string {
  const [day, time] = local.split('T');
  const [hour, minute] = (time ?? '').split(':').map(Number);
  if (!day || hour === undefined || minute === undefined || Number.isNaN(hour + minute)) return '';
  return new Date(startOfDay(day, zone) + (hour * 60 + minute) * 60_000).toISOString();
}

/** The other way round. */
export function localOf(instant: string, zone: string): string {
  if (instant === '') return '';
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(new Date(instant));
  return parts.replace(' ', 'T');
}

export class SituationReport {
  readonly remote = new Remote<Answer>();

  load(asked: Asked): Promise<void> {
    return this.remote.load(() => get<Answer>(toSitrep(asked, '/api/sitrep')));
  }
}

export const KEPT_PAGE = 50;

/** A report that is kept; or an hour that was due and missed, which has no entry. */
export interface Kept {
  region: string;
  name: string;
  index?: number;
  from?: string;
  until?: string;
  made?: string;
  /** Whose schedule it was on. */
  agency?: string;
  due?: string;
}

export class KeptList {
  readonly remote = new Remote<{ total: number; rows: Kept[] }>();

  load(region: string, page: number): Promise<void> {
    return this.remote.load(() => get(address('/api/sitrep/kept', { region: region || null, page: page || null, size: KEPT_PAGE })));
  }
}

/** Where one that is kept is read, or another page of the list. */
export const toKept = ({ region, index, from, until, page }: { region: string; index?: number | string; from?: string; until?: string; page?: number }): string =>
  address('/sitrep', { index: index === '' ? null : index, region, from: from || null, until: until || null, page: page || null });

export const fileOfKept = ({ region, index, from, until }: Kept, ending: 'pdf' | 'txt'): string => address(`/api/sitrep.${ending}`, { index, region, from, until });

/** At which hours the agency of whoever is logged in has reports made by themselves. */
export class Timetable {
  readonly remote = new Remote<{ agency: string; region: string; hours: number[] }>();

  load(): Promise<void> {
    return this.remote.load(() => get('/api/sitrep/schedule'));
  }

  async save(region: string, hours: readonly number[]): Promise<void> {
    this.remote.value = await post('/api/sitrep/schedule', { region, hours });
  }
}

/** “06.00” */
export const hourText = (hour: number): string => `${String(hour).padStart(2, '0')}.00`;
