import { address, get } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';
import type { DiscrepancyRow, KelurahanSituation, Page, Totals } from '$lib/api/types';
import { readingFailureText } from '$lib/words/failures';
import { t } from '$lib/words/words.svelte';
import type { Wall } from './situation.svelte';
import { sumByRegion } from './sums';

export interface PastWall {
  at: string;
  clock: Wall['clock'];
  /** The last entry of the log that is in it. */
  index: number;
  totals: Totals;
  kelurahan: KelurahanSituation[];
  discrepancies: Page<DiscrepancyRow>;
}

export interface Line {
  first: string;
  last: string;
  minutes: number;
  steps: { at: string; index: number; arrived: number; open: number }[];
}

/** The wall at a moment that is chosen, as the log has it or as the signers' clocks do. */
export class Past implements Wall {
  at = $state('');
  clock = $state<Wall['clock']>('LOG');
  readonly remote = new Remote<PastWall>();
  readonly newest = new Remote<Page<DiscrepancyRow>>();
  readonly line = new Remote<Line>();
  readonly totals = $derived(this.remote.value?.totals);
  readonly sums = $derived(
    sumByRegion(this.remote.value?.kelurahan ?? [], this.remote.value?.totals.discrepancies.open ?? 0),
  );

  /** Why there is no picture of this moment; undefined when there is one, or none yet. */
  get refusal(): string | undefined {
    const failure = this.remote.failure;
    if (!failure) return undefined;
    if (failure.reason === 'BEFORE_THE_LOG') return t('pastBefore');
    if (failure.reason === 'NOT_YET') return t('pastNotYet');
    return failure.problem.status === 401 ? t('pastLogin') : readingFailureText(failure);
  }

  async loadLine(): Promise<void> {
    await this.line.load(() => get<Line>('/api/past/line'));
  }

  async show(at: string, clock: Wall['clock']): Promise<void> {
    this.at = at;
    this.clock = clock;
    await this.remote.load(() => get<PastWall>(address('/api/past', { at, clock })));
    // What stood there was another moment's.
    if (this.remote.failure) this.remote.value = undefined;
    this.newest.value = this.remote.value?.discrepancies;
    this.newest.failure = this.remote.failure;
  }

  async retry(): Promise<void> {
    await Promise.all([this.loadLine(), this.show(this.at, this.clock)]);
  }
}
