import type { Holder, NamedPlace } from '$lib/api/types';
import { levelOf } from '$lib/region/codes';
import { regions } from '$lib/region/regions.svelte';
import { election } from '$lib/situation/election.svelte';
import { ago, dateTime, dayTime, number, share, span } from './format';
import { speech, t } from './words.svelte';

/** Numbers, instants and people in the language and the zone of this screen. */

export const n = (value: number): string => number(value, speech.language);
export const percent = (part: number, whole: number): string => share(part, whole, speech.language);
export const when = (instant: string | number): string => dateTime(instant, election.zone, speech.language);
export const whenShort = (instant: string | number): string => dayTime(instant, election.zone, speech.language);

/** How long it has been, in election time. */
export function sinceElection(instant: string): string {
  return span((election.now - Date.parse(instant)) / 1000, speech.language);
}

/** How long until then by the clock of whoever looks, at the speed of the election's clock. */
export function untilReal(instant: string): string {
  return span((Date.parse(instant) - election.now) / 1000 / Math.max(1, election.speed), speech.language);
}

/** How long ago by the real clock. */
export function agoReal(milliseconds: number): string {
  return ago((election.real - milliseconds) / 1000, speech.language);
}

/** PPS Kapuk, KPPS TPS 147 Kapuk, KPU Jakarta Barat. */
export function holderName(holder: Holder | string | null | undefined): string {
  if (!holder) return t('nobody');
  if (typeof holder === 'string') return holder;
  if (!holder.role) return holder.label ?? t('unknownKey', holder.key.slice(0, 8));
  return `${t(`role.${holder.role}`)} ${territoryName(holder.territory ?? '')}`.trim();
}

export function territoryName(territory: string): string {
  if (territory === '') return '';
  return levelOf(territory) === 'tps' ? regions.tpsName(territory) : regions.name(territory);
}

/** What a place code means: Gudang kecamatan Kalideres, TPS 147 Kapuk. */
export function placeName(place: NamedPlace | string | null | undefined): string {
  if (!place) return '–';
  const { code, name } = typeof place === 'string' ? { code: place, name: null } : place;
  const kind = code.slice(0, 1);
  const region = code.slice(1);
  if (kind === 'T') return regions.tpsName(region);
  if (kind === 'G' || kind === 'K' || kind === 'P') return `${t(`place.${kind}`)} ${regions.name(region)}`;
  return name ?? code;
}
