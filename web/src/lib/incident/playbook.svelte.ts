import { address, get, post as send } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';
import type { Role } from '$lib/api/types';
import { speech, t, type Key } from '$lib/words/words.svelte';
import { rolesText, type Kind } from './incident.svelte';

/** Playbooks (SOP): steps as data, with versions. */

export interface Said {
  id: string;
  en: string;
}
export type PlaceKind = 'CITY_STORE' | 'KECAMATAN_STORE' | 'PPS' | 'TPS' | 'POST';
export type Evidence = 'NONE' | 'PHOTO' | 'COUNT' | 'BOXES' | 'CONFIRM';
export interface Due {
  from: 'STEP' | 'BEGIN' | 'DAY';
  amount: number;
}

export interface Step {
  code: string;
  words: Said;
  roles: Role[];
  people: number;
  bodies: number;
  opens: boolean;
  evidence: Evidence;
  due: Due;
  escalation: { role: Role; minutes: number } | null;
  isQuestion: boolean;
  answers: { code: string; words: Said | null; next: string }[];
}

export interface Playbook {
  code: string;
  title: Said;
  kinds: Kind[];
  places: PlaceKind[];
  ends: Due;
  steps: Step[];
}

export interface Row {
  code: string;
  version: number;
  title: Said;
  kinds: Kind[];
  places: PlaceKind[];
  ends: Due;
  steps: number;
  isBuiltIn: boolean;
  published?: string;
  entry?: number;
}

export interface Version {
  version: number;
  at: string;
  entry: number;
  who?: string;
}

export interface Detail {
  row: Row;
  mayWrite: boolean;
  versions: Version[];
  yaml: string;
  playbook: Playbook;
}

export interface List {
  mayWrite: boolean;
  notPublished: number;
  rows: Row[];
}

export interface Fault {
  kind: string;
  line: number;
  step: string;
  what: string;
  sentence?: string;
}
export interface Checked {
  faults: Fault[];
  playbook?: Playbook;
}

export const END = 'END';
export const toPlaybook = (code: string) => `/playbooks/${code}`;

export const oneOf = (code: string, version?: number): Promise<Detail> => get<Detail>(address(`/api/playbooks/${code}`, { version }));
export const check = (yaml: string): Promise<Checked> => send<Checked>('/api/playbooks/check', { yaml });
export const publish = (yaml: string): Promise<List> => send<List>('/api/playbooks', { yaml });
export const install = (): Promise<List> => send<List>('/api/playbooks/built-in', {});

export class PlaybookList {
  readonly remote = new Remote<List>();

  load(): Promise<void> {
    return this.remote.load(() => get<List>('/api/playbooks'));
  }
}

/** What is wrong, in the language of this screen; in English where nobody has put it into words. */
export function faultText(fault: Fault): string {
  const key = `playbookFault.${fault.kind}`;
  if (!speech.has(key)) return fault.sentence ?? fault.kind;
  const words = t(key as Key & 'playbookTitle');
  return words.replace('{step}', fault.step).replace('{what}', fault.what);
}

/** “dalam 5 mnt”, “1 jam sejak mulai”, “H+10”. */
export function dueText({ from, amount }: Due): string {
  if (from === 'DAY') return t('playbookDay', amount);
  const span = amount % 1_440 === 0 ? t('playbookDays', amount / 1_440) : amount % 60 === 0 ? t('playbookHours', amount / 60) : t('playbookMinutes', amount);
  return t(from === 'STEP' ? 'playbookWithin' : 'playbookSinceBegin', span);
}

/** Who does a step, and how many: “2 dari 2 lembaga: KPU, Polres”. */
export function whoText(step: Pick<Step, 'roles' | 'people' | 'bodies'>): string {
  const roles = rolesText(step.roles);
  if (step.people === 1) return roles;
  return step.bodies > 1 ? t('playbookPeopleBodies', step.people, step.bodies, roles) : t('playbookPeople', step.people, roles);
}

/** Number of a step, from 1; 0 where it does not exist. */
export const numberOf = (playbook: Playbook, code: string): number => playbook.steps.findIndex((step) => step.code === code) + 1;

/** Where each way of a step leads, and whether it goes back. */
export function ways(playbook: Playbook, step: Step): { words: Said | null; to: number; isBack: boolean }[] {
  const own = numberOf(playbook, step.code);
  return step.answers.map(({ words, next }) => {
    const to = next === END ? 0 : numberOf(playbook, next);
    return { words, to, isBack: to > 0 && to <= own };
  });
}
