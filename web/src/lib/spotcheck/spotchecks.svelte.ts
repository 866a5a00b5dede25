import { get, post } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';

/** Random audits as the desk shows them. */

export type State = 'FIXED' | 'COVERED' | 'DRAWN' | 'REPLACED';

export const OUTCOMES = ['AS_RECORDED', 'SEAL_DIFFERS', 'SEAL_BROKEN', 'NOT_THERE', 'CONTENTS_DIFFER'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** A checkpoint and who stands behind it. */
export interface Head {
  size: number;
  root: string;
  /** SHA-256 of its text, in hex: to be read out. */
  hash: string;
  since: string | null;
  bodies: { name: string; at: string | null }[];
}

export interface Ready {
  /** Why nothing may be fixed now. */
  refusal?: 'NO_QUORUM' | 'NO_BOXES';
  boxes: number;
  /** About so many of them nobody has signed anything yet. */
  unseen: number;
  kota: Record<string, number>;
  /** For fewer than 1 % with 95 % confidence. */
  suggested: number;
  head?: Head;
}

export interface Row {
  check: number;
  state: State;
  boxes: number;
  drawn: number;
  done: number;
  deviating: number;
}

export interface DrawnBox {
  box: string;
  stage: number;
  holder: string;
  seals: string[];
  found: { outcome: Outcome; seals: string[]; by: string; claimed: string; entry: number }[];
  deviates: boolean;
  contradicts: boolean;
}

export interface Check {
  check: number;
  state: State;
  boxes: number;
  drawn: number;
  /** In hundredths of a percent. */
  confidence: number;
  below: number;
  /** So many of the boxes may deviate at most, when the sample is clean. */
  atMost: number;
  list: string;
  kota: { code: string; boxes: number; drawn: number }[];
  head: Head;
  cover?: Head;
  entry?: number;
  rolled?: string;
  digits?: string;
  seed?: string;
  done: number;
  deviating: number;
  contradicted: number;
  clean: boolean;
  sample: DrawnBox[];
}

export const DICE = 20;

export const SHOWS = ['all', 'open', 'deviating'] as const;
export type Show = (typeof SHOWS)[number];

/** Which of the drawn boxes an address asks for. */
export const showOf = (parameter: string | null): Show => SHOWS.find((show) => show === parameter) ?? 'all';

export function shownOf(sample: readonly DrawnBox[], show: Show): readonly DrawnBox[] {
  switch (show) {
    case 'all':
      return sample;
    case 'open':
      return sample.filter(({ found }) => found.length === 0);
    case 'deviating':
      return sample.filter(({ deviates, contradicts }) => deviates || contradicts);
  }
}

/** The number of a check in an address: null where none is named, NaN where what is named is none. */
export function checkOf(parameter: string | null): number | null {
  if (parameter === null) return null;
  return /^[0-9]{1,15}$/.test(parameter) ? Number(parameter) : Number.NaN;
}

export class SpotChecks {
  readonly page = new Remote<{ ready: Ready; checks: Row[] }>();
  readonly one = new Remote<Check>();
  #shown: number | null = null;

  async load(check: number | null): Promise<void> {
    if (check !== this.#shown) this.one.clear();
    this.#shown = check;
    await Promise.all([this.page.load(() => get('/api/spotchecks')), check !== null && this.one.load(() => get(`/api/spotchecks/${check}`))]);
  }

  /** Only what is shown in detail: the list of all takes the server longer. */
  async again(): Promise<void> {
    const check = this.#shown;
    if (check !== null) await this.one.load(() => get(`/api/spotchecks/${check}`));
  }
}

/** A share in hundredths of a percent, or a number of boxes. */
export const fix = (confidence: number, asked: { below: number } | { boxes: number }): Promise<Check> => post('/api/spotchecks', { confidence, below: 0, boxes: 0, ...asked });

export const roll = (check: number, digits: string, rolledAt: string): Promise<Check> => post(`/api/spotchecks/${check}/draw`, { digits, rolledAt });
