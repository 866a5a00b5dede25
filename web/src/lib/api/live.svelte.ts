/** The one stream of server-sent events: who listens, whether it is open, and how old the last word is. */

interface Events {
  situation: { index: number; now: string };
  clock: { now: string; speed: number };
  checkpoint: { size: number; at: string };
  discrepancy: { index: number; kind: string; box: string | null };
  incident: { number: number };
}
type Name = keyof Events;

const NAMES: readonly Name[] = ['situation', 'clock', 'checkpoint', 'discrepancy', 'incident'];
const RETRY_MILLISECONDS = 3000;

class Live {
  connected = $state(false);
  #source: EventSource | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #listeners = new Map<Name, Set<(data: never) => void>>();
  #onConnect = new Set<() => void>();
  #watchers = 0;

  /** Keeps the stream open until the returned function has been called as often as this one. */
  open(): () => void {
    if (this.#watchers++ === 0) this.#connect();
    return () => {
      if (--this.#watchers === 0) this.#close();
    };
  }

  on<N extends Name>(name: N, listener: (data: Events[N]) => void): () => void {
    const all = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, all);
    all.add(listener as (data: never) => void);
    return () => all.delete(listener as (data: never) => void);
  }

  /** After every (re)connection: what was missed meanwhile must be asked for. */
  onConnect(listener: () => void): () => void {
    this.#onConnect.add(listener);
    return () => this.#onConnect.delete(listener);
  }

  #connect(): void {
    const source = new EventSource('/api/events');
    this.#source = source;
    source.onopen = () => {
      this.connected = true;
      // After a restart all come back: not in one instant.
      setTimeout(() => this.#onConnect.forEach((listener) => listener()), 2 * crypto.getRandomValues(new Uint8Array(1))[0]!);
    };
    source.onerror = () => {
      this.connected = false;
      // The browser reconnects by itself unless the answer was not a stream at all.
      if (source.readyState === EventSource.CLOSED && this.#source === source) {
        this.#retry = setTimeout(() => this.#connect(), RETRY_MILLISECONDS);
      }
    };
    for (const name of NAMES) {
      source.addEventListener(name, (event) => {
        const data: unknown = JSON.parse((event as MessageEvent<string>).data);
        this.#listeners.get(name)?.forEach((listener) => listener(data as never));
      });
    }
  }

  #close(): void {
    clearTimeout(this.#retry);
    this.#source?.close();
    this.#source = undefined;
    this.connected = false;
  }
}

export const live = new Live();
