import { address, get } from '$lib/api/client';
import { keepCurrent } from '$lib/api/repeated';
import type { Row as Post } from '$lib/post/post.svelte';
import type { Board as WatchBoard, Row as Watched } from '$lib/watch/watch.svelte';
import { postMarks, watchMarks, type Marked } from './marked';

/** Posts and watched TPS change by the hour, and everybody who looks at the map asks for them. */
const PAUSE_MILLISECONDS = 20_000;
const NOTHING: Marked = { laid: [], said: new Map() };

/** What is laid on the map for whoever is logged in: which of both is shown, and what the pointer is over. */
export class Board {
  withPosts = $state(true);
  withWatched = $state(true);
  #posts = $state.raw<Post[]>([]);
  #watched = $state.raw<Watched[]>([]);
  readonly posts = $derived(this.withPosts ? postMarks(this.#posts) : NOTHING);
  readonly watched = $derived(this.withWatched ? watchMarks(this.#watched) : NOTHING);
  readonly laid = $derived([...this.watched.laid, ...this.posts.laid]);
  pointed = $state.raw<{ code: string; x: number; y: number } | null>(null);
  readonly said = $derived(this.pointed ? (this.posts.said.get(this.pointed.code) ?? this.watched.said.get(this.pointed.code)) : undefined);

  /** Asks for what is shown, now and again; what did not come is as it was. */
  watch(): () => void {
    return keepCurrent(async () => {
      const [posts, watched] = await Promise.all([
        this.withPosts ? get<Post[]>(address('/api/posts', { closed: true })).catch(() => undefined) : undefined,
        this.withWatched ? get<WatchBoard>('/api/watch').catch(() => undefined) : undefined,
      ]);
      if (posts) this.#posts = posts;
      if (watched) this.#watched = watched.rows;
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
