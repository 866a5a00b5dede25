import type { Refused } from '$lib/api/client';
import { t } from './words.svelte';

/** What happened and what to do, in a sentence, for an answer that did not come. */
export function failureText({ problem, reason }: Refused): string {
  if (reason === 'UNREACHABLE') return t('failedUnreachable');
  if (reason === 'SETUP_TOKEN_WRONG') return t('setupNoToken');
  if (reason === 'SETUP_DONE') return t('setupClosed');
  if (problem.status === 401) return t('failedLogin');
  if (problem.status === 403) return t('failedForbidden');
  if (problem.status === 404) return t('failedMissing');
  if (problem.status === 429 || problem.status === 503) return t('failedBusy');
  return t('failedOther');
}
