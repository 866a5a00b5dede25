import { get, post, Refused, remove } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';
import type { Severity } from '$lib/finding/findings.svelte';
import { failureText } from '$lib/words/failures';
import { speech, t } from '$lib/words/words.svelte';

/** By which address a person is told of findings, and what became of each message. */

export const KINDS = ['EMAIL', 'WEBHOOK'] as const;
export type Kind = (typeof KINDS)[number];

/** Minutes between digests that are offered; none is at once. */
export const DIGESTS = [0, 15, 60, 240] as const;

export interface Wanted {
  severities: Severity[];
  /** Empty for all. */
  rules: string[];
  /** Empty for one's own territory. */
  region: string;
  desk: boolean;
  digestMinutes: number;
  /** Minutes of the day; both the same for no quiet hours. */
  quietFrom: number;
  quietUntil: number;
  criticalFirst: boolean;
  /** A moment, or empty. */
  pausedUntil: string;
  floodMessages: number;
  floodMinutes: number;
}

export const USUAL: Wanted = {
  severities: ['CRITICAL', 'URGENT'],
  rules: [],
  region: '',
  desk: true,
  digestMinutes: 0,
  quietFrom: 22 * 60,
  quietUntil: 5 * 60,
  criticalFirst: true,
  pausedUntil: '',
  floodMessages: 5,
  floodMinutes: 10,
};

export interface Channel {
  id: string;
  kind: Kind;
  address: string;
  confirmed: boolean;
  held: number;
  wanted: Wanted;
  /** Of a webhook, when it was just made. */
  secret?: string;
}

export interface Message {
  id: string;
  channel: string;
  kind: 'CONFIRM' | 'TEST' | 'NEWS';
  subject: string;
  state: 'WAITING' | 'SENT' | 'FAILED' | 'GIVEN_UP';
  attempts: number;
  created: string;
  triedAt?: string;
  nextAt?: string;
  reason: string;
  answer: string;
  mayTryAgain: boolean;
}

export interface Mine {
  /** Whether this installation sends e-mail. */
  email: boolean;
  zone: string;
  channels: Channel[];
  messages: Message[];
}

const BASE = '/api/notifications';

export class Notifications {
  readonly remote = new Remote<Mine>();
  /** The secret of a webhook that was just made. */
  secret = $state('');
  busy = $state(false);
  failure = $state('');

  load(): Promise<void> {
    return this.remote.load(() => get<Mine>(BASE));
  }

  /** Whether something is on its way still, so that it is worth looking again soon. */
  get isUnderway(): boolean {
    return this.remote.value?.messages.some(({ state }) => state === 'WAITING' || state === 'FAILED') ?? false;
  }

  add(kind: Kind, address: string, wanted: Wanted): Promise<boolean> {
    return this.#done(async () => {
      const made = await post<Channel>(`${BASE}/channels`, { kind, address, wanted });
      this.secret = made.secret ?? '';
    });
  }

  want({ id }: Channel, wanted: Wanted): Promise<boolean> {
    return this.#done(() => post(`${BASE}/channels/${id}/wanted`, wanted));
  }

  confirm({ id }: Channel, code: string): Promise<boolean> {
    return this.#done(() => post(`${BASE}/channels/${id}/confirm`, { code }));
  }

  ask({ id }: Channel, what: 'code' | 'test'): Promise<boolean> {
    return this.#done(() => post(`${BASE}/channels/${id}/${what}`, {}));
  }

  again({ id }: Message): Promise<boolean> {
    return this.#done(() => post(`${BASE}/messages/${id}/again`, {}));
  }

  remove({ id }: Channel): Promise<boolean> {
    return this.#done(() => remove(`${BASE}/channels/${id}`));
  }

  async #done(work: () => Promise<unknown>): Promise<boolean> {
    this.busy = true;
    this.failure = '';
    try {
      await work();
      await this.load();
      return true;
    } catch (e) {
      if (!(e instanceof Refused)) throw e;
      const key = `noticeFailed.${e.reason}`;
      this.failure = speech.has(key) ? t(key as 'noticeFailed.MALFORMED') : failureText(e);
      return false;
    } finally {
      this.busy = false;
    }
  }
}

/** 23.30 as `23:30`, for an input of time. */
export const clock = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

export function minuteOf(text: string): number | undefined {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)/.exec(text) ?? [];
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes);
}

/** What two inputs of time say; one that is empty is no quiet hours. */
export function quiet(from: string, until: string): Pick<Wanted, 'quietFrom' | 'quietUntil'> {
  const [first, end] = [minuteOf(from), minuteOf(until)];
  return first === undefined || end === undefined ? { quietFrom: 0, quietUntil: 0 } : { quietFrom: first, quietUntil: end };
}

export const isPaused = ({ pausedUntil }: Wanted, now: number): boolean => pausedUntil !== '' && Date.parse(pausedUntil) > now;

/** A moment as the server reads it. */
export const inHours = (hours: number, now: number): string => new Date(now + hours * 3_600_000).toISOString().replace(/\.\d+Z$/, 'Z');
