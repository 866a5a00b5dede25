import { Refused } from '$lib/api/client';
import { t } from '$lib/words/words.svelte';
import type { StockFact } from './facts';
import { refusalText } from './names';
import { isUncertain, send } from './send';
import { tone } from './tone.svelte';
import type { StockAnswer } from './types';

export interface Said {
  tone: 'right' | 'wrong';
  text: string;
}

/** One desk of a store: says its facts one after the other, and what came of the last. */
export class Voice {
  said = $state.raw<Said | null>(null);
  busy = $state(false);

  right(text: string): void {
    this.said = { tone: 'right', text };
    tone.right();
  }

  wrong(text: string): void {
    this.said = { tone: 'wrong', text };
    tone.wrong();
  }

  /** Sends a fact; null, and the reason said, when it was not taken. */
  async tell(fact: StockFact): Promise<StockAnswer | null> {
    if (this.busy) return null;
    this.busy = true;
    try {
      const answer = await send(fact);
      this.right(t('stockSaved', answer.index));
      return answer;
    } catch (e) {
      if (!(e instanceof Refused)) throw e;
      this.wrong(isUncertain(e) ? t('stockUnsure') : refusalText(e));
      return null;
    } finally {
      this.busy = false;
    }
  }

  /** Asks for something; undefined, and the reason said, when it did not come. */
  async ask<T>(question: () => Promise<T>): Promise<T | undefined> {
    try {
      return await question();
    } catch (e) {
      if (!(e instanceof Refused)) throw e;
      this.wrong(e.problem.status === 404 ? t('packNotFound') : refusalText(e));
      return undefined;
    }
  }
}
