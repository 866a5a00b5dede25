import { address, get } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';
import { DISCREPANCY_KINDS, TPS_STATUSES, type BoxRow, type DiscrepancyRow, type Page, type TpsRow } from '$lib/api/types';
import type { ListOf } from './links';

export const LIST_SIZE = 50;

export type ListPage =
  | { of: 'tps'; page: Page<TpsRow> }
  | { of: 'boxes'; page: Page<BoxRow> }
  | { of: 'discrepancies'; page: Page<DiscrepancyRow> };

/** What a list's address asks for; what it cannot mean is left out. */
export interface Wanted {
  of: ListOf;
  status: string | null;
  stage: string | null;
  region: string | null;
  kind: string | null;
  open: boolean;
  /** Boxes that were handed over and not yet received. */
  inTransit: boolean;
  page: number;
}

export function wantedBy(query: URLSearchParams): Wanted {
  const of = query.get('of');
  const oneOf = (key: string, allowed: readonly string[]) => {
    const value = query.get(key);
    return value !== null && allowed.includes(value) ? value : null;
  };
  const region = query.get('region');
  return {
    of: of === 'boxes' || of === 'discrepancies' ? of : 'tps',
    status: oneOf('status', TPS_STATUSES),
    stage: oneOf('stage', ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10']),
    region: region && /^[0-9]{2,10}$/.test(region) ? region : null,
    kind: oneOf('kind', DISCREPANCY_KINDS),
    open: query.get('open') === 'true',
    inTransit: query.get('inTransit') === 'true',
    page: Math.max(0, Math.floor(Number(query.get('page') ?? 0)) || 0),
  };
}

/** One page of a list. */
export class Listing {
  readonly remote = new Remote<ListPage>();

  async load(wanted: Wanted): Promise<void> {
    if (this.remote.value?.of !== wanted.of) this.remote.clear();
    await this.remote.load(() => ask(wanted));
  }
}

async function ask({ of, status, stage, region, kind, open, inTransit, page }: Wanted): Promise<ListPage> {
  const slice = { region, page, size: LIST_SIZE };
  switch (of) {
    case 'tps':
      return { of, page: await get(address('/api/tps', { ...slice, status, stage })) };
    case 'boxes':
      return { of, page: await get(address('/api/boxes', { ...slice, stage, inTransit: inTransit || null })) };
    case 'discrepancies':
      return { of, page: await get(address('/api/discrepancies', { ...slice, kind, open: open || null })) };
  }
}
