import { address, get, post } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';
import type { Role } from '$lib/api/types';

/** Phones of those on duty, which each agency keeps itself, and whom to call about a finding. */

export interface Phone {
  role: Role;
  territory: string;
  place?: string;
  phone: string;
  label: string;
  mayEdit?: boolean;
}

export interface Called {
  role: Role;
  territory: string;
  place: string;
  /** None when nobody wrote one down. */
  phones: Phone[];
}

export interface PhonePage {
  /** Whether numbers of the committees below are kept here, too. */
  mayKeepBelow: boolean;
  total: number;
  rows: Phone[];
}

export class PhoneList {
  readonly remote = new Remote<PhonePage>();

  load(): Promise<void> {
    return this.remote.load(() => get<PhonePage>('/api/findings/phones'));
  }

  async keep({ role, territory, phone, label }: Phone): Promise<void> {
    this.remote.value = await post<PhonePage>('/api/findings/phones', { role, territory, phone, label });
  }

  async erase({ role, territory }: Phone): Promise<void> {
    this.remote.value = await post<PhonePage>('/api/findings/phones/erasures', { role, territory });
  }
}

export class Calls {
  readonly remote = new Remote<Called[]>();

  load(id: string): Promise<void> {
    return this.remote.load(() => get<Called[]>(address('/api/findings/calls', { id })));
  }
}

/** As a phone dials it. */
export const dialled = (phone: string): string => `tel:${phone.replace(/[^+0-9]/g, '')}`;

const DIGITS: Partial<Record<Role, number>> = { PPK: 6, PPS: 10, KPPS: 13 };
/** Digits of a territory whose number is kept for a committee. */
export const digitsOf = (role: Role): number | undefined => DIGITS[role];
