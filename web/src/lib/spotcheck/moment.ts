import { election } from '$lib/situation/election.svelte';
import { dateTime, type Language, time } from '$lib/words/format';
import { speech } from '$lib/words/words.svelte';

/** With seconds: what was signed before a roll and what after it may be one minute. */
export function exactTime(instant: string, zone: string, language: Language): string {
  return dateTime(instant, zone, language).replace(time(instant, zone, language), time(instant, zone, language, true));
}

export const exactly = (instant: string): string => exactTime(instant, election.zone, speech.language);
