import type { Refused } from '$lib/api/client';
import { t } from './words.svelte';

/** What happened and what to do, in a sentence, for an answer that did not come. */
export function failureText({ problem, reason }: Refused): string {
  if (reason === 'UNREACHABLE') return t('failedUnreachable');
  if (reason === 'SETUP_TOKEN_WRONG') return t('setupNoToken');
  if (reason === 'SETUP_DONE') return t('setupClosed');
  if (problem.status === 400) return t('failedInput');
  if (problem.status === 401) return t('failedLogin');
  if (problem.status === 403) return t('failedForbidden');
  if (problem.status === 404) return t('failedMissing');
  if (problem.status === 429 || problem.status === 503) return t('failedBusy');
  return t('failedOther', problem.status);
}

/** The same for something that was only to be read: what the server cannot make sense of is then the address. */
export function readingFailureText(refused: Refused): string {
  return refused.problem.status === 400 ? t('failedAddress') : failureText(refused);
}

/** Whether the same question may be answered another time; a wrong address stays wrong. */
export function isWorthAsking({ problem }: Refused): boolean {
  return problem.status !== 400 && problem.status !== 404;
}
