import { id } from './id';
import type { Language } from './format';

/** Every sentence of the interface by key; a value is text, or makes text from what it is about. */
export type Words = { [K in keyof typeof id]: (typeof id)[K] extends string ? string : (typeof id)[K] };
export type Key = keyof Words;

type Arguments<K extends Key> = Words[K] extends (...args: infer A) => string ? A : [];

const STORED = 'segel.language';

/** The language this person reads. English is fetched when it is asked for. */
class Speech {
  language = $state<Language>('id');
  #words = $state.raw<Words>(id);

  /** The language chosen last time; called once, before anything is shown. */
  async restore(): Promise<void> {
    if (localStorage.getItem(STORED) === 'en') await this.use('en');
  }

  async use(language: Language): Promise<void> {
    this.#words = language === 'en' ? (await import('./en')).en : id;
    this.language = language;
    document.documentElement.lang = language;
    localStorage.setItem(STORED, language);
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
