import { getAs, post, postBytes, Refused } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';
import type { CaptureAnswer, InboxOffer } from '$lib/api/types';
import { frame, idOf, signStatement } from '$lib/custody/signed-statement';
import { parseStatement, placeOfTaker, type Statement } from '$lib/custody/statement';
import { election } from '$lib/situation/election.svelte';
import { base64, utf8, type Bytes } from '$lib/tlog/bytes';
import { parseNote, printNote } from '$lib/tlog/note';
import { FieldStore, type Device, type Signed } from './store';

/** An offer that waits for this officer: what was signed, box by box. */
export interface Offer {
  id: string;
  statement: Statement;
  boxes: { box: string; seals: string[] }[];
}

export type EnrolFailure = 'INSECURE' | 'NO_KEYS' | 'CODE';

export class CannotEnrol extends Error {
  constructor(readonly why: EnrolFailure) {
    super(why);
  }
}

/** The officer who holds this phone: its key, the offers that wait, and what was signed. */
export class Officer {
  device = $state.raw<Device>();
  ready = $state(false);
  signed = $state.raw<Signed[]>([]);
  readonly inbox = new Remote<Offer[]>();
  readonly unsent = $derived(this.signed.filter(({ index, refused }) => index === undefined && !refused));
  checkedAt = $state(0);

  constructor(readonly store = new FieldStore()) {}

  async open(): Promise<void> {
    this.device = await this.store.device();
    this.signed = await this.store.signed();
    this.ready = true;
  }

  /** Makes a key that cannot leave this browser and has it enrolled with a one-time code. */
  async enrol(code: string): Promise<void> {
    if (!globalThis.isSecureContext) throw new CannotEnrol('INSECURE');
    const keys = await newKeys();
    const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey));
    const signature = base64(await signWith(keys, utf8(`segel/enrol/v1\n${code}\n`)));
    const body = { code, key: base64(publicKey), signature };
    const answer = await post<{ token: string; expires: string; role: string; territory: string }>(
      '/api/devices/enrol',
      body,
    ).catch((e: unknown) => {
      throw e instanceof Refused && e.problem.status >= 400 && e.problem.status < 500 && e.problem.status !== 429
        ? new CannotEnrol('CODE')
        : e;
    });
    const { token, expires, role, territory } = answer;
    const device: Device = { keys, publicKey, token, expires, role, territory, counter: 0 };
    await this.store.saveDevice(device);
    this.device = device;
    void navigator.storage?.persist?.();
  }

  async check(): Promise<void> {
    await this.inbox.load(async () => {
      const offers = await this.#withToken((token) => getAs<InboxOffer[]>('/api/custody/inbox', token));
      this.checkedAt = Date.now();
      const answered = new Set(this.signed.map(({ offer }) => offer));
      const opened = await Promise.all(offers.map(openOffer));
      return opened.filter(({ id }) => !answered.has(id));
    });
  }

  /** Signs that the offer was taken except the missing boxes; kept here first, then sent. */
  async accept({ id, statement, boxes }: Offer, missing: ReadonlySet<string>): Promise<Signed> {
    const device = this.device!;
    const counter = device.counter + 1;
    const place = placeOfTaker(statement.leg!, device.territory);
    const { note, id: own } = await signStatement(
      {
        kind: 'accept',
        election: statement.election,
        by: base64(device.publicKey),
        saksi: [],
        counter,
        claimed: wholeSeconds(election.now),
        place,
        of: id,
        seen: boxes.length - missing.size,
        groups: [],
        exceptions: boxes.filter(({ box }) => missing.has(box)).map(({ box }) => ({ box, missing: true })),
      },
      { key: device.publicKey, sign: (message) => signWith(device.keys, message) },
    );
    const signed: Signed = { id: own, note: printNote(note), offer: id, boxes: boxes.length - missing.size, place };
    this.device = { ...device, counter };
    await this.store.saveSigned(this.device, signed);
    this.#show(signed);
    return this.send(signed);
  }

  /** Sends what is signed; without a network it stays here and is sent later. Twice is harmless. */
  async send(signed: Signed): Promise<Signed> {
    try {
      const body = frame([parseNote(utf8(signed.note))]);
      const answer = await this.#withToken((token) =>
        postBytes<{ answers: CaptureAnswer[]; receipt?: string }>('/capture', body, {
          Authorization: `Bearer ${token}`,
          'Segel-Clock': wholeSeconds(election.now),
        }),
      );
      const [first] = answer.answers;
      return await this.#settle(
        first && 'index' in first
          ? { ...signed, index: first.index, ...(answer.receipt ? { receipt: answer.receipt } : {}) }
          : { ...signed, refused: first?.problem.reason ?? 'HTTP_400' },
      );
    } catch (e) {
      if (!(e instanceof Refused)) throw e;
      const { status } = e.problem;
      const later = status === 0 || status === 401 || status === 429 || status >= 500;
      return later ? signed : this.#settle({ ...signed, refused: e.reason });
    }
  }

  async sendUnsent(): Promise<void> {
    for (const signed of this.unsent) await this.send(signed);
  }

  async forget(): Promise<void> {
    await this.store.forget();
    this.device = undefined;
    this.signed = [];
    this.inbox.clear();
  }

  async #settle(signed: Signed): Promise<Signed> {
    await this.store.updateSigned(signed);
    this.#show(signed);
    return signed;
  }

  #show(signed: Signed): void {
    this.signed = [...this.signed.filter(({ id }) => id !== signed.id), signed];
    const offers = this.inbox.value;
    if (offers) this.inbox.value = offers.filter(({ id }) => id !== signed.offer);
  }

  /** A token lasts a day; a new one is got by signing a challenge, without any password. */
  async #withToken<T>(ask: (token: string) => Promise<T>): Promise<T> {
    try {
      return await ask(this.device!.token);
    } catch (e) {
      if (!(e instanceof Refused) || e.problem.status !== 401) throw e;
      await this.#renew();
      return ask(this.device!.token);
    }
  }

  async #renew(): Promise<void> {
    const device = this.device!;
    const key = base64(device.publicKey);
    const { challenge } = await post<{ challenge: string }>('/api/devices/challenge', { key });
    const signature = base64(await signWith(device.keys, utf8(`segel/token/v1\n${challenge}\n`)));
    const { token, expires } = await post<{ token: string; expires: string }>('/api/devices/token', {
      key,
      challenge,
      signature,
    });
    this.device = { ...device, token, expires };
    await this.store.saveDevice(this.device);
  }
}

/** The offer's own text is what was signed, so that is what is shown. */
async function openOffer({ text, offer }: InboxOffer): Promise<Offer> {
  const own = text.includes('\n\n') ? parseNote(utf8(text)).text : text;
  const bytes = utf8(own);
  const statement = parseStatement(bytes);
  const id = await idOf(bytes);
  if (id !== offer) throw new Refused({ status: 502, title: 'an offer does not match its id' });
  return { id, statement, boxes: statement.groups.flatMap(({ boxes }) => boxes) };
}

async function newKeys(): Promise<CryptoKeyPair> {
  try {
    return (await crypto.subtle.generateKey({ name: 'Ed25519' }, false, ['sign', 'verify'])) as CryptoKeyPair;
  } catch {
    throw new CannotEnrol('NO_KEYS');
  }
}

async function signWith(keys: CryptoKeyPair, message: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign({ name: 'Ed25519' }, keys.privateKey, message));
}

function wholeSeconds(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
