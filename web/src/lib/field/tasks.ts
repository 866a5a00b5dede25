import { LEGS, type Leg } from '$lib/custody/statement';
import { boxParts } from '$lib/region/codes';
import type { Held, Kit } from './store';

/** What an officer has to do next, and by when: from what the phone took along, what was signed since, and the clock. */

export interface Task {
  verb: 'receive' | 'give';
  /** Unknown for boxes that an older page kept. */
  leg: Leg | undefined;
  boxes: readonly string[];
  /** When the leg may begin and must be over, where the election has said so. */
  earliest?: string;
  latest?: string;
  isLate: boolean;
}

/** In the order of their ends. Nothing is to be done on the way back before it may begin. */
export function tasksOf(kit: Kit | undefined, holding: readonly Held[], taken: ReadonlySet<string>, now: number): Task[] {
  const windows = new Map((kit?.windows ?? []).map((window) => [window.leg, window]));
  const task = (verb: Task['verb'], leg: Leg | undefined, boxes: readonly string[]): Task => {
    const { earliest, latest } = (leg && windows.get(leg)) ?? {};
    const isLate = latest !== undefined && now >= Date.parse(latest);
    return { verb, leg, boxes, ...(earliest ? { earliest } : {}), ...(latest ? { latest } : {}), isLate };
  };
  const held = new Set(holding.map(({ box }) => box));
  const all = (kit?.coming ?? []).map(({ leg, boxes }) => task('receive', leg, boxes.filter((box) => !held.has(box) && !taken.has(box))));
  for (const leg of new Set(holding.map((one) => one.leg))) {
    const boxes = holding.filter((one) => one.leg === leg && one.seals.length > 0).map(({ box }) => box);
    if (leg !== null) all.push(task('give', leg, boxes));
  }
  const end = ({ latest }: Task) => (latest ? Date.parse(latest) : Infinity);
  return all
    .filter(({ boxes, leg, earliest }) => boxes.length > 0 && (!isBack(leg) || !earliest || now >= Date.parse(earliest)))
    .toSorted((a, b) => end(a) - end(b) || LEGS.indexOf(a.leg!) - LEGS.indexOf(b.leg!));
}

/** The leg that boxes go after this one; null behind the last. */
export function legAfter(leg: Leg): Leg | null {
  return LEGS[LEGS.indexOf(leg) + 1] ?? null;
}

/** The leg that brought boxes which go this one next; those that go nowhere have come home. */
export function legBefore(next: Leg | null | undefined): Leg {
  return LEGS[next ? LEGS.indexOf(next) - 1 : LEGS.length - 1] ?? LEGS[0];
}

/** How many TPS have boxes that are late. */
export function lateTps(tasks: readonly Task[]): number {
  return new Set(tasks.filter(({ isLate }) => isLate).flatMap(({ boxes }) => boxes.map(tpsOf))).size;
}

/** The boxes of each TPS, in order; a spare's stands for its kecamatan. */
export function byTps<T extends { box: string }>(boxes: readonly T[]): { tps: string; boxes: T[] }[] {
  const groups = new Map<string, T[]>();
  for (const one of boxes) {
    const group = groups.get(tpsOf(one.box));
    if (group) group.push(one);
    else groups.set(tpsOf(one.box), [one]);
  }
  return [...groups].map(([tps, all]) => ({ tps, boxes: all }));
}

function tpsOf(box: string): string {
  return boxParts(box).tps ?? box.slice(0, 6);
}

function isBack(leg: Leg | undefined): boolean {
  return leg !== undefined && LEGS.indexOf(leg) > 2;
}
