import { get, post } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';
import type { Role, User } from '$lib/api/types';

/** Who is logged in here, if anybody. */
class Session {
  readonly remote = new Remote<{ user: User | null }>();
  readonly user = $derived(this.remote.value?.user ?? null);

  async load(): Promise<void> {
    await this.remote.load(() => get<{ user: User | null }>('/api/session'));
  }

  async login(user: string, password: string): Promise<void> {
    await post('/api/login', { user, password });
    await this.load();
  }

  /** Exchanges a password that works once for an own one. */
  async loginAfresh(user: string, password: string, fresh: string): Promise<void> {
    await post('/api/login/fresh', { user, password, fresh });
    await this.load();
  }

  async logout(): Promise<void> {
    await post('/api/logout', {});
    await this.load();
  }
}

export const session = new Session();

/** Whether somebody in this role hands out cards. */
export function invites(role: Role | undefined): boolean {
  return role !== undefined && ['KPU_PROVINSI', 'KPU_KOTA', 'PPK', 'ADMIN'].includes(role);
}

/** Whether somebody in this role changes the set-up. */
export function setsUp(role: Role | undefined): boolean {
  return role === 'ADMIN' || role === 'KPU_PROVINSI';
}

/** Whether somebody in this role sees how the set-up was changed. */
export function seesSetUp(role: Role | undefined): boolean {
  return setsUp(role) || role === 'BAWASLU';
}
