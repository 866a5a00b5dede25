/** What is wrong in a roster, sentence by sentence as docs/formats/roster.md has it, in the words of this screen. */
import { t } from '$lib/words/words.svelte';

export interface Problem {
  line: string;
  column: string;
  what: string;
}

type Say = (...found: string[]) => string;

/** What was expected in a cell. */
const EXPECTED: readonly [RegExp, Say][] = [
  [/^a whole number from (\d+) to (\d+)$/, (least, most) => t('roster.whole', least!, most!)],
  [/^10 digits, with or without dots$/, () => t('roster.code')],
  [/^a code that does not stand in line (\d+)$/, (line) => t('roster.twice', line!)],
  [/^a number that does not stand in line (\d+)$/, (line) => t('roster.number', line!)],
  [/^a code with a boundary, to place its TPS$/, () => t('roster.boundary')],
  [/^(\d+), the sum of regular and special TPS$/, (sum) => t('roster.sum', sum!)],
  [/^at least one TPS$/, () => t('roster.some')],
  [/^ascending numbers from 901 to 999 like 901-908$/, () => t('roster.specials')],
  [/^(\d+) numbers$/, (count) => t('roster.count', count!)],
  [/^the name of (\S+)$/, (code) => t('roster.name', code!)],
  [/^degrees with at most seven decimals, -(\d+) to \d+$/, (most) => t('roster.degrees', most!)],
  [/^degrees, since there is no boundary/, () => t('roster.point')],
];

/** What is wrong with a line or the file. */
const WHOLE: readonly [RegExp, Say][] = [
  [/^expected (\d+) cells, not (\d+)$/, (wanted, found) => t('roster.cells', wanted!, found!)],
  [/^a quoted cell does not end with its quote$/, () => t('roster.quote')],
  [/^expected the columns/, () => t('roster.columns')],
  [/^column (.+) stands there twice$/, (column) => t('roster.again', column!)],
  [/^expected a first row$/, () => t('roster.first')],
  [/^kota (\d+) has (\d+) TPS in this file, officially (\d+)$/, (city, found, official) => t('roster.official', city!, found!, t('roster.official.TPS'), official!)],
  [/^kota (\d+) has (\d+) voters in this file, officially (\d+)$/, (city, found, official) => t('roster.official', city!, found!, t('roster.official.voters'), official!)],
  [/^kota (\d+) has (\d+) ballots of a kind to print in this file, officially (\d+)$/, (city, found, official) => t('roster.official', city!, found!, t('roster.official.ballots'), official!)],
  [/^kelurahan (\d+): TPS (\d+) stands no longer in it/, (kelurahan, tps) => t('roster.lost', kelurahan!, tps!)],
  [/^the file is not UTF-8/, () => t('roster.utf8')],
  [/^the file is empty$/, () => t('roster.empty')],
];

export function readProblem(sentence: string): Problem {
  const cell = /^line (\d+), column (.+?): expected (.*), not "(.*)"$/s.exec(sentence);
  if (cell) {
    const [, line = '', column = '', expected = '', found = ''] = cell;
    return { line, column, what: t('rosterExpected', say(EXPECTED, expected), found) };
  }
  const [, line = '', rest = sentence] = /^line (\d+): (.*)$/s.exec(sentence) ?? [];
  return { line, column: '', what: say(WHOLE, rest) };
}

/** How many more there are than were told; 0 for a sentence about one. */
export function readMore(sentence: string): number {
  return Number(/^and (\d+) more$/.exec(sentence)?.[1] ?? 0);
}

function say(forms: readonly [RegExp, Say][], text: string): string {
  for (const [form, words] of forms) {
    const found = form.exec(text);
    if (found) return words(...found.slice(1));
  }
  return text;
}
