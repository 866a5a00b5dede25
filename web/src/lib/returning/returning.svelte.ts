import { address, get } from '$lib/api/client';
import { live } from '$lib/api/live.svelte';
import { Remote } from '$lib/api/remote.svelte';
import type { ReceivingQueue, Returning } from '$lib/api/types';

export const ROWS = 50;

/** What the address asks for; what it cannot mean is left out. */
export interface Wanted {
  view: 'list' | 'queue';
  to: 'kecamatan' | 'city';
  region: string;
  late: boolean;
  /** Of the queue; null for the one of whoever is logged in. */
  place: string | null;
  page: number;
}

export function wantedBy(query: URLSearchParams): Wanted {
  const region = query.get('region') ?? '';
  const place = query.get('place') ?? '';
  return {
    view: query.get('view') === 'queue' || place !== '' ? 'queue' : 'list',
    to: query.get('to') === 'city' ? 'city' : 'kecamatan',
    region: /^([0-9]{4}|[0-9]{6}|[0-9]{10})$/.test(region) ? region : '',
    late: query.get('late') === 'true',
    place: /^(G[0-9]{4}|K[0-9]{6}|P[0-9]{10})$/.test(place) ? place : null,
    page: Math.max(0, Math.floor(Number(query.get('page') ?? 0)) || 0),
  };
}

export function toReturning(wanted: Partial<Wanted>): string {
  const { view, to, region, late, place, page } = wanted;
  if (view === 'queue') return address('/returning', { view: place ? null : view, place, page: page || null });
  return address('/returning', { to: to === 'city' ? to : null, region, late: late || null, page: page || null });
}

export const toExport = ({ to, region, late }: Wanted) => address('/api/returning/export', { to, region, late: late || null });

/** The store that somebody of this territory receives in, by its code; a province has none of its own. */
export function storeOf(territory: string): string | null {
  const letter = { 4: 'G', 6: 'K', 10: 'P', 13: 'P' }[territory.length];
  return letter ? letter + territory.slice(0, 10) : null;
}

/** The list or the queue, kept current while somebody looks at it. */
export class WayBack {
  readonly list = new Remote<Returning>();
  readonly queue = new Remote<ReceivingQueue>();
  #wanted: Wanted | undefined;

  watch(): () => void {
    return live.on('situation', () => {
      if (this.#wanted && !this.list.loading && !this.queue.loading) void this.load(this.#wanted);
    });
  }

  async load(wanted: Wanted): Promise<void> {
    this.#wanted = wanted;
    const { view, to, region, late, place, page } = wanted;
    const slice = { page, size: ROWS };
    if (view === 'list') {
      await this.list.load(() => get(address('/api/returning', { to, region, late: late || null, ...slice })));
    } else if (place) {
      if (this.queue.value?.place !== place) this.queue.clear();
      await this.queue.load(() => get(address('/api/returning/queue', { place, ...slice })));
    }
  }
}
