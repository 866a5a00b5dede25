import { get } from '$lib/api/client';
import { live } from '$lib/api/live.svelte';
import { Remote } from '$lib/api/remote.svelte';
import type { BoxPage } from '$lib/api/types';
import { election } from '$lib/situation/election.svelte';
import { stepsOf } from './chain';

/** One box with its chain, kept current while somebody looks at it. */
export class Box {
  readonly remote = new Remote<BoxPage>();
  /** Election time at which the server said so. */
  asOf = $state<number>();
  readonly chain = $derived(stepsOf(this.remote.value?.links ?? [], this.remote.value?.discrepancies ?? []));

  constructor(readonly id: string) {}

  watch(): () => void {
    void this.load();
    return live.on('situation', () => {
      if (!this.remote.loading) void this.load();
    });
  }

  async load(): Promise<void> {
    await this.remote.load(() => get<BoxPage>(`/api/boxes/${this.id}`));
    if (!this.remote.failure) this.asOf = election.now;
  }
}
