import { get } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';
import { orderOf } from './facts';
import type { StockSettings, Style, StyleRow } from './types';

/** Designs, printers, sizes and the list of materials, as the commission has settled them. */
class Settings {
  readonly remote = new Remote<StockSettings>();
  readonly #styles = $derived(new Map((this.remote.value?.styles ?? []).map((row) => [row.style, row])));
  readonly styles = $derived([...(this.remote.value?.styles ?? [])].sort((a, b) => orderOf(a.style) - orderOf(b.style)));
  readonly bundle = $derived(this.remote.value?.bundle ?? 25);

  /** Once; `anew` after something was published. */
  async load(anew = false): Promise<void> {
    if (anew || (!this.remote.value && !this.remote.loading)) await this.remote.load(() => get<StockSettings>('/api/stock/settings'));
  }

  style(style: Style): StyleRow | undefined {
    return this.#styles.get(style);
  }
}

export const settings = new Settings();
