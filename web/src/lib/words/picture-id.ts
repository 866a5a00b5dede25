import { number } from './format';

const n = (value: number) => number(value, 'id');

/** Pictures that people take and look at. */
export const pictureId = {
  pictureTake: 'Ambil foto',
  pictureRoom: (left: number) => `Masih bisa ${n(left)} foto.`,
  pictureFull: (max: number) => `Sudah ${n(max)} foto. Hapus satu untuk menggantinya.`,
  picturePreparing: 'Menyiapkan…',
  pictureSending: 'Mengirim…',
  pictureKept: 'Tersimpan',
  pictureRemove: (i: number) => `Hapus foto ${i}`,
  pictureUnreadable: 'Berkas ini tidak terbaca sebagai foto. Ambil foto baru.',
  pictureTooLarge: 'Foto ini terlalu besar (lebih dari 30 MB, atau tidak dapat diperkecil sampai 1,5 MB). Ambil lagi dengan ukuran lebih kecil atau dari lebih dekat.',
  pictureQuota: 'Jatah foto Anda sudah habis. Sampaikan kepada petugas KPU.',
  pictureAlt: (i: number, of: number) => `Foto ${i} dari ${of}`,
  pictureOpen: (i: number, of: number) => `Buka foto ${i} dari ${of}`,
  pictureErased: 'Foto sudah dihapus',
  pictureNone: 'Tidak ada foto.',
  pictureBefore: 'Foto sebelumnya',
  pictureNext: 'Foto berikutnya',
  pictureClose: 'Tutup',
};
