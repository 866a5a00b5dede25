import type { BoardResponse, FlowKey, HolderKind, HolderLine, Style } from './types';

/** From printed to destroyed: a level that rises by what was printed and falls by every place where sheets are now. */

export interface Step {
  key: FlowKey | 'all' | 'rest';
  /** Sheets of this step; for a level, the level. */
  sheets: number;
  kind: 'level' | 'in' | 'out';
  /** The bar, from the lower end to the upper. */
  low: number;
  high: number;
}

const IN = ['printed', 'replaced'] as const;
const OUT = [
  'on_the_way',
  'lost',
  'discrepancy',
  'unsorted',
  'sorting',
  'loose',
  'packed',
  'used',
  'spoiled',
  'unused',
  'damaged',
  'destroyed',
  'revote',
] as const;

/** What the level stands at after the last step must be 0: every sheet is somewhere. */
export function waterfall(flow: BoardResponse['flow'], style: Style | null): Step[] {
  const sheets = sumsOf(flow, style);
  const of = (key: FlowKey) => sheets.get(key) ?? 0;
  const steps: Step[] = [];
  let level = 0;
  const move = (key: FlowKey, by: number, kind: 'in' | 'out') => {
    const next = level + by;
    steps.push({ key, sheets: of(key), kind, low: Math.min(level, next), high: Math.max(level, next) });
    level = next;
  };
  for (const key of IN) move(key, of(key), 'in');
  move('credited', -of('credited'), 'out');
  steps.push({ key: 'all', sheets: level, kind: 'level', low: 0, high: level });
  for (const key of OUT) move(key, -of(key), 'out');
  steps.push({ key: 'rest', sheets: level, kind: 'level', low: Math.min(0, level), high: Math.max(0, level) });
  return steps;
}

function sumsOf(flow: BoardResponse['flow'], style: Style | null): Map<FlowKey, number> {
  const sums = new Map<FlowKey, number>();
  for (const row of flow) {
    if (style === null || row.style === style) sums.set(row.key, (sums.get(row.key) ?? 0) + row.sheets);
  }
  return sums;
}

/** Sheets by kind of holder. */
export function byHolder(lines: readonly HolderLine[], style: Style | null): Partial<Record<HolderKind, number>> {
  const sums: Partial<Record<HolderKind, number>> = {};
  for (const line of lines) {
    if (style === null || line.style === style) sums[line.holder] = (sums[line.holder] ?? 0) + line.sheets;
  }
  return sums;
}
