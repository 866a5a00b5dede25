import { get, post } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';
import type { Role } from '$lib/api/types';

/** Who is on duty at the desk of whoever is logged in: an agency in one role and territory. */

/** Findings that are not over. */
export interface Left {
  critical: number;
  urgent: number;
  attention: number;
  notice: number;
  unseen: number;
  overdue: number;
}

export interface Offer {
  entry: number;
  at: string;
  /** Code of the user. */
  by: string;
  isMine: boolean;
  left: Left;
  /** The entry at which the counts were so. */
  leftAt: number;
  hasWords: boolean;
  words?: string;
  erasable?: string;
}

export interface Handover {
  offer: Offer;
  entry: number;
  at: string;
  by: string;
  isMine: boolean;
}

export interface Duty {
  agency: string;
  role: Role;
  place: string;
  /** Missing while nobody is known to be on duty. */
  holder?: string;
  isMine: boolean;
  left: Left;
  leftAt: number;
  offer?: Offer;
  past: Handover[];
}

const ADDRESS = '/api/findings/duty';

export class DutyOfDesk {
  readonly remote = new Remote<Duty>();

  load(): Promise<void> {
    return this.remote.load(() => get<Duty>(ADDRESS));
  }

  async offer(words: string): Promise<void> {
    this.remote.value = await post<Duty>(`${ADDRESS}/offers`, { words });
  }

  async answer(what: 'takes' | 'withdrawals', offer: number): Promise<void> {
    this.remote.value = await post<Duty>(`${ADDRESS}/${what}`, { offer });
  }
}

/** What whoever looks at a duty may do with it. */
export function mayDo({ holder, isMine, offer }: Pick<Duty, 'holder' | 'isMine' | 'offer'>): 'offer' | 'take' | 'withdraw' | 'nothing' {
  if (offer) return offer.isMine ? 'withdraw' : 'take';
  return isMine || !holder ? 'offer' : 'nothing';
}
