import { address } from '$lib/api/client';
import type { Kind } from './incident.svelte';

/** Which SOP answers a finding; of most there is none. */
const KINDS: Record<string, Kind> = {
  SEALS_DIFFER: 'SEAL_BROKEN',
  SEAL_BROKEN: 'SEAL_BROKEN',
  SEAL_UNKNOWN: 'SEAL_BROKEN',
  OPENED_UNWITNESSED: 'SEAL_BROKEN',
  OPENED_WITHOUT_REASON: 'SEAL_BROKEN',
  BOX_MISSING: 'BOX_MISSING',
  FOREIGN_SHEETS: 'WRONG_DAPIL',
  GAP: 'CONTACT_LOST',
  POST_SILENT: 'CONTACT_LOST',
  TPS_SILENT: 'CONTACT_LOST',
  WATCH_SILENT: 'CONTACT_LOST',
};

const LETTERS: Record<number, string> = { 4: 'G', 6: 'K', 10: 'P', 13: 'T' };

/** Where the SOP for a finding is begun, filled in; undefined where none answers it. */
export function sopOf({ rule, id, region }: { rule: string; id: string; region: string }): string | undefined {
  const kind = KINDS[rule];
  const letter = LETTERS[region.length];
  return kind && letter ? address('/incidents', { report: true, kind, place: letter + region, finding: id }) : undefined;
}
