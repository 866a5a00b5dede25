import { number } from './format';

const n = (value: number) => number(value, 'id');

/** Lists and tables: their filters, columns and pages. */
export const listId = {
  arrivedShare: 'Sampai TPS',
  tableLabel: 'Kelurahan dan kemajuannya',
  sortBy: (column: string) => `Urutkan menurut ${column}`,
  listTps: 'Daftar TPS',
  listBoxes: 'Daftar kotak',
  listDiscrepancies: 'Daftar selisih',
  listOf: 'Isi daftar',
  filterStatus: 'Keadaan',
  filterStage: 'Tahap',
  filterRegion: 'Wilayah',
  filterKind: 'Jenis',
  filterOpen: 'Hanya yang terbuka',
  filterAny: 'Semua',
  exportCsv: 'Unduh CSV halaman ini',
  pageOf: (page: number, pages: number) => `Halaman ${n(page)} dari ${n(pages)}`,
  rowsOf: (from: number, to: number, total: number) => `${n(from)}–${n(to)} dari ${n(total)}`,
  previous: 'Sebelumnya',
  next: 'Berikutnya',
  listEmpty: 'Tidak ada yang cocok dengan saringan ini.',
  listEmptyDo: 'Longgarkan saringan, atau lihat semuanya.',
  clearFilters: 'Hapus saringan',
  colCode: 'Nomor',
  colStatus: 'Keadaan',
  colStage: 'Tahap',
  colWhere: 'Tempat',
  colHolder: 'Pemegang',
  colSince: 'Sejak',
  colBox: 'Kotak',
  colKind: 'Jenis',
  colRecorded: 'Tercatat',
  colEntry: 'Catatan',
  colState: 'Keadaan',
};
