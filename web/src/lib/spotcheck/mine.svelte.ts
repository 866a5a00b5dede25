import { getAs, post, Refused } from '$lib/api/client';
import { sealsIn } from '$lib/field/checked';
import type { Officer } from '$lib/field/officer.svelte';
import { utf8, type Bytes } from '$lib/tlog/bytes';
import type { Outcome } from './spotchecks.svelte';

/** A drawn box that this phone may look at, with the seals that the log has for it. */
export interface Mine {
  check: number;
  box: string;
  /** Whether anybody has signed anything about it. */
  seen: boolean;
  seals: string[];
  holder: string;
  /** What this device said of it last. */
  found: Outcome | null;
}

/** What was found at a box, signed here. */
export interface Result {
  check: number;
  box: string;
  outcome: Outcome;
  seals: string[];
  claimed: string;
  signature: string;
  /** Why the log did not take it. */
  refused?: string;
}

interface Kept {
  boxes: Mine[];
  results: Result[];
}

const NAME = 'spotcheck';

/** What is signed: docs/formats/spotcheck.md. */
export const resultText = ({ check, box, outcome, seals, claimed }: Omit<Result, 'signature'>): Bytes =>
  utf8(`segel/spotcheck/v1\ncheck ${check}\nbox ${box}\noutcome ${outcome}\nseals ${seals.length === 0 ? 'none' : seals.join(',')}\nclaimed ${claimed}\n`);

/** What whoever stands before the box has entered. */
export interface Entered {
  /** Seal numbers as they were typed or scanned. */
  text: string;
  /** There are no seals on it. */
  none: boolean;
  gone: boolean;
  broken: boolean;
  contents: boolean;
}

/** What would be signed; null before anything was entered, and where what was typed are no numbers. */
export function resultOf({ seen, seals }: Pick<Mine, 'seen' | 'seals'>, { text, none, gone, broken, contents }: Entered): Pick<Result, 'outcome' | 'seals'> | null {
  if (gone) return { outcome: 'NOT_THERE', seals: [] };
  const read = none ? [] : sealsIn(text, true);
  // An untouched form says nothing, and least of all "no seals".
  if (read === null || (read.length === 0 && !none && !broken)) return null;
  if (broken) return { outcome: 'SEAL_BROKEN', seals: read };
  if (contents) return { outcome: 'CONTENTS_DIFFER', seals: read };
  return { outcome: seen && seals.join(',') === read.join(',') ? 'AS_RECORDED' : 'SEAL_DIFFERS', seals: read };
}

/** The boxes of a random audit that this phone looks at. Kept on the phone, as are results until the log has them. */
export class MyBoxes {
  boxes = $state.raw<Mine[]>([]);
  results = $state.raw<Result[]>([]);
  /** The list is from the last time there was a network. */
  isOld = $state(true);
  readonly waiting = $derived(this.results.filter(({ refused }) => !refused));

  constructor(readonly officer: Officer) {}

  async open(): Promise<void> {
    const kept = await this.officer.store.aside<Kept>(NAME);
    this.boxes = kept?.boxes ?? [];
    this.results = kept?.results ?? [];
  }

  /** Sends what waits, and fetches the list anew; without a network both stay as they are. */
  async load(): Promise<void> {
    for (const result of this.waiting) await this.#send(result);
    try {
      this.boxes = await this.officer.asDevice((token) => getAs<Mine[]>('/api/spotchecks/mine', token));
      this.isOld = false;
    } catch (e) {
      if (!(e instanceof Refused)) throw e;
      this.isOld = true;
    }
    await this.#keep();
  }

  /** Signs what was found; kept here first, then sent. */
  async say({ check, box }: Mine, outcome: Outcome, seals: readonly string[], claimed: string): Promise<void> {
    const said = { check, box, outcome, seals: [...seals], claimed };
    const result: Result = { ...said, signature: await this.officer.signText(resultText(said)) };
    this.results = [...this.results.filter((one) => one.box !== box), result];
    this.boxes = this.boxes.map((one) => (one.box === box ? { ...one, found: outcome } : one));
    await this.#keep();
    await this.#send(result);
  }

  /** Why what was said of a box was not taken. */
  refusalOf(box: string): string | undefined {
    return this.results.find((one) => one.box === box)?.refused;
  }

  async #send(result: Result): Promise<void> {
    const { check, refused: _before, ...body } = result;
    try {
      await this.officer.asDevice((token) => post(`/api/spotchecks/${check}/results`, body, token));
      this.results = this.results.filter((one) => one !== result);
    } catch (e) {
      if (!(e instanceof Refused)) throw e;
      const { status } = e.problem;
      if (status === 0 || status === 401 || status === 429 || status >= 500) return;
      this.results = this.results.map((one) => (one === result ? { ...result, refused: e.reason } : one));
      this.boxes = this.boxes.map((one) => (one.box === result.box ? { ...one, found: null } : one));
    }
    await this.#keep();
  }

  async #keep(): Promise<void> {
    await this.officer.store.saveAside(NAME, { boxes: this.boxes, results: this.results } satisfies Kept);
  }
}
