import type { Role } from '$lib/api/types';
import { openStatement, type SignedStatement } from '$lib/custody/signed-statement';
import { base45, fromBase45 } from '$lib/field/base45';
import { CannotTake } from '$lib/field/film';
import type { Officer } from '$lib/field/officer.svelte';
import type { Colleague, Held, Signed } from '$lib/field/store';
import { base64, fromBase64, Malformed, utf8, type Bytes } from '$lib/tlog/bytes';
import { parseNote, printNote } from '$lib/tlog/note';
import { LEGS, type Group, type Leg } from '$lib/custody/statement';

/** Why a sealed box may be opened, as docs/formats/statement.md lists it. */
export const REASONS = ['VOTING', 'INSPECTION', 'REPACKING', 'RECOUNT', 'RESCUE'] as const;

/** What a chair says of the day of a TPS, in the order in which it goes. No word is about a result. */
export const WORDS = [
  'READY',
  'SHORT_BALLOTS',
  'SHORT_FORMS',
  'SHORT_INK',
  'INTERRUPTED',
  'FLOODED',
  'MOVED',
  'RESUMED',
  'CLOSED',
  'COUNTED',
  'LEFT',
] as const;

const KEY_PREFIX = 'SEGELK1/';

/** The key of somebody who watches, as their phone shows it. */
export const keyCode = (key: string): string => KEY_PREFIX + base45(fromBase64(key));

/** The key in such a code; {@link Malformed} when it is none. */
export function readKeyCode(text: string): string {
  if (!text.startsWith(KEY_PREFIX)) throw new Malformed('not the code of a saksi');
  const key = fromBase45(text.slice(KEY_PREFIX.length));
  if (key.length !== 32) throw new Malformed('a key has 32 bytes');
  return base64(key);
}

/** Whether this many people, and for whom they watch, are what an opening needs; the log judges it again. */
export function isQuorum(saksi: readonly Pick<Colleague, 'role' | 'body'>[]): boolean {
  return saksi.length >= 2 && new Set(saksi.map(bodyOf)).size >= 2;
}

export function bodyOf({ role, body }: { role: Role; body?: string }): string {
  if (role === 'SAKSI') return `SAKSI ${body ?? ''}`;
  return role === 'POLRES' ? 'POLDA' : role === 'BAKESBANGPOL' ? 'PEMPROV' : role;
}

/** Boxes by the statement that each follows. */
export function groupsOf(held: readonly Held[], seals: (box: Held) => string[] = (one) => one.seals): Group[] {
  const afters = [...new Set(held.map(({ after }) => after))].sort();
  return afters.map((after) => ({
    after,
    boxes: held.filter((one) => one.after === after).map((one) => ({ box: one.box, seals: seals(one) })),
  }));
}

/** Why a box is replaced. */
export const DAMAGES = ['WET', 'BROKEN', 'FIRE'] as const;

/** A box that is broken or wet, and the one that holds its content from now on. */
export interface Replacement {
  held: Held;
  reason: (typeof DAMAGES)[number];
  into: { box: string; seals: string[] };
  sheets: number;
}

/** What is signed for it, about what, and what is in hand then. */
export function replacementOf({ held, reason, into, sheets }: Replacement, saksi: string[], place: string): Parameters<Officer['say']> {
  const leg = cameBy(held.leg);
  const groups: Group[] = [{ after: held.after, boxes: [{ box: held.box, seals: held.seals, into, sheets }] }];
  const { seals: _gone, ...rest } = held;
  return [{ kind: 'replace', saksi, place, ...(leg ? { leg } : {}), reason, groups }, `replace ${held.box} ${held.after}`, [{ ...rest, ...into }]];
}

/** The number of the box that would replace this one: the same, and the next copy. */
export const nextCopy = (box: string): string => box.slice(0, 14) + String(Number(box.slice(14)) + 1).padStart(2, '0');

/** The leg by which a box came that goes this one next; none where it has not moved, or nobody knows. */
function cameBy(next: Leg | null | undefined): Leg | undefined {
  return next === undefined ? undefined : LEGS[next === null ? LEGS.length - 1 : LEGS.indexOf(next) - 1];
}

/** An opening that names this phone among those who watch; {@link CannotTake} when it is none. */
export async function watchedOpening(note: Bytes, own: string): Promise<SignedStatement> {
  const signed = await read(note);
  const { kind, by, saksi } = signed.statement;
  if (by === own) throw new CannotTake('OWN');
  if (kind !== 'open' && kind !== 'replace') throw new CannotTake('NOT_AN_OPENING');
  if (!saksi.includes(own)) throw new CannotTake('FOR_OTHERS');
  return signed;
}

/** The opening with the signatures that a saksi's phone showed; {@link CannotTake} when they are of another. */
export async function gathered(opening: Pick<Signed, 'id' | 'note'>, note: Bytes): Promise<string> {
  const signed = await read(note);
  if (signed.id !== opening.id) throw new CannotTake('OTHER_OPENING');
  const own = parseNote(utf8(opening.note));
  const names = new Set(own.signatures.map(({ name }) => name));
  const more = signed.note.signatures.filter(({ name }) => !names.has(name));
  return printNote({ text: own.text, signatures: [...own.signatures, ...more] });
}

/** How many beside the official have signed. */
export const signedBy = (note: string): number => parseNote(utf8(note)).signatures.length - 1;

async function read(note: Bytes): Promise<SignedStatement> {
  try {
    return await openStatement(note);
  } catch {
    throw new CannotTake('NOT_A_STATEMENT');
  }
}
