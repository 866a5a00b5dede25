/** Shifts of a sorting table: the day of the election's zone, and 1 to 3. */

const SECOND_FROM = 15;
const THIRD_FROM = 22;

/** `2024-01-07` */
export function dayOf(instant: number, zone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(instant);
}

/** `2024-01-07-2`; what is worked after midnight belongs to the night shift of the day before. */
export function shiftOf(instant: number, zone: string): string {
  const hour = Number(new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' }).format(instant));
  if (hour < 6) return `${dayOf(instant - 86_400_000, zone)}-3`;
  return `${dayOf(instant, zone)}-${hour < SECOND_FROM ? 1 : hour < THIRD_FROM ? 2 : 3}`;
}
