import { address, get } from '$lib/api/client';
import { keepCurrent } from '$lib/api/repeated';
import { labelPoints } from '$lib/map/borders';
import type { Row as Post } from '$lib/post/post.svelte';
import type { Board as WatchBoard, Row as Watched } from '$lib/watch/watch.svelte';
import { geography } from '$lib/region/geography.svelte';
import { regions } from '$lib/region/regions.svelte';
import { postMarks, watchMarks, type Marked } from './marked';
import type { Around } from './sites';

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
  #around = $state.raw<{ around: Around; marks: typeof import('./sites') }>();
  readonly #middles = $derived(middlesOf(geography.boundaries.value));
  readonly sites = $derived(this.withSites && this.#around ? this.#around.marks.siteMarks(this.#around.around) : NOTHING);
  readonly warned = $derived(this.withSites && this.#around ? this.#around.marks.warnedMarks(this.#around.around.warned, this.#middles, (code) => regions.name(code)) : NOTHING);
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

async function askAround(): Promise<{ around: Around; marks: typeof import('./sites') }> {
  const [marks, sites, found, incidents, warned] = await Promise.all([
    import('./sites'),
    get<Around['sites']>('/api/sites'),
    get<Around['found']>('/api/findings/places'),
    get<Around['incidents']>('/api/incidents'),
    get<Around['warned']>('/api/weather/warned'),
  ]);
  return { around: { sites, found, incidents, warned }, marks };
}

function middlesOf(boundaries: typeof geography.boundaries.value): Map<string, { lon: number; lat: number }> {
  const middles = new Map<string, { lon: number; lat: number }>();
  if (!boundaries) return middles;
  for (const { properties, geometry } of labelPoints(boundaries, new Map()).features) {
    const [lon = 0, lat = 0] = geometry.coordinates;
    middles.set(String(properties?.code), { lon, lat });
  }
  return middles;
}
