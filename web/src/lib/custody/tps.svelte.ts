import { get } from '$lib/api/client';
import { live } from '$lib/api/live.svelte';
import { Remote } from '$lib/api/remote.svelte';
import type { TpsPage } from '$lib/api/types';

/** One TPS with its boxes, kept current while somebody looks at it. */
export class Tps {
  readonly remote = new Remote<TpsPage>();

  constructor(readonly code: string) {}

  watch(): () => void {
    void this.load();
    return live.on('situation', () => {
      if (!this.remote.loading) void this.load();
    });
  }

  async load(): Promise<void> {
    await this.remote.load(() => get<TpsPage>(`/api/tps/${this.code}`));
  }
}
