import { number } from './format';
import type { ListWords } from './words.svelte';

const n = (value: number) => number(value, 'en');

export const listEn: ListWords = {
  arrivedShare: 'Reached TPS',
  tableLabel: 'Kelurahan and their progress',
  sortBy: (column) => `Sort by ${column}`,
  listTps: 'List of TPS',
  listBoxes: 'List of boxes',
  listDiscrepancies: 'List of discrepancies',
  listOf: 'What the list holds',
  filterStatus: 'State',
  filterStage: 'Stage',
  filterRegion: 'Region',
  filterKind: 'Kind',
  filterOpen: 'Open ones only',
  filterAny: 'All',
  exportCsv: 'Download this page as CSV',
  pageOf: (page, pages) => `Page ${n(page)} of ${n(pages)}`,
  rowsOf: (from, to, total) => `${n(from)}–${n(to)} of ${n(total)}`,
  previous: 'Previous',
  next: 'Next',
  listEmpty: 'Nothing matches this filter.',
  listEmptyDo: 'Loosen the filter, or see everything.',
  clearFilters: 'Clear filters',
  colCode: 'Number',
  colStatus: 'State',
  colStage: 'Stage',
  colWhere: 'Place',
  colHolder: 'Holder',
  colSince: 'Since',
  colBox: 'Box',
  colKind: 'Kind',
  colRecorded: 'Recorded',
  colEntry: 'Entry',
  colState: 'State',
};
