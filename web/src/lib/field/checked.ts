import { byTps } from './tasks';

/**
 * How far the boxes of a handover are checked: scanned, missing, with other seals than were said, or not yet. Each step can
 * be undone until it is signed. Never changed: each step makes a new one.
 */
export interface Checked {
  scanned: ReadonlySet<string>;
  missing: ReadonlySet<string>;
  /** What is otherwise about these boxes than was said. */
  differs: ReadonlyMap<string, Deviation>;
}

/** How a box came otherwise: which seals are whole, which are broken or gone, and whether the box itself is damaged. */
export interface Deviation {
  /** None of them where all are gone; missing where they are as was said. */
  seals?: readonly string[];
  broken?: readonly string[];
  damaged?: true;
}

export const NOTHING: Checked = { scanned: new Set(), missing: new Set(), differs: new Map() };

/** As statements have them. */
const SEAL = /^[A-Z0-9-]{1,30}$/;
const SEALS_MAX = 12;

/** What is scanned is there. */
export function scanned(checked: Checked, box: string): Checked {
  return { ...checked, scanned: new Set([...checked.scanned, box]), missing: without(checked.missing, box) };
}

export function toggleMissing(checked: Checked, box: string): Checked {
  if (checked.missing.has(box)) return { ...checked, missing: without(checked.missing, box) };
  const differs = new Map(checked.differs);
  differs.delete(box);
  return { scanned: without(checked.scanned, box), missing: new Set([...checked.missing, box]), differs };
}

export function restMissing(checked: Checked, boxes: readonly string[]): Checked {
  return boxes.filter((box) => isOpen(checked, box)).reduce((all, box) => toggleMissing(all, box), checked);
}

/** This was found on a box; all as it was said takes the difference back. */
export function found(checked: Checked, box: string, said: readonly string[], { seals, broken, damaged }: Required<Omit<Deviation, 'damaged'>> & { damaged: boolean }): Checked {
  const isAsSaid = broken.length === 0 && isSame(said, seals);
  const differs = new Map(checked.differs);
  differs.delete(box);
  if (!isAsSaid || damaged) {
    differs.set(box, { ...(isAsSaid ? {} : { seals }), ...(broken.length > 0 ? { broken: broken.toSorted() } : {}), ...(damaged ? { damaged } : {}) });
  }
  return { ...scanned(checked, box), differs };
}

/** The numbers in what was typed, in the order of a statement; null when they are none, unless there need be none. */
export function sealsIn(text: string, mayBeNone = false): string[] | null {
  const seals = text.toUpperCase().split(/[\s,;]+/).filter((seal) => seal !== '');
  const isFit = (seals.length > 0 || mayBeNone) && seals.length <= SEALS_MAX && new Set(seals).size === seals.length && seals.every((seal) => SEAL.test(seal));
  return isFit ? seals.toSorted() : null;
}

/** Neither seen nor said to be missing. */
export function isOpen({ scanned: seen, missing, differs }: Checked, box: string): boolean {
  return !seen.has(box) && !missing.has(box) && !differs.has(box);
}

/** What a person may look for among many: a TPS number, part of a box number or of a seal. */
export function matching<T extends { box: string; seals: readonly string[] }>(boxes: readonly T[], asked: string): { tps: string; boxes: T[] }[] {
  const word = asked.trim().toUpperCase().replace(/^TPS\s*/, '');
  if (word === '') return byTps(boxes);
  const isTps = /^[0-9]{1,3}$/.test(word);
  return byTps(boxes.filter(({ box, seals }) => (isTps ? box.slice(10, 13) === word.padStart(3, '0') : box.includes(word.replace(/\s/g, '')) || seals.some((seal) => seal.includes(word)))));
}

function without(all: ReadonlySet<string>, one: string): Set<string> {
  const less = new Set(all);
  less.delete(one);
  return less;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.toSorted().join() === b.toSorted().join();
}
