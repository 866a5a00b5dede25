/** A moment as a field of date and time has it, `2024-02-13T16:00`, in the election's zone, and back. */
import { startOfDay } from './format';

export function toLocal(instant: string | number, zone: string): string {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  return parts.format(new Date(instant)).replace(' ', 'T');
}

/** In UTC without a fraction, as the log writes it; undefined for what is no moment. */
export function toInstant(local: string, zone: string): string | undefined {
  const found = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})/.exec(local);
  const [, day = '', hours = '', minutes = ''] = found ?? [];
  if (Number.isNaN(Date.parse(day))) return undefined;
  const at = startOfDay(day, zone) + Number(hours) * 3_600_000 + Number(minutes) * 60_000;
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

/** What an address calls a moment: with its zone, or without one by the election's clock; undefined for what is none. */
export function instantOf(written: string, zone: string): string | undefined {
  if (/^[\d-]+T[\d:]+$/.test(written)) return toInstant(written, zone);
  return Number.isNaN(Date.parse(written)) ? undefined : written;
}
