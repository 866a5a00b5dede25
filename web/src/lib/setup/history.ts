/** What an entry about the set-up says, in a line that people read. */
import type { Role } from '$lib/api/types';
import { n, placeName, territoryName, whenShort } from '$lib/words/shown';
import { speech, t, type Key } from '$lib/words/words.svelte';
import type { Change } from './setup.svelte';

/** The first value of each field. */
function fields(lines: readonly string[]): (name: string) => string {
  const found = new Map<string, string>();
  for (const line of lines) {
    const space = line.indexOf(' ');
    if (!found.has(line.slice(0, space))) found.set(line.slice(0, space), line.slice(space + 1));
  }
  return (name) => found.get(name) ?? '';
}

/** @param userName the name of a user by the code, or the code where it is not known here */
export function describe(change: Change, userName: (code: string) => string): string {
  if (change.last > change.first) return '';
  const of = fields(change.lines);
  const span = () => t('historySpan', whenShort(of('earliest')), whenShort(of('latest')));
  switch (change.fact) {
    case 'ElectionOpened':
      return t('historyElection', of('name'), of('day'), of('reserve'), of('spares'));
    case 'LegWindowSet':
      return `${t(`leg.${of('leg')}` as 'leg.kelurahan-tps')}: ${span()}`;
    case 'OpeningWindowSet':
      return `${t(`hours.${of('reason')}` as 'hours.VOTING')}: ${span()}`;
    case 'SealsIssued': {
      const [first, last] = sample(of('letters'), Number(of('digits')), of('first'), of('last'));
      return t('sealSample', first, last);
    }
    case 'ThresholdsSet':
      return t('historyLimits', of('clock'), of('overlap'), of('opened'));
    case 'FindingRuleSet':
      return t('historyRule', of('rule'), t(`role.${of('owner') as Role}`), n(Number(of('acknowledge'))), n(Number(of('settle'))), by(of('by'), userName));
    case 'StockOpened':
      return t('historyStock', of('bundle'), of('outlier'));
    case 'AgencyListed':
      return `${of('agency')}: ${of('name')}`;
    case 'AreaDrawn':
      return `${of('area')}: ${of('name')}`;
    case 'PostOpened':
      return `${of('post')}: ${of('name')}, ${by(of('by'), userName)}`;
    case 'PostMoved':
    case 'PostClosed':
      return `${of('post')}, ${by(of('by'), userName)}`;
    case 'PostShiftSet':
      return `${of('post')}: ${whenShort(of('begin'))} – ${whenShort(of('end'))}, ${by(of('by'), userName)}`;
    case 'PlaceApproved':
    case 'PlaceWithdrawn':
      return placeName(of('place'));
    case 'UserAppointed':
      return `${userName(of('user'))}: ${`${t(`role.${of('role') as Role}`)} ${territoryName(of('territory'))}`.trim()}, ${of('agency')}, ${by(of('by'), userName)}`;
    case 'UserChanged':
      return `${userName(of('user'))} ${t(`changed.${of('change')}` as 'changed.PASSWORD')}, ${by(of('by'), userName)}`;
    case 'VulnerabilityImported':
      return `${of('agency')}, ${n(Number(of('rows')))} TPS, ${by(of('by'), userName)}`;
    default:
      return '';
  }
}

/** The heading of a change; the name of the fact where there are no words for it. */
export function headOf({ fact, first, last }: Change): string {
  const key = `fact.${fact}`;
  return t('historyTimes', speech.has(key) ? t(key as Key & 'fact.UserChanged') : fact, last - first + 1);
}

/** The first and the last seal of a range, as they are printed. */
export function sample(letters: string, digits: number, first: string | number, last: string | number): [string, string] {
  const print = (number: string | number) => `${letters === 'none' ? '' : letters}${String(number).padStart(digits, '0')}`;
  return [print(first), print(last)];
}

const by = (code: string, userName: (code: string) => string) => t('historyBy', userName(code));
