import { Refused } from '$lib/api/client';
import { failureText } from '$lib/words/failures';
import { t } from '$lib/words/words.svelte';
import { CannotReencode } from './reencode';

/** Why a picture is not kept, and what to do. */
export function pictureFailureText(failure: Refused | CannotReencode): string {
  if (failure instanceof CannotReencode) return t(failure.why === 'TOO_LARGE' ? 'pictureTooLarge' : 'pictureUnreadable');
  if (failure.reason === 'QUOTA_USED') return t('pictureQuota');
  const { status } = failure.problem;
  return status === 400 || status === 413 || status === 415 ? t('pictureUnreadable') : failureText(failure);
}
