import { Refused } from '$lib/api/client';
import { regions } from '$lib/region/regions.svelte';
import { toTps, toBox } from '$lib/situation/links';
import { failureText } from '$lib/words/failures';
import { n, placeName } from '$lib/words/shown';
import { speech, t, type Key } from '$lib/words/words.svelte';
import { settings } from './settings.svelte';
import { FINDINGS, type FindingKind, type FindingRow, type HolderKind, type Style } from './types';

/** Names, sentences and addresses of what the stock pages speak of. */

/** DPRD Provinsi dapil 10; PPWP. */
export function styleName(style: Style): string {
  const [kind = '', dapil] = style.split('-');
  const row = settings.style(style);
  const name = row?.code ?? regions.remote.value?.kinds.find(({ code }) => String(code) === kind)?.short ?? t('stockKind', kind);
  return dapil ? `${name} ${t('stockDapil', Number(dapil))}` : name;
}

export function styleColour(style: Style): string {
  const colour = settings.style(style)?.colour ?? regions.remote.value?.kinds.find(({ code }) => style.startsWith(String(code)))?.colour ?? '';
  return /^[0-9a-fA-F]{6}$/.test(colour) ? `#${colour}` : colour;
}

/** `koli:C0123-001` in words. */
export function holderText(holder: string): string {
  const [kind = '', code = ''] = split(holder);
  switch (kind) {
    case 'consignment': {
      const [consignment = '', style] = code.split('.');
      return `${t('stockHolder.consignment')} ${consignment}${style ? ` (${styleName(style)})` : ''}`;
    }
    case 'koli':
    case 'due':
    case 'printer':
    case 'batch':
      return `${t(`stockHolder.${kind}`)} ${code}`;
    case 'box':
      return boxText(code);
    case 'used':
    case 'spoiled':
    case 'unused':
      return `${t(`stockHolder.${kind}`)} ${regions.tpsName(code)}`;
    case 'tps':
      return regions.tpsName(code);
    case 'table': {
      const [place = '', table = ''] = code.split('.');
      return `${t('stockHolder.table')} ${table}, ${placeName(place)}`;
    }
    case 'store':
    case 'damaged':
    case 'destroyed':
    case 'discrepancy':
    case 'revote':
      return `${t(`stockHolder.${kind}`)}, ${placeName(code)}`;
    case 'place':
      return code.startsWith('T') ? regions.tpsName(code.slice(1)) : placeName(code);
    case 'entry':
      return t('entry', Number(code));
    default:
      return holder;
  }
}

/** TPS 147 Gambir, DPRD Prov. */
export function boxText(box: string): string {
  const kind = regions.kindOf(box)?.short ?? '';
  return `${regions.tpsName(box.slice(0, 13))} ${kind}`.trim();
}

export const toStock = (query: Record<string, string | number | null | undefined> = {}): string => {
  const set = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return set.length === 0 ? '/stock' : `/stock?${new URLSearchParams(set.map(([key, value]) => [key, String(value)]))}`;
};

/** Where the evidence about a holder is. */
export function toHolder(holder: string): string {
  const [kind = '', code = ''] = split(holder);
  if (kind === 'box') return toBox(code);
  if (kind === 'tps' || kind === 'used' || kind === 'spoiled' || kind === 'unused') return toTps(code);
  if (kind === 'koli' || kind === 'consignment') return toStock({ code: code.split('.')[0] });
  if (kind === 'place' && code.startsWith('T')) return toTps(code.slice(1));
  if (kind === 'place' || kind === 'store') return toStock({ place: code });
  if (kind === 'batch') return toStock({ view: 'rates' });
  if (kind === 'due') return toStock({ view: 'orders' });
  if (kind === 'entry') return `/log/entry/${code}`;
  return toStock({ holder });
}

const split = (holder: string): [string, string] => {
  const colon = holder.indexOf(':');
  return [holder.slice(0, colon), holder.slice(colon + 1)];
};

export const holderKindName = (kind: HolderKind): string => t(`stockHolder.${kind}`);

/** What a finding says, with its figures. */
export function findingText({ kind, style, sheets }: Pick<FindingRow, 'kind'> & { style?: Style | null; sheets?: number }): string {
  if (!style || !sheets) return '';
  const amount = sheets < 0 ? t('stockMore', -sheets) : kind === 'BOX_SHORT' || kind.endsWith('DIFFERS') ? t('stockLess', sheets) : t('sheetCount', sheets);
  return `${amount} ${styleName(style)}`;
}

export function isFinding(kind: string): kind is FindingKind {
  return (FINDINGS as readonly string[]).includes(kind);
}

/** What the log said no to, and what to do. */
export function refusalText(refused: Refused): string {
  const { problem, reason } = refused;
  const key = `stockNo.${reason}` as Key;
  if (speech.has(key)) return t(key as 'stockNo.BUNDLE_USED');
  if (reason === 'MALFORMED') return t('stockMalformed', problem.detail ?? '');
  return problem.status === 409 ? t('stockNoOther', reason) : failureText(refused);
}

/** 8,2 km */
export function distance(metres: number): string {
  return metres < 1000 ? `${n(metres)} m` : `${(metres / 1000).toFixed(1).replace('.', speech.language === 'id' ? ',' : '.')} km`;
}
