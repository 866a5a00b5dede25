import { address, get, post } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';
import type { DiscrepancyKind } from '$lib/api/types';

/** Openings that were not as they must be, which the overseer examines. */

export const STATES = ['WAITING', 'TAKEN', 'DONE', 'MENDED'] as const;
export type State = (typeof STATES)[number];

export const OUTCOMES = ['PROCEDURE_KEPT', 'PROCEDURE_BROKEN', 'REVOTE_RECOMMENDED', 'CANNOT_TELL'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface Examination {
  /** Of the opening, in the log. */
  entry: number;
  state: State;
  kind: 'open' | 'replace';
  place: string;
  placeName: string;
  by: string;
  reason: string;
  claimed: string;
  recorded: string;
  boxes: string[];
  seals: string[];
  open: DiscrepancyKind[];
  closed: DiscrepancyKind[];
  saksi: { label: string; signed: boolean; ownPhone: boolean }[];
  taken?: number;
  ended?: number;
  outcome?: Outcome;
  record?: string;
}

export interface ExaminationPage {
  counts: Record<State, number>;
  total: number;
  rows: Examination[];
}

export const PAGE = 50;

/** What an address asks for. */
export interface Asked {
  region: string;
  state: State | '';
  page: number;
  /** The one whose details are shown. */
  entry: number | null;
}

export function askedBy(url: URL): Asked {
  const region = url.searchParams.get('region') ?? '';
  const state = url.searchParams.get('state') ?? '';
  const page = Number(url.searchParams.get('page') ?? 0);
  const entry = Number(url.searchParams.get('entry') ?? NaN);
  return {
    region: /^[0-9]{2,13}$/.test(region) ? region : '',
    state: (STATES as readonly string[]).includes(state) ? (state as State) : '',
    page: Number.isInteger(page) && page > 0 && page <= 1000 ? page : 0,
    entry: Number.isInteger(entry) && entry >= 0 ? entry : null,
  };
}

export function toExaminations({ region, state, page, entry }: Partial<Asked>): string {
  return address('/examinations', { region: region || null, state: state || null, page: page || null, entry: entry ?? null });
}

export class ExaminationList {
  readonly list = new Remote<ExaminationPage>();
  readonly one = new Remote<Examination>();
  #shown: number | null = null;

  async load({ region, state, page, entry }: Asked): Promise<void> {
    if (entry !== this.#shown) this.one.clear();
    this.#shown = entry;
    await Promise.all([
      this.list.load(() => get<ExaminationPage>(address('/api/examinations', { region: region || null, state: state || null, page: page || null }))),
      entry !== null && this.one.load(() => get<Examination>(`/api/examinations/${entry}`)),
    ]);
  }
}

export const take = (entry: number): Promise<Examination> => post(`/api/examinations/${entry}/take`, {});

export const end = (entry: number, outcome: Outcome, record: string): Promise<Examination> => post(`/api/examinations/${entry}/end`, { outcome, record });
