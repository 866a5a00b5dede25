import { scopeOf, type Row as Incident } from '$lib/incident/incident.svelte';
import type { LaidMark } from '$lib/map/province-map';
import { toSite, type Row as Site } from '$lib/warehouse/warehouse.svelte';
import type { Marked, Said } from './marked';

/** Places of boxes by what matters there, and the kelurahan that are warned of rain. */

/** The worst first; each has a shape of its own. */
export const MATTERS = ['INCIDENT', 'BLIND', 'NOT_APPROVED', 'OVER_CAPACITY', 'UNINSPECTED', 'RAIN', 'OTHER', 'NONE'] as const;
export type Matter = (typeof MATTERS)[number];
export const MATTER_MARKS = {
  INCIDENT: 'critical',
  BLIND: 'critical',
  NOT_APPROVED: 'critical',
  OVER_CAPACITY: 'critical',
  UNINSPECTED: 'critical',
  RAIN: 'late',
  OTHER: 'late',
  NONE: 'ready',
} as const satisfies Record<Matter, string>;

/** Of findings whose place it is. */
const BY_RULE: Record<string, Matter> = {
  SENSOR_ALARM: 'INCIDENT',
  SITE_BLIND: 'BLIND',
  SITE_NOT_APPROVED: 'NOT_APPROVED',
  SITE_OVER_CAPACITY: 'OVER_CAPACITY',
  SITE_UNINSPECTED: 'UNINSPECTED',
  RAIN_DANGER: 'RAIN',
};

export interface Around {
  sites: readonly Pick<Site, 'place' | 'name' | 'kind' | 'lat' | 'lon' | 'capacity'>[];
  /** Rules by which something is found at a place, and is not over. */
  found: Readonly<Record<string, readonly string[]>>;
  incidents: readonly Pick<Incident, 'places' | 'kind' | 'isDrill'>[];
  /** Kelurahan. */
  warned: readonly string[];
}

/** What matters most at each place where anything does. */
export function mattersOf({ found, incidents }: Pick<Around, 'found' | 'incidents'>): Map<string, Matter> {
  const worst = new Map<string, Matter>();
  const add = (place: string, matter: Matter) => {
    if (MATTERS.indexOf(matter) < MATTERS.indexOf(worst.get(place) ?? 'NONE')) worst.set(place, matter);
  };
  for (const [place, rules] of Object.entries(found)) for (const rule of rules) add(place, BY_RULE[rule] ?? 'OTHER');
  for (const { places, kind, isDrill } of incidents) {
    const matter = kind === 'RAIN_AHEAD' ? 'RAIN' : scopeOf(kind) === 'NONE' ? 'OTHER' : 'INCIDENT';
    if (!isDrill) for (const { code } of places) add(code, matter);
  }
  return worst;
}

/** What is registered, or where something is wrong; from afar stores of a city, and where something is wrong. */
export function siteMarks(around: Around): Marked {
  const worst = mattersOf(around);
  const laid: LaidMark[] = [];
  const said = new Map<string, Said>();
  for (const { place, name, kind, lat, lon, capacity } of around.sites) {
    const matter = worst.get(place) ?? 'NONE';
    if (lat === undefined || lon === undefined || (capacity === undefined && matter === 'NONE')) continue;
    const code = toSite(place);
    laid.push({ code, lat, lon, icon: `site-${matter}`, text: '', when: matter !== 'NONE' || kind === 'CITY_STORE' ? 'both' : 'near', rank: 100 - 10 * MATTERS.indexOf(matter) });
    said.set(code, { name, mark: MATTER_MARKS[matter], state: `matter.${matter}`, count: 1 });
  }
  return { laid, said };
}

/** In the middle of each, below everything else. */
export function warnedMarks(warned: Around['warned'], kelurahan: readonly { code: string; name: string; lat: number; lon: number }[]): Marked {
  const laid: LaidMark[] = [];
  const said = new Map<string, Said>();
  for (const { code: of, name, lat, lon } of kelurahan) {
    if (!warned.includes(of)) continue;
    const code = `/weather#${of}`;
    laid.push({ code, lat, lon, icon: 'warned', text: '', when: 'both', rank: -10 });
    said.set(code, { name, mark: 'late', state: 'matter.WARNED', count: 1 });
  }
  return { laid, said };
}
