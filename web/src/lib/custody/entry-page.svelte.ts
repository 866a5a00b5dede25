import { get } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';
import type { EntryPage } from '$lib/api/types';
import { levelOf } from '$lib/region/codes';
import { stepsTo, type Step } from '$lib/region/levels';
import { regions } from '$lib/region/regions.svelte';
import { speech, t, type Key } from '$lib/words/words.svelte';

/** One line of a fact: a name and all its values, in the order of the text. */
export interface Line {
  name: string;
  values: string[];
}

/** Fields whose digits are the code of a region; elsewhere they are a count. */
const REGION_FIELDS = ['region', 'territory', 'kelurahan', 'kecamatan', 'kota', 'provinsi'];
const INDEX_MAX = 15;

/** The fields of a fact, behind its two lines of format and name. */
export function linesOf(text: string): Line[] {
  const lines = new Map<string, string[]>();
  for (const line of text.split('\n').slice(2)) {
    const space = line.indexOf(' ');
    if (space <= 0) continue;
    const name = line.slice(0, space);
    lines.set(name, [...(lines.get(name) ?? []), line.slice(space + 1)]);
  }
  return [...lines].map(([name, values]) => ({ name, values }));
}

/** Where what a value names has its page; and whether it is a place or a moment. */
export function meaningOf(name: string, value: string): { code: string } | { place: string } | { instant: string } | null {
  if (/^[0-9]{16}$/.test(value) || /^[0-9]{13}$/.test(value)) return { code: value };
  if (REGION_FIELDS.includes(name) && levelOf(value)) return { code: value };
  if (/^[GKPT][0-9]{2,13}$/.test(value)) return { place: value };
  if (/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z$/.test(value)) return { instant: value };
  return null;
}

/** What an entry is about: its first box, else TPS, region or place; empty where it names none. */
export function aboutOf(entry: Pick<EntryPage, 'lines' | 'place' | 'text' | 'fact'>): string {
  const box = entry.lines[0]?.box;
  if (box) return box;
  const codes = entry.fact && entry.text ? linesOf(entry.text).flatMap(({ name, values }) => values.map((value) => meaningOf(name, value))) : [];
  const named = codes.flatMap((one) => (one && 'code' in one ? one.code : one && 'place' in one ? one.place.slice(1) : []));
  const place = entry.place?.code.slice(1).replace(/-.*/, '');
  return named.toSorted((a, b) => b.length - a.length)[0] ?? place ?? '';
}

/** An entry of the log, as far as this reader is told. */
export class Entry {
  readonly remote = new Remote<EntryPage>();
  readonly path = $derived<Step[]>(stepsTo((this.remote.value && aboutOf(this.remote.value)) || (regions.provinsi?.code ?? '')));
  readonly level = $derived(this.remote.value && !this.remote.value.kind ? t('levelHead.fact') : t('levelHead.statement'));
  readonly title = $derived.by(() => {
    const one = this.remote.value;
    if (one?.kind) return t(`link.${one.kind}`);
    const key = `entryFact.${one?.fact}`;
    return speech.has(key) ? t(key as Key & 'levelMap') : (one?.fact ?? t('levelHead.fact'));
  });

  /** @param index as it stands in the address */
  constructor(readonly index: string) {}

  /** Whether it can be the number of an entry at all. */
  get isNumber(): boolean {
    return /^(0|[1-9][0-9]*)$/.test(this.index) && this.index.length <= INDEX_MAX;
  }

  async load(): Promise<void> {
    if (this.isNumber) await this.remote.load(() => get<EntryPage>(`/api/statements/${this.index}`));
  }
}
