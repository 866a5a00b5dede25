import { get, getAs, post, postBytes, Refused } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';
import type { BoxPage, CaptureAnswer, InboxOffer, NextHandover, OpenOfficer, Role, Standing } from '$lib/api/types';
import { frame, idOf, signStatement } from '$lib/custody/signed-statement';
import { parseStatement, placeOfGiver, placeOfTaker, type Leg, type Statement } from '$lib/custody/statement';
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

/** A box in this officer's hand, and the statement by which it came there. */
export interface Held {
  box: string;
  seals: string[];
  after: string;
}

export type EnrolFailure = 'INSECURE' | 'NO_KEYS' | 'CODE' | 'CODE_USED';

export class CannotEnrol extends Error {
  constructor(readonly why: EnrolFailure) {
    super(why);
  }
}

/** The boxes may not be given on before this moment. */
export class TooEarly extends Error {
  constructor(readonly opens: string) {
    super(opens);
  }
}

const LOCK = 'segel.device';

/** The officer who holds this phone: its key, the offers that wait, and what was signed. */
export class Officer {
  device = $state.raw<Device>();
  /** Opened: what this browser remembers is here. */
  ready = $state(false);
  /** This browser keeps nothing, as in some private windows. */
  forgetful = $state(false);
  /** The code of an enrolment that was not answered. */
  unfinished = $state('');
  signed = $state.raw<Signed[]>([]);
  readonly inbox = new Remote<Offer[]>();
  /** In a demo: how the part of this device stands. */
  readonly standing = new Remote<Standing>();
  readonly unsent = $derived(this.signed.filter(({ index, refused }) => index === undefined && !refused));
  checkedAt = $state(0);

  constructor(readonly store = new FieldStore()) {}

  async open(): Promise<void> {
    try {
      this.device = await this.store.device();
      this.unfinished = this.device ? '' : ((await this.store.enrolling())?.code ?? '');
      this.signed = await this.store.signed();
    } catch {
      this.forgetful = true;
    }
    this.ready = true;
  }

  /** Makes a key that cannot leave this browser and has it enrolled with a one-time code. */
  async enrol(code: string): Promise<void> {
    if (!globalThis.isSecureContext) throw new CannotEnrol('INSECURE');
    const begun = await this.store.enrolling();
    const { keys, publicKey } = begun?.code === code ? begun : await newKeys();
    await this.store.saveEnrolling({ code, keys, publicKey });
    this.unfinished = code;
    const signature = base64(await signWith(keys, utf8(`segel/enrol/v1\n${code}\n`)));
    const body = { code, key: base64(publicKey), signature };
    const answer = await post<{ token: string; expires: string; role: Role; territory: string }>('/api/devices/enrol', body).catch(
      async (e: unknown) => {
        const isFinal = e instanceof Refused && e.problem.status >= 400 && e.problem.status < 500 && e.problem.status !== 429;
        if (!isFinal) throw e;
        await this.store.dropEnrolling();
        this.unfinished = '';
        throw new CannotEnrol(e.reason === 'INVITATION_USED' ? 'CODE_USED' : 'CODE');
      },
    );
    const { token, expires, role, territory } = answer;
    const device: Device = { keys, publicKey, token, expires, role, territory, counter: 0 };
    await this.store.saveDevice(device);
    this.unfinished = '';
    this.device = device;
    void navigator.storage?.persist?.();
  }

  /** In a demo: plays an officer whom a simulator plays otherwise. */
  async takeOver({ role, tps }: Pick<OpenOfficer, 'role' | 'tps'>): Promise<void> {
    if (!globalThis.isSecureContext) throw new CannotEnrol('INSECURE');
    const { code } = await post<{ code: string }>('/api/demo/takeover', { role, tps });
    await this.enrol(code);
  }

  async check(): Promise<void> {
    const isDemo = election.status.value?.simulated ?? false;
    await Promise.all([
      this.inbox.load(async () => {
        const offers = await this.#withToken((token) => getAs<InboxOffer[]>('/api/custody/inbox', token));
        this.checkedAt = Date.now();
        const answered = new Set(this.signed.map(({ about }) => about));
        const opened = await Promise.all(offers.map(openOffer));
        return opened.filter(({ id }) => !answered.has(id));
      }),
      isDemo && this.standing.load(() => this.#withToken((token) => getAs<Standing>('/api/demo/takeover', token))),
    ]);
  }

  /** Those of these boxes that are in this officer's hand and not offered, as their pages say. */
  async held(boxes: readonly string[]): Promise<Held[]> {
    const own = base64(this.#own().publicKey);
    const pages = await Promise.all(boxes.map((box) => get<BoxPage>(`/api/boxes/${box}`)));
    return pages
      .filter(({ holder, inTransit }) => holder?.key === own && !inTransit)
      .map(({ id, seals, links }) => ({ box: id, seals, after: links.findLast(({ main }) => main)!.id }));
  }

  /** Signs that the offer was taken except the missing boxes; kept here first, then sent. */
  async accept({ id, statement, boxes }: Offer, missing: ReadonlySet<string>): Promise<Signed> {
    const place = placeOfTaker(statement.leg!, this.#own().territory);
    const taken = boxes.filter(({ box }) => !missing.has(box)).map(({ box }) => box);
    const exceptions = boxes.filter(({ box }) => missing.has(box)).map(({ box }) => ({ box, missing: true }) as const);
    return this.#sign(
      { kind: 'accept', election: statement.election, saksi: [], place, of: id, seen: taken.length, groups: [], exceptions },
      { kind: 'accept', about: id, boxes: taken, place },
    );
  }

  /** Signs that these boxes are given on; kept here first, then sent. */
  async give(held: readonly Held[], { leg, other, at }: NextHandover): Promise<Signed> {
    await election.load();
    if (election.now < Date.parse(at)) throw new TooEarly(at);
    const place = placeOfGiver(leg as Leg, this.#own().territory);
    const afters = [...new Set(held.map(({ after }) => after))].sort();
    const groups = afters.map((after) => ({
      after,
      boxes: held.filter((one) => one.after === after).map(({ box, seals }) => ({ box, seals })),
    }));
    return this.#sign(
      { kind: 'offer', election: election.status.value!.election!.id, saksi: [], place, leg: leg as Leg, to: other.key, groups, exceptions: [] },
      { kind: 'offer', about: afters.join(' '), boxes: held.map(({ box }) => box), place, to: other },
    );
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
      if (first && 'problem' in first && first.problem.status >= 500) return signed;
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
    this.unfinished = '';
    this.signed = [];
    this.inbox.clear();
    this.standing.clear();
  }

  async #sign(
    said: Omit<Statement, 'by' | 'counter' | 'claimed'>,
    about: Pick<Signed, 'kind' | 'about' | 'boxes' | 'place' | 'to'>,
  ): Promise<Signed> {
    // A clock that runs many times as fast is soon off; the server says what time it is, if it can be reached.
    await election.load();
    const signed = await alone(async () => {
      const device = await this.#remembered();
      const before = (await this.store.signed()).find(
        (one) => one.kind === about.kind && one.about === about.about && !one.refused,
      );
      if (before) return before;
      const by = base64(device.publicKey);
      const counter = device.counter + 1;
      const { note, id } = await signStatement(
        { ...said, by, counter, claimed: wholeSeconds(election.now) },
        { key: device.publicKey, sign: (message) => signWith(device.keys, message) },
      );
      const fresh: Signed = { ...about, id, note: printNote(note) };
      this.device = { ...device, counter };
      await this.store.saveSigned(this.device, fresh);
      return fresh;
    });
    this.#show(signed);
    return signed.index === undefined ? this.send(signed) : signed;
  }

  /** The device as it is kept: another tab may have signed with it, or forgotten it. */
  async #remembered(): Promise<Device> {
    this.device = await this.store.device();
    return this.#own();
  }

  #own(): Device {
    if (!this.device) throw new Refused({ status: 401, title: 'no key', reason: 'KEY_UNKNOWN' });
    return this.device;
  }

  async #settle(signed: Signed): Promise<Signed> {
    await this.store.updateSigned(signed);
    this.#show(signed);
    return signed;
  }

  #show(signed: Signed): void {
    this.signed = [...this.signed.filter(({ id }) => id !== signed.id), signed];
    const offers = this.inbox.value;
    if (offers) this.inbox.value = offers.filter(({ id }) => id !== signed.about);
  }

  /** A token lasts a day; a new one is got by signing a challenge, without any password. */
  async #withToken<T>(ask: (token: string) => Promise<T>): Promise<T> {
    try {
      return await ask(this.#own().token);
    } catch (e) {
      if (!(e instanceof Refused) || e.problem.status !== 401) throw e;
      await this.#renew();
      return ask(this.#own().token);
    }
  }

  async #renew(): Promise<void> {
    const device = this.#own();
    const key = base64(device.publicKey);
    const { challenge } = await post<{ challenge: string }>('/api/devices/challenge', { key });
    const signature = base64(await signWith(device.keys, utf8(`segel/token/v1\n${challenge}\n`)));
    const { token, expires } = await post<{ token: string; expires: string }>('/api/devices/token', {
      key,
      challenge,
      signature,
    });
    await alone(async () => {
      this.device = { ...(await this.#remembered()), token, expires };
      await this.store.saveDevice(this.device);
    });
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

/** One tab at a time, where the browser can tell. */
function alone<T>(work: () => Promise<T>): Promise<T> {
  return 'locks' in navigator ? (navigator.locks.request(LOCK, work) as Promise<T>) : work();
}

async function newKeys(): Promise<{ keys: CryptoKeyPair; publicKey: Uint8Array<ArrayBuffer> }> {
  try {
    const keys = (await crypto.subtle.generateKey({ name: 'Ed25519' }, false, ['sign', 'verify'])) as CryptoKeyPair;
    return { keys, publicKey: new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey)) };
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
