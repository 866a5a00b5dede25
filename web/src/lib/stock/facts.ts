/** Prints the facts that a desk says about sheets, line by line as the records of the server write them: docs/formats/facts.md. */
import { printPieces, type Piece } from './pieces';
import { DAMAGES, type Condition, type Damage, type Item, type Style } from './types';

export interface ReceivedKoli {
  number: number;
  /** Null where it holds as many sheets as the delivery note says. */
  counted: number | null;
  condition: Condition;
}

export interface SortedKoli {
  koli: string;
  good: number;
  damaged: Partial<Record<Damage, number>>;
  missing: number;
  excess: number;
  foreign: Record<Style, number>;
}

export interface FilledBox {
  box: string;
  pieces: Piece[];
}

export interface CheckedBox {
  box: string;
  isReady: boolean;
  lacking: Record<string, number>;
}

export type StockFact =
  | { fact: 'BillOfMaterialsSet'; items: Item[] }
  | { fact: 'ConsignmentArrived'; consignment: string; place: string; pictures: string[] }
  | { fact: 'KoliReceived'; consignment: string; place: string; koli: ReceivedKoli[]; pictures: string[] }
  | { fact: 'CountCorrected'; place: string; koli: string; counted: number }
  | { fact: 'KoliOpened'; place: string; table: number; shift: string; koli: string[] }
  | { fact: 'KoliSorted'; place: string; table: number; shift: string; koli: SortedKoli[] }
  | { fact: 'BoxesFilled'; place: string; packer: string; boxes: FilledBox[] }
  | { fact: 'BoxesChecked'; place: string; checker: string; boxes: CheckedBox[] }
  | { fact: 'TransferOrdered'; transfer: string; place: string; to: string; style: Style; sheets: number; box: string | null }
  | { fact: 'CodeSeen'; place: string; code: string }
  | { fact: 'DifferenceClosed'; place: string; about: string; style: Style; sheets: number; way: 'CREDITED' | 'LOST' | 'FOUND'; record: string };

export function printFact(fact: StockFact): string {
  return ['segel/fact/v1', `fact ${fact.fact}`, ...linesOf(fact)].map((line) => `${line}\n`).join('');
}

function linesOf(fact: StockFact): string[] {
  switch (fact.fact) {
    case 'BillOfMaterialsSet':
      return fact.items.map(({ code, per, quantity, name }) => `item ${code} ${per} ${quantity} ${name}`);
    case 'ConsignmentArrived':
      return [`consignment ${fact.consignment}`, `place ${fact.place}`, ...pictures(fact.pictures)];
    case 'KoliReceived':
      return [`consignment ${fact.consignment}`, `place ${fact.place}`, ...received(fact.koli), ...pictures(fact.pictures)];
    case 'CountCorrected':
      return [`place ${fact.place}`, `koli ${fact.koli}`, `counted ${fact.counted}`];
    case 'KoliOpened':
      return [...shift(fact), ...fact.koli.map((koli) => `koli ${koli}`)];
    case 'KoliSorted':
      return [...shift(fact), ...fact.koli.map(sorted)];
    case 'BoxesFilled':
      return [`place ${fact.place}`, `packer ${fact.packer}`, ...fact.boxes.map(({ box, pieces }) => ['box', box, ...printPieces(pieces)].join(' '))];
    case 'BoxesChecked':
      return [`place ${fact.place}`, `checker ${fact.checker}`, ...fact.boxes.map(checked)];
    case 'TransferOrdered':
      return [
        `transfer ${fact.transfer}`,
        `place ${fact.place}`,
        `to ${fact.to}`,
        `sheets ${fact.style} ${fact.sheets}`,
        ...(fact.box === null ? [] : [`box ${fact.box}`]),
      ];
    case 'CodeSeen':
      return [`place ${fact.place}`, `code ${fact.code}`];
    case 'DifferenceClosed':
      return [`place ${fact.place}`, `about ${fact.about}`, `sheets ${fact.style} ${fact.sheets}`, `way ${fact.way}`, `record ${fact.record}`];
  }
}

/** Koli as they follow each other: runs of those that are as the delivery note says, each other one for itself. */
function received(koli: readonly ReceivedKoli[]): string[] {
  const number = (n: number) => String(n).padStart(3, '0');
  const ordered = [...koli].sort((a, b) => a.number - b.number);
  const lines: string[] = [];
  for (let i = 0; i < ordered.length; i++) {
    const one = ordered[i]!;
    let last = one.number;
    while (one.counted === null && isSame(ordered[i + 1], one, last)) last = ordered[++i]!.number;
    const numbers = last === one.number ? number(last) : `${number(one.number)}-${number(last)}`;
    const rest = [one.counted === null ? [] : [String(one.counted)], one.condition === 'good' ? [] : [one.condition]].flat();
    lines.push(['koli', numbers, ...rest].join(' '));
  }
  return lines;
}

function isSame(next: ReceivedKoli | undefined, one: ReceivedKoli, last: number): boolean {
  return next?.number === last + 1 && next.counted === null && next.condition === one.condition;
}

function sorted({ koli, good, damaged, missing, excess, foreign }: SortedKoli): string {
  const words = [
    ...DAMAGES.map((why) => [why, damaged[why] ?? 0] as const),
    ['missing', missing] as const,
    ['excess', excess] as const,
    ...Object.entries(foreign).sort(([a], [b]) => orderOf(a) - orderOf(b)),
  ];
  return ['koli', koli, String(good), ...words.filter(([, sheets]) => sheets > 0).map(([what, sheets]) => `${what}=${sheets}`)].join(' ');
}

function checked({ box, isReady, lacking }: CheckedBox): string {
  const items = Object.entries(lacking).filter(([, count]) => count > 0);
  const words = items.sort(([a], [b]) => (a < b ? -1 : 1)).map(([item, count]) => `${item}=${count}`);
  return ['box', box, isReady ? 'ready' : 'short', ...words].join(' ');
}

/** By kind, then dapil. */
export function orderOf(style: Style): number {
  const [kind = '0', dapil = '0'] = style.split('-');
  return Number(kind) * 100 + Number(dapil);
}

const shift = ({ place, table, shift }: { place: string; table: number; shift: string }) => [`place ${place}`, `table ${table}`, `shift ${shift}`];
const pictures = (ids: readonly string[]) => ids.map((id) => `picture ${id}`);
