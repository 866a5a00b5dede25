import { get, post, Refused } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';
import { agencies } from '$lib/finding/findings.svelte';
import { failureText } from '$lib/words/failures';
import { speech, t, type Key } from '$lib/words/words.svelte';

/** Who may be where boxes are, and who is there, as pages show it. */

export const ZONES = ['INSIDE', 'YARD', 'NEAR'] as const;
export type Zone = (typeof ZONES)[number];
export const KINDS = ['ROLE', 'AGENCY', 'PERSON', 'VISITOR'] as const;
export type Kind = (typeof KINDS)[number];
export const COMING = ['SELF', 'CARD', 'VISITOR'] as const;
export type Coming = (typeof COMING)[number];
export type Breach = 'NO_RIGHT' | 'OUT_OF_HOURS' | 'NO_ESCORT' | 'ALONE';

/** Roles that may be at a place of boxes, in the order of the election. */
export const ROLES = ['KPU_PROVINSI', 'KPU_KOTA', 'PPK', 'PPS', 'KPPS', 'BAWASLU', 'POLDA', 'POLRES', 'KODAM', 'SATPOL_PP', 'PEMPROV', 'BINDA', 'KEJAKSAAN', 'DINKES', 'SAKSI'] as const;

export interface PlaceRow {
  place: string;
  name: string;
  there: number;
  permits: number;
  broken: number;
}

export interface Permit {
  number: number;
  zone: Zone;
  kind: Kind;
  code: string;
  begin: string;
  end: string;
  from: string;
  until: string;
  pair: boolean;
  escort?: string;
  isOver: boolean;
}

export interface Visit {
  number: number;
  zone: Zone;
  role?: string;
  who?: string;
  name?: string;
  nameHash?: string;
  isVisitor: boolean;
  escort: number;
  came: string;
  left?: string;
  entry: number;
  broken: Breach[];
  wasBroken: Breach[];
}

export interface Place {
  place: string;
  name: string;
  permits: Permit[];
  visits: Visit[];
  visitsInAll: number;
  mayPermit: boolean;
  mayWrite: boolean;
}

export class PlaceList {
  readonly remote = new Remote<PlaceRow[]>();

  load = (): Promise<void> => this.remote.load(() => get('/api/entrances'));
}

/** One place, and what is said about it; each answer is the place as it is after it. */
export class PlaceBook {
  readonly remote = new Remote<Place>();
  failure = $state('');

  async load(place: string): Promise<void> {
    await this.remote.load(() => get(`/api/entrances/${encodeURIComponent(place)}`));
  }

  /** Whether it was taken. */
  async say(path: string, body: unknown): Promise<boolean> {
    this.failure = '';
    try {
      this.remote.value = await post<Place>(`/api/entrances/${path}`, body);
      return true;
    } catch (e) {
      if (!(e instanceof Refused)) throw e;
      this.failure = refusedText(e);
      return false;
    }
  }

  async erase(hash: string): Promise<void> {
    this.failure = '';
    try {
      await post('/api/entrances/erasures', { name: hash });
      const place = this.remote.value?.place;
      if (place) await this.load(place);
    } catch (e) {
      if (!(e instanceof Refused)) throw e;
      this.failure = refusedText(e);
    }
  }
}

function refusedText(e: Refused): string {
  const key = `entranceRefused.${e.reason}`;
  return speech.has(key) ? t(key as 'entranceRefused.PERMIT_OVER') : failureText(e);
}

export const roleName = (role: string): string => (speech.has(`role.${role}`) ? t(`role.${role}` as 'role.PPK') : role);

/** Whom a permit is for, in words. */
export function whom({ kind, code }: Pick<Permit, 'kind' | 'code'>): string {
  if (kind === 'VISITOR') return t('entranceVisitor');
  return kind === 'ROLE' ? roleName(code) : agencies.name(code);
}

/** Who came, in words. */
export function who(visit: Visit): string {
  if (visit.isVisitor) return visit.name ?? t('entranceErased');
  const role = visit.role ? roleName(visit.role) : '';
  const called = visit.who && agencies.name(visit.who);
  return called && !called.startsWith(role) ? `${role} · ${called}` : (called ?? role);
}

/** Keys of the words that are looked up by what the server says. */
export const breachWord = (breach: Breach): Key => `entranceBreach.${breach}`;
