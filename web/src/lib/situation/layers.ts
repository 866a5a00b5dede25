import { get } from '$lib/api/client';
import type { Layer } from './measures';

interface Share {
  code: string;
  part: number;
  of: number;
}

/** How many TPS of a kecamatan, or of all, will be late at the rate of the last minutes. */
export interface ForecastRow {
  code: string;
  tps: number;
  arrived: number;
  came: number;
  late: number;
  /** When the last one has its boxes; null when none came lately, and when all have them. */
  done: string | null;
}

export interface Forecast {
  deadline: string;
  now: string;
  all: ForecastRow;
  kecamatan: ForecastRow[];
}

const PATHS: Record<Exclude<Layer, 'forecast'>, string> = {
  stock: '/api/stock/readiness/kelurahan',
  day: '/api/custody/days/kelurahan',
  class: '/api/vulnerability/kelurahan',
};

/** Shares by code of every region: added up from kelurahan, but a forecast, which is of kecamatan. */
export async function loadLayer(layer: Layer, kelurahan: readonly { code: string }[]): Promise<Map<string, number>> {
  return layer === 'forecast' ? forecast(await get<Forecast>('/api/forecast'), kelurahan) : shares(await get<Share[]>(PATHS[layer]));
}

type Late = Pick<ForecastRow, 'tps' | 'late'>;

export function shares(rows: readonly Share[]): Map<string, number> {
  const sums = new Map<string, Share>();
  for (const { code, part, of } of rows) {
    for (const region of [code.slice(0, 2), code.slice(0, 4), code.slice(0, 6), code]) {
      const sum = sums.get(region) ?? { code: region, part: 0, of: 0 };
      sum.part += part;
      sum.of += of;
      sums.set(region, sum);
    }
  }
  return new Map([...sums].map(([code, { part, of }]) => [code, of === 0 ? 0 : part / of]));
}

export function forecast({ all, kecamatan }: { all: Late; kecamatan: (Late & { code: string })[] }, kelurahan: readonly { code: string }[]): Map<string, number> {
  const values = new Map<string, number>();
  for (const { code, tps, late } of kecamatan) values.set(code, tps === 0 ? 0 : late / tps);
  for (const { code } of kelurahan) values.set(code, values.get(code.slice(0, 6)) ?? 0);
  const province = kelurahan[0]?.code.slice(0, 2);
  if (province) values.set(province, all.tps === 0 ? 0 : all.late / all.tps);
  return values;
}
