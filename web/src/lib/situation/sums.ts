import { TPS_STATUSES, type KelurahanSituation, type StatusCounts } from '$lib/api/types';

/** Boxes and TPS of a region of any level, added up from its kelurahan. */
export interface RegionSum {
  tps: number;
  boxes: number;
  stages: number[];
  inTransit: number;
  seals: number;
  status: StatusCounts;
  discrepancies: number;
}

export function emptySum(): RegionSum {
  return {
    tps: 0,
    boxes: 0,
    stages: Array.from({ length: 11 }, () => 0),
    inTransit: 0,
    seals: 0,
    status: { none: 0, underway: 0, ready: 0, late: 0, critical: 0 },
    discrepancies: 0,
  };
}

/**
 * Sums by code for the province, every kota, every kecamatan and every kelurahan. Discrepancies of the province are
 * given, for some are of no kelurahan and some of several.
 */
export function sumByRegion(kelurahan: readonly KelurahanSituation[], discrepancies: number): Map<string, RegionSum> {
  const sums = new Map<string, RegionSum>();
  for (const k of kelurahan) {
    for (const code of [k.code.slice(0, 2), k.code.slice(0, 4), k.code.slice(0, 6), k.code]) {
      let sum = sums.get(code);
      if (!sum) sums.set(code, (sum = emptySum()));
      add(sum, k);
      if (code.length === 2) sum.discrepancies = discrepancies;
    }
  }
  return sums;
}

function add(sum: RegionSum, k: KelurahanSituation): void {
  sum.tps += k.tps;
  sum.boxes += k.boxes;
  sum.inTransit += k.inTransit;
  sum.seals += k.seals;
  sum.discrepancies += k.discrepancies;
  k.stages.forEach((n, stage) => (sum.stages[stage] = (sum.stages[stage] ?? 0) + n));
  for (const status of TPS_STATUSES) sum.status[status] += k.status[status];
}

/** Boxes at the given stage or beyond. */
export function atLeast(stages: readonly number[], stage: number): number {
  return stages.slice(stage).reduce((sum, n) => sum + n, 0);
}
