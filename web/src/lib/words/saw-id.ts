import { number } from './format';

const n = (value: number) => number(value, 'id');

/** What the page says to somebody who saw boxes opened. */
export const sawId = {
  sawTitle: 'Saya melihat ini',
  sawAt: (place: string, when: string) => `${place}, ${when}`,
  sawWhy: 'Anda memindai kode yang tampil di HP petugas saat kotak suara dibuka. Dengan satu ketukan Anda menambahkan kesaksian warga ke log umum.',
  sawNotSaksi: 'Kesaksian warga dihitung tersendiri dan tidak menggantikan saksi. Nama, nomor HP, dan posisi Anda tidak disimpan.',
  sawDay: 'Yang sudah dikabarkan TPS ini',
  sawDayNone: 'Belum ada kabar dari tempat ini di log; catatannya mungkin masih di HP petugas.',
  sawPosition: 'Bandingkan posisi saya dengan tempatnya (hanya “dekat” atau “jauh” yang dicatat)',
  sawNoPosition: 'Posisi tidak didapat. Kesaksian tetap dapat dikirim tanpa posisi.',
  sawPhoto: 'Foto kotaknya, bila mau',
  sawPhotoAgain: 'Ganti foto',
  sawPhotoWhy: 'Hanya instansi yang masuk dapat melihatnya, dan dicatat siapa. Jangan memotret wajah atau surat suara.',
  sawSay: 'Saya melihat kotak dibuka',
  sawSaying: 'Mengirim…',
  sawThanks: 'Terima kasih. Kesaksian Anda tercatat.',
  sawEntry: (entry: string) => `catatan ${entry} di log umum`,
  sawAgain: 'Peramban ini sudah menyatakannya untuk tempat ini. Dihitung satu kali.',
  sawLate: 'Kode ini sudah lama lewat; kesaksian dicatat sebagai terlambat.',
  'sawRange.near': 'dekat dengan tempatnya',
  'sawRange.far': 'jauh dari tempatnya, dan dicatat begitu',
  'sawRange.unsaid': 'tanpa posisi',
  sawCount: (here: number, late: number, far: number) => `${n(here + late + far)} warga melihat pembukaan di sini${late + far > 0 ? ` (${n(late)} terlambat, ${n(far)} dari jauh)` : ''}`,
  sawNoCode: 'Ini bukan kode di tempat. Pindai kode yang tampil di HP petugas saat kotak dibuka.',
  'sawRefused.SIGNATURE_WRONG': 'Kode ini rusak atau tidak asli. Pindai sekali lagi dari HP petugas.',
  'sawRefused.KEY_UNKNOWN': 'Kode ini tidak ditampilkan HP petugas yang terdaftar.',
  'sawRefused.KEY_REVOKED': 'HP yang menampilkan kode ini sudah dicabut.',
  'sawRefused.WRONG_PLACE': 'HP yang menampilkan kode ini bukan dari tempat itu.',
  'sawRefused.CODE_AHEAD': 'Jam HP petugas salah: kode ini untuk nanti. Beri tahu petugasnya.',
};
