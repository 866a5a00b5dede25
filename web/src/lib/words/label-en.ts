import type { LabelWords } from './words.svelte';

export const labelEn: LabelWords = {
  'label.box': 'Ballot boxes',
  'label.seal': 'Seals',
  'label.koli': 'Koli',
  'label.bundle': 'Ballot bundles',
  'label.cage': 'Cages or lorries',
  'label.site': 'Stores, PPS and posts',
  'labelExample.seal': 'PWP-0000001',
  'labelExample.koli': 'C0123-001',
  'labelExample.bundle': 'C0123-001.01',
  'labelExample.cage': '1',
  'labelState.RUNNING': 'being made',
  'labelState.DONE': 'ready',
  'labelState.CANCELLED': 'cancelled',
  'labelState.FAILED': 'failed; try again, or look at the room on the server’s disk',
  'labelForm.seal': 'A seal number: at most 27 capital letters, digits and dashes, like PWP-0000001.',
  'labelForm.koli': 'A koli: its consignment, a dash, 3 digits, like C0123-001.',
  'labelForm.bundle': 'A bundle: its koli, a dot, two digits, like C0123-001.07; a part of one ends with a or b.',
  'labelForm.cage': 'A cage: 1 to 13 digits, or an SSCC of 18.',
};
