import { number } from './format';

const n = (value: number) => number(value, 'id');

/** What is said about the bodies that cosign the log. */
export const witnessId = {
  witnessTitle: 'Penyaksi log',
  witnessWhy:
    'Setiap catatan Segel masuk satu log yang tidak dapat diubah diam-diam. Lembaga di bawah ini, masing-masing dengan mesin dan kunci sendiri, menandatangani keadaan log hanya bila semua isi yang lama masih ada di dalamnya.',
  witnessBadge: (have: number, all: number) => `${have} dari ${all} lembaga`,
  witnessBadgeSilent: (silent: number) => `${silent} tidak menjawab`,
  witnessSilent: (silent: number, names: string) => `${silent} lembaga tidak menjawab sekarang: ${names}`,
  witnessNoConnection: 'tidak tersambung',
  witnessNoAnswer: (seconds: string) => `tidak ada jawaban dalam ${seconds} detik`,
  witnessAnswers: (answer: string) => `menjawab ${answer}`,
  witnessBadgeNone: 'Tanpa penyaksi',
  witnessBadgeTitle: (names: string) => `Berdiri di belakang keadaan ini: ${names}`,
  witnessBadgeNobody: 'Belum ada lembaga yang menyaksikan keadaan ini. Pencatatan tetap berjalan.',
  witnessQuorum: (have: number, all: number, need: number) =>
    `${have} dari ${all} lembaga berdiri di belakang keadaan yang ditampilkan (perlu ${need})`,
  witnessNoQuorum: (have: number, all: number, need: number) =>
    `Hanya ${have} dari ${all} lembaga berdiri di belakang keadaan yang ditampilkan; perlu ${need}. Pencatatan tetap berjalan.`,
  witnessNoneAsked: 'Log ini belum meminta penyaksi. Yang menjamin keadaannya hanya tanda tangan log itu sendiri.',
  witnessShown: 'Keadaan yang ditampilkan',
  witnessEntries: (size: number) => `${n(size)} entri`,
  witnessNewest: 'Entri terbaru',
  witnessAge: 'Usia persetujuan',
  witnessLast: (size: number, age: string) => `Terakhir lengkap: ${n(size)} entri, ${age}`,
  witnessBody: 'Lembaga',
  witnessStands: 'Menyaksikan',
  witnessKeys: 'Kunci',
  witnessAnswer: 'Jawaban terakhir',
  witnessNot: 'Tidak',
  'witnessState.NOT_ASKED': 'Belum ditanya',
  'witnessState.STANDS': 'Menandatangani',
  'witnessState.AWAY': 'Tidak menjawab',
  'witnessState.REFUSES': 'Menolak',
  'witnessState.CONTRADICTS': 'Bertentangan',
  witnessMillis: (millis: number) => `${n(millis)} md`,
  witnessOthers: 'Disebut dalam kebijakan, tidak dihitung',
  witnessFindings: 'Temuan',
  witnessNoFindings: 'Tidak ada penolakan yang tercatat.',
  witnessFindingsLogin: 'Isi temuan dan buktinya untuk instansi yang masuk.',
  'witnessKind.NOT_CONSISTENT': 'Pohon bertentangan',
  'witnessKind.LARGER_TREE': 'Pernah melihat pohon lebih besar',
  'witnessKind.REFUSED': 'Log tidak dikenal atau ditolak',
  'witnessKind.WORTHLESS': 'Jawaban tidak berharga',
  witnessFound: 'Ditemukan',
  witnessKind: 'Jenis',
  witnessSaid: 'Yang dikatakan',
  witnessEvidence: 'Unduh bukti',
  witnessCheck: 'Periksa sendiri',
  witnessCheckHow:
    'Siapa pun dapat memeriksa log ini tanpa mempercayai kami: dengan perintah di bawah (policy.txt adalah kebijakan penyaksi, sesudah kuncinya dibandingkan dengan yang diumumkan lembaga), atau dengan program lain yang membaca format C2SP.',
  witnessPolicy: 'Kebijakan penyaksi (tlog-policy)',
  witnessCheckpoint: 'Keadaan log yang ditandatangani',
};
