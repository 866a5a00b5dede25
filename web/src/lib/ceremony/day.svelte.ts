import { get } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';

/** When boxes may be opened for a reason. */
export interface Hours {
  reason: string;
  earliest: string;
  latest: string;
}

/** One word of a TPS's day. */
export interface Word {
  word: string;
  claimed: string;
  index: number;
}

/** How the day goes at the TPS of a region. */
export interface DayBoard {
  tps: number;
  words: Record<string, number>;
  isDue: boolean;
  due: string | null;
  notOpened: number;
  waiting: { tps: string; name: string; word: string; since: string | null }[];
  waitingInAll: number;
}

export interface IntervalFinding {
  kind: 'UNHELD' | 'OVERLAP' | 'TOO_LONG';
  box: string;
  boxes: number;
  leg: string;
  giver: string;
  taker: string | null;
  from: string;
  until: string | null;
  minutes: number;
  index: number;
}

export interface IntervalPage {
  unheldMinutes: number;
  unheldBoxes: number;
  overlaps: number;
  tooLong: number;
  findings: IntervalFinding[];
  isMore: boolean;
}

const KEPT = 'segel.hours';

/** The hours of openings, kept on the phone for where there is no network. */
class OpeningHours {
  all = $state.raw<Hours[]>(JSON.parse(localStorage.getItem(KEPT) ?? '[]') as Hours[]);

  async load(): Promise<void> {
    try {
      this.all = await get<Hours[]>('/api/custody/openings/hours');
      localStorage.setItem(KEPT, JSON.stringify(this.all));
    } catch {
      // What was fetched last still stands.
    }
  }
}

export const openingHours = () => new OpeningHours();

export class DayPages {
  readonly board = new Remote<DayBoard>();
  readonly intervals = new Remote<IntervalPage>();

  load(region: string, page: number): Promise<unknown> {
    return this.board.load(() => get<DayBoard>(`/api/custody/days?region=${region}&page=${page}`));
  }

  loadIntervals(region: string, page: number): Promise<unknown> {
    return this.intervals.load(() => get<IntervalPage>(`/api/custody/intervals?region=${region}&page=${page}`));
  }
}
