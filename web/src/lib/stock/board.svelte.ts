import { address, get } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';
import { keepCurrent } from '$lib/api/repeated';
import type { Page } from '$lib/api/types';
import {
  FINDINGS,
  type AccountResponse,
  type BoardResponse,
  type ConsignmentPage,
  type ConsignmentRow,
  type FindingsResponse,
  type IdentityResponse,
  type KoliPage,
  type OrderRow,
  type RateRow,
  type ReadinessResponse,
  type StorePage,
} from './types';

export const PAGE_SIZE = 50;

export const VIEWS = ['flow', 'findings', 'readiness', 'consignments', 'rates', 'orders'] as const;
export type View = (typeof VIEWS)[number];

/** What the address of the stock board asks for; what it cannot mean is left out. */
export interface Wanted {
  view: View;
  region: string | null;
  style: string | null;
  at: number | null;
  kind: string | null;
  open: boolean;
  state: 'short' | 'over' | null;
  page: number;
  code: string | null;
  place: string | null;
  holder: string | null;
}

export function wantedBy(query: URLSearchParams): Wanted {
  const of = (key: string, shape: RegExp) => {
    const value = query.get(key);
    return value !== null && shape.test(value) ? value : null;
  };
  const view = query.get('view');
  const state = query.get('state');
  const at = of('at', /^[0-9]{1,12}$/);
  return {
    view: VIEWS.find((one) => one === view) ?? 'flow',
    region: of('region', /^[0-9]{4,6}$/),
    style: of('style', /^[1-9](-[0-9]{1,2})?$/),
    at: at === null ? null : Number(at),
    kind: FINDINGS.find((one) => one === query.get('kind')) ?? null,
    open: query.get('open') !== 'false',
    state: state === 'short' || state === 'over' ? state : null,
    page: Number(of('page', /^[0-9]{1,6}$/) ?? 0),
    code: of('code', /^[A-Za-z0-9.-]{1,40}$/)?.toUpperCase() ?? null,
    place: of('place', /^[GKPST][0-9-]{2,19}$/),
    holder: of('holder', /^[a-z]+:[A-Z0-9][A-Z0-9.-]{0,63}$/),
  };
}

export interface Explained {
  differences: { holder: string; style: string; sheets: number }[];
  causes: { kind: 'PAIR' | 'KOLI' | 'BUNDLE'; style: string; holders: string[]; sheets: number }[];
  places: { place: string; style: string; sheets: number }[];
}

/** Where all sheets are, and what is not as it should be; kept current while somebody looks at now. */
export class Board {
  readonly board = new Remote<BoardResponse>();
  readonly identity = new Remote<IdentityResponse>();
  readonly findings = new Remote<FindingsResponse>();
  readonly readiness = new Remote<ReadinessResponse>();
  readonly consignments = new Remote<Page<ConsignmentRow>>();
  readonly rates = new Remote<{ rows: RateRow[] }>();
  readonly orders = new Remote<{ rows: OrderRow[] }>();
  #wanted: Wanted | undefined;

  watch(): () => void {
    return keepCurrent(async () => {
      if (this.#wanted && this.#wanted.at === null) await this.load(this.#wanted);
    });
  }

  async load(wanted: Wanted): Promise<void> {
    this.#wanted = wanted;
    const { view, region, at, kind, open, state, page } = wanted;
    const slice = { region: region ?? '31', page, size: PAGE_SIZE };
    const always = this.findings.load(() =>
      get<FindingsResponse>(address('/api/stock/findings', { ...slice, kind, open: open || null, page: view === 'findings' ? page : 0 })),
    );
    await Promise.all([always, this.#view(view, slice, at, state)]);
  }

  async #view(view: View, slice: { region: string; page: number; size: number }, at: number | null, state: string | null): Promise<void> {
    switch (view) {
      case 'flow':
        await Promise.all([
          this.board.load(() => get<BoardResponse>(address('/api/stock/board', { region: slice.region, at }))),
          this.identity.load(() => get<IdentityResponse>('/api/stock/identity')),
        ]);
        return;
      case 'findings':
        return;
      case 'readiness':
        return this.readiness.load(() => get<ReadinessResponse>(address('/api/stock/readiness', { ...slice, state })));
      case 'consignments':
        return this.consignments.load(() => get<Page<ConsignmentRow>>(address('/api/stock/consignments', { page: slice.page, size: slice.size })));
      case 'rates':
        return this.rates.load(() => get<{ rows: RateRow[] }>('/api/stock/rates'));
      case 'orders':
        return this.orders.load(() => get<{ rows: OrderRow[] }>('/api/stock/orders'));
    }
  }
}

export type Traced =
  | { of: 'koli'; koli: KoliPage; bundle: number | null; account: AccountResponse }
  | { of: 'consignment'; consignment: ConsignmentPage }
  | { of: 'store'; store: StorePage; explained: Explained | null }
  | { of: 'account'; account: AccountResponse };

/** One thing with sheets, back to where they came from and on to where they went. */
export class Trace {
  readonly remote = new Remote<Traced>();

  async load(wanted: Wanted): Promise<void> {
    await this.remote.load(() => trace(wanted));
  }
}

export const isTrace = ({ code, place, holder }: Wanted): boolean => (code ?? place ?? holder) !== null;

async function trace({ code, place, holder, at, page }: Wanted): Promise<Traced> {
  const account = (of: string) => get<AccountResponse>(address('/api/stock/account', { holder: of, at, page, size: PAGE_SIZE }));
  const [, koli, bundle] = /^([A-Z][A-Z0-9]*-[0-9]{3})(?:\.([0-9]{2})[ABab]?)?$/.exec(code ?? '') ?? [];
  if (koli) {
    const [found, books] = await Promise.all([get<KoliPage>(`/api/stock/koli/${koli}`), account(`koli:${koli}`)]);
    return { of: 'koli', koli: found, bundle: bundle ? Number(bundle) : null, account: books };
  }
  if (code) return { of: 'consignment', consignment: await get<ConsignmentPage>(`/api/stock/consignments/${code}`) };
  if (place) {
    const [store, explained] = await Promise.all([
      get<StorePage>(`/api/stock/stores/${place}`),
      // Causes are worked out when they are asked for; a store is shown without them too.
      get<Explained>(address('/api/stock/explain', { region: place.slice(1) })).catch(() => null),
    ]);
    return { of: 'store', store, explained };
  }
  return { of: 'account', account: await account(holder ?? '') };
}
