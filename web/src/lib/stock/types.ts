/** What the server answers about sheets, field by field as in its records. */

/** `1` or `4-10`: the kind of ballot, and the dapil where each has its own design. */
export type Style = string;

export const HOLDERS = [
  'printer',
  'consignment',
  'store',
  'koli',
  'table',
  'damaged',
  'due',
  'box',
  'used',
  'spoiled',
  'unused',
  'destroyed',
  'discrepancy',
  'revote',
] as const;
export type HolderKind = (typeof HOLDERS)[number];

export const FLOWS = [
  'printed',
  'replaced',
  'credited',
  'lost',
  'on_the_way',
  'received',
  'damaged',
  'unsorted',
  'sorting',
  'loose',
  'packed',
  'used',
  'spoiled',
  'unused',
  'destroyed',
  'revote',
  'discrepancy',
] as const;
export type FlowKey = (typeof FLOWS)[number];

export const DAMAGES = ['torn', 'creased', 'ink', 'cut', 'stuck', 'wet', 'punched'] as const;
export type Damage = (typeof DAMAGES)[number];

export const CONDITIONS = ['good', 'wet', 'torn', 'open'] as const;
export type Condition = (typeof CONDITIONS)[number];

export const FINDINGS = [
  'WRONG_CONSIGNEE',
  'UNREGISTERED_SITE',
  'CODE_SEEN_TWICE',
  'RECEIPT_DIFFERS',
  'DAMAGED_ON_ARRIVAL',
  'FOREIGN_SHEETS',
  'BATCH_OUTLIER',
  'DAMAGED_LATE',
  'REPLACEMENT_LATE',
  'BOX_SHORT',
  'BOX_OVER',
  'ITEMS_LACKING',
  'TPS_ITEMS_LACKING',
  'SEALED_NOT_READY',
  'SEALED_EMPTY',
  'SHEETS_DIFFER',
  'USE_DIFFERS',
  'COUNT_DIFFERS',
  'PUNCHED',
  'COMMON_ORIGIN',
  'LOOSE_SHEETS',
  'STILL_ON_THE_WAY',
  'LEFT_BEHIND',
] as const;
export type FindingKind = (typeof FINDINGS)[number];

export interface StyleRow {
  style: Style;
  kind: number;
  dapil: number;
  code: string;
  name: string;
  colour: string;
  need: number;
  tps: number;
}

/** One line of what belongs into a box (`box`, or the digit of a kind) or beside it (`out`). */
export interface Item {
  code: string;
  per: string;
  quantity: number;
  name: string;
}

export interface StockSettings {
  open: boolean;
  bundle: number;
  koli: number;
  outlier: number;
  printers: string[];
  styles: StyleRow[];
  items: Item[];
}

export interface HolderLine {
  holder: HolderKind;
  style: Style;
  sheets: number;
}

export interface BoardResponse {
  index: number;
  recorded: string | null;
  region: string;
  lines: HolderLine[];
  flow: { key: FlowKey; style: Style; sheets: number }[];
  children: { code: string; name: string; lines: HolderLine[] }[];
}

export interface IdentityResponse {
  need: number;
  kinds: number;
  revote: number;
  total: number;
  lines: { style: Style; need: number; revote: number; printed: number; replaced: number; credited: number }[];
}

export interface AccountMovement {
  index: number;
  recorded: string;
  fact: string;
  from: string;
  to: string;
  style: Style;
  sheets: number;
}

export interface AccountResponse {
  holder: string;
  at: number;
  balances: { style: Style; sheets: number }[];
  movements: AccountMovement[];
  total: number;
}

export interface ConsignmentRow {
  consignment: string;
  from: string;
  to: string;
  note: string;
  batch: string;
  order: string | null;
  transfer: string | null;
  revote: boolean;
  sent: string;
  arrivedAt: string | null;
  koli: number;
  koliReceived: number;
  sheets: number;
  sheetsReceived: number;
  difference: number;
}

export interface ConsignmentPage {
  consignment: ConsignmentRow;
  lines: { first: number; last: number; style: Style; sheets: number }[];
  /** Those koli only that differ or did not come in good state. */
  received: { koli: string; counted: number; expected: number; condition: Condition; index: number }[];
  /** Not received yet. */
  missing: string[];
  findings: FindingRow[];
}

export interface StorePage {
  place: string;
  name: string;
  styles: {
    style: Style;
    received: number;
    atTable: number;
    sorted: number;
    wholeBundles: number;
    sheets: number;
    need: number;
    packed: number;
    damaged: number;
    revote: number;
  }[];
  tables: { table: number; koli: string[] }[];
}

export interface Bundle {
  bundle: string;
  /** As it was bundled; of one that is broken a part of that is gone. */
  sheets: number;
  state: 'whole' | 'used' | 'broken';
}

export interface KoliPage {
  koli: string;
  style: Style;
  consignment: string;
  printer: string | null;
  batch: string;
  place: string;
  state: 'received' | 'at_table' | 'sorted';
  expected: number;
  counted: number;
  condition: Condition;
  revote: boolean;
  /** 0 and nothing before it was opened. */
  table: number;
  shift: string;
  good: number;
  damaged: Partial<Record<Damage, number>>;
  missing: number;
  excess: number;
  bundles: Bundle[];
  boxes: { box: string; piece: string; sheets: number; packer: string; index: number }[];
  findings: FindingRow[];
}

export type BoxState = 'empty' | 'filled' | 'short' | 'ready';

export interface BoxStock {
  box: string;
  tps: string;
  kelurahan: string;
  style: Style;
  need: number;
  sheets: number;
  state: BoxState;
  /** Nothing as long as nobody has. */
  packer: string;
  checker: string;
  lacking: Record<string, number>;
  pieces: { piece: string; sheets: number; koli: string; table: number; shift: string; packer: string; index: number }[];
  use: { received: number; used: number; spoiled: number; unused: number } | null;
  items: Item[];
  findings: FindingRow[];
}

export interface TpsStock {
  tps: string;
  name: string;
  boxes: { box: string; style: Style; need: number; sheets: number; state: BoxState }[];
  outside: Item[];
}

export interface PackingPage {
  place: string;
  boxes: number;
  ready: number;
  short: number;
  filled: number;
  empty: number;
  perHour: number;
  forecast: string | null;
  packedToday: number;
  kelurahan: { code: string; name: string; boxes: number; ready: number; short: number; filled: number }[];
  next: string | null;
}

export interface FindingRow {
  index: number;
  recorded: string;
  kind: FindingKind;
  about: string;
  style: Style | null;
  sheets: number;
  region: string;
  open: boolean;
  clearedBy: number | null;
}

export interface FindingsResponse {
  rows: FindingRow[];
  total: number;
  byKind: Partial<Record<FindingKind, number>>;
}

export interface RateRow {
  printer: string;
  batch: string;
  style: Style;
  sorted: number;
  good: number;
  damaged: Partial<Record<Damage, number>>;
  missing: number;
  excess: number;
  perMillion: number;
  outlier: boolean;
}

export interface OrderRow {
  order: string;
  printer: string;
  place: string;
  deadline: string;
  ordered: number;
  due: number;
  late: boolean;
  consignments: string[];
}

export interface ReadinessRow {
  tps: string;
  kelurahan: string;
  box: string;
  style: Style;
  need: number;
  sheets: number;
  difference: number;
  nearest: { place: string; name: string; sheets: number; metres: number } | null;
}

export interface ReadinessResponse {
  complete: number;
  short: number;
  over: number;
  empty: number;
  rows: ReadinessRow[];
  total: number;
}

/** What the log says to a fact that it took. */
export interface StockAnswer {
  index: number;
  findings: { kind: FindingKind; about: string; style?: Style | null; sheets?: number }[];
}
