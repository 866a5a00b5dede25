import type { Role } from '$lib/api/types';

/** What the view of each role shows, in this order. docs/ROLES.md has the same table, and a test holds the one to the other. */
export const SECTIONS = ['ownTps', 'readiness', 'boxes', 'onTheWay', 'stock', 'day', 'help', 'ownFindings', 'findings', 'discrepancies', 'examinations', 'spotchecks', 'posts', 'rawan', 'areas', 'public'] as const;
export type Section = (typeof SECTIONS)[number];

export const VIEWS: Record<Role, readonly Section[]> = {
  KPU_PROVINSI: ['readiness', 'ownFindings', 'stock', 'boxes', 'day', 'discrepancies', 'public'],
  KPU_KOTA: ['readiness', 'ownFindings', 'stock', 'boxes', 'day', 'discrepancies'],
  PPK: ['readiness', 'boxes', 'ownFindings', 'day'],
  PPS: ['readiness', 'boxes', 'ownFindings', 'day'],
  KPPS: ['ownTps', 'help', 'ownFindings'],
  POLDA: ['ownFindings', 'posts', 'help', 'onTheWay', 'rawan', 'areas'],
  POLRES: ['help', 'posts', 'onTheWay', 'rawan', 'areas', 'findings'],
  KODAM: ['rawan', 'posts', 'findings'],
  BAWASLU: ['ownFindings', 'findings', 'examinations', 'spotchecks', 'help', 'discrepancies', 'public'],
  BINDA: ['findings', 'rawan', 'readiness'],
  SATPOL_PP: ['readiness', 'posts', 'findings'],
  PEMPROV: ['readiness', 'findings', 'day'],
  BAKESBANGPOL: ['findings', 'readiness'],
  KEJAKSAAN: ['discrepancies', 'findings', 'examinations'],
  DINKES: ['day', 'readiness'],
  SAKSI: ['ownTps', 'public'],
  ADMIN: ['readiness', 'findings', 'public'],
};
