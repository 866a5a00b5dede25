import { live } from './live.svelte';

/** Asks again when told to, never twice at once and never faster than the pause. */
export class Repeated {
  #busy = false;
  #again = false;
  #stopped = false;

  constructor(
    readonly question: () => Promise<void>,
    readonly pauseMilliseconds: number,
  ) {}

  ask(): void {
    if (this.#stopped) return;
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#busy = true;
    void this.question().finally(() => setTimeout(() => this.#done(), this.pauseMilliseconds));
  }

  stop(): void {
    this.#stopped = true;
  }

  #done(): void {
    this.#busy = false;
    if (!this.#again) return;
    this.#again = false;
    this.ask();
  }
}

/** Lists and sums are asked for at most this often while the log moves. */
const PAUSE_MILLISECONDS = 4_000;

/** Asks now, and again whenever the log has moved or the stream has come back; answers the way to stop. */
export function keepCurrent(question: () => Promise<void>, pauseMilliseconds = PAUSE_MILLISECONDS): () => void {
  const repeated = new Repeated(question, pauseMilliseconds);
  const stops = [live.on('situation', () => repeated.ask()), live.onConnect(() => repeated.ask())];
  repeated.ask();
  return () => {
    stops.forEach((stop) => stop());
    repeated.stop();
  };
}
