import { address, get, getBytes, post, remove } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';
import { gridOf } from './sizes';

export const OF_REGION = ['box', 'site'] as const;
export const OF_CODES = ['seal', 'koli', 'bundle', 'cage'] as const;
export type OfCodes = (typeof OF_CODES)[number];
export type LabelKind = (typeof OF_REGION)[number] | OfCodes;

export function isOfCodes(kind: LabelKind): kind is OfCodes {
  return (OF_CODES as readonly string[]).includes(kind);
}

interface Count {
  labels: number;
  sheets: number;
  atOnce: number;
  /** Where the QR codes lead. */
  address: string;
}

export interface LabelJob {
  id: string;
  kind: LabelKind;
  region: string;
  size: string;
  state: 'RUNNING' | 'DONE' | 'CANCELLED' | 'FAILED';
  done: number;
  total: number;
  perSecond: number;
  bytes: number;
}

const POLL_MILLISECONDS = 1000;

/** What is to be printed, as it is being chosen. */
export class LabelOrder {
  kind = $state<LabelKind>('box');
  region = $state('');
  tps = $state('');
  size = $state('70x37');
  by = $state<'range' | 'list'>('range');
  from = $state('');
  to = $state('');
  list = $state('');
  readonly count = new Remote<Count>();
  readonly grid = $derived(gridOf(this.size));

  /** The region, or one TPS of it. */
  readonly where = $derived(this.region.length === 10 && this.tps.trim() !== '' && this.kind === 'box' ? (/^[0-9]{1,3}$/.test(this.tps.trim()) ? this.region + this.tps.trim().padStart(3, '0') : '') : this.region);
  readonly codes = $derived(this.list.split(/[\s,;]+/).filter((code) => code !== ''));
  readonly isComplete = $derived(isOfCodes(this.kind) ? (this.by === 'range' ? this.from.trim() !== '' : this.codes.length > 0) : this.where !== '');

  /** The address of the PDF. */
  readonly href = $derived.by(() => {
    const { kind, size } = this;
    if (!isOfCodes(kind)) return address('/api/labels', { kind, size, region: this.where });
    return this.by === 'range'
      ? address('/api/labels', { kind, size, from: this.from.trim(), to: this.to.trim() })
      : address('/api/labels', { kind, size, codes: this.codes.join(',') });
  });

  /** Fetches the PDF, so that what is wrong with a code is said on this page, and hands it to the browser. */
  async download(): Promise<void> {
    const pdf = new Blob([await getBytes(this.href)], { type: 'application/pdf' });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(pdf);
    link.download = `label-${this.kind}-${this.by === 'range' ? this.from.trim() : (this.codes[0] ?? '')}.pdf`;
    link.click();
    URL.revokeObjectURL(link.href);
  }

  async countThem(kind: LabelKind, region: string, size: string): Promise<void> {
    this.count.clear();
    await this.count.load(() => get<Count>(address('/api/labels/count', { kind, region, size })));
  }
}

/** The files that are being made or wait to be fetched. */
export class LabelJobs {
  readonly remote = new Remote<LabelJob[]>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Keeps them current until the returned function is called. */
  watch(): () => void {
    void this.load();
    return () => clearTimeout(this.#timer);
  }

  async load(): Promise<void> {
    clearTimeout(this.#timer);
    await this.remote.load(() => get<LabelJob[]>('/api/labels/jobs'));
    if (this.remote.value?.some((job) => job.state === 'RUNNING')) {
      this.#timer = setTimeout(() => void this.load(), POLL_MILLISECONDS);
    }
  }

  async start(kind: LabelKind, region: string, size: string): Promise<void> {
    await post('/api/labels/jobs', { kind, region, size });
    await this.load();
  }

  /** Cancels it while it runs, deletes its file after. */
  async remove(job: LabelJob): Promise<void> {
    await remove(`/api/labels/jobs/${job.id}`);
    await this.load();
  }
}
