import { get } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';

/** How bad something is that an agency must act on, and its mark: the same wherever it is shown. */
export const SEVERITIES = ['CRITICAL', 'URGENT', 'ATTENTION', 'NOTICE'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Never colour alone: each severity has a shape of its own. */
export const MARKS = { CRITICAL: 'critical', URGENT: 'late', ATTENTION: 'underway', NOTICE: 'none' } as const satisfies Record<Severity, string>;

/** How bad the rules of findings say a kind of discrepancy is, for whoever may read them. */
class Gravity {
  readonly #rules = new Remote<{ name: string; severity: Severity }[]>();
  readonly #of = $derived(new Map((this.#rules.value ?? []).map(({ name, severity }) => [name, severity])));

  /** As they are set now. */
  load(): Promise<void> {
    return this.#rules.load(() => get('/api/findings/rules'));
  }

  /** Asked for once. */
  need(): void {
    if (!this.#rules.value && !this.#rules.loading) void this.load();
  }

  of(rule: string): Severity | undefined {
    return this.#of.get(rule);
  }
}

export const gravity = new Gravity();
