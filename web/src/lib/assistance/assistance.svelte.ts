import { get, post } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';

/** Police at a TPS: the KPPS asks, they come and go. */

export const REASONS = ['DISORDER', 'BOXES_THREATENED', 'MEDICAL', 'OTHER'] as const;
export type Reason = (typeof REASONS)[number];
export type State = 'ASKED' | 'INSIDE' | 'LEFT';

/** A moment as it is claimed, its entry, and when that was recorded. */
export interface Moment {
  at: string;
  entry: number;
  recorded: string;
}

export interface Row {
  tps: string;
  name: string;
  state: State;
  isUnasked: boolean;
  reason?: Reason;
  asked?: Moment;
  people?: number;
  entered?: Moment;
  left?: Moment;
}

export interface AssistancePage {
  counts: Record<State, number>;
  unasked: number;
  total: number;
  rows: Row[];
}

interface OfTps {
  rows: Row[];
  mayAsk: boolean;
  mayEnter: boolean;
}

export class TpsAssistances {
  readonly remote = new Remote<OfTps>();

  constructor(readonly tps: string) {}

  load(): Promise<void> {
    return this.remote.load(() => get<OfTps>(`/api/assistance/tps/${this.tps}`));
  }

  /** Says that it is so now; what is refused is thrown. */
  async say(what: 'asks' | 'entries' | 'exits', more: { reason?: Reason; people?: number }): Promise<void> {
    this.remote.value = await post<OfTps>(`/api/assistance/${what}`, { tps: this.tps, ...more, at: '' });
  }
}
