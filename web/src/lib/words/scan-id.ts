/** Scanning by camera, by a scanner, or by hand. */
export const scanId = {
  scanHere: 'Pindai atau ketik kode',
  scanUse: 'Pakai',
  cameraOpen: 'Kamera',
  cameraClose: 'Tutup kamera',
  cameraStarts: 'Kamera dinyalakan…',
  cameraAim: 'Arahkan kode QR ke dalam kotak',
  cameraRead: (code: string) => `Terbaca: ${code}`,
  cameraTorch: 'Lampu',
  cameraNot: 'Kamera tidak dapat dipakai',
  'cameraNot.denied': 'Izin kamera ditolak. Buka setelan situs di peramban, izinkan kamera, lalu coba lagi.',
  'cameraNot.absent': 'Perangkat ini tidak punya kamera. Pakai pemindai atau ketik kodenya.',
  'cameraNot.busy': 'Kamera dipakai aplikasi lain. Tutup aplikasi itu, lalu coba lagi.',
  'cameraNot.insecure': 'Kamera hanya dapat dipakai lewat alamat https. Pakai pemindai atau ketik kodenya.',
  'cameraNot.failed': 'Pembaca kode tidak dapat dimuat. Periksa jaringan, lalu coba lagi.',
};
