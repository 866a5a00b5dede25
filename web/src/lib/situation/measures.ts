import { atLeast, type RegionSum } from './sums';

/** What the map can show of a region, and the classes it is coloured by. */
export const MEASURES = ['arrived', 'ready', 'returned', 'discrepancies'] as const;
export type Measure = (typeof MEASURES)[number];

/** Lower bounds of the classes after the first; a share for all but discrepancies, which are counted. */
const BOUNDS: Record<Measure, readonly number[]> = {
  arrived: [0.0001, 0.25, 0.5, 0.75, 1],
  ready: [0.0001, 0.25, 0.5, 0.75, 1],
  returned: [0.0001, 0.25, 0.5, 0.75, 1],
  discrepancies: [1, 2, 5, 10],
};

export function boundsOf(measure: Measure): readonly number[] {
  return BOUNDS[measure];
}

export function isMeasure(text: string | null): text is Measure {
  return (MEASURES as readonly string[]).includes(text ?? '');
}

/** A share from 0 to 1, or for discrepancies their number. */
export function measured(sum: RegionSum, measure: Measure): number {
  switch (measure) {
    case 'arrived':
      return sum.boxes === 0 ? 0 : atLeast(sum.stages, 5) / sum.boxes;
    case 'ready':
      return sum.tps === 0 ? 0 : sum.status.ready / sum.tps;
    case 'returned':
      return sum.boxes === 0 ? 0 : (sum.stages[10] ?? 0) / sum.boxes;
    case 'discrepancies':
      return sum.discrepancies;
  }
}

/** Which class a value falls in, from 0. */
export function classOf(value: number, measure: Measure): number {
  return BOUNDS[measure].filter((bound) => value >= bound).length;
}
