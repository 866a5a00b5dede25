import { get, post, Refused, remove } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';
import type { Severity } from '$lib/finding/findings.svelte';
import { failureText } from '$lib/words/failures';
import { speech, t } from '$lib/words/words.svelte';
import { PushFailed, unsubscribe, type Subscribed } from './push';

/** By which address a person is told of findings, and what became of each message. */

export const KINDS = ['EMAIL', 'PUSH', 'TELEGRAM', 'WEBHOOK'] as const;
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
  /** Why nothing goes there any more. */
  ended?: 'GONE' | 'STOPPED';
  held: number;
  wanted: Wanted;
  /** Of a webhook, when it was just made. */
  secret?: string;
  /** For the bot of Telegram, when it was just made. */
  code?: string;
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
  /** With which browsers subscribe. */
  pushKey: string;
  /** Whether this installation has a bot of Telegram, and its name once that is known. */
  telegram: boolean;
  bot: string;
  zone: string;
  channels: Channel[];
  messages: Message[];
}

const BASE = '/api/notifications';

export class Notifications {
  readonly remote = new Remote<Mine>();
  /** The secret of a webhook that was just made. */
  secret = $state('');
  /** What is to be sent to the bot, by the channel that it connects. */
  codes = $state<Record<string, string>>({});
  busy = $state(false);
  failure = $state('');

  load(): Promise<void> {
    return this.remote.load(() => get<Mine>(BASE));
  }

  /** Whether something is on its way still, so that it is worth looking again soon. */
  get isUnderway(): boolean {
    const { value } = this.remote;
    if (!value) return false;
    const connects = value.channels.some(({ kind, confirmed, ended }) => kind === 'TELEGRAM' && !confirmed && !ended);
    const looksForBot = value.telegram && !value.bot;
    return connects || looksForBot || value.messages.some(({ state }) => state === 'WAITING' || state === 'FAILED');
  }

  add(kind: Kind, address: string, wanted: Wanted): Promise<boolean> {
    return this.#done(() => this.#add('channels', { kind, address, wanted }));
  }

  /** Adds this browser, once it has subscribed. */
  addBrowser(subscribe: () => Promise<Subscribed>, wanted: Wanted): Promise<boolean> {
    return this.#done(async () => this.#add('browsers', { ...(await subscribe()), wanted }));
  }

  async #add(what: 'channels' | 'browsers', asked: object): Promise<void> {
    const made = await post<Channel>(`${BASE}/${what}`, asked);
    this.secret = made.secret ?? '';
    if (made.code) this.codes[made.id] = made.code;
  }

  want({ id }: Channel, wanted: Wanted): Promise<boolean> {
    return this.#done(() => post(`${BASE}/channels/${id}/wanted`, wanted));
  }

  confirm({ id }: Channel, code: string): Promise<boolean> {
    return this.#done(() => post(`${BASE}/channels/${id}/confirm`, { code }));
  }

  ask({ id }: Channel, what: 'code' | 'test'): Promise<boolean> {
    return this.#done(async () => {
      const { channels } = await post<Mine>(`${BASE}/channels/${id}/${what}`, {});
      const code = channels.find((one) => one.id === id)?.code;
      if (code) this.codes[id] = code;
    });
  }

  again({ id }: Message): Promise<boolean> {
    return this.#done(() => post(`${BASE}/messages/${id}/again`, {}));
  }

  remove({ id, kind, address }: Channel): Promise<boolean> {
    return this.#done(async () => {
      await remove(`${BASE}/channels/${id}`);
      if (kind === 'PUSH') await unsubscribe(address);
    });
  }

  async #done(work: () => Promise<unknown>): Promise<boolean> {
    this.busy = true;
    this.failure = '';
    try {
      await work();
      await this.load();
      return true;
    } catch (e) {
      if (!(e instanceof Refused || e instanceof PushFailed)) throw e;
      const key = `noticeFailed.${e.reason}`;
      this.failure = speech.has(key) || e instanceof PushFailed ? t(key as 'noticeFailed.MALFORMED') : failureText(e);
      return false;
    } finally {
      this.busy = false;
    }
  }
}

/** How an address is called: of a browser only its push service, for the rest says nothing to people. */
export function addressName({ kind, address }: Pick<Channel, 'kind' | 'address'>): string {
  return kind === 'PUSH' && URL.canParse(address) ? new URL(address).host : address;
}

/** Where Telegram offers to send the code to the bot. */
export const botLink = (bot: string, code: string): string => `https://t.me/${bot}?start=${code}`;

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
