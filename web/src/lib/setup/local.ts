/** A moment as a field of date and time has it, `2024-02-13T16:00`, in the election's zone, and back. */
import { startOfDay } from '$lib/words/format';

export function toLocal(instant: string | number, zone: string): string {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  return parts.format(new Date(instant)).replace(' ', 'T');
}

/** In UTC without a fraction, as the log writes it; undefined for what is no moment. */
export function toInstant(local: string, zone: string): string | undefined {
  const found = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})/.exec(local);
  if (!found) return undefined;
  const [, day = '', hours = '', minutes = ''] = found;
  const at = startOfDay(day, zone) + Number(hours) * 3_600_000 + Number(minutes) * 60_000;
  return Number.isNaN(at) ? undefined : new Date(at).toISOString().replace('.000Z', 'Z');
}
