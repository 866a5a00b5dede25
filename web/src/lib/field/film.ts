import { Flawed, openStatement, type SignedStatement } from '$lib/custody/signed-statement';
import type { Statement } from '$lib/custody/statement';
import type { Bytes } from '$lib/tlog/bytes';
import { printNote } from '$lib/tlog/note';
import type { Colleague, Kit } from './store';

/** What was filmed from the other phone, and whether it can be answered. */

/** Why it cannot be; what to do is said on the screen. */
export type FilmFailure = 'NOT_A_STATEMENT' | 'SIGNATURE' | 'OWN' | 'NOT_AN_OFFER' | 'NOT_AN_ANSWER' | 'FOR_OTHERS' | 'OTHER_ELECTION' | 'OTHER_OFFER' | 'NOT_AN_OPENING' | 'OTHER_OPENING';

export class CannotTake extends Error {
  constructor(readonly why: FilmFailure) {
    super(why);
  }
}

/** What the officer should know before answering; it does not stop anybody: the log says the same later. */
export type Warning = 'UNKNOWN_KEY' | 'REVOKED_KEY' | 'CLOCKS_DIFFER';

export interface Filmed {
  id: string;
  statement: Statement;
  /** As it is sent. */
  note: string;
  /** Who signed it, where this phone knows. */
  by: Colleague | undefined;
  warnings: Warning[];
}

/** Two phones in one hall; a clock that was never set is off by more. */
const CLOCKS_MILLISECONDS = 10 * 60_000;

/** An offer to this officer; {@link CannotTake} when it is none. */
export async function filmedOffer(note: Bytes, own: string, kit: Kit | undefined, now: number): Promise<Filmed> {
  const signed = await read(note);
  const { statement } = signed;
  if (statement.by === own) throw new CannotTake('OWN');
  if (statement.kind !== 'offer') throw new CannotTake('NOT_AN_OFFER');
  if (statement.to !== own) throw new CannotTake('FOR_OTHERS');
  checkElection(statement, kit);
  return judged(signed, kit, now);
}

/** The answer to this offer; {@link CannotTake} when it is none. */
export async function filmedAnswer(note: Bytes, own: string, offer: { id: string; to: string }, kit: Kit | undefined, now: number): Promise<Filmed> {
  const signed = await read(note);
  const { statement } = signed;
  if (statement.by === own) throw new CannotTake('OWN');
  if (statement.kind !== 'accept') throw new CannotTake('NOT_AN_ANSWER');
  if (statement.of !== offer.id) throw new CannotTake('OTHER_OFFER');
  if (statement.by !== offer.to) throw new CannotTake('FOR_OTHERS');
  checkElection(statement, kit);
  return judged(signed, kit, now);
}

/** Anybody's statement, to be brought to the network; {@link CannotTake} when it is this phone's own or of another election. */
export async function filmedToCarry(note: Bytes, own: string, kit: Kit | undefined, now: number): Promise<Filmed> {
  const signed = await read(note);
  if (signed.statement.by === own) throw new CannotTake('OWN');
  checkElection(signed.statement, kit);
  return judged(signed, kit, now);
}

async function read(note: Bytes): Promise<SignedStatement> {
  try {
    return await openStatement(note);
  } catch (e) {
    if (!(e instanceof Flawed)) throw e;
    throw new CannotTake(e.flaw.startsWith('SIGNATURE') ? 'SIGNATURE' : 'NOT_A_STATEMENT');
  }
}

function checkElection({ election }: Statement, kit: Kit | undefined): void {
  const own = kit?.status.election?.id;
  if (own !== undefined && election !== own) throw new CannotTake('OTHER_ELECTION');
}

function judged({ id, statement, note }: SignedStatement, kit: Kit | undefined, now: number): Filmed {
  const by = kit?.officers.find(({ key }) => key === statement.by);
  const warnings: Warning[] = [];
  if (!by) warnings.push('UNKNOWN_KEY');
  if (by?.revoked) warnings.push('REVOKED_KEY');
  // A demo's clock runs faster, and so do two of them apart.
  const speed = Math.max(1, kit?.status.speed ?? 1);
  if (Math.abs(Date.parse(statement.claimed) - now) > CLOCKS_MILLISECONDS * speed) warnings.push('CLOCKS_DIFFER');
  return { id, statement, note: printNote(note), by, warnings };
}
