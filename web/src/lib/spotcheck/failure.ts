import type { Refused } from '$lib/api/client';
import { failureText } from '$lib/words/failures';
import { speech, t, type Key } from '$lib/words/words.svelte';

/** A refusal of the random audit in its own words. */
export function spotFailure(refused: Refused): string {
  const key = `spotFail.${refused.reason}`;
  return speech.has(key) ? t(key as Key & 'spotTitle') : failureText(refused);
}
