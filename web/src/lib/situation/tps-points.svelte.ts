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
  #query: Record<string, string> = {};
  #seen: readonly string[] = [];
  #asked = new Map<string, number>();

  /** Where TPS are asked for: now, or at the moment that is looked back to. What was kept is of another moment. */
  from(query: Record<string, string>): void {
    if (JSON.stringify(query) === JSON.stringify(this.#query)) return;
    this.#query = query;
    this.#byKelurahan = new Map();
    this.#asked.clear();
    this.refresh();
  }

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
    await this.selected.load(() => this.#fetch(code));
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
    const query = this.#query;
    const points = await this.#fetch(code).catch(() => null);
    if (query !== this.#query) return;
    if (points) this.#keep(code, points);
    else this.#asked.delete(code);
  }

  #fetch(kelurahan: string): Promise<TpsPoint[]> {
    return get<TpsPoint[]>(address(this.#query.at ? '/api/past/tps' : '/api/situation/tps', { ...this.#query, kelurahan }));
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
