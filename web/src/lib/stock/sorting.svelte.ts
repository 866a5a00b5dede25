import { get } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';
import { keepCurrent } from '$lib/api/repeated';
import { t } from '$lib/words/words.svelte';
import { Voice } from './desk.svelte';
import type { SortedKoli } from './facts';
import { readCode } from '$lib/scan/scanner';
import { DAMAGES, type Damage, type KoliPage, type StorePage } from './types';

const STORED = 'segel.sorted';
const RESULTS_MAX = 500;

/** What one koli gave, as this device has sent it. */
export interface Result {
  place: string;
  table: number;
  shift: string;
  koli: string;
  style: string;
  good: number;
  damaged: number;
  cameIn: number;
  at: number;
}

/** A sorting table in a shift: opens koli, and says what each of them gave. */
export class Sorting {
  readonly store = new Remote<StorePage>();
  readonly voice = new Voice();
  table = $state<number | null>(null);
  shift = $state('');
  koli = $state.raw<KoliPage | null>(null);
  good = $state<number | null>(null);
  damaged = $state<Partial<Record<Damage, number | null>>>({});
  missing = $state<number | null>(null);
  excess = $state<number | null>(null);
  foreign = $state<{ style: string; sheets: number | null }[]>([]);
  results = $state.raw<readonly Result[]>(kept());

  readonly open = $derived(this.store.value?.tables.find(({ table }) => table === this.table)?.koli ?? []);
  readonly damagedSheets = $derived(DAMAGES.reduce((sum, why) => sum + (this.damaged[why] ?? 0), 0));
  readonly sum = $derived((this.good ?? 0) + this.damagedSheets + (this.missing ?? 0) - (this.excess ?? 0));
  /** Less than zero: sheets that nobody has explained yet. */
  readonly off = $derived(this.koli ? this.sum - this.koli.counted : 0);
  readonly isBoth = $derived((this.missing ?? 0) > 0 && (this.excess ?? 0) > 0);
  readonly fits = $derived(this.koli !== null && this.good !== null && this.off === 0 && !this.isBoth);
  readonly mine = $derived(this.results.filter(({ place, table, shift }) => place === this.place && table === this.table && shift === this.shift));

  constructor(
    readonly place: string,
    readonly now: () => number = Date.now,
  ) {}

  watch(): () => void {
    return keepCurrent(() => this.load());
  }

  async load(): Promise<void> {
    await this.store.load(() => get<StorePage>(`/api/stock/stores/${this.place}`));
  }

  async scan(text: string): Promise<void> {
    const scan = readCode(text);
    if (scan.kind !== 'koli') return this.voice.wrong(t('receiveNotKoli'));
    await this.take(scan.code);
  }

  /** Opens a koli at this table, or shows one that is open here. */
  async take(code: string): Promise<void> {
    const { table, shift, place } = this;
    if (table === null) return this.voice.wrong(t('sortNeedTable'));
    let koli = await this.voice.ask(() => get<KoliPage>(`/api/stock/koli/${code}`));
    if (!koli) return;
    if (koli.place !== place) {
      await this.voice.tell({ fact: 'CodeSeen', place, code: `koli:${code}` });
      return this.voice.wrong(`${t('stockNo.KOLI_NOT_HERE')} ${t('stockSeenTwice')}`);
    }
    if (koli.state === 'sorted') return this.voice.wrong(t('stockNo.KOLI_SORTED_ALREADY'));
    if (koli.state === 'at_table' && koli.table !== table) return this.voice.wrong(t('stockNo.NOT_OPENED_HERE'));
    if (koli.state === 'received') {
      if (!(await this.voice.tell({ fact: 'KoliOpened', place, table, shift, koli: [code] }))) return;
      koli = { ...koli, state: 'at_table', table, shift };
      this.voice.right(t('sortOpened', code));
      void this.load();
    }
    this.#show(koli);
  }

  async send(): Promise<void> {
    const { koli, table, place, good } = this;
    if (!koli || table === null || good === null || !this.fits) return;
    const sorted: SortedKoli = {
      koli: koli.koli,
      good,
      damaged: Object.fromEntries(DAMAGES.map((why) => [why, this.damaged[why] ?? 0])),
      missing: this.missing ?? 0,
      excess: this.excess ?? 0,
      foreign: Object.fromEntries(this.foreign.filter(({ style }) => style !== '').map(({ style, sheets }) => [style, sheets ?? 0])),
    };
    // A koli is finished in the shift in which it was opened.
    const shift = koli.shift || this.shift;
    if (!(await this.voice.tell({ fact: 'KoliSorted', place, table, shift, koli: [sorted] }))) return;
    const result = { place, table, shift: this.shift, koli: koli.koli, style: koli.style, good, damaged: this.damagedSheets, cameIn: koli.counted, at: this.now() };
    this.results = [...this.results, result].slice(-RESULTS_MAX);
    sessionStorage.setItem(STORED, JSON.stringify(this.results));
    this.#show(null);
    await this.load();
  }

  /** Explains what is left by one word: missing, or too many. */
  explain(): void {
    if (this.off < 0) this.missing = (this.missing ?? 0) - this.off;
    else this.excess = (this.excess ?? 0) + this.off;
  }

  #show(koli: KoliPage | null): void {
    this.koli = koli;
    this.good = null;
    this.damaged = {};
    this.missing = null;
    this.excess = null;
    this.foreign = [];
  }
}

/** What this device remembers of its shift. */
function kept(): Result[] {
  try {
    return JSON.parse(sessionStorage.getItem(STORED) ?? '[]') as Result[];
  } catch {
    return [];
  }
}
