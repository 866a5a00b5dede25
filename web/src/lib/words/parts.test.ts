import { describe, expect, it } from 'vitest';

/** Parts are laid over each other as pages ask for them: a key of two parts would say what was loaded last. */
const FILES = import.meta.glob<Record<string, Record<string, unknown>>>(['./*.ts', '!./*.test.ts', '!./*.svelte.ts', '!./format.ts', '!./shown.ts', '!./*codes*'], { eager: true });

describe('words', () => {
  for (const [language, named] of [['Indonesian', /Id$|^id$/], ['English', /En$|^en$/]] as const) {
    it(`of two parts have keys of their own (${language})`, () => {
      const seen = new Map<string, string>();
      const twice: string[] = [];
      for (const [file, exported] of Object.entries(FILES)) {
        for (const [name, words] of Object.entries(exported)) {
          if (typeof words !== 'object' || !named.test(name)) continue;
          for (const [key, text] of Object.entries(words)) {
            const before = seen.get(key);
            if (before && before !== String(text)) twice.push(`${key}: ${file}`);
            seen.set(key, String(text));
          }
        }
      }
      expect(twice).toEqual([]);
      expect(seen.size).toBeGreaterThan(0);
    });
  }
});
