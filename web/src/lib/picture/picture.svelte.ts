import { getBlob, postBytes, Refused } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';
import { type Bytes } from '$lib/tlog/bytes';
import { CannotReencode, reencode } from './reencode';

/** One picture on its way: made small, sent, kept under its hash; or failed, and why. */
export class Shot {
  phase = $state<'preparing' | 'sending' | 'kept' | 'failed'>('preparing');
  /** What the small view shows; empty until there is something to show. */
  preview = $state('');
  /** The name by which a fact may hold it, in base64. */
  hash = $state('');
  failure = $state.raw<Refused | CannotReencode>();
  jpeg?: Bytes;

  constructor(
    readonly id: number,
    readonly file: Blob,
  ) {}
}

interface Ways {
  reencode: (file: Blob) => Promise<Bytes>;
  send: (jpeg: Bytes) => Promise<string>;
}

/** The pictures that somebody adds to what is being written, at most so many. They are sent one after the other. */
export class PictureRoll {
  shots = $state.raw<readonly Shot[]>([]);
  /** Of those that are kept, in the order in which they were taken. */
  readonly hashes = $derived([...new Set(this.shots.filter(({ phase }) => phase === 'kept').map(({ hash }) => hash))]);
  /** Whether one is still on its way; a failed one is not. */
  readonly busy = $derived(this.shots.some(({ phase }) => phase === 'preparing' || phase === 'sending'));
  #turn: Promise<void> = Promise.resolve();
  #taken = 0;

  /** @param token of a device; a user who is logged in has none */
  constructor(
    readonly max: number,
    token?: string,
    readonly ways: Ways = { reencode, send: (jpeg) => sendPicture(jpeg, token) },
  ) {}

  get room(): number {
    return this.max - this.shots.length;
  }

  /** Takes as many as there is room for; ends when they are kept or have failed. */
  add(files: readonly Blob[]): Promise<void> {
    const fresh = files.slice(0, Math.max(0, this.room)).map((file) => new Shot(++this.#taken, file));
    this.shots = [...this.shots, ...fresh];
    return this.#next(fresh);
  }

  /** Once more from where it failed. */
  retry(shot: Shot): Promise<void> {
    if (shot.phase !== 'failed') return this.#turn;
    shot.failure = undefined;
    shot.phase = shot.jpeg ? 'sending' : 'preparing';
    return this.#next([shot]);
  }

  remove(shot: Shot): void {
    this.shots = this.shots.filter((one) => one !== shot);
    this.#forget(shot);
  }

  clear(): void {
    const all = this.shots;
    this.shots = [];
    all.forEach((shot) => this.#forget(shot));
  }

  #next(shots: readonly Shot[]): Promise<void> {
    for (const shot of shots) this.#turn = this.#turn.then(() => this.#run(shot));
    return this.#turn;
  }

  async #run(shot: Shot): Promise<void> {
    if (!this.shots.includes(shot)) return;
    try {
      shot.jpeg ??= await this.ways.reencode(shot.file);
      if (!this.shots.includes(shot)) return;
      shot.preview ||= URL.createObjectURL(new Blob([shot.jpeg], { type: 'image/jpeg' }));
      shot.phase = 'sending';
      shot.hash = await this.ways.send(shot.jpeg);
      shot.phase = 'kept';
    } catch (e) {
      // Nothing thrown may stop those that wait behind it.
      shot.failure = e instanceof Refused || e instanceof CannotReencode ? e : new CannotReencode('UNREADABLE');
      shot.phase = 'failed';
    }
  }

  #forget(shot: Shot): void {
    if (shot.preview) URL.revokeObjectURL(shot.preview);
    shot.preview = '';
  }
}

/** A picture that was kept, fetched to be shown. Each look is written down by the server, so none is fetched twice. */
export class Look {
  readonly view = new Remote<string>();
  readonly isErased = $derived(this.view.failure?.reason === 'ERASED');
  #closed = false;

  constructor(
    readonly hash: string,
    readonly fetchPicture: (hash: string) => Promise<Blob>,
  ) {}

  async load(): Promise<void> {
    if (this.view.value) return;
    await this.view.load(async () => URL.createObjectURL(await this.fetchPicture(this.hash)));
    if (this.#closed) this.close();
  }

  close(): void {
    this.#closed = true;
    if (this.view.value) URL.revokeObjectURL(this.view.value);
    this.view.clear();
  }
}

export function fetchPicture(hash: string, token?: string): Promise<Blob> {
  return getBlob(`/api/pictures/${urlSafe(hash)}`, token);
}

async function sendPicture(jpeg: Bytes, token?: string): Promise<string> {
  const by = token ? { Authorization: `Bearer ${token}` } : undefined;
  const kept = await postBytes<{ hash: string }>('/api/pictures', jpeg, { 'Content-Type': 'image/jpeg', ...by });
  return kept.hash;
}

/** Base64 as an address spells it. */
export function urlSafe(base64: string): string {
  return base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
