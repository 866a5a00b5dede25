import { address, get } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';
import type { TpsPoint } from '$lib/api/types';

/** The largest number of kelurahan whose TPS are kept: what fits on a screen when near, with some room. */
const KEPT = 40;
/** Those in view but not selected are asked for again when this old, however often the situation changes. */
const OLD_MILLISECONDS = 5000;

/** TPS of the kelurahan that are looked at, asked for when near and again when the situation changes. */
export class TpsPoints {
  #byKelurahan = $state.raw(new Map<string, TpsPoint[]>());
  readonly all = $derived([...this.#byKelurahan.values()].flat());
  /** The kelurahan that is selected, with its faces; the others are only drawn. */
  readonly selected = new Remote<TpsPoint[]>();
  #selected = '';
  #seen: readonly string[] = [];
  #asked = new Map<string, number>();

  /** The kelurahan in view; those not there yet, or old, are asked for. */
  see(codes: readonly string[]): void {
    this.#seen = codes.slice(0, KEPT);
    for (const code of this.#seen) {
      if (code !== this.#selected) void this.#ask(code);
    }
  }

  select(code: string): void {
    if (code === this.#selected) return;
    this.#selected = code;
    this.selected.clear();
    if (code !== '') void this.loadSelected();
  }

  async loadSelected(): Promise<void> {
    const code = this.#selected;
    await this.selected.load(() => fetchTps(code));
    if (this.selected.value && !this.selected.failure && code === this.#selected) this.#keep(code, this.selected.value);
  }

  /** The situation changed. */
  refresh(): void {
    this.see(this.#seen);
    if (this.#selected !== '' && !this.selected.loading) void this.loadSelected();
  }

  async #ask(code: string): Promise<void> {
    const now = performance.now();
    if (now - (this.#asked.get(code) ?? -OLD_MILLISECONDS) < OLD_MILLISECONDS) return;
    this.#asked.set(code, now);
    const points = await fetchTps(code).catch(() => null);
    if (points) this.#keep(code, points);
    else this.#asked.delete(code);
  }

  #keep(code: string, points: TpsPoint[]): void {
    const next = new Map(this.#byKelurahan);
    next.delete(code);
    next.set(code, points);
    for (const old of next.keys()) {
      if (next.size <= KEPT) break;
      next.delete(old);
      this.#asked.delete(old);
    }
    this.#byKelurahan = next;
  }
}

function fetchTps(kelurahan: string): Promise<TpsPoint[]> {
  return get<TpsPoint[]>(address('/api/situation/tps', { kelurahan }));
}
