import { session } from '$lib/access/session.svelte';
import { get } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';
import type { Place, Role } from '$lib/api/types';

/** Who has stores: what they say about sheets is taken when it is in their territory. */
const KEEPERS: readonly Role[] = ['KPU_PROVINSI', 'KPU_KOTA', 'PPK', 'PPS'];

/** The registered stores, and which of them whoever is logged in answers for. */
class Stores {
  readonly remote = new Remote<Place[]>();
  readonly all = $derived((this.remote.value ?? []).filter(({ code }) => code.startsWith('G') || code.startsWith('K')));
  readonly mine = $derived.by(() => {
    const { user } = session;
    if (!user || !KEEPERS.includes(user.role)) return [];
    return this.all.filter(({ code }) => code.slice(1).startsWith(user.territory) || user.territory.startsWith(code.slice(1)));
  });

  async load(): Promise<void> {
    if (!this.remote.value && !this.remote.loading) await this.remote.load(() => get<Place[]>('/api/places'));
  }

  /** The one that the address names, or the first of one's own; a KPU kota begins in the city's store, a PPK in its own. */
  chosen(asked: string | null): string | null {
    if (asked && /^[GK][0-9]{4,6}$/.test(asked)) return asked;
    return this.mine.find(({ code }) => code.slice(1) === session.user?.territory)?.code ?? this.mine[0]?.code ?? null;
  }
}

export const stores = new Stores();

export function keepsStores(role: Role | undefined): boolean {
  return role !== undefined && KEEPERS.includes(role);
}
