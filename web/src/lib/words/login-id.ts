/** Logging in, passwords, and the first administrator. */
export const loginId = {
  loginTitle: 'Masuk ke Segel',
  loginWhy: 'Tanpa masuk Anda melihat keadaan, putusan, dan bukti. Nama pihak dan waktu tepat terbuka menurut peran.',
  userName: 'Nama pengguna',
  password: 'Sandi',
  passwordNew: 'Sandi baru',
  passwordRule: (length: number) => `Paling sedikit ${length} huruf. Kalimat yang mudah diingat lebih kuat daripada sandi pendek.`,
  passwordOwn: 'Sandi tadi hanya berlaku sekali; buat sandi sendiri.',
  passwordSame: 'Pilih sandi lain dari yang sekarang.',
  loginSuspended: 'Akun ini ditangguhkan. Hubungi pengurus.',
  loginBusy: 'Memeriksa…',
  loginWrong: 'Nama pengguna atau sandi tidak cocok. Periksa keduanya, lalu coba lagi.',
  setupTitle: 'Pengurus pertama',
  setupWhy: 'Tautan ini berlaku satu kali. Buat nama pengguna dan sandi untuk pengurus pertama pemasangan ini.',
  setupMake: 'Buat pengurus pertama',
};
