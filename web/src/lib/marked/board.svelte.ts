import { address, get } from '$lib/api/client';
import { keepCurrent } from '$lib/api/repeated';
import type { Row as Post } from '$lib/post/post.svelte';
import type { Board as WatchBoard, Row as Watched } from '$lib/watch/watch.svelte';
import { regions } from '$lib/region/regions.svelte';
import { postMarks, watchMarks, type Marked } from './marked';
import { siteMarks, warnedMarks, type Around } from './sites';

/** Posts and watched TPS change by the hour, and everybody who looks at the map asks for them. */
const PAUSE_MILLISECONDS = 20_000;
const NOTHING: Marked = { laid: [], said: new Map() };

/** What is laid on the map for whoever is logged in: which of it is shown, and what the pointer is over. */
export class Board {
  withPosts = $state(true);
  withWatched = $state(true);
  /** Only when somebody wants it: it is asked for at many doors. */
  withSites = $state(false);
  #posts = $state.raw<Post[]>([]);
  #watched = $state.raw<Watched[]>([]);
  readonly posts = $derived(this.withPosts ? postMarks(this.#posts) : NOTHING);
  readonly watched = $derived(this.withWatched ? watchMarks(this.#watched) : NOTHING);
  #around = $state.raw<Around>();
  readonly sites = $derived(this.withSites && this.#around ? siteMarks(this.#around) : NOTHING);
  readonly warned = $derived(this.withSites && this.#around ? warnedMarks(this.#around.warned, regions.kelurahan) : NOTHING);
  readonly #all = $derived([this.warned, this.sites, this.watched, this.posts]);
  readonly laid = $derived(this.#all.flatMap(({ laid }) => laid));
  pointed = $state.raw<{ code: string; x: number; y: number } | null>(null);
  readonly said = $derived.by(() => {
    const code = this.pointed?.code;
    return code === undefined ? undefined : this.#all.find(({ said }) => said.has(code))?.said.get(code);
  });

  /** Asks for what is shown, now and again; what did not come is as it was. */
  watch(): () => void {
    return keepCurrent(async () => {
      const [posts, watched, around] = await Promise.all([
        this.withPosts ? get<Post[]>(address('/api/posts', { closed: true })).catch(() => undefined) : undefined,
        this.withWatched ? get<WatchBoard>('/api/watch').catch(() => undefined) : undefined,
        this.withSites ? askAround().catch(() => undefined) : undefined,
      ]);
      if (posts) this.#posts = posts;
      if (watched) this.#watched = watched.rows;
      if (around) this.#around = around;
    }, PAUSE_MILLISECONDS);
  }

  point(code: string | null, x: number, y: number): void {
    this.pointed = code === null ? null : { code, x, y };
  }

  /** Where the press leads; a finger that has not seen the name yet is told it first. */
  press(code: string, x: number, y: number): string | null {
    const isNew = matchMedia('(pointer: coarse)').matches && this.pointed?.code !== code;
    this.point(code, x, y);
    return isNew ? null : code;
  }
}

async function askAround(): Promise<Around> {
  const [sites, found, incidents, warned] = await Promise.all([
    get<Around['sites']>('/api/sites'),
    get<Around['found']>('/api/findings/places'),
    get<Around['incidents']>('/api/incidents'),
    get<Around['warned']>('/api/weather/warned'),
  ]);
  return { sites, found, incidents, warned };
}
