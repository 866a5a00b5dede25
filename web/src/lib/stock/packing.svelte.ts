import { get, Refused } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';
import type { BoxPage } from '$lib/api/types';
import { keepCurrent } from '$lib/api/repeated';
import { holderName } from '$lib/words/shown';
import { t } from '$lib/words/words.svelte';
import type { StockFact } from './facts';
import { refusalText, styleName } from './names';
import { labelOf, leftOf, printPieces, sumOf, type Piece } from './pieces';
import { readCode, type Scan } from '$lib/scan/scanner';
import { isUncertain, send } from './send';
import type { BoxStock, Bundle, KoliPage, PackingPage, StockAnswer, TpsStock } from './types';

const RETRY_MILLISECONDS = 5000;
/** Stages of a box that is sealed and not opened again: nothing can be put in. What came back may be filled for a repeated vote. */
const CLOSED = [2, 3, 4, 5, 7];
/** What a desk remembers of its shift. */
const DONE_MAX = 2000;
const QUEUE_MAX = 60;
const RATE_OF_LAST = 12;

export type Mode = 'fill' | 'check';

/** What the station says about the last thing that was done. */
export interface Word {
  tone: 'right' | 'wrong' | 'ask';
  title: string;
  text: string;
  /** The station is done with this box: shown over the whole screen. */
  done?: boolean;
}

/** What Enter, or the same scan once more, would do. */
export type Proposal = { kind: 'break'; piece: Piece; rest: number } | { kind: 'badge'; code: string } | { kind: 'short'; sheets: number };

export interface Done {
  box: string;
  style: string;
  sheets: number;
  at: number;
  mode: Mode;
  isReady: boolean;
}

/** What the station asks the server; the tests answer themselves. */
export interface Desk {
  box(id: string): Promise<BoxStock>;
  /** What was signed about it. */
  chain(id: string): Promise<Pick<BoxPage, 'stage' | 'holder'>>;
  tps(code: string): Promise<TpsStock>;
  koli(code: string): Promise<KoliPage>;
  packing(place: string): Promise<PackingPage>;
  send(fact: StockFact): Promise<StockAnswer>;
}

const DESK: Desk = {
  box: (id) => get(`/api/stock/boxes/${id}`),
  chain: (id) => get(`/api/boxes/${id}`),
  tps: (code) => get(`/api/stock/tps/${code}`),
  koli: (code) => get(`/api/stock/koli/${code}`),
  packing: (place) => get(`/api/stock/packing?place=${place}`),
  send,
};

/** The packing station: one box at a time, from its label to what the log says. It proposes; what may be, the server decides. */
export class Station {
  readonly progress = new Remote<PackingPage>();
  readonly tps = new Remote<TpsStock>();
  mode = $state<Mode>('fill');
  badges = $state.raw<Record<Mode, string | null>>({ fill: null, check: null });
  box = $state.raw<BoxStock | null>(null);
  pieces = $state.raw<readonly Piece[]>([]);
  proposal = $state.raw<Proposal | null>(null);
  lacking = $state.raw<Record<string, number>>({});
  word = $state.raw<Word | null>(null);
  /** Counts words, so that the same one twice is seen twice. */
  said = $state(0);
  busy = $state(false);
  /** Sent, and nobody knows whether it arrived. */
  unsent = $state(false);
  done = $state.raw<readonly Done[]>([]);

  readonly badge = $derived(this.badges[this.mode]);
  readonly need = $derived(this.box?.need ?? 0);
  readonly counted = $derived((this.box?.sheets ?? 0) + (this.mode === 'fill' ? sumOf(this.pieces) : 0));
  readonly difference = $derived(this.counted - this.need);
  readonly isFull = $derived(this.box !== null && this.difference === 0);
  readonly missingItems = $derived(Object.values(this.lacking).reduce((sum, count) => sum + count, 0));
  readonly isReady = $derived(this.isFull && this.missingItems === 0);
  /** Seconds for one of the last boxes. */
  readonly pace = $derived.by(() => {
    const last = this.done.slice(-RATE_OF_LAST);
    const [first, end] = [last[0], last.at(-1)];
    return first && end && last.length > 1 ? (end.at - first.at) / 1000 / (last.length - 1) : null;
  });

  #koli = new Map<string, KoliPage>();
  #queue: Promise<void> = Promise.resolve();
  #queued = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly place: string,
    readonly desk: Desk = DESK,
    readonly now: () => number = Date.now,
  ) {}

  /** Keeps the progress of the store current. */
  watch(): () => void {
    const stop = keepCurrent(() => this.refresh());
    return () => {
      stop();
      clearTimeout(this.#retry);
    };
  }

  async refresh(): Promise<void> {
    await this.progress.load(() => this.desk.packing(this.place));
  }

  /** Takes scans one after the other, however fast they come. */
  scan(text: string): Promise<void> {
    return this.#inTurn(() => this.#take(readCode(text)));
  }

  /** Enter: what is proposed, or the next step. */
  confirm(): Promise<void> {
    return this.#inTurn(() => this.#confirm());
  }

  /** Takes the last scan back, as long as nothing was sent. */
  undo(): void {
    if (this.busy || this.unsent) return;
    const last = this.pieces.at(-1);
    if (this.proposal) this.proposal = null;
    else if (last) this.pieces = this.pieces.slice(0, -1);
    else if (this.box) this.#close();
    else return;
    this.#say('ask', t('packUndone'), last ? labelOf(last) : '');
  }

  use(mode: Mode): void {
    if (this.busy || this.unsent || this.pieces.length > 0) return this.#say('wrong', t('packFinishFirst'), t('packFinishFirstDo'));
    this.mode = mode;
    this.#close();
    this.word = null;
  }

  /** One piece fewer of an item; after the last it is all there again. */
  lack(code: string, quantity: number): void {
    const count = ((this.lacking[code] ?? 0) + 1) % (quantity + 1);
    this.lacking = { ...this.lacking, [code]: count };
    if (this.missingItems > 0) this.#say('ask', t('packItemsMissing', this.missingItems), t('packItemsMissingDo'));
    else this.#say('ask', t('packItemsThere'), t('packCheckItems'));
  }

  #inTurn(work: () => Promise<void> | void): Promise<void> {
    if (this.#queued >= QUEUE_MAX) return this.#queue;
    this.#queued++;
    this.#queue = this.#queue.then(work).finally(() => this.#queued--);
    return this.#queue;
  }

  async #take(scan: Scan): Promise<void> {
    if (this.unsent && !(scan.kind === 'box')) return this.#say('wrong', t('packUnsent'), t('packUnsentDo'));
    switch (scan.kind) {
      case 'other':
        return this.#scanBadge(scan.text);
      case 'box':
        return this.#scanBox(scan.id);
      case 'tps':
        return this.#scanTps(scan.code);
      case 'bundle':
        return this.mode === 'fill' ? this.#scanBundle(scan) : this.#say('wrong', t('packCheckOnly'), t('packCheckOnlyDo'));
      case 'koli':
        return this.#say('wrong', t('packKoliLabel'), t('packKoliLabelDo'));
    }
  }

  #scanBadge(code: string): void {
    if (!/^[A-Z0-9][A-Z0-9.-]{0,39}$/.test(code) || code.length < 2) return this.#say('wrong', t('packUnknownCode'), code);
    if (code === this.badge) return this.#say('ask', t('packBadgeStays'), code);
    if (this.pieces.length > 0) return this.#say('wrong', t('packFinishFirst'), t('packFinishFirstDo'));
    const isMeant = this.proposal?.kind === 'badge' && this.proposal.code === code;
    if (this.badge && this.box && !isMeant) {
      this.proposal = { kind: 'badge', code };
      return this.#say('ask', t('packBadgeChange', code), t('packEnter'));
    }
    this.#useBadge(code);
  }

  #useBadge(code: string): void {
    this.proposal = null;
    this.badges = { ...this.badges, [this.mode]: code };
    this.#say('right', this.mode === 'fill' ? t('packPackerIs', code) : t('packCheckerIs', code), t('packScanBox'));
  }

  async #scanTps(code: string): Promise<void> {
    if (!this.badge) return this.#say('wrong', t('packBadgeFirst'), t('packBadgeFirstDo'));
    await this.#ask(async () => {
      const tps = await this.desk.tps(code);
      const wanted = tps.boxes.find(({ state }) => (this.mode === 'fill' ? state === 'empty' : state === 'filled'));
      if (!wanted) return this.#say('ask', t('packTpsDone'), tps.name);
      await this.#scanBox(wanted.box);
    });
  }

  async #scanBox(id: string): Promise<void> {
    if (!this.badge) return this.#say('wrong', t('packBadgeFirst'), t('packBadgeFirstDo'));
    if (this.pieces.length > 0) {
      if (this.box?.box === id) return this.#say('ask', t('packSameBox'), t('packSameBoxDo', -this.difference));
      if (!this.isFull) return this.#say('wrong', t('packNotFull', -this.difference), t('packFinishFirstDo'));
      await this.#send();
      if (this.box) return;
    }
    await this.#ask(async () => {
      const [box, { stage, holder }] = await Promise.all([this.desk.box(id), this.desk.chain(id)]);
      if (CLOSED.includes(stage)) return this.#say('wrong', t('packBoxSealed'), holder ? t('packBoxSealedBy', holderName(holder)) : '');
      if (this.mode === 'fill' && box.state === 'ready') return this.#say('wrong', t('packBoxReady'), t('packNextBox'));
      if (this.mode === 'fill' && box.sheets >= box.need) return this.#say('wrong', t('packBoxFull'), t('packNextBox'));
      if (this.mode === 'check' && box.state === 'empty') return this.#say('wrong', t('stockNo.BOX_NOT_FILLED'), t('packNextBox'));
      if (this.mode === 'check' && box.packer === this.badge) return this.#say('wrong', t('stockNo.SAME_PERSON'), '');
      this.#close();
      this.box = box;
      this.lacking = { ...box.lacking };
      this.#say('right', styleName(box.style), this.mode === 'fill' ? t('packScanBundles') : t('packCheckItems'));
      void this.#loadTps(box.tps);
    });
  }

  async #scanBundle(scan: Scan & { kind: 'bundle' }): Promise<void> {
    const { box } = this;
    if (!this.badge) return this.#say('wrong', t('packBadgeFirst'), t('packBadgeFirstDo'));
    if (!box) return this.#say('wrong', t('packBoxFirst'), t('packBoxFirstDo'));
    const label = labelOf({ koli: scan.koli, bundle: scan.number, part: 'whole' });
    if (this.proposal?.kind === 'break' && labelOf({ ...this.proposal.piece, part: 'whole' }) === label) return this.#confirm();
    if (this.pieces.some(({ koli, bundle }) => koli === scan.koli && bundle === scan.number)) {
      return this.#say('wrong', t('packTwice'), label);
    }
    await this.#ask(async () => {
      const koli = await this.#koliOf(scan.koli);
      if (koli.style !== box.style) {
        return this.#say('wrong', t('packOtherStyle', styleName(koli.style)), t('packOtherStyleDo', styleName(box.style)));
      }
      if (koli.revote) return this.#say('wrong', t('stockNo.REVOTE_STOCK'), label);
      if (koli.place !== this.place) {
        await this.desk.send({ fact: 'CodeSeen', place: this.place, code: `koli:${koli.koli}` });
        return this.#say('wrong', t('stockNo.KOLI_NOT_HERE'), t('stockSeenTwice'));
      }
      if (koli.state !== 'sorted') return this.#say('wrong', t('stockNo.KOLI_NOT_SORTED'), label);
      const bundle = koli.bundles.find((one) => Number(one.bundle) === scan.number);
      if (!bundle) return this.#say('wrong', t('stockNo.BUNDLE_UNKNOWN'), label);
      if (bundle.state === 'used') return this.#say('wrong', t('stockNo.BUNDLE_USED'), label);
      this.#count(scan, { ...bundle, sheets: leftOf(koli, bundle) });
    });
  }

  /** Adds a bundle that is there; where it holds more than the box still needs, proposes to break it. */
  #count({ koli, number }: Scan & { kind: 'bundle' }, { sheets, state }: Bundle): void {
    const open = -this.difference;
    if (open <= 0) return this.#say('wrong', t('packEnough'), t('packEnoughDo'));
    const isRest = state === 'broken';
    if (sheets <= open) {
      this.#add({ koli, bundle: number, part: isRest ? 'rest' : 'whole', sheets });
    } else if (isRest) {
      this.#say('wrong', t('packRestTooLarge', sheets, open), t('packRestTooLargeDo'));
    } else {
      const piece: Piece = { koli, bundle: number, part: 'broken off', sheets: open };
      this.proposal = { kind: 'break', piece, rest: sheets - open };
      this.#say('ask', t('packBreak', `.${String(number).padStart(2, '0')}`, open), t('packBreakDo', sheets - open));
    }
  }

  #add(piece: Piece): void {
    this.proposal = null;
    this.pieces = [...this.pieces, piece];
    if (this.isFull) this.#say('right', t('packFull'), t('packFullDo'));
    else this.#say('right', t('packCounted', piece.sheets), labelOf(piece));
  }

  async #confirm(): Promise<void> {
    const { proposal } = this;
    if (this.unsent) return this.#send();
    if (proposal?.kind === 'badge') return this.#useBadge(proposal.code);
    if (proposal?.kind === 'break') {
      this.#add(proposal.piece);
      return this.#send();
    }
    if (proposal?.kind === 'short') return this.#send();
    if (!this.badge) return this.#say('ask', this.mode === 'fill' ? t('packScanPacker') : t('packScanChecker'), '');
    if (!this.box) return this.#say('ask', t('packScanBox'), '');
    if (this.mode === 'check' || this.isFull) return this.#send();
    if (this.pieces.length === 0) return this.#say('ask', t('packScanBundles'), '');
    this.proposal = { kind: 'short', sheets: -this.difference };
    this.#say('ask', t('packShort', -this.difference), t('packShortDo'));
  }

  async #send(): Promise<void> {
    const { box, badge, place } = this;
    if (!box || !badge) return;
    clearTimeout(this.#retry);
    const isReady = this.isReady;
    const fact: StockFact =
      this.mode === 'fill'
        ? { fact: 'BoxesFilled', place, packer: badge, boxes: [{ box: box.box, pieces: [...this.pieces] }] }
        : { fact: 'BoxesChecked', place, checker: badge, boxes: [{ box: box.box, isReady, lacking: this.lacking }] };
    this.busy = true;
    try {
      await this.desk.send(fact);
      this.#finish(box, isReady);
    } catch (e) {
      if (!(e instanceof Refused)) throw e;
      await this.#failed(e, box, isReady);
    } finally {
      this.busy = false;
    }
  }

  async #failed(refused: Refused, box: BoxStock, isReady: boolean): Promise<void> {
    if (isUncertain(refused)) {
      this.unsent = true;
      this.#retry = setTimeout(() => void this.confirm(), RETRY_MILLISECONDS);
      return this.#say('wrong', t('packUnsent'), t('packUnsentKept'));
    }
    // It was sent before without an answer: perhaps the log has it already.
    if (this.unsent && (await this.#hasArrived(box))) return this.#finish(box, isReady);
    this.unsent = false;
    this.proposal = null;
    for (const { koli } of this.pieces) this.#koli.delete(koli);
    this.#say('wrong', refusalText(refused), t('packRefusedDo'));
  }

  async #hasArrived({ box }: BoxStock): Promise<boolean> {
    try {
      const now = await this.desk.box(box);
      if (this.mode === 'check') return now.checker === this.badge && (now.state === 'ready' || now.state === 'short');
      const there = new Set(now.pieces.map(({ piece }) => piece));
      return printPieces(this.pieces).every((piece) => there.has(piece));
    } catch (e) {
      if (!(e instanceof Refused)) throw e;
      return false;
    }
  }

  #finish(box: BoxStock, isReady: boolean): void {
    const sheets = this.counted;
    const isShort = sheets !== box.need;
    this.pieces.forEach((piece) => this.#taken(piece, box.box));
    this.done = [...this.done.slice(1 - DONE_MAX), { box: box.box, style: box.style, sheets, at: this.now(), mode: this.mode, isReady }];
    const title = this.mode === 'fill' ? (isShort ? t('packSavedShort') : t('packSaved')) : isReady ? t('packReady') : t('packNotReady');
    this.unsent = false;
    this.#close();
    const isWell = this.mode === 'check' ? isReady : !isShort;
    this.#say(isWell ? 'right' : 'wrong', title, t('packSavedWhat', sheets, styleName(box.style)), true);
    void this.refresh();
    void this.#loadTps(box.tps);
  }

  /** Remembers what this station took, so that it need not ask for the koli again. */
  #taken({ koli, bundle, part, sheets }: Piece, box: string): void {
    const known = this.#koli.get(koli);
    if (!known) return;
    const state = part === 'broken off' ? 'broken' : 'used';
    const bundles = known.bundles.map((one): Bundle => (Number(one.bundle) === bundle ? { ...one, state } : one));
    const used = { box, piece: printPieces([{ koli, bundle, part, sheets }])[0] ?? '', sheets, packer: this.badge ?? '', index: -1 };
    this.#koli.set(koli, { ...known, bundles, boxes: [...known.boxes, used] });
  }

  async #koliOf(code: string): Promise<KoliPage> {
    const known = this.#koli.get(code) ?? (await this.desk.koli(code));
    this.#koli.set(code, known);
    return known;
  }

  async #loadTps(code: string): Promise<void> {
    if (this.tps.value?.tps !== code) this.tps.clear();
    await this.tps.load(() => this.desk.tps(code));
  }

  /** Asks the server for what was scanned; a failure is said, and changes nothing. */
  async #ask(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (e) {
      if (!(e instanceof Refused)) throw e;
      this.#say('wrong', e.problem.status === 404 ? t('packNotFound') : refusalText(e), e.problem.status === 404 ? t('packNotFoundDo') : t('packScanAgain'));
    }
  }

  #close(): void {
    this.box = null;
    this.pieces = [];
    this.proposal = null;
    this.lacking = {};
  }

  #say(tone: Word['tone'], title: string, text: string, done = false): void {
    // A question that is no longer on the screen must not be answered by Enter.
    if (tone === 'wrong') this.proposal = null;
    this.word = { tone, title, text, done };
    this.said++;
  }
}
