import { address, get, getAs, getBlob, post, postBytes, Refused } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';
import type { BoxPage, CaptureAnswer, InboxOffer, NextHandover, OpenOfficer, Role, Standing, Status } from '$lib/api/types';
import { countersign, frame, idOf, openStatement, signStatement } from '$lib/custody/signed-statement';
import { parseStatement, placeOfGiver, placeOfTaker, type Leg, type Statement } from '$lib/custody/statement';
import { regions } from '$lib/region/regions.svelte';
import { election } from '$lib/situation/election.svelte';
import { base64, concat, hex, sha256, utf8, type Bytes } from '$lib/tlog/bytes';
import { parseNote, printNote } from '$lib/tlog/note';
import { hereAddress, hereText } from '$lib/ceremony/here';
import { gathered, groupsOf, watchedOpening } from '$lib/ceremony/ceremony';
import type { Deviation } from './checked';
import { filmedAnswer, filmedOffer, filmedToCarry, type Filmed } from './film';
import { isSoftware, newKeys, signWith } from './keys';
import { enrolledBefore, markEnrolled, unmark } from './marker';
import { lockWith, tryPin, type PinVerdict } from './pin';
import type { SigningCard } from './signing-card';
import { FieldStore, type Carried, type Colleague, type Device, type Held, type KeptProof, type Kit, type Photo, type Signed } from './store';
import { legAfter, tasksOf } from './tasks';

/** An offer that waits for this officer: what was signed, box by box. */
export interface Offer {
  id: string;
  statement: Statement;
  boxes: { box: string; seals: string[] }[];
  /** As it was signed, where it was filmed. */
  note?: string;
}

export type EnrolFailure = 'INSECURE' | 'NO_KEYS' | 'CODE' | 'CODE_USED' | 'CODE_REVOKED' | 'CODE_OVER';

const CODE_FAILURES: Record<string, EnrolFailure> = { INVITATION_USED: 'CODE_USED', INVITATION_REVOKED: 'CODE_REVOKED', INVITATION_OVER: 'CODE_OVER' };

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

/** By which boxes leave this hand, but for those that it says are there. */
const LEAVING: readonly Signed['kind'][] = ['offer', 'correct', 'replace'];

/** Notes of one request: a night's work of a phone, and far below what a request may hold. */
const TOGETHER_MAX = 50;

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
  /** What others signed and this phone filmed. */
  carried = $state.raw<Carried[]>([]);
  kit = $state.raw<Kit>();
  /** Photos of papers that wait for a network. */
  photos = $state.raw<Photo[]>([]);
  readonly unsent = $derived(this.signed.filter(isUnsent));
  readonly unsentCarried = $derived(this.carried.filter(isUnsent));
  readonly waiting = $derived(this.unsent.length + this.unsentCarried.length + this.photos.length);
  /** The boxes in this officer's hand, as far as this phone knows: what it took along, and what was signed since. */
  readonly holding = $derived(holdingOf(this.kit, this.signed));
  /** What is to be done next, and what of it is late. */
  readonly tasks = $derived(tasksOf(this.kit, this.holding, takenSince(this.kit, this.signed), election.now));
  checkedAt = $state(0);
  /** This browser was enrolled, and what it kept is gone: cleared by somebody, or by the browser itself. */
  lost = $state(false);

  constructor(readonly store = new FieldStore()) {}

  async open(): Promise<void> {
    try {
      this.device = await this.store.device();
      this.unfinished = this.device ? '' : ((await this.store.enrolling())?.code ?? '');
      this.signed = await this.store.signed();
      this.carried = await this.store.carried();
      this.photos = await this.store.photos();
      this.kit = await this.store.kit();
      this.lost = !this.device && !this.unfinished && enrolledBefore() !== undefined;
      if (this.device) markEnrolled(this.device.role, this.device.territory);
    } catch {
      this.forgetful = true;
    }
    if (this.kit) {
      regions.restore(this.kit.regions);
      election.restore(this.kit.status, this.kit.at);
    }
    this.ready = true;
  }

  /** Looks whether the key is still kept. What was signed is put back; the key is not, and the officer is told. */
  async checkKept(): Promise<void> {
    if (!this.device || enrolledBefore() === undefined || (await this.store.device())) return;
    await this.store.saveAgain(this.signed, this.carried);
    this.device = undefined;
    this.kit = undefined;
    this.lost = true;
  }

  /** Fetches anew what is needed where there is no network; without one the old stays, with its age. */
  async pack(): Promise<void> {
    const answered = this.signed.filter(({ index }) => index !== undefined);
    await Promise.all([regions.load(), election.load()]);
    const [status, known] = [election.status.value, regions.remote.value];
    if (!status || !known || election.status.failure) return;
    await this.#sendAgain(status.log, answered);
    const at = Date.now();
    try {
      const { holding, officers, expected, windows, coming, unconfirmed } = await this.#withToken((token) => getAs<KitAnswer>('/api/custody/kit', token));
      this.kit = { at, status, regions: known, holding, officers, expected, windows, coming, unconfirmed };
      await this.store.saveKit(this.kit);
    } catch (e) {
      if (!(e instanceof Refused)) throw e;
    }
  }

  /** Makes a key that cannot leave this browser and has it enrolled with a one-time code. */
  async enrol(code: string): Promise<void> {
    if (!globalThis.isSecureContext) throw new CannotEnrol('INSECURE');
    const begun = await this.store.enrolling();
    const { keys, publicKey } = begun?.code === code ? begun : await newKeys(this.store).catch(noKeys);
    await this.store.saveEnrolling({ code, keys, publicKey });
    this.unfinished = code;
    const signature = base64(await signWith(keys, utf8(`segel/enrol/v1\n${code}\n`)));
    const body = { code, key: base64(publicKey), signature };
    const path = `/api/devices/enrol${isSoftware(keys) ? '?keyStorage=software' : ''}`;
    const answer = await post<{ token: string; expires: string; role: Role; territory: string }>(path, body).catch(
      async (e: unknown) => {
        const isFinal = e instanceof Refused && e.problem.status >= 400 && e.problem.status < 500 && e.problem.status !== 429;
        if (!isFinal) throw e;
        await this.store.dropEnrolling();
        this.unfinished = '';
        throw new CannotEnrol(CODE_FAILURES[e.reason] ?? 'CODE');
      },
    );
    const { token, expires, role, territory } = answer;
    const device: Device = { keys, publicKey, token, expires, role, territory, counter: 0 };
    await this.store.saveDevice(device);
    this.unfinished = '';
    this.device = device;
    this.lost = false;
    markEnrolled(role, territory);
    void navigator.storage?.persist?.();
  }

  /** Keeps the PIN that each signature asks for. */
  async choosePin(pin: string): Promise<void> {
    const lock = await lockWith(pin);
    await alone(async () => {
      this.device = { ...(await this.#remembered()), pin: lock };
      await this.store.saveDevice(this.device);
    });
  }

  /** Whether this is the officer's PIN. Wrong ones are counted, and counted on after a restart. */
  async unlock(pin: string): Promise<PinVerdict> {
    return alone(async () => {
      const device = await this.#remembered();
      if (!device.pin) return 'right';
      const { verdict, lock } = await tryPin(device.pin, pin, Date.now());
      this.device = { ...device, pin: lock };
      await this.store.saveDevice(this.device);
      return verdict;
    });
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

  /** Signs that the offer was taken except the missing boxes, and what is otherwise about others; kept here first, then sent. */
  async accept(
    { id, statement, boxes, note }: Offer,
    missing: ReadonlySet<string>,
    differs: ReadonlyMap<string, Deviation> = new Map(),
  ): Promise<Signed> {
    const place = placeOfTaker(statement.leg!, this.#own().territory);
    const taken = boxes.filter(({ box }) => !missing.has(box)).map(({ box }) => box);
    const exceptions = exceptionsOf(boxes, missing, differs);
    const leg = legAfter(statement.leg!);
    return this.#sign(
      { kind: 'accept', election: statement.election, saksi: [], place, of: id, seen: taken.length, groups: [], exceptions },
      {
        kind: 'accept',
        about: id,
        boxes: taken,
        place,
        from: statement.by,
        held: boxes.filter(({ box }) => !missing.has(box)).map(({ box, seals }) => ({ box, seals: [...(differs.get(box)?.seals ?? seals)], after: '', leg })),
        ...(note ? { other: note } : {}),
      },
    );
  }

  /** An offer that was filmed: kept at once, for this phone may be the first to find a network. */
  async takeOffer(note: Bytes): Promise<Filmed> {
    const filmed = await filmedOffer(note, this.ownKey, this.kit, election.now || Date.now());
    await this.#carry(filmed, 'offer');
    return filmed;
  }

  /** The other side's answer to an offer of this officer, filmed. What it says is missing is in this hand again. */
  async takeAnswer(offer: Signed, note: Bytes): Promise<Filmed> {
    const filmed = await filmedAnswer(note, this.ownKey, { id: offer.id, to: offer.to?.key ?? '' }, this.kit, election.now || Date.now());
    await this.#carry(filmed, 'accept');
    const missing = new Set(filmed.statement.exceptions.filter((one) => 'missing' in one).map(({ box }) => box));
    const { groups, leg } = parseStatement(utf8(parseNote(utf8(offer.note)).text));
    const held = groups.flatMap(({ boxes }) => boxes.filter(({ box }) => missing.has(box))).map(({ box, seals }) => ({ box, seals, after: filmed.id, ...(leg ? { leg } : {}) }));
    await this.#settle({ ...offer, other: filmed.note, held });
    return filmed;
  }

  /** Signs with the card of a taker who has no phone, who looked at the boxes here: what was offered is taken. */
  async takeByCard(
    { signer, holder }: SigningCard,
    offer: Signed,
    missing: ReadonlySet<string>,
    differs: ReadonlyMap<string, Deviation>,
    paper?: string,
  ): Promise<Filmed> {
    const { statement } = await openStatement(utf8(offer.note));
    const boxes = statement.groups.flatMap((group) => group.boxes);
    const { note } = await signStatement(
      {
        kind: 'accept',
        election: statement.election,
        by: holder.key,
        saksi: [],
        // It signs once.
        counter: 1,
        claimed: wholeSeconds(election.now),
        place: placeOfTaker(statement.leg!, holder.territory),
        of: offer.id,
        seen: boxes.length - missing.size,
        ...(paper ? { paper } : {}),
        groups: [],
        exceptions: exceptionsOf(boxes, missing, differs),
      },
      signer,
    );
    return this.takeAnswer(offer, utf8(printNote(note)));
  }

  /** Signs that what a card of this office took is in this hand. */
  async confirm(boxes: readonly Held[], place: string): Promise<Signed> {
    const signed = await this.say({ kind: 'confirm', saksi: [], place, groups: groupsOf(boxes) }, `confirm ${boxes.map(({ box, after }) => box + after).join(' ')}`, [...boxes]);
    const done = new Set(signed.boxes);
    if (this.kit) this.kit = { ...this.kit, unconfirmed: (this.kit.unconfirmed ?? []).filter(({ box }) => !done.has(box)) };
    return signed;
  }

  /** Signs that these boxes were scanned by mistake: they did not come, and whoever gave the others has them. */
  correct(taken: Signed, boxes: readonly Held[]): Promise<Signed> {
    const said = { kind: 'correct', saksi: [], place: taken.place, to: taken.from!, reason: 'MISREAD', groups: groupsOf(boxes) } as const;
    return this.say({ ...said, saksi: [] }, `correct ${boxes.map(({ box, after }) => box + after).join(' ')}`);
  }

  /** Keeps a photo of a paper; its name, by which a statement holds it. It is sent when there is a network. */
  async keepPhoto(jpeg: Bytes): Promise<string> {
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const hash = base64(await sha256(concat(salt, jpeg)));
    const photo: Photo = { hash, salt, jpeg };
    await this.store.savePhoto(photo);
    this.photos = [...this.photos, photo];
    return hash;
  }

  /** A statement of others that a colleague cannot send: kept, and sent from here. */
  async takeAlong(note: Bytes): Promise<Filmed> {
    const filmed = await filmedToCarry(note, this.ownKey, this.kit, election.now || Date.now());
    await this.#carry(filmed, filmed.statement.kind);
    return filmed;
  }

  get ownKey(): string {
    return base64(this.#own().publicKey);
  }

  /** Signs something of this officer's own: an opening, new seals, what became of the ballots, a word of the day. */
  say(said: Omit<Statement, 'by' | 'counter' | 'claimed' | 'election' | 'exceptions'>, about: string, held?: Held[]): Promise<Signed> {
    return this.#sign(
      { ...said, election: election.status.value!.election!.id, exceptions: [] },
      { kind: said.kind, about, boxes: said.groups.flatMap(({ boxes }) => boxes.map(({ box }) => box)), place: said.place, ...(held ? { held } : {}) },
    );
  }

  /** Signs below somebody else's opening that this officer watched; kept here, and sent by this phone too. */
  async watch(note: Bytes): Promise<Carried> {
    const watched = await watchedOpening(note, this.ownKey);
    return alone(async () => {
      const device = await this.#remembered();
      const { note: both } = await countersign(printNote(watched.note), { key: device.publicKey, sign: (message) => signWith(device.keys, message) });
      const carried: Carried = { id: watched.id, note: printNote(both), kind: watched.statement.kind, at: Date.now() };
      await this.store.saveCarried(carried);
      this.carried = [...this.carried.filter(({ id }) => id !== carried.id), carried];
      return carried;
    });
  }

  /** The signatures of those who watched, filmed from their phones: they go with the opening, again if it was sent. */
  async gather(opening: Signed, note: Bytes): Promise<Signed> {
    const filmed = await gathered(opening, note);
    const { index: _sent, receipt: _receipt, ...unsent } = opening;
    return this.#settle({ ...unsent, note: filmed });
  }

  /** The address of the code of this minute, for whoever stands here; it needs no network. */
  async here(place: string, minute: number): Promise<string> {
    const { keys, publicKey } = this.#own();
    const signature = await signWith(keys, hereText(election.status.value!.election!.id, place, minute));
    return hereAddress(location.origin, { place, minute, key: urlSafe(publicKey), signature: urlSafe(signature) });
  }

  async #carry({ id, note }: Filmed, kind: Carried['kind']): Promise<void> {
    if (this.carried.some((one) => one.id === id)) return;
    const fresh: Carried = { id, note, kind, at: Date.now() };
    await this.store.saveCarried(fresh);
    this.carried = [...this.carried, fresh];
  }

  /** Signs that these boxes are given on, from their time on; kept here first, then sent. */
  async give(held: readonly Held[], { leg, other, at }: NextHandover): Promise<Signed> {
    await election.load();
    if (election.now < Date.parse(at)) throw new TooEarly(at);
    return this.giveTo(held, { key: other.key, role: other.role as Role, territory: other.territory ?? '' }, leg as Leg);
  }

  /** Signs that these boxes are given to somebody who stands beside; `paper` is the photo of what was signed by hand there. */
  async giveTo(held: readonly Held[], to: { key: string; role: Role; territory: string }, leg: Leg, paper?: string): Promise<Signed> {
    const place = placeOfGiver(leg, this.#own().territory);
    const groups = groupsOf(held);
    return this.#sign(
      { kind: 'offer', election: election.status.value!.election!.id, saksi: [], place, leg, to: to.key, ...(paper ? { paper } : {}), groups, exceptions: [] },
      { kind: 'offer', about: groups.map(({ after, boxes }) => [after, ...boxes.map(({ box }) => box)].join(' ')).join(' '), boxes: held.map(({ box }) => box), place, to },
    );
  }

  /** Sends what is signed; without a network it stays here and is sent later. Twice is harmless. */
  async send(signed: Signed): Promise<Signed> {
    const [answer] = await this.#deliver([signed.note]);
    return answer ? this.#settle(answeredAgain({ ...signed, ...answer })) : signed;
  }

  /**
   * A log that was restored may lack what it has answered to: it shows fewer entries than this phone has seen of it, or has
   * another name. All that was answered is then sent again; what it still has gets the same answer.
   */
  async #sendAgain(log: Status['log'], answered: readonly Signed[]): Promise<void> {
    const seen = await this.store.logSeen();
    const most = Math.max(seen?.size ?? 0, ...answered.map(({ proof }) => (proof && !proof.flaw ? proof.size : 0)));
    await this.store.saveLogSeen(log);
    if ((!seen || seen.origin === log.origin) && log.size >= most) return;
    for (const { index, receipt, proof, ...signed } of answered) {
      await this.#settle({ ...signed, earlier: signed.earlier ?? { index: index!, ...(receipt ? { receipt } : {}), ...(proof ? { proof } : {}) } });
    }
    for (const { index: _, ...one } of this.carried) await this.#carried(one, {});
    await this.sendUnsent();
  }

  /** All that waits, this officer's statements first, many in one request. */
  async sendUnsent(): Promise<void> {
    const waiting = [...this.unsent, ...this.unsentCarried];
    for (let i = 0; i < waiting.length; i += TOGETHER_MAX) {
      const some = waiting.slice(i, i + TOGETHER_MAX);
      const answers = await this.#deliver(some.map(({ note }) => note));
      for (const [j, one] of some.entries()) {
        const answer = answers[j];
        if (!answer) continue;
        if ('about' in one) await this.#settle(answeredAgain({ ...one, ...answer }));
        else await this.#carried(one, answer);
      }
    }
    await this.#sendPhotos();
  }

  async #sendPhotos(): Promise<void> {
    for (const { hash, salt, jpeg } of this.photos) {
      try {
        await this.#withToken((token) =>
          postBytes(`/api/pictures?salt=${hex(salt)}`, jpeg, { 'Content-Type': 'image/jpeg', Authorization: `Bearer ${token}` }),
        );
      } catch (e) {
        if (!(e instanceof Refused)) throw e;
        continue; // It is kept, and sent again with the next.
      }
      await this.store.dropPhoto(hash);
      this.photos = this.photos.filter((one) => one.hash !== hash);
    }
  }

  async #carried(one: Carried, { index, refused }: Delivered): Promise<void> {
    const told: Carried = { ...one, ...(index === undefined ? {} : { index }), ...(refused ? { refused } : {}) };
    await this.store.saveCarried(told);
    this.carried = this.carried.map((other) => (other.id === told.id ? told : other));
  }

  /** What the log answered to each; nothing where it is to be tried again later. */
  async #deliver(notes: readonly string[]): Promise<(Delivered | undefined)[]> {
    try {
      const body = frame(notes.map((note) => parseNote(utf8(note))));
      const { answers, receipt } = await this.#withToken((token) =>
        postBytes<{ answers: CaptureAnswer[]; receipt?: string }>('/capture', body, {
          Authorization: `Bearer ${token}`,
          'Segel-Clock': wholeSeconds(election.now),
        }),
      );
      return notes.map((_, i) => {
        const answer = answers[i];
        if (!answer) return undefined;
        if ('index' in answer) return { index: answer.index, ...(receipt ? { receipt } : {}) };
        return answer.problem.status >= 500 ? undefined : { refused: answer.problem.reason ?? 'HTTP_400' };
      });
    } catch (e) {
      if (!(e instanceof Refused)) throw e;
      const { status } = e.problem;
      const later = status === 0 || status === 401 || status === 429 || status >= 500;
      if (later) return notes.map(() => undefined);
      // Of many, the others are not to blame.
      if (notes.length > 1) return (await Promise.all(notes.map((note) => this.#deliver([note])))).flat();
      return [{ refused: e.reason }];
    }
  }

  async forget(): Promise<void> {
    await this.store.forget();
    unmark();
    this.lost = false;
    this.device = undefined;
    this.unfinished = '';
    this.signed = [];
    this.carried = [];
    this.kit = undefined;
    this.inbox.clear();
    this.standing.clear();
  }

  async #sign(
    said: Omit<Statement, 'by' | 'counter' | 'claimed'>,
    about: Pick<Signed, 'kind' | 'about' | 'boxes' | 'place' | 'to' | 'from' | 'held' | 'other'>,
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
      const held = about.held?.map((one) => ({ ...one, after: id }));
      const fresh: Signed = { ...about, id, note: printNote(note), at: Date.now(), ...(held ? { held } : {}) };
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

  /** Fetches and checks what the log proves of the statements of this phone; of one of them whatever is known. */
  async prove(wanted?: string): Promise<void> {
    if (!this.device || !(wanted ?? this.signed.some(({ index, proof }) => index !== undefined && !proof?.met && !proof?.flaw))) return;
    const { prove } = await import('./prove');
    const read = async (path: string): Promise<Bytes> => new Uint8Array(await (await this.#withToken((token) => getBlob(path, token))).arrayBuffer());
    const keep = async (id: string, proof: KeptProof): Promise<void> => {
      const now = this.signed.find((one) => one.id === id);
      if (now) await this.#settle({ ...now, proof });
    };
    const { signed, store } = this;
    await prove({ signed, read, logKey: () => store.logKey(), keepLogKey: (vkey) => store.saveLogKey(vkey), keep }, Date.now(), wanted);
  }

  /** This device's signature over a text of another part of the pages, in base64. */
  async signText(text: Bytes): Promise<string> {
    return base64(await signWith(this.#own().keys, text));
  }

  /** Asks the server as this device. */
  asDevice<T>(ask: (token: string) => Promise<T>): Promise<T> {
    return this.#withToken(ask);
  }

  /** The minutes of a statement of this phone, as PDF. */
  paper(index: number): Promise<Blob> {
    return this.#withToken((token) => getBlob(address('/api/papers/bast', { entry: index }), token));
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

/** What the log answered to one note. */
interface Delivered {
  index?: number;
  receipt?: string;
  refused?: string;
}

interface KitAnswer {
  holding: Held[];
  officers: Colleague[];
  expected: number;
  windows: NonNullable<Kit['windows']>;
  coming: NonNullable<Kit['coming']>;
  unconfirmed: Held[];
}

function exceptionsOf(boxes: readonly { box: string }[], missing: ReadonlySet<string>, differs: ReadonlyMap<string, Deviation>): Statement['exceptions'] {
  return boxes.flatMap(({ box }): Statement['exceptions'] => {
    const deviation = differs.get(box);
    return missing.has(box) ? [{ box, missing: true }] : deviation ? [{ box, ...exceptionOf(deviation) }] : [];
  });
}

function exceptionOf({ seals, broken, damaged }: Deviation): { seals?: string[]; broken?: string[]; damaged?: true } {
  return { ...(seals ? { seals: [...seals] } : {}), ...(broken ? { broken: [...broken] } : {}), ...(damaged ? { damaged } : {}) };
}

function isUnsent({ index, refused }: { index?: number; refused?: string }): boolean {
  return index === undefined && !refused;
}

/** A log that gives the same answer as before had lost nothing. */
function answeredAgain({ earlier, ...signed }: Signed): Signed {
  return earlier && earlier.index !== signed.index ? { ...signed, earlier } : { ...signed, ...(earlier?.proof ? { proof: earlier.proof } : {}) };
}

/** What this phone has signed for since it packed. */
function takenSince(kit: Kit | undefined, signed: readonly Signed[]): Set<string> {
  const since = signed.filter((one) => one.kind === 'accept' && !one.refused && (isUnsent(one) || (one.at ?? 0) > (kit?.at ?? 0)));
  return new Set(since.flatMap(({ boxes }) => boxes));
}

function holdingOf(kit: Kit | undefined, signed: readonly Signed[]): Held[] {
  const boxes = new Map((kit?.holding ?? []).map((held) => [held.box, held]));
  const since = signed.filter((one) => !one.refused && (isUnsent(one) || (one.at ?? 0) > (kit?.at ?? 0)));
  for (const one of since.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0))) {
    if (LEAVING.includes(one.kind)) one.boxes.forEach((box) => boxes.delete(box));
    for (const held of one.held ?? []) boxes.set(held.box, held);
  }
  return [...boxes.values()].toSorted((a, b) => (a.box < b.box ? -1 : 1));
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

/** Base64 as an address spells it. */
function urlSafe(bytes: Uint8Array): string {
  return base64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** One tab at a time, where the browser can tell. */
function alone<T>(work: () => Promise<T>): Promise<T> {
  return 'locks' in navigator ? (navigator.locks.request(LOCK, work) as Promise<T>) : work();
}

function noKeys(): never {
  throw new CannotEnrol('NO_KEYS');
}

function wholeSeconds(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
