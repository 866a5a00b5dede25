import { address, get, post, remove } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';
import type { Role } from '$lib/api/types';

/** For whom cards are wanted: a region's chairs, whoever stands in a file, or one post. */
export type Wanted = { region: string } | { csv: string } | { post: Pick<Post, 'role' | 'territory'> };

const WRONG = [
  'HEADER',
  'NOT_CSV',
  'NO_ROWS',
  'TOO_MANY',
  'CELLS',
  'ROLE_UNKNOWN',
  'ROLE_NOT_YOURS',
  'TERRITORY_FORM',
  'TERRITORY_UNKNOWN',
  'TERRITORY_NOT_YOURS',
  'TWICE',
  'COUNT',
] as const;

export interface Checked {
  cards: number;
  files: number;
  sheets: number;
  /** TPS of the region that need no card. */
  have: number;
  wrong: { line: number; column: string; wrong: (typeof WRONG)[number]; found: string }[];
  wrongCount: number;
}

/** A file of cards that is being made or waits to be fetched. */
export interface CardRun {
  id: string;
  title: string;
  parts: number;
  state: 'RUNNING' | 'DONE' | 'CANCELLED' | 'FAILED';
  done: number;
  total: number;
  perSecond: number;
  deleted: string | null;
  fetched: boolean;
  /** Its cards sign, and do not invite. */
  signs: boolean;
  bytes: number;
}

export interface Progress {
  kelurahan: string;
  tps: number;
  missing: number;
  open: number;
  enrolled: number;
  expired: number;
  revoked: number;
  lost: number;
}

export interface PostCard {
  id: number;
  state: 'OPEN' | 'USED' | 'EXPIRED' | 'REVOKED';
  used: string | null;
  expires: string;
}

export interface PostPhone {
  key: string;
  software: boolean;
  /** No phone, but a key on a card that signs once. */
  card: boolean;
  revoked: boolean;
  enrolled: string | null;
}

export interface Post {
  role: Role;
  territory: string;
  cards: PostCard[];
  phones: PostPhone[];
}

export const LOST_REASONS = ['LOST', 'STOLEN', 'LEFT', 'COMPROMISED'] as const;
export type LostReason = (typeof LOST_REASONS)[number];

/** What can be done with a post. */
export type PostAction = { do: 'lost' | 'burn'; post: Post; key: string } | { do: 'reissue' | 'revoke'; post: Post; card: number } | { do: 'new'; post: Post };

export const KEPT_HOURS = 12;
const POLL_MILLISECONDS = 1000;
/** One card is there in a moment. */
const SOON_MILLISECONDS = 150;

export function fileOf(run: CardRun): string {
  return `/api/cards/${run.id}/file`;
}

export function check(wanted: Wanted): Promise<Checked> {
  return post<Checked>('/api/cards/check', whole(wanted));
}

function start(wanted: Wanted): Promise<CardRun> {
  return post<CardRun>('/api/cards', whole(wanted));
}

/** Cards that sign once: for whom, for whom a saksi watches, and how many each gets. */
export interface Signing {
  region: string;
  role: 'KPPS' | 'SAKSI' | 'PPS' | 'PPK';
  body: string;
  each: number;
}

/** The server wants to hear of each of the three. */
function whole(wanted: Wanted): object {
  return { region: null, csv: null, post: null, ...wanted };
}

/** The user's own files, kept current while one is being made. */
export class CardRuns {
  readonly remote = new Remote<CardRun[]>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  watch(): () => void {
    void this.load();
    return () => clearTimeout(this.#timer);
  }

  async load(): Promise<void> {
    clearTimeout(this.#timer);
    await this.remote.load(() => get<CardRun[]>('/api/cards'));
    if (this.remote.value?.some(({ state }) => state === 'RUNNING')) this.#timer = setTimeout(() => void this.load(), POLL_MILLISECONDS);
  }

  async start(wanted: Wanted | Signing): Promise<CardRun> {
    const run = 'each' in wanted ? await post<CardRun>('/api/cards/signing', wanted) : await start(wanted);
    await this.load();
    return run;
  }

  async remove({ id }: CardRun): Promise<void> {
    await remove(`/api/cards/${id}`);
    await this.load();
  }
}

/** Does it; answers the run that makes the card, unless there is none to be made. */
export async function act(action: PostAction, reason: LostReason): Promise<CardRun | undefined> {
  const { role, territory } = action.post;
  switch (action.do) {
    case 'lost':
      await post('/api/devices/revoke', { key: action.key, reason, moment: null });
      return finished(await start({ post: { role, territory } }));
    case 'burn':
      await post('/api/devices/revoke', { key: action.key, reason, moment: null });
      return undefined;
    case 'new':
      return finished(await start({ post: { role, territory } }));
    case 'reissue':
      return finished(await post<CardRun>(`/api/cards/${action.card}/reissue`, {}));
    case 'revoke':
      await post(`/api/cards/${action.card}/revoke`, {});
      return undefined;
  }
}

async function finished(run: CardRun): Promise<CardRun> {
  let now = run;
  while (now.state === 'RUNNING') {
    await new Promise((resolve) => setTimeout(resolve, SOON_MILLISECONDS));
    now = await get<CardRun>(`/api/cards/${run.id}`);
  }
  return now;
}

/** Who has a card or a phone: by kelurahan, in one of them, and as a search finds them. */
export class Enrolment {
  readonly progress = new Remote<Progress[]>();
  readonly posts = new Remote<Post[]>();
  readonly found = new Remote<Post[]>();
  #region = '';
  #search = '';

  async load(): Promise<void> {
    await this.progress.load(() => get<Progress[]>('/api/seats/progress'));
  }

  async open(region: string): Promise<void> {
    if (region !== this.#region) this.posts.clear();
    this.#region = region;
    if (region !== '') await this.posts.load(() => get<Post[]>(address('/api/seats', { region })));
  }

  async find(search: string): Promise<void> {
    this.#search = search.trim();
    if (this.#search === '') this.found.clear();
    else await this.found.load(() => get<Post[]>(address('/api/seats', { search: this.#search })));
  }

  /** All that is shown, after something was done. */
  async again(): Promise<void> {
    await Promise.all([this.load(), this.open(this.#region), this.find(this.#search)]);
  }
}

/** The sums of all rows. */
export function sumOf(rows: readonly Progress[]): Omit<Progress, 'kelurahan'> {
  const sum = { tps: 0, missing: 0, open: 0, enrolled: 0, expired: 0, revoked: 0, lost: 0 };
  for (const row of rows) for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += row[key];
  return sum;
}
