import { address, get } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';
import { keepCurrent } from '$lib/api/repeated';
import type { Page } from '$lib/api/types';
import { t } from '$lib/words/words.svelte';
import { Voice } from './desk.svelte';
import type { ReceivedKoli } from './facts';
import { readCode } from '$lib/scan/scanner';
import type { Condition, ConsignmentPage, ConsignmentRow } from './types';

/** Consignments that a store looks at together; more are never on the road to one. */
const LIST_SIZE = 200;

/** One koli that was scanned and is not sent yet. */
export interface Scanned {
  koli: string;
  number: number;
  style: string;
  expected: number;
  counted: number;
  condition: Condition;
}

/** The desk at the door of a store: consignments that are expected, and the koli of one of them. */
export class Receiving {
  readonly list = new Remote<Page<ConsignmentRow>>();
  readonly detail = new Remote<ConsignmentPage>();
  readonly voice = new Voice();
  scanned = $state.raw<readonly Scanned[]>([]);
  /** Names of the pictures that go with the next fact, and whether one of them is on its way. */
  pictures = $state.raw<string[]>([]);
  isUploading = $state(false);
  /** Counts facts: with each the pictures begin anew. */
  round = $state(0);

  readonly consignment = $derived(this.detail.value?.consignment);
  /** Numbers of the koli that neither were received nor are scanned now. */
  readonly rest = $derived.by(() => {
    const scanned = new Set(this.scanned.map(({ koli }) => koli));
    return (this.detail.value?.missing ?? []).filter((koli) => !scanned.has(koli)).map((koli) => Number(koli.slice(-3)));
  });
  readonly restSheets = $derived(this.rest.reduce((sum, number) => sum + (this.#lineOf(number)?.sheets ?? 0), 0));
  readonly isHere = $derived.by(() => this.consignment?.to === this.place);

  constructor(readonly place: string) {}

  watch(): () => void {
    return keepCurrent(() => this.load());
  }

  async load(): Promise<void> {
    await this.list.load(() => get(address('/api/stock/consignments', { place: this.place, open: true, size: LIST_SIZE })));
  }

  /** Looks at another consignment; what was scanned of the one before is dropped only when it is empty. */
  async choose(code: string | null): Promise<void> {
    if (code === this.consignment?.consignment && code !== null) return;
    this.scanned = [];
    this.pictures = [];
    this.round++;
    this.detail.clear();
    if (code) await this.reload(code);
  }

  async reload(code = this.consignment?.consignment): Promise<void> {
    if (code) await this.detail.load(() => get<ConsignmentPage>(`/api/stock/consignments/${code}`));
  }

  /** Takes a koli; answers the consignment that must be looked at first, if it is another. */
  scan(text: string): string | null {
    const scan = readCode(text);
    if (scan.kind === 'bundle') return this.#refuse(t('receiveNotKoli'));
    if (scan.kind === 'other' && /^[A-Z][A-Z0-9]{0,11}$/.test(scan.text)) return this.#other(scan.text);
    if (scan.kind !== 'koli') return this.#refuse(t('receiveNotKoli'));
    const [consignment = ''] = scan.code.split('-');
    if (consignment !== this.consignment?.consignment) return this.#other(consignment);
    this.#add(scan.code);
    return null;
  }

  #other(consignment: string): string | null {
    if (consignment === this.consignment?.consignment) return null;
    return this.scanned.length > 0 ? this.#refuse(t('receiveOther', consignment)) : consignment;
  }

  #add(koli: string): void {
    const number = Number(koli.slice(-3));
    const line = this.#lineOf(number);
    if (!this.isHere) return void this.#refuse(t('stockNo.NOT_THE_CONSIGNEE'));
    if (!line) return void this.#refuse(t('stockNo.KOLI_UNKNOWN'));
    if (this.scanned.some((one) => one.koli === koli)) return void this.#refuse(t('receiveAlready', koli));
    if (!this.detail.value?.missing.includes(koli)) return void this.#refuse(t('stockNo.KOLI_RECEIVED_ALREADY'));
    this.scanned = [...this.scanned, { koli, number, style: line.style, expected: line.sheets, counted: line.sheets, condition: 'good' }];
    this.voice.right(t('receiveAdded', koli, line.sheets));
  }

  change(koli: string, changed: Partial<Pick<Scanned, 'counted' | 'condition'>>): void {
    this.scanned = this.scanned.map((one) => (one.koli === koli ? { ...one, ...changed } : one));
  }

  remove(koli = this.scanned.at(-1)?.koli): void {
    this.scanned = this.scanned.filter((one) => one.koli !== koli);
    this.voice.said = null;
  }

  async arrive(): Promise<void> {
    const { consignment, place } = this;
    if (!consignment) return;
    const answer = await this.voice.tell({ fact: 'ConsignmentArrived', consignment: consignment.consignment, place, pictures: [...this.pictures] });
    if (answer) await this.#after();
  }

  /** Sends what was scanned. */
  async send(): Promise<void> {
    if (await this.#receive(this.scanned.map(asFact))) await this.#after();
  }

  /** Sends what was scanned, and all others as the delivery note says. */
  async sendAll(): Promise<void> {
    const rest = this.rest.map((number): ReceivedKoli => ({ number, counted: null, condition: 'good' }));
    if (await this.#receive([...this.scanned.map(asFact), ...rest])) await this.#after();
  }

  async correct(koli: string, counted: number): Promise<void> {
    if (await this.voice.tell({ fact: 'CountCorrected', place: this.place, koli, counted })) await this.#after();
  }

  async close(style: string, sheets: number, way: 'CREDITED' | 'LOST' | 'FOUND', record: string): Promise<void> {
    const about = `consignment:${this.consignment?.consignment ?? ''}`;
    if (await this.voice.tell({ fact: 'DifferenceClosed', place: this.place, about, style, sheets, way, record })) await this.#after();
  }

  async #receive(koli: ReceivedKoli[]): Promise<boolean> {
    const { consignment, place } = this;
    if (!consignment || koli.length === 0) return false;
    const answer = await this.voice.tell({ fact: 'KoliReceived', consignment: consignment.consignment, place, koli, pictures: [...this.pictures] });
    return answer !== null;
  }

  async #after(): Promise<void> {
    this.scanned = [];
    this.pictures = [];
    this.round++;
    await Promise.all([this.reload(), this.load()]);
  }

  #lineOf(number: number): ConsignmentPage['lines'][number] | undefined {
    return this.detail.value?.lines.find(({ first, last }) => first <= number && number <= last);
  }

  #refuse(text: string): null {
    this.voice.wrong(text);
    return null;
  }
}

function asFact({ number, expected, counted, condition }: Scanned): ReceivedKoli {
  return { number, counted: counted === expected ? null : counted, condition };
}
