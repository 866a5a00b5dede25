import { get } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';
import { keepCurrent } from '$lib/api/repeated';
import type { BoxStock, TpsStock } from './types';

/** What the books say about a box or a TPS, kept current while somebody looks at it. */
abstract class Contents<T> {
  readonly remote = new Remote<T>();

  constructor(readonly code: string) {}

  protected abstract ask(): Promise<T>;

  watch(): () => void {
    return keepCurrent(() => this.load());
  }

  async load(): Promise<void> {
    await this.remote.load(() => this.ask());
  }
}

export class BoxContents extends Contents<BoxStock> {
  protected ask(): Promise<BoxStock> {
    return get(`/api/stock/boxes/${this.code}`);
  }
}

export class TpsContents extends Contents<TpsStock> {
  protected ask(): Promise<TpsStock> {
    return get(`/api/stock/tps/${this.code}`);
  }
}
