import { get, post, Refused } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';
import type { Kelurahan } from '$lib/api/types';
import { failureText } from '$lib/words/failures';
import { speech, t } from '$lib/words/words.svelte';

/** The special watch list, as pages show it. */

export const WORDS = ['ALL_WELL', 'LATE', 'IN_TRANSIT', 'IN_TROUBLE'] as const;
export type Word = (typeof WORDS)[number];

/** Minutes that are offered; the server takes any from 5 to 1,440. */
export const MINUTES = [15, 30, 60, 120, 240] as const;

export type State = 'RESTING' | 'OK' | 'DUE_SOON' | 'SILENT';

export interface Watcher {
  name: string;
  minutes: number;
  entry: number;
  isOwn: boolean;
}

export interface Row {
  tps: string;
  name: string;
  /** Where it stands, unless the roster no longer has it. */
  lat?: number;
  lon?: number;
  by: Watcher[];
  /** Of the agency for which a sign is due first. */
  minutes: number;
  sign?: { kind: string; word?: string; at: string; ageSeconds: number; entry: number };
  due?: string;
  state: State;
  mayWatch: boolean;
  mayEnd: boolean;
  maySee: boolean;
}

export interface Board {
  now: string;
  begin?: string;
  end?: string;
  rows: Row[];
  mayWatch: boolean;
}

/** Due soon is the last quarter of the minutes, as the server says. */
const SOON_PART = 4;

/** How it is by now: the clock moves on while nothing is asked. */
export function stateAt({ due, minutes, state }: Pick<Row, 'due' | 'minutes' | 'state'>, now: number): State {
  if (!due || state === 'RESTING') return state;
  const left = Date.parse(due) - now;
  if (left < 0) return 'SILENT';
  return left <= (minutes * 60_000) / SOON_PART ? 'DUE_SOON' : 'OK';
}

/** The codes of the TPS that somebody may mean: by 13 digits, or by kelurahan, its name or digits, and number. */
export function meant(text: string, kelurahan: readonly Pick<Kelurahan, 'code' | 'name'>[]): string[] {
  const words = text.trim().replace(/\btps\b/gi, ' ').replace(/\s+/g, ' ').trim();
  const digits = words.replace(/[ .]/g, '');
  if (/^[1-9]\d{12}$/.test(digits)) return [digits];
  const after = /^(?<name>.+?)[ ,]+(?<number>\d{1,3})$/.exec(words);
  const before = /^(?<number>\d{1,3})[ ,]+(?<name>\D.*)$/.exec(words);
  const { name, number } = (after ?? before)?.groups ?? {};
  if (name === undefined || number === undefined) return [];
  const asked = name.trim().toLowerCase();
  return kelurahan.filter(({ code, name: called }) => code === asked || called.toLowerCase() === asked).map(({ code }) => code + number.padStart(3, '0'));
}

export class WatchBoard {
  readonly remote = new Remote<Board>();

  load = (): Promise<void> => this.remote.load(() => get('/api/watch'));
}

export const watch = (tps: string, minutes: number): Promise<{ entry: number }> => post('/api/watch', { tps, minutes });
export const endWatch = (tps: string): Promise<{ entry: number }> => post('/api/watch/end', { tps });
export const checkIn = (tps: string, word: Word): Promise<{ entry: number }> => post('/api/watch/seen', { tps, word });

/** Why it was not done, in the words of this page where it has any. */
export function refusalText(refused: Refused): string {
  const key = `watchedNo.${refused.reason}`;
  return speech.has(key) ? t(key as 'watchedNo.NOT_WATCHED') : failureText(refused);
}
