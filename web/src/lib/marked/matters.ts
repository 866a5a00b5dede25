/** What may matter at a place of boxes, for its marks on the map and their legend. */

/** The worst first; each has a shape of its own. */
export const MATTERS = ['INCIDENT', 'BLIND', 'NOT_APPROVED', 'OVER_CAPACITY', 'UNINSPECTED', 'RAIN', 'OTHER', 'NONE'] as const;
export type Matter = (typeof MATTERS)[number];
export const MATTER_MARKS = {
  INCIDENT: 'critical',
  BLIND: 'critical',
  NOT_APPROVED: 'critical',
  OVER_CAPACITY: 'critical',
  UNINSPECTED: 'critical',
  RAIN: 'late',
  OTHER: 'late',
  NONE: 'ready',
} as const satisfies Record<Matter, string>;
