/** What each discrepancy means, in a sentence. */
export const meansId = {
  'discrepancyMeans.FORK': 'Dua pernyataan mengaku meneruskan langkah yang sama untuk kotak ini.',
  'discrepancyMeans.GAP': 'Langkah sebelumnya tidak pernah sampai ke log sampai batas waktunya lewat.',
  'discrepancyMeans.GIVER_NOT_HOLDER': 'Yang menyerahkan bukan pemegang menurut rantai.',
  'discrepancyMeans.TAKER_NOT_NAMED': 'Yang menerima bukan pihak yang disebut dalam penyerahan.',
  'discrepancyMeans.SEALS_DIFFER': 'Nomor segel yang dilihat tidak sama dengan nomor saat disegel.',
  'discrepancyMeans.WRONG_PLACE': 'Serah terima terjadi di tempat yang bukan tempatnya.',
  'discrepancyMeans.BOX_UNKNOWN': 'Nomor kotak ini tidak ada dalam daftar.',
  'discrepancyMeans.KEY_UNKNOWN': 'Tanda tangannya sah, tetapi kuncinya tidak pernah didaftarkan.',
  'discrepancyMeans.KEY_REVOKED': 'Ditandatangani dengan kunci yang sudah dicabut.',
  'discrepancyMeans.TOO_EARLY': 'Langkah ini terjadi sebelum waktu yang ditetapkan.',
  'discrepancyMeans.SAME_HAND': 'Satu kunci menandatangani kedua sisi serah terima.',
  'discrepancyMeans.OUT_OF_ORDER': 'Langkah ini tidak dapat mengikuti langkah sebelumnya.',
  'discrepancyMeans.EQUIVOCATION': 'Satu perangkat memakai nomor urut yang sama untuk dua pernyataan.',
  'discrepancyMeans.CLOCK_OFF': 'Jam perangkat terlalu jauh dari jam server.',
  'discrepancyMeans.BOX_MISSING': 'Penerima menyatakan kotak ini tidak ikut diterima.',
  'discrepancyMeans.BOX_DAMAGED':
    'Penerima menyatakan kotak ini robek, basah, atau penyok. Periksa isinya di hadapan saksi.',
  'discrepancyMeans.SEAL_BROKEN':
    'Penerima menyatakan ada segel kotak ini yang putus atau hilang.',
  'discrepancyMeans.SEAL_UNKNOWN':
    'Nomor segel ini tidak pernah diterbitkan KPU.',
  'discrepancyMeans.TAKEN_WITHOUT_PHONE':
    'Diterima dengan kartu atau tanda tangan di kertas. Petugas penerima harus memastikannya dari HP-nya.',
  'discrepancyMeans.CARD_USED_TWICE':
    'Kartu tanda tangan sekali pakai sudah menandatangani pernyataan lain. Yang pertama tercatat dihitung; tanyakan siapa yang memegang kartunya.',
  'discrepancyMeans.OPENED_WITHOUT_REASON':
    'Alasan pembukaan ini tidak ada dalam daftar. Pembukaan di luar tata cara dapat menjadi dasar pemungutan suara ulang (UU 7/2017 pasal 372); Bawaslu memeriksanya.',
  'discrepancyMeans.OPENED_OUTSIDE_HOURS':
    'Kotak dibuka sebelum atau sesudah jam yang diizinkan. Pembukaan di luar tata cara dapat menjadi dasar pemungutan suara ulang (UU 7/2017 pasal 372); Bawaslu memeriksanya.',
  'discrepancyMeans.OPENED_UNWITNESSED':
    'Kurang dari dua saksi yang dikenal menandatangani pembukaan ini. Pembukaan di luar tata cara dapat menjadi dasar pemungutan suara ulang (UU 7/2017 pasal 372); Bawaslu memeriksanya.',
  'discrepancyMeans.OPENED_ONE_BODY':
    'Semua saksi yang menandatangani berasal dari pihak yang sama; harus dari sedikitnya dua. Bawaslu memeriksanya (UU 7/2017 pasal 372).',
  'discrepancyMeans.OPENED_ASSISTED':
    'Tidak ada saksi yang menandatangani di HP-nya sendiri; yang ada dibantu HP petugas atau belum terkirim. Bawaslu memeriksanya (UU 7/2017 pasal 372).',
};

export const meansEn: { [K in keyof typeof meansId]: string } = {
  'discrepancyMeans.FORK': 'Two statements claim to follow the same step for this box.',
  'discrepancyMeans.GAP': 'The step before never reached the log before its deadline passed.',
  'discrepancyMeans.GIVER_NOT_HOLDER': 'Whoever handed it over was not the holder by the chain.',
  'discrepancyMeans.TAKER_NOT_NAMED': 'Whoever received it was not named in the offer.',
  'discrepancyMeans.SEALS_DIFFER': 'The seal numbers seen are not those it was sealed with.',
  'discrepancyMeans.WRONG_PLACE': 'The handover happened at a place where it should not.',
  'discrepancyMeans.BOX_UNKNOWN': 'This box number is on no list.',
  'discrepancyMeans.KEY_UNKNOWN': 'The signature holds, but its key was never enrolled.',
  'discrepancyMeans.KEY_REVOKED': 'Signed with a key that had been revoked.',
  'discrepancyMeans.TOO_EARLY': 'This step happened before its appointed time.',
  'discrepancyMeans.SAME_HAND': 'One key signed both sides of the handover.',
  'discrepancyMeans.OUT_OF_ORDER': 'This step cannot follow the step before it.',
  'discrepancyMeans.EQUIVOCATION': 'One device used the same counter for two statements.',
  'discrepancyMeans.CLOCK_OFF': 'The device clock is too far from the server clock.',
  'discrepancyMeans.BOX_MISSING': 'The receiver said that this box was not among them.',
  'discrepancyMeans.BOX_DAMAGED':
    'The receiver said that this box is torn, wet or crushed. Look at its content before saksi.',
  'discrepancyMeans.SEAL_BROKEN':
    'The receiver said that a seal of this box is broken or gone.',
  'discrepancyMeans.SEAL_UNKNOWN':
    'The commission never issued this seal.',
  'discrepancyMeans.TAKEN_WITHOUT_PHONE':
    'Taken with a card or a signature on paper. An officer of the receiver must confirm it from a phone.',
  'discrepancyMeans.CARD_USED_TWICE':
    'A card that signs once had signed another statement before. What was recorded first counts; ask who had the card.',
  'discrepancyMeans.OPENED_WITHOUT_REASON':
    'The reason of this opening is not on the list. An opening against procedure can be a ground for voting again (Law 7/2017 art. 372); Bawaslu examines it.',
  'discrepancyMeans.OPENED_OUTSIDE_HOURS':
    'The box was opened before or after the hours allowed. An opening against procedure can be a ground for voting again (Law 7/2017 art. 372); Bawaslu examines it.',
  'discrepancyMeans.OPENED_UNWITNESSED':
    'Fewer than two known saksi signed this opening. An opening against procedure can be a ground for voting again (Law 7/2017 art. 372); Bawaslu examines it.',
  'discrepancyMeans.OPENED_ONE_BODY':
    'All saksi who signed speak for one body; two at least are needed. Bawaslu examines it (Law 7/2017 art. 372).',
  'discrepancyMeans.OPENED_ASSISTED':
    'No saksi signed on a phone of their own; those there were helped by the official’s, or have not been sent yet. Bawaslu examines it (Law 7/2017 art. 372).',
};
