import { address, get } from '$lib/api/client';
import { live } from '$lib/api/live.svelte';
import { Remote } from '$lib/api/remote.svelte';
import { Repeated } from '$lib/api/repeated';
import type { DiscrepancyRow, Page, SituationResponse, Totals } from '$lib/api/types';
import { election } from './election.svelte';
import { sumByRegion, type RegionSum } from './sums';

/** How many of the newest discrepancies stand beside the map. */
const NEWEST = 20;
/** Changes arriving faster are shown together: the situation is asked for at most this often. */
const PAUSE_MILLISECONDS = 500;

/** The wall as it was, while somebody looks back. */
export interface Wall {
  /** The minute that is shown, and by whose clock. */
  readonly at: string;
  readonly clock: 'LOG' | 'CLAIMED';
  readonly totals: Totals | undefined;
  readonly refusal: string | undefined;
  readonly sums: Map<string, RegionSum>;
  readonly newest: Remote<Page<DiscrepancyRow>>;
}

/** The province as it stands, kept current while the wall is looked at. */
class Situation {
  readonly remote = new Remote<SituationResponse>();
  /** When the picture last came, by this machine's clock. */
  loaded = $state(0);
  readonly newest = new Remote<Page<DiscrepancyRow>>();
  /** What is shown instead while somebody looks back. */
  past = $state.raw<Wall>();
  readonly #now = $derived(
    sumByRegion(this.remote.value?.kelurahan ?? [], this.remote.value?.totals.discrepancies.open ?? 0),
  );
  readonly sums = $derived(this.past ? this.past.sums : this.#now);
  readonly totals = $derived(this.past ? this.past.totals : this.remote.value?.totals);

  watch(): () => void {
    const newest = new Repeated(() => this.loadNewest(), PAUSE_MILLISECONDS);
    const situation = new Repeated(async () => {
      await this.load();
      // Nobody is told when one is closed: another number of them says so.
      if (this.newest.value && this.newest.value.total !== this.remote.value?.totals.discrepancies.open) newest.ask();
    }, PAUSE_MILLISECONDS);
    const stops = [
      live.on('situation', () => situation.ask()),
      live.on('discrepancy', () => newest.ask()),
      live.onConnect(() => {
        situation.ask();
        newest.ask();
      }),
    ];
    situation.ask();
    newest.ask();
    return () => {
      stops.forEach((stop) => stop());
      situation.stop();
      newest.stop();
    };
  }

  async load(): Promise<void> {
    await this.remote.load(() => get<SituationResponse>('/api/situation'));
    if (this.remote.failure) return;
    this.loaded = Date.now();
    election.heard = this.loaded;
  }

  async loadNewest(): Promise<void> {
    const path = address('/api/discrepancies', { open: true, size: NEWEST });
    await this.newest.load(() => get<Page<DiscrepancyRow>>(path));
  }
}

export const situation = new Situation();
