import { get } from '$lib/api/client';
import { live } from '$lib/api/live.svelte';
import { Remote } from '$lib/api/remote.svelte';
import type { Status } from '$lib/api/types';
import { startOfDay } from '$lib/words/format';

const TICK_MILLISECONDS = 500;
const AHEAD_MILLISECONDS = 1000;
/** A clock of speed 0 is set forward by leaps while a demo hurries to its beginning; after this long it stands still. */
const STILL_MILLISECONDS = 15_000;

/** The election, its clock and its log. Between two words from the server the clock runs on at its speed. */
class Election {
  readonly status = new Remote<Status>();
  /** Election time now, in milliseconds. */
  now = $state(0);
  /** The time by this machine's own clock, for ages. */
  real = $state(Date.now());
  logSize = $state(0);
  checkpointAt = $state<string | null>(null);
  /** When the server was last heard of, by this machine's clock. */
  heard = $state(0);

  speed = $state(1);
  /** When the clock was last seen to move, by this machine's clock; 0 as long as it was not. */
  moved = $state(0);
  #from = 0;
  #fromReal = 0;

  readonly zone = $derived(this.status.value?.election?.zone ?? 'Asia/Jakarta');
  readonly day = $derived(this.status.value?.election?.day ?? '2024-02-14');
  /** H-1 24.00: the moment every box must be at its TPS. */
  readonly deadline = $derived(startOfDay(this.day, this.zone));

  readonly standsStill = $derived(this.speed === 0 && this.real - this.moved > STILL_MILLISECONDS);

  /** Lets the clock run until the returned function is called; whoever asks for this says how often it loads. */
  run(): () => void {
    const timer = setInterval(() => this.#tick(), TICK_MILLISECONDS);
    void this.load();
    return () => clearInterval(timer);
  }

  /** Keeps everything current until the returned function is called. */
  watch(): () => void {
    const stops = [
      this.run(),
      live.open(),
      live.onConnect(() => void this.load()),
      live.on('clock', ({ now, speed }) => this.#set(now, speed)),
      live.on('situation', ({ now }) => this.#set(now, this.speed)),
      live.on('checkpoint', ({ size, at }) => {
        this.logSize = size;
        this.checkpointAt = at;
        this.heard = Date.now();
      }),
    ];
    return () => stops.forEach((stop) => stop());
  }

  /** Whether this moment is over, surely: the clock of this page may be ahead of the server's by a little. */
  isPast(instant: string): boolean {
    return this.now >= Date.parse(instant) + AHEAD_MILLISECONDS * this.speed;
  }

  async load(): Promise<void> {
    await this.status.load(() => get<Status>('/api/status'));
    const status = this.status.value;
    if (!status || this.status.failure) return;
    this.#set(status.now, status.speed);
    this.logSize = Math.max(this.logSize, status.log.size);
    this.checkpointAt = status.log.checkpointAt ?? this.checkpointAt;
  }

  /** What was kept from an earlier visit, at this time of this machine's clock; it runs on from there. */
  restore(kept: Status, at: number): void {
    if (this.status.value) return;
    this.status.value = kept;
    this.speed = kept.speed;
    this.#from = Date.parse(kept.now);
    this.#fromReal = at;
    this.#tick();
  }

  #set(now: string, speed: number): void {
    const from = Date.parse(now);
    this.#fromReal = Date.now();
    if (this.#from > 0 && from !== this.#from) this.moved = this.#fromReal;
    this.#from = from;
    this.speed = speed;
    this.heard = this.#fromReal;
    this.#tick();
  }

  #tick(): void {
    this.real = Date.now();
    if (this.#from > 0) this.now = this.#from + (this.real - this.#fromReal) * this.speed;
  }
}

export const election = new Election();
