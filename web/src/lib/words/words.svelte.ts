import { id } from './id';
import type { Language } from './format';
import type { stockId } from './stock-id';

type In<W> = { [K in keyof W]: W[K] extends string ? string : W[K] };

/** Every sentence of the interface by key; a value is text, or makes text from what it is about. */
export type BaseWords = In<typeof id>;
export type StockWords = In<typeof stockId>;
export type Words = BaseWords & StockWords;
export type Key = keyof Words;

type Arguments<K extends Key> = Words[K] extends (...args: infer A) => string ? A : [];

const STORED = 'segel.language';

/** The language this person reads. English, and what only some pages say, is fetched when it is asked for. */
class Speech {
  language = $state<Language>('id');
  #words = $state.raw<Partial<Words>>(id);
  #hasStock = false;
  #stock: Promise<void> | undefined;

  /** The language chosen last time; called once, before anything is shown. */
  async restore(): Promise<void> {
    if (localStorage.getItem(STORED) === 'en') await this.use('en');
  }

  async use(language: Language): Promise<void> {
    this.#words = await this.#fetch(language);
    this.language = language;
    document.documentElement.lang = language;
    localStorage.setItem(STORED, language);
  }

  /** The sentences about ballots; called before a page that has them is shown. */
  needStock(): Promise<void> {
    this.#stock ??= this.#addStock();
    return this.#stock;
  }

  async #addStock(): Promise<void> {
    // What is being fetched now must hold them as well; a failure is asked for again with the next page.
    try {
      this.#hasStock = true;
      this.#words = await this.#fetch(this.language);
    } catch (e) {
      this.#stock = undefined;
      throw e;
    }
  }

  async #fetch(language: Language): Promise<Partial<Words>> {
    const base = language === 'en' ? (await import('./en')).en : id;
    if (!this.#hasStock) return base;
    return { ...base, ...(language === 'en' ? (await import('./stock-en')).stockEn : (await import('./stock-id')).stockId) };
  }

  /** Whether there is a sentence for a name that the server made. */
  has(key: string): key is Key {
    return Object.hasOwn(this.#words, key);
  }

  say<K extends Key>(key: K, ...args: Arguments<K>): string {
    const word = this.#words[key] as string | ((...args: unknown[]) => string);
    return typeof word === 'string' ? word : word(...args);
  }
}

export const speech = new Speech();

export function t<K extends Key>(key: K, ...args: Arguments<K>): string {
  return speech.say(key, ...args);
}
