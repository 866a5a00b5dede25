import { Refused } from './client';

/** Something asked from the server: loading, failed or here. The newest question wins. */
export class Remote<T> {
  value = $state.raw<T>();
  failure = $state.raw<Refused>();
  loading = $state(false);
  #question = 0;

  async load(ask: () => Promise<T>): Promise<void> {
    const question = ++this.#question;
    this.loading = true;
    try {
      const value = await ask();
      if (question !== this.#question) return;
      this.value = value;
      this.failure = undefined;
    } catch (e) {
      if (question !== this.#question) return;
      if (!(e instanceof Refused)) throw e;
      this.failure = e;
    } finally {
      if (question === this.#question) this.loading = false;
    }
  }

  /** Forgets the answer: what is asked for next is about something else. */
  clear(): void {
    this.#question++;
    this.value = undefined;
    this.failure = undefined;
    this.loading = false;
  }
}
