/** Numbers, instants and spans of time as people here write them: `123.064`, `13 Feb 2024 21.38 WIB`. */

export type Language = 'id' | 'en';

const MONTHS: Record<Language, readonly string[]> = {
  id: ['Jan', 'Feb', 'Mar', 'Apr', 'Mei', 'Jun', 'Jul', 'Agu', 'Sep', 'Okt', 'Nov', 'Des'],
  en: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
};

const UNITS: Record<Language, { second: string; minute: string; hour: string; day: string; ago: string }> = {
  id: { second: 'dtk', minute: 'mnt', hour: 'jam', day: 'hari', ago: 'lalu' },
  en: { second: 's', minute: 'min', hour: 'h', day: 'd', ago: 'ago' },
};

const ZONES: Record<string, string> = {
  'Asia/Jakarta': 'WIB',
  'Asia/Pontianak': 'WIB',
  'Asia/Makassar': 'WITA',
  'Asia/Jayapura': 'WIT',
};

export function number(n: number, language: Language): string {
  const grouped = String(Math.abs(Math.round(n))).replace(/\B(?=(\d{3})+$)/g, language === 'id' ? '.' : ',');
  return n < 0 ? `−${grouped}` : grouped;
}

/** A share never shows 100 % before everything is there, nor 0 % when something is. */
export function share(part: number, whole: number, language: Language): string {
  if (whole === 0) return '–';
  const percent = (part / whole) * 100;
  if (percent > 99 && part < whole) return `${decimal(Math.floor(percent * 10) / 10, language)} %`;
  if (percent > 0 && percent < 1) return `${decimal(Math.max(0.1, Math.round(percent * 10) / 10), language)} %`;
  return `${Math.round(percent)} %`;
}

function decimal(n: number, language: Language): string {
  return n.toFixed(1).replace('.', language === 'id' ? ',' : '.');
}

export function dateTime(instant: string | number, zone: string, language: Language): string {
  const p = parts(instant, zone);
  return `${p.day} ${MONTHS[language][p.month - 1]} ${p.year} ${clockOf(p, language, false)} ${zoneName(zone)}`;
}

/** The date when it is not today's, the time always. */
export function dayTime(instant: string | number, zone: string, language: Language): string {
  const p = parts(instant, zone);
  return `${p.day} ${MONTHS[language][p.month - 1]} ${clockOf(p, language, false)}`;
}

export function time(instant: string | number, zone: string, language: Language, seconds = false): string {
  return clockOf(parts(instant, zone), language, seconds);
}

export function zoneName(zone: string): string {
  return ZONES[zone] ?? zone;
}

/** How long ago, rounded down to one unit: `42 dtk lalu`. */
export function ago(seconds: number, language: Language): string {
  const units = UNITS[language];
  return `${span(seconds, language)} ${units.ago}`;
}

export function span(seconds: number, language: Language): string {
  const units = UNITS[language];
  const s = Math.max(0, Math.floor(seconds));
  if (s < 60) return `${s} ${units.second}`;
  if (s < 3600) return `${Math.floor(s / 60)} ${units.minute}`;
  if (s < 48 * 3600) return `${Math.floor(s / 3600)} ${units.hour}`;
  return `${Math.floor(s / 86400)} ${units.day}`;
}

/** `02:22:10`, with whole days before it when there are any. */
export function countdown(milliseconds: number, language: Language): string {
  const s = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (n: number) => String(n).padStart(2, '0');
  const clock = `${two(Math.floor((s % 86400) / 3600))}:${two(Math.floor((s % 3600) / 60))}:${two(s % 60)}`;
  const days = Math.floor(s / 86400);
  return days > 0 ? `${days} ${UNITS[language].day} ${clock}` : clock;
}

/** Days from election day: −1 on the day before. Both are dates of the zone, as `2024-02-14`. */
export function dayOffset(instant: string | number, electionDay: string, zone: string): number {
  const p = parts(instant, zone);
  const [year = 0, month = 1, day = 1] = electionDay.split('-').map(Number);
  return Math.round((Date.UTC(p.year, p.month - 1, p.day) - Date.UTC(year, month - 1, day)) / 86_400_000);
}

/** The instant at which a date begins in a zone. */
export function startOfDay(date: string, zone: string): number {
  const guess = Date.parse(`${date}T00:00:00Z`);
  const p = parts(guess, zone);
  const shown = Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute, p.second);
  return guess - (shown - guess);
}

interface Parts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function parts(instant: string | number, zone: string): Parts {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      hourCycle: 'h23',
    });
    formats.set(zone, format);
  }
  const found: Record<string, number> = {};
  for (const part of format.formatToParts(new Date(instant))) found[part.type] = Number(part.value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = found;
  return { year, month, day, hour, minute, second };
}

function clockOf(p: Parts, language: Language, seconds: boolean): string {
  const mark = language === 'id' ? '.' : ':';
  const two = (n: number) => String(n).padStart(2, '0');
  return [two(p.hour), two(p.minute), ...(seconds ? [two(p.second)] : [])].join(mark);
}
