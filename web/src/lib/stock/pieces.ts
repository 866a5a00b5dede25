import type { Bundle, KoliPage } from './types';

/** What is taken out of koli for a box: whole bundles, a part that is broken off, or the rest of one broken before. */

export interface Piece {
  koli: string;
  bundle: number;
  part: 'whole' | 'broken off' | 'rest';
  sheets: number;
}

const digits = (bundle: number) => String(bundle).padStart(2, '0');

/** `C0123-001.07`, as its label says; a part has its letter. */
export function labelOf({ koli, bundle, part }: Omit<Piece, 'sheets'>): string {
  return `${koli}.${digits(bundle)}${part === 'whole' ? '' : part === 'rest' ? 'b' : 'a'}`;
}

export function sumOf(pieces: readonly { sheets: number }[]): number {
  return pieces.reduce((sum, { sheets }) => sum + sheets, 0);
}

/** As facts write them: `C0123-001.01-12`, `C0123-001.13=6`, `C0123-001.14b`; whole bundles that follow each other are one. */
export function printPieces(pieces: readonly Piece[]): string[] {
  const ordered = [...pieces].sort((a, b) => (a.koli < b.koli ? -1 : a.koli > b.koli ? 1 : a.bundle - b.bundle));
  const printed: string[] = [];
  for (let i = 0; i < ordered.length; i++) {
    const piece = ordered[i]!;
    const start = `${piece.koli}.${digits(piece.bundle)}`;
    if (piece.part === 'broken off') printed.push(`${start}=${piece.sheets}`);
    else if (piece.part === 'rest') printed.push(`${start}b`);
    else {
      let last = piece.bundle;
      while (follows(ordered[i + 1], piece.koli, last)) last = ordered[++i]!.bundle;
      printed.push(last === piece.bundle ? start : `${start}-${digits(last)}`);
    }
  }
  return printed;
}

function follows(next: Piece | undefined, koli: string, last: number): boolean {
  return next?.part === 'whole' && next.koli === koli && next.bundle === last + 1;
}

/** The bundles of a koli after it was sorted: so many full ones, and what is left over. */
export function bundlesOf(good: number, size: number): { full: number; rest: number } {
  return size > 0 ? { full: Math.floor(good / size), rest: good % size } : { full: 0, rest: good };
}

/** Sheets of a bundle that are still there: of a broken one all but the part that went into a box. */
export function leftOf({ koli, boxes }: Pick<KoliPage, 'koli' | 'boxes'>, { bundle, sheets, state }: Bundle): number {
  if (state === 'used') return 0;
  if (state === 'whole') return sheets;
  return sheets - sumOf(boxes.filter(({ piece }) => piece.startsWith(`${koli}.${bundle}=`)));
}
