import { atLeast, type RegionSum } from './sums';

/** What the map can show of a region, and the classes it is coloured by. */
export const MEASURES = ['arrived', 'ready', 'sealed', 'late', 'returned', 'discrepancies'] as const;
/** What other pages know of a kelurahan: asked for when it is to be shown, and by who is logged in. */
export const LAYERS = ['stock', 'day', 'class', 'forecast'] as const;
export type Layer = (typeof LAYERS)[number];
export type Measure = (typeof MEASURES)[number] | Layer;

/** Lower bounds of the classes after the first; a share for all but discrepancies, which are counted. */
const PROGRESS = [0.0001, 0.25, 0.5, 0.75, 1];
const TROUBLE = [0.0001, 0.05, 0.2, 0.5];
const COUNTS = [1, 2, 5, 10];

/** Whether more is worse. */
export function isTrouble(measure: Measure): boolean {
  return measure === 'late' || measure === 'class' || measure === 'forecast' || measure === 'discrepancies';
}

export function boundsOf(measure: Measure): readonly number[] {
  return measure === 'discrepancies' ? COUNTS : isTrouble(measure) ? TROUBLE : PROGRESS;
}

export function isMeasure(text: string | null): text is Measure {
  return ([...MEASURES, ...LAYERS] as readonly string[]).includes(text ?? '');
}

export function isLayer(measure: Measure): measure is Layer {
  return (LAYERS as readonly string[]).includes(measure);
}

/** A share from 0 to 1, or for discrepancies their number. */
export function measured(sum: RegionSum, measure: Exclude<Measure, Layer>): number {
  const of = (part: number | undefined, whole: number) => (whole === 0 ? 0 : (part ?? 0) / whole);
  switch (measure) {
    case 'arrived':
      return of(atLeast(sum.stages, 5), sum.boxes);
    case 'ready':
      return of(sum.status.ready, sum.tps);
    case 'sealed':
      return of(sum.seals, sum.boxes);
    case 'late':
      return of(sum.status.late, sum.tps);
    case 'returned':
      return of(sum.stages[10], sum.boxes);
    case 'discrepancies':
      return sum.discrepancies;
  }
}

/** Which class a value falls in, from 0. */
export function classOf(value: number, measure: Measure): number {
  return boundsOf(measure).filter((bound) => value >= bound).length;
}
