import type { BoxPage } from '$lib/api/types';
import { t } from '$lib/words/words.svelte';

/** Whether the chain of a box holds: a mark, and one sentence. */
export function verdictOf(box: BoxPage): { status: 'critical' | 'underway' | 'none' | 'ready'; sentence: string } {
  const { verdict } = box;
  if (verdict.openDiscrepancies > 0) return { status: 'critical', sentence: t('verdictBad', verdict.openDiscrepancies, verdict.handovers) };
  if (verdict.pending > 0) return { status: 'underway', sentence: t('verdictPending', verdict.handovers) };
  if (box.stage === 0 && box.links.length === 0) return { status: 'none', sentence: t('verdictNothing') };
  return { status: 'ready', sentence: box.discrepancies.length > 0 ? t('verdictClosedOnes', verdict.handovers) : t('verdictOk', verdict.handovers) };
}
