/** What the server answers, field by field as in its records. */

export interface Status {
  election: { id: string; name: string; day: string; zone: string } | null;
  now: string;
  simulated: boolean;
  speed: number;
  log: { origin: string; size: number; root: string | null; checkpointAt: string | null };
  readOnly: boolean;
  readOnlyWhy?: string | null;
}

export interface User {
  code: string;
  agency: string;
  role: Role;
  territory: string;
  label: string;
}

export const ROLES = [
  'KPU_PROVINSI',
  'KPU_KOTA',
  'PPK',
  'PPS',
  'KPPS',
  'POLDA',
  'POLRES',
  'KODAM',
  'BAWASLU',
  'BINDA',
  'SATPOL_PP',
  'PEMPROV',
  'BAKESBANGPOL',
  'KEJAKSAAN',
  'DINKES',
  'SAKSI',
  'ADMIN',
] as const;
export type Role = (typeof ROLES)[number];

export const TPS_STATUSES = ['none', 'underway', 'ready', 'late', 'critical'] as const;
export type TpsStatus = (typeof TPS_STATUSES)[number];
export type StatusCounts = Record<TpsStatus, number>;

export const STAGES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;
export type Stage = (typeof STAGES)[number];

export const DISCREPANCY_KINDS = [
  'FORK',
  'GAP',
  'GIVER_NOT_HOLDER',
  'TAKER_NOT_NAMED',
  'SEALS_DIFFER',
  'WRONG_PLACE',
  'BOX_UNKNOWN',
  'KEY_UNKNOWN',
  'KEY_REVOKED',
  'TOO_EARLY',
  'SAME_HAND',
  'OUT_OF_ORDER',
  'EQUIVOCATION',
  'CLOCK_OFF',
  'BOX_MISSING',
  'BOX_DAMAGED',
  'SEAL_BROKEN',
  'SEAL_UNKNOWN',
  'TAKEN_WITHOUT_PHONE',
  'CARD_USED_TWICE',
  'OPENED_WITHOUT_REASON',
  'OPENED_OUTSIDE_HOURS',
  'OPENED_UNWITNESSED',
  'OPENED_ONE_BODY',
  'OPENED_ASSISTED',
] as const;
export type DiscrepancyKind = (typeof DISCREPANCY_KINDS)[number];

export interface Named {
  code: string;
  name: string;
}

export interface Kelurahan extends Named {
  tps: number;
  dpt: number;
  lat: number;
  lon: number;
}

export interface BallotKind {
  /** The digit in a box number. */
  code: number;
  short: string;
  name: string;
  colour: string;
}

export interface Regions {
  /** Null until a roster has been published. */
  provinsi: Named | null;
  kota: Named[];
  kecamatan: Named[];
  kelurahan: Kelurahan[];
  kinds: BallotKind[];
}

export interface Place extends Named {
  kind: string;
  region: string;
  lat: number;
  lon: number;
  state: string;
}

export interface KelurahanSituation {
  code: string;
  tps: number;
  boxes: number;
  stages: number[];
  inTransit: number;
  seals: number;
  status: StatusCounts;
  discrepancies: number;
}

export interface Totals {
  tps: number;
  boxes: number;
  spares: number;
  dpt: number;
  stages: number[];
  inTransit: number;
  status: StatusCounts;
  discrepancies: { open: number; total: number };
  seals: number;
  handovers: number;
}

export interface SituationResponse {
  index: number;
  now: string;
  totals: Totals;
  kelurahan: KelurahanSituation[];
}

export interface TpsPoint {
  code: string;
  number: number;
  dpt: number;
  lat: number;
  lon: number;
  stages: number[];
  status: TpsStatus;
  discrepancies: number;
}

export interface TpsRow {
  code: string;
  kelurahan: string;
  status: TpsStatus;
  stages: number[];
  discrepancies?: number;
}

export interface TpsPage {
  code: string;
  number: number;
  kelurahan: string | Named;
  kecamatan: string | Named;
  kota: string | Named;
  dpt: number;
  need: number;
  lat: number;
  lon: number;
  status: TpsStatus;
  boxes: TpsBox[];
}

export interface TpsBox {
  id: string;
  copy: number;
  stage: number;
  inTransit: boolean;
  place?: NamedPlace | string | null;
  holder?: Holder | string | null;
  since?: string | null;
  discrepancies: number;
  /** The newest box of the same kind that took its part. */
  replacedBy?: string | null;
}

export interface BoxRow {
  id: string;
  stage: number;
  inTransit: boolean;
  place?: NamedPlace | string | null;
  holder?: Holder | string | null;
  since?: string | null;
  discrepancies?: number;
  /** The newest box of the same TPS and kind that took its part. */
  replacedBy?: string | null;
}

export interface Holder {
  key: string;
  role: Role | null;
  territory: string | null;
  label: string | null;
}

export interface BoxPage {
  id: string;
  tps: { code: string; number: number; kelurahan: Named; kecamatan: Named; kota: Named } | null;
  copy: number;
  /** On the list of boxes. */
  known?: boolean;
  /** What a spare became. */
  becameBox?: string | null;
  /** The newest box that took its part. */
  replacedBy?: string | null;
  stage: number;
  inTransit: boolean;
  verdict: { ok: boolean; handovers: number; openDiscrepancies: number; pending: number };
  holder?: Holder | null;
  place?: NamedPlace | null;
  since?: string | null;
  seals: string[];
  links: Link[];
  discrepancies: BoxDiscrepancy[];
  /** Its time without a hole; none while it is closed to this reader. */
  intervals?: Stretch[];
  /** Minutes in which nobody had seen it. */
  unheldMinutes?: number;
  closedUntil?: string | null;
}

/** A stretch of a box's time, and who answered for it. */
export interface Stretch {
  kind: 'HELD' | 'ON_THE_WAY' | 'UNHELD';
  holder?: Holder | null;
  from: string;
  until?: string | null;
  minutes: number;
  overlap: boolean;
}

/** Where something happened; the name as registered. */
export interface NamedPlace {
  code: string;
  name: string | null;
  lat?: number | null;
  lon?: number | null;
}

export type StatementKind =
  | 'pack'
  | 'seal'
  | 'offer'
  | 'accept'
  | 'withdraw'
  | 'open'
  | 'use'
  | 'reseal'
  | 'replace'
  | 'confirm'
  | 'correct'
  | 'day';

export interface Link {
  index: number;
  id: string;
  kind: StatementKind;
  /** Absent, like all that follows but `main` and `pending`, while the statement is closed to this reader. */
  claimed?: string | null;
  recorded?: string | null;
  by?: Holder | null;
  to?: Holder | null;
  leg?: string | null;
  place?: NamedPlace | null;
  seals?: string[] | null;
  sheets?: number | null;
  /** `missing`, or `seals A1,A2`. */
  exception?: string | null;
  /** The name of the photo of a paper that was signed by hand. */
  paper?: string | null;
  main: boolean;
  /** What it follows is not in the log yet. */
  pending?: boolean;
  signatures?: { name: string; key: string; label: string | null }[] | null;
}

export interface BoxDiscrepancy {
  index: number;
  kind: DiscrepancyKind;
  statements: string[];
  open: boolean;
  recorded: string;
  text?: string | null;
}

/** One entry of the log: a statement, or a fact. */
export interface EntryPage {
  index: number;
  kind?: StatementKind;
  /** Absent, like all but the kind and the id of a statement, while it is closed to this reader. */
  fact?: string;
  id?: string;
  claimed?: string;
  recorded?: string;
  by?: Holder;
  to?: Holder;
  saksi: Holder[];
  leg?: string;
  reason?: string;
  place?: NamedPlace;
  paper?: string;
  boxes: number;
  lines: { box: string; seals?: string[]; sheets?: number; into?: string; exception?: string }[];
  signatures: { name: string; key: string; label: string }[];
  discrepancies: BoxDiscrepancy[];
  /** Devices whose keys are in the text. */
  named: Holder[];
  /** Statements that the text names. */
  statements: { id: string; index: number; kind: StatementKind }[];
  text?: string;
  closedUntil?: string;
}

export interface DiscrepancyRow {
  index: number;
  kind: DiscrepancyKind;
  /** One of its boxes, the lowest number. */
  box: string | null;
  /** How many it concerns. */
  boxes: number;
  kelurahan: string | null;
  tps: string | null;
  recorded: string;
  statements: string[];
  open: boolean;
}

export interface Page<T> {
  total: number;
  rows: T[];
}

export interface Found {
  kind: 'tps' | 'box' | 'kelurahan' | 'kecamatan' | 'kota' | 'place' | 'seal' | 'entry' | 'post';
  code: string;
  label: string;
  sub?: string | null;
}

export interface InboxOffer {
  offer: string;
  text: string;
  boxes?: unknown;
}

/** In a demo: an officer whose next handover a person may take. */
export interface OpenOfficer {
  role: 'KPPS' | 'PPS';
  tps: string;
  boxes: number;
  from: string;
}

export interface OfficerChoice {
  /** Whether a simulator plays now. */
  playing: boolean;
  officers: OpenOfficer[];
}

/** In a demo: how the part of this device stands, as the simulator tells it. */
export interface Standing {
  playing: boolean;
  /** Null for a device that plays no officer. */
  tps: string | null;
  /** Null until the simulator has heard of it. */
  played: { state: 'COMING' | 'OFFERED' | 'HELD' | 'DONE' | 'MISSED' | 'NOTHING'; next: NextHandover | null } | null;
}

export interface NextHandover {
  boxes: string[];
  leg: string;
  /** Who gives, or to whom the boxes go on. */
  other: { key: string; role: Role; territory: string };
  /** When they are expected; until when the giver waits; from when they may be given on. */
  at: string;
}

export type CaptureAnswer = { id: string; index: number } | { id?: string; problem: Problem };

export interface Problem {
  type?: string;
  title?: string;
  status: number;
  detail?: string;
  reason?: string;
}

/** Boxes of a region on their way back. */
export interface ReturningCount {
  code: string;
  out: number;
  atTps: number;
  atKelurahan: number;
  atKecamatan: number;
  back: number;
  late: number;
  inTransit: number;
}

export interface Returning {
  to: 'kecamatan' | 'city';
  region: string;
  now: string;
  begins: string | null;
  deadline: string | null;
  all: ReturningCount;
  parts: ReturningCount[];
  rows: Page<{ box: BoxRow; due: string | null; late: boolean }>;
}

/** What comes back to a store. */
export interface ReceivingQueue {
  place: string;
  now: string;
  begins: string | null;
  deadline: string | null;
  out: number;
  came: number;
  offered: number;
  perHour: number;
  done: string | null;
  hours: { from: string; boxes: number }[];
  coming: Page<{ index: number; offered: string; giver: Holder | null; place: string | null; boxes: number; first: string }>;
}
