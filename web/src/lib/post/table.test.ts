import { beforeAll, expect, it } from 'vitest';
import { csv } from '$lib/situation/csv';
import { speech } from '$lib/words/words.svelte';
import type { Row } from './post.svelte';
import { table } from './table';

beforeAll(() => speech.need('post'));

const POST: Row = {
  number: 2,
  kind: 'TACTICAL',
  name: '=HYPERLINK("x")',
  lat: -6.2,
  lon: 106.8,
  kelurahan: '3171011001',
  place: 'Gambir',
  role: 'SATPOL_PP',
  territory: '3171',
  man: 'Jakarta Pusat',
  reachMetres: 2000,
  synthetic: false,
  state: 'SILENT',
  begin: '2024-02-13T05:00:00Z',
  end: '2024-02-13T13:00:00Z',
  due: 8,
  every: 60,
  silentSince: '2024-02-13T07:00:00Z',
  entry: 10,
  changed: 12,
  mayRun: false,
  mayCheckIn: false,
};

it('has a post and its shift in one line, as wide as its head', () => {
  const [head, row] = table([POST]);
  expect(row).toHaveLength(head!.length);
  expect(Object.fromEntries(head!.map((name, i) => [name, row![i]]))).toMatchObject({
    Nomor: 2,
    Jenis: 'Pos taktis',
    Keadaan: 'Tidak melapor',
    'Kode kelurahan': '3171011001',
    Lintang: -6.2,
    'Jumlah orang': 8,
    Hadir: '',
    Mulai: '13 Feb 2024 12.00 WIB',
    'Tidak melapor sejak': '13 Feb 2024 14.00 WIB',
  });
});

it('makes a name that would be a formula harmless', () => {
  expect(csv(table([POST]))).toContain(`"'=HYPERLINK(""x"")"`);
});
