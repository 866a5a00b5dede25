import { get, post } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';
import { ago } from '$lib/words/format';
import { speech, t } from '$lib/words/words.svelte';

/** The weather over places of boxes, as pages show it. */

export type Weakness = 'BELOW_GROUND' | 'GROUND_FLOOR' | 'FLOOR_UNKNOWN' | 'LOW' | 'NO_ROOF' | 'TENT' | 'METAL_ROOF' | 'FLOOD_SOME' | 'FLOOD_OFTEN' | 'ON_THE_FLOOR' | 'PALLETS_UNKNOWN';

export interface Source {
  source: 'FORECAST' | 'WARNING';
  host?: string;
  goodAge?: number;
  failedAge?: number;
  failure?: string;
}

export interface Danger {
  place: string;
  name: string;
  cause: 'FORECAST' | 'WARNING';
  from: string;
  until: string;
  rain?: number;
  event?: string;
  boxes: number;
  weaknesses: Weakness[];
  task?: number;
  since: string;
  entry: number;
  source: string;
}

export interface Warning {
  identifier: string;
  event: string;
  headline: string;
  severity: string;
  effective: string;
  expires: string;
  isDanger: boolean;
  areas: string[];
  faults: string[];
  sites: number;
  boxes: number;
}

export interface Slot {
  from: string;
  rain: number;
}

export interface Forecast {
  kelurahan: string;
  name: string;
  sites: number;
  boxes: number;
  age?: number;
  slots: Slot[];
}

export const RULES = ['heavy', 'veryHeavy', 'weak', 'aheadHours', 'lowCm', 'boxesPerPallet', 'spread', 'budget'] as const;
export type Rules = Record<(typeof RULES)[number], number>;

export interface Page {
  sources: Source[];
  synthetic: boolean;
  isKnown: boolean;
  lookMillis: number;
  sites: number;
  rules: Rules;
  budget: { opened: number; dry: number; most: number };
  dangers: Danger[];
  warnings: Warning[];
  refused: { identifier: string; why: string }[];
  forecasts: Forecast[];
  mayRule: boolean;
}

export interface OverSite {
  sources: Source[];
  synthetic: boolean;
  rules: Rules;
  isWatched: boolean;
  kelurahan?: string;
  name?: string;
  weaknesses: Weakness[];
  danger?: Danger;
  warnings: Warning[];
  age?: number;
  slots: Slot[];
}

export class Weather {
  readonly remote = new Remote<Page>();

  load = (): Promise<void> => this.remote.load(() => get('/api/weather'));

  async rule(rules: Rules): Promise<void> {
    this.remote.value = await post<Page>('/api/weather/rules', rules);
  }
}

/** 45,5 for 455 tenths of a millimetre. */
export const millimetres = (tenths: number): string =>
  new Intl.NumberFormat(speech.language === 'id' ? 'id-ID' : 'en-GB', { maximumFractionDigits: 1 }).format(tenths / 10);

/** Why something failed or was refused: its first word is a name, what follows says of what. */
export function faultText(failure: string): string {
  const [name = '', ...rest] = failure.split(' ');
  const status = /^HTTP_(\d{3})$/.exec(name)?.[1];
  const key = `weatherFault.${name}`;
  const text = status ? t('weatherHttp', status) : speech.has(key) ? t(key as 'weatherFault.NOT_XML') : name;
  return [text, ...rest].join(' ');
}

/** How a source is, in a sentence. */
export function sourceText({ host, goodAge, failedAge, failure }: Source): string {
  if (host === undefined) return t('weatherSourceOff');
  const good = goodAge === undefined ? t('weatherNever') : t('weatherGood', ago(goodAge, speech.language));
  return failure === undefined || failedAge === undefined ? good : `${good}; ${t('weatherFailed', ago(failedAge, speech.language), faultText(failure))}`;
}

/** Whether its newest answer was none. */
export const isFailing = ({ goodAge, failedAge }: Source): boolean => failedAge !== undefined && (goodAge === undefined || failedAge < goodAge);

/** Whether no source is switched on: then nobody knows of rain, and nobody may say that there is none. */
export const isOff = (sources: readonly Source[]): boolean => sources.every(({ host }) => host === undefined);

/** How wet three hours are, for the eye; the figure stands beside it. */
export const wet = (rain: number, { heavy, veryHeavy }: Pick<Rules, 'heavy' | 'veryHeavy'>): 'dry' | 'some' | 'heavy' | 'most' => (rain >= veryHeavy ? 'most' : rain >= heavy ? 'heavy' : rain > 0 ? 'some' : 'dry');
