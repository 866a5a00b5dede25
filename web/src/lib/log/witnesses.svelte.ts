import { get } from '$lib/api/client';
import { live } from '$lib/api/live.svelte';
import { Remote } from '$lib/api/remote.svelte';

export interface WitnessKey {
  name: string;
  vkey: string;
  url: string | null;
  stands: string | null;
  state: 'NOT_ASKED' | 'STANDS' | 'AWAY' | 'REFUSES' | 'CONTRADICTS';
  detail: string;
  heard: string | null;
  size: number;
  millis: number;
}

export interface Standing {
  now: string;
  size: number;
  newest: number;
  signed: string | null;
  quorum: boolean;
  since: string | null;
  need: number;
  last: { size: number; since: string | null } | null;
  bodies: { name: string; stands: string | null; keys: WitnessKey[] }[];
  others: WitnessKey[];
  findings: number;
}

export interface WitnessFinding {
  id: number;
  witness: string;
  kind: 'NOT_CONSISTENT' | 'LARGER_TREE' | 'REFUSED' | 'WORTHLESS';
  at: string;
  size: number;
  detail: string;
}

const AGAIN_MILLISECONDS = 5_000;

/** Which bodies stand behind what is shown, asked again every few seconds while somebody looks. */
class Witnesses {
  readonly standing = new Remote<Standing>();
  /** The server's clock minus this machine's, so that ages are right on a machine whose clock is wrong. */
  ahead = $state(0);
  #watchers = 0;
  #stop = () => {};

  watch(): () => void {
    if (this.#watchers++ === 0) {
      void this.load();
      const timer = setInterval(() => void this.load(), AGAIN_MILLISECONDS);
      const leave = live.onConnect(() => void this.load());
      this.#stop = () => {
        clearInterval(timer);
        leave();
      };
    }
    return () => {
      if (--this.#watchers === 0) this.#stop();
    };
  }

  async load(): Promise<void> {
    await this.standing.load(() => get<Standing>('/api/log/witnesses'));
    const standing = this.standing.value;
    if (standing && !this.standing.failure) this.ahead = Date.parse(standing.now) - Date.now();
  }

  /** Seconds since an instant of the server's clock. */
  age(instant: string, real: number): number {
    return Math.max(0, Math.round((real + this.ahead - Date.parse(instant)) / 1000));
  }
}

export const witnesses = new Witnesses();

/** The bodies that stand behind what is shown. */
export const standing = (of: Standing) => of.bodies.filter((body) => body.stands !== null);

/** The bodies that do not answer now or say no: none of their keys signs. */
export const silent = (of: Standing) =>
  of.bodies.filter(({ keys }) => keys.some(({ state }) => state === 'AWAY' || state === 'REFUSES') && keys.every(({ state }) => state !== 'STANDS'));

/** How it is, in one of the five states of the interface; late as well where too few answer for what comes next. */
export function health(of: Standing): 'none' | 'ready' | 'late' | 'critical' {
  if (of.bodies.some((body) => body.keys.some((key) => key.state === 'CONTRADICTS'))) return 'critical';
  if (of.need === 0) return 'none';
  return of.quorum && of.bodies.length - silent(of).length >= of.need ? 'ready' : 'late';
}

/** Why a witness did not answer, in the words of a language; what it says itself stays as it is. */
export function whyAway(detail: string, say: (key: 'witnessNoConnection' | 'witnessNoAnswer' | 'witnessAnswers', value: string) => string): string {
  if (detail === 'no connection') return say('witnessNoConnection', '');
  const seconds = /^no answer in ([0-9]+) s$/.exec(detail)?.[1];
  if (seconds) return say('witnessNoAnswer', seconds);
  const answer = /^it answers (.+)$/.exec(detail)?.[1];
  return answer ? say('witnessAnswers', answer) : detail;
}
