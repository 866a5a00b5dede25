/** Kemendagri codes without dots: what a code says by its length. */

export type Level = 'provinsi' | 'kota' | 'kecamatan' | 'kelurahan' | 'tps' | 'box';

const LENGTHS: readonly [Level, number][] = [
  ['provinsi', 2],
  ['kota', 4],
  ['kecamatan', 6],
  ['kelurahan', 10],
  ['tps', 13],
  ['box', 16],
];

export function levelOf(code: string): Level | null {
  if (!/^[0-9]+$/.test(code)) return null;
  return LENGTHS.find(([, length]) => length === code.length)?.[0] ?? null;
}

export function parentOf(code: string): string | null {
  const at = LENGTHS.findIndex(([, length]) => length === code.length);
  const parent = LENGTHS[at - 1];
  return parent ? code.slice(0, parent[1]) : null;
}

/** Official names are long: "Kota Administrasi Jakarta Barat" is Jakarta Barat on a button. */
export function shortName(name: string): string {
  return name
    .replace(/^(Kota|Kabupaten) (Administrasi )?/, '')
    .replace(/^Kepulauan Seribu/, 'Kep. Seribu');
}

/** Parts of a box number: TPS (13), ballot kind (1), copy (2). A spare has zeros for kelurahan, TPS and kind. */
export function boxParts(id: string): { tps: string | null; kecamatan: string; kind: string; copy: number } {
  const isSpare = id.slice(6, 14) === '00000000';
  return { tps: isSpare ? null : id.slice(0, 13), kecamatan: id.slice(0, 6), kind: id.slice(13, 14), copy: Number(id.slice(14)) };
}

/** In groups a person can read aloud: 3171011001 147 1 01. */
export function boxNumber(id: string): string {
  return id.length === 16 ? `${id.slice(0, 10)} ${id.slice(10, 13)} ${id.slice(13, 14)} ${id.slice(14)}` : id;
}
