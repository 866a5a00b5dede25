/** Why a file cannot be read as evidence, in both languages: whoever holds it is told by a stranger's page. */
const SENTENCES: Record<string, string> = {
  'not JSON': 'isinya bukan JSON',
  'not base64': 'isinya bukan base64',
  'not a zip': 'bukan berkas zip, atau terpotong',
  'the evidence has another form': 'bentuk buktinya lain',
  'this is not segel/evidence/v1': 'ini bukan segel/evidence/v1',
  'the zip has no evidence.json or no SHA256SUMS': 'zip ini tidak memuat evidence.json atau SHA256SUMS',
  'the zip holds too many files': 'zip ini memuat terlalu banyak berkas',
  'the list of the zip is damaged': 'daftar isi zip rusak',
  'the zip is too large': 'zip terlalu besar',
  'the zip is cut off': 'zip terpotong',
  'the zip is packed in a way that is not read here': 'zip dikemas dengan cara yang tidak dibaca di sini',
  'a file of the zip cannot be unpacked': 'sebuah berkas di dalam zip tidak dapat dibuka',
  'not UTF-8': 'isinya bukan teks UTF-8',
};

const DAMAGED = / in the zip is damaged$/;

export function unreadable(english: string): readonly [indonesian: string, english: string] {
  if (DAMAGED.test(english)) return [`${english.replace(DAMAGED, '')} di dalam zip rusak`, english];
  return [SENTENCES[english] ?? 'isinya tidak dapat dibaca', english];
}
