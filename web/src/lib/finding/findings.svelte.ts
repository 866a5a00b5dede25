import { address, get, post } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';
import type { Role, User } from '$lib/api/types';
import { SEVERITIES, type Severity } from './severity.svelte';

/** What agencies must act on, whoever found it. */

export { SEVERITIES, type Severity };

export const STATES = ['OPEN', 'ACKNOWLEDGED', 'CLEARED', 'ENDED'] as const;
export type State = (typeof STATES)[number];

export interface Finding {
  /** The rule, a space, and what it is about. */
  id: string;
  rule: string;
  about: string;
  severity: Severity;
  state: State;
  region: string;
  /** Where, in words; empty is the province. */
  place: string;
  since: string;
  deadline: string;
  isLate: boolean;
  owner: Role;
  /** Who must see it now. */
  told: Role[];
  agency?: string;
  silencedUntil?: string;
  /** Entries that show it, the first one first. */
  evidence: number[];
  mayAct: boolean;
  isOwn: boolean;
}

export interface FindingPage {
  counts: Record<State, number>;
  total: number;
  rows: Finding[];
}

export interface Act {
  entry: number;
  at: string;
  act: 'ACKNOWLEDGED' | 'ASSIGNED' | 'SILENCED' | 'NOTED' | 'PICTURED';
  by?: string;
  agency?: string;
  until?: string;
  words?: string;
  /** The name of a picture. */
  picture?: string;
  /** The hash of the words or the picture, where they are mine. */
  erasable?: string;
}

export interface FindingDetail {
  row: Finding;
  words?: string;
  acts: Act[];
}

export const PAGE = 50;

/** What an address asks for. */
export interface Asked {
  region: string;
  state: State | '';
  severity: Severity | '';
  mine: boolean;
  page: number;
  /** The one whose details are shown. */
  id: string;
}

const oneOf = <T extends string>(all: readonly T[], value: string | null): T | '' => (all.includes(value as T) ? (value as T) : '');

export function askedBy(url: URL): Asked {
  const region = url.searchParams.get('region') ?? '';
  const page = Number(url.searchParams.get('page') ?? 0);
  return {
    region: /^[0-9]{2,13}$/.test(region) ? region : '',
    state: oneOf(STATES, url.searchParams.get('state')),
    severity: oneOf(SEVERITIES, url.searchParams.get('severity')),
    mine: url.searchParams.get('mine') === 'true',
    page: Number.isInteger(page) && page > 0 && page <= 1000 ? page : 0,
    id: url.searchParams.get('id') ?? '',
  };
}

const parameters = ({ region, state, severity, mine, page }: Partial<Asked>) => ({ region: region || null, state: state || null, severity: severity || null, mine: mine ? 'true' : null, page: page || null });

export function toFindings(asked: Partial<Asked>): string {
  return address('/findings', { ...parameters(asked), id: asked.id || null });
}

/** What the evidence of a finding is called, where there is a bundle of it. */
export function bundleOf({ rule, about }: Pick<Finding, 'rule' | 'about'>): 'discrepancy' | 'finding' | undefined {
  if (rule === 'REPORTED' || rule === 'HELP_UNANSWERED' || about.startsWith('kecamatan:')) return undefined;
  return about.startsWith('statement:') || rule === 'FORK' ? 'discrepancy' : 'finding';
}

/** The names of all agencies, by their codes; asked for once. */
class Agencies {
  readonly remote = new Remote<Record<string, string>>();

  need(): void {
    if (!this.remote.value && !this.remote.loading) void this.remote.load(() => get('/api/findings/agencies'));
  }

  name(code: string): string {
    return this.remote.value?.[code] ?? code;
  }
}

export const agencies = new Agencies();

export class FindingList {
  readonly list = new Remote<FindingPage>();
  readonly one = new Remote<FindingDetail>();
  #shown = '';

  async load(asked: Asked): Promise<void> {
    if (asked.id !== this.#shown) this.one.clear();
    this.#shown = asked.id;
    await Promise.all([
      this.list.load(() => get<FindingPage>(address('/api/findings', parameters(asked)))),
      asked.id !== '' && this.one.load(() => get<FindingDetail>(address('/api/findings/one', { id: asked.id }))),
    ]);
  }
}

export const act = (finding: string, what: Act['act'], detail = ''): Promise<FindingDetail> => post('/api/findings/acts', { finding, act: what, with: detail });

export const erase = (words: string): Promise<unknown> => post('/api/findings/erasures', { words });

export const report = (body: { record: string; severity: Severity; place: string; words: string }): Promise<FindingDetail> => post('/api/findings/reports', body);

export const end = (record: string): Promise<FindingDetail> => post('/api/findings/ends', { record });

/** A rule by which something is a finding, as it is set now. */
export interface Rule {
  name: string;
  severity: Severity;
  owner: Role;
  /** How long until somebody must have seen it. */
  acknowledgeMinutes: number;
  /** How long until it must be over. */
  settleMinutes: number;
}

export class RuleList {
  readonly remote = new Remote<Rule[]>();

  load(): Promise<void> {
    return this.remote.load(() => get<Rule[]>('/api/findings/rules'));
  }
}

export const setRule = ({ name, ...rest }: Rule): Promise<Rule[]> => post('/api/findings/rules', { rule: name, ...rest });

/** Whether this user sets the rule: the overseer of the province its own, the commission of the province the others. */
export const maySet = ({ role, territory }: Pick<User, 'role' | 'territory'>, { owner }: Pick<Rule, 'owner'>): boolean =>
  owner === 'BAWASLU' ? role === 'BAWASLU' && territory.length === 2 : role === 'KPU_PROVINSI';
