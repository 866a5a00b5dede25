import { toBox, toTps } from '$lib/situation/links';
import { t } from '$lib/words/words.svelte';
import { boxParts } from './codes';
import { regions } from './regions.svelte';

/** One step of the way down to what a page is about. */
export interface Step {
  name: string;
  href: string;
}

export const toLevel = (code: string) => `/region/${code}`;
export const toProof = (index: number) => `/proof/${index}`;

/** From the province down to this region, TPS or box, itself included. */
export function stepsTo(code: string): Step[] {
  const { tps, kecamatan } = boxParts(code);
  const isSpare = code.length === 16 && tps === null;
  const steps = regions.path(isSpare ? kecamatan : code.slice(0, 10)).map((named) => ({ name: regions.name(named.code), href: toLevel(named.code) }));
  if (code.length >= 13 && !isSpare) steps.push({ name: `TPS ${code.slice(10, 13)}`, href: toTps(code.slice(0, 13)) });
  if (code.length === 16) steps.push({ name: `${t('levelHead.box')} ${isSpare ? code.slice(14) : (regions.kindOf(code)?.short ?? code.slice(13))}`, href: toBox(code) });
  return steps;
}
