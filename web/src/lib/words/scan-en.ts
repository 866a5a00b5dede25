import type { ScanWords } from './words.svelte';

export const scanEn: ScanWords = {
  scanHere: 'Scan or type a code',
  scanUse: 'Use',
  cameraOpen: 'Camera',
  cameraClose: 'Close camera',
  cameraStarts: 'Starting the camera…',
  cameraAim: 'Aim at the QR code',
  cameraRead: (code: string) => `Read: ${code}`,
  cameraTorch: 'Light',
  cameraNot: 'The camera cannot be used',
  'cameraNot.denied': 'The camera was not allowed. Allow it in the browser’s settings of this site, then try again.',
  'cameraNot.absent': 'This device has no camera. Use a scanner or type the code.',
  'cameraNot.busy': 'Another app uses the camera. Close it, then try again.',
  'cameraNot.insecure': 'The camera works only at an https address. Use a scanner or type the code.',
  'cameraNot.failed': 'The reader could not be loaded. Check the network, then try again.',
};
