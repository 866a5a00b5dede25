import { address, get } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';
import type { Found } from '$lib/api/types';

const SHORTEST = 2;
const PAUSE_MILLISECONDS = 120;

/** What is typed into the search box and what was found for it. */
export class Search {
  text = $state('');
  readonly remote = new Remote<Found[]>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  ask(text: string): void {
    this.text = text;
    clearTimeout(this.#timer);
    this.remote.clear();
    const q = text.trim();
    if (q.length < SHORTEST) return;
    this.#timer = setTimeout(() => {
      void this.remote.load(() => get<Found[]>(address('/api/search', { q })));
    }, PAUSE_MILLISECONDS);
  }
}
