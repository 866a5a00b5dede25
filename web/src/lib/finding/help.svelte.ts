import { address, get, post } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';

/** Help that the army is asked for (BKO), and what it answers. */

export const KINDS = ['PERSONNEL', 'VEHICLE', 'BOAT', 'AIRCRAFT', 'ENGINEERS', 'FLOOD_TEAM'] as const;
export type Kind = (typeof KINDS)[number];

export const REASONS = ['NO_FORCES', 'TOO_FAR', 'OTHERS_CAN', 'NOT_LAWFUL'] as const;
export type Reason = (typeof REASONS)[number];

export const HELP_STATES = ['ASKED', 'MORE_TIME', 'GRANTED', 'REFUSED', 'OVER'] as const;
export type HelpState = (typeof HELP_STATES)[number];

/** `text` is missing once it was erased; `erasable` is its hash where I wrote it. */
export interface Remark {
  text?: string;
  erasable?: string;
}

export interface Answered {
  entry: number;
  at: string;
  agency: string;
  answer: 'GRANTED' | 'REFUSED' | 'MORE_TIME';
  count: number;
  reason?: Reason;
  until?: string;
  remark?: Remark;
}

export interface Help {
  entry: number;
  at: string;
  agency: string;
  region: string;
  place: string;
  kind: Kind;
  count: number;
  until: string;
  /** When the answer is due. */
  due: string;
  isLate: boolean;
  finding?: string;
  remark?: Remark;
  state: HelpState;
  answers: Answered[];
  mayAnswer: boolean;
  mayEnd: boolean;
}

export interface HelpPage {
  mayAsk: boolean;
  total: number;
  rows: Help[];
}

export interface Asking {
  region: string;
  kind: Kind;
  count: number;
  until: string;
  answerBy: string;
  /** Empty for none. */
  finding: string;
  words: string;
}

const ADDRESS = '/api/findings/help';

export class HelpList {
  readonly remote = new Remote<HelpPage>();

  /** @param finding only what is about it; all for none */
  constructor(readonly finding = '') {}

  load(): Promise<void> {
    return this.remote.load(() => get<HelpPage>(address(ADDRESS, { finding: this.finding || null })));
  }

  async ask(asking: Asking): Promise<void> {
    await post(ADDRESS, asking);
    await this.load();
  }

  async answer(help: number, answer: Answered['answer'], detail: string, words: string): Promise<void> {
    await post(`${ADDRESS}/answers`, { help, answer, with: detail, words });
    await this.load();
  }

  async end(help: number): Promise<void> {
    await post(`${ADDRESS}/ends`, { help });
    await this.load();
  }
}

/** So many hours after a moment, in whole seconds as facts have it. */
export const hoursAfter = (now: number, hours: number): string => `${new Date(now + hours * 3_600_000).toISOString().slice(0, 19)}Z`;
