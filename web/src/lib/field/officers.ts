import type { Holder, OpenOfficer } from '$lib/api/types';
import { holderName } from '$lib/words/shown';

/** The officers whom a person may play in a demo: the chair of a TPS, or its PPS in the night. */

type Officer = Pick<OpenOfficer, 'role' | 'tps'>;

export function officerName({ role, tps }: Officer): string {
  return holderName(party(role, tps));
}

/** Who hands them the boxes. */
export function giverOf({ role, tps }: Officer): Holder {
  return role === 'KPPS' ? party('PPS', tps) : party('KPPS', tps);
}

/** Whose handover is next at a TPS whose boxes have come so far; nobody's once they have left it. */
export function nextOfficer(tps: string, stages: readonly number[]): Officer | undefined {
  if (stages.length === 0) return undefined;
  if (stages.every((stage) => stage < 5)) return { role: 'KPPS', tps };
  return stages.every((stage) => stage >= 5 && stage < 8) ? { role: 'PPS', tps } : undefined;
}

/** `KPPS-3171011001147` in an address. */
export function parseOfficer(text: string): Officer | undefined {
  const [, role, tps = ''] = /^(KPPS|PPS)-([0-9]{13})$/.exec(text) ?? [];
  return role ? { role: role as Officer['role'], tps } : undefined;
}

export function toOfficer({ role, tps }: Officer): string {
  return `/field?officer=${role}-${tps}`;
}

function party(role: 'KPPS' | 'PPS', tps: string): Holder {
  return { key: '', role, territory: role === 'KPPS' ? tps : tps.slice(0, 10), label: null };
}
