import { expect, it } from 'vitest';
import { boxNumber, boxParts, levelOf, parentOf, shortName } from './codes';

it.each([
  ['31', 'provinsi', null],
  ['3171', 'kota', '31'],
  ['317101', 'kecamatan', '3171'],
  ['3171011001', 'kelurahan', '317101'],
  ['3171011001147', 'tps', '3171011001'],
  ['3171011001147101', 'box', '3171011001147'],
  ['31710', null, null],
  ['31a1', null, '31'],
])('%s is a %s in %s', (code, level, parent) => {
  expect(levelOf(code)).toBe(level);
  expect(parentOf(code)).toBe(parent);
});

it('takes a box number apart', () => {
  expect(boxParts('3171011001147102')).toEqual({ tps: '3171011001147', kecamatan: '317101', kind: '1', copy: 2 });
  expect(boxParts('3171010000000001')).toEqual({ tps: null, kecamatan: '317101', kind: '0', copy: 1 });
  expect(boxNumber('3171011001147101')).toBe('3171011001 147 1 01');
});

it.each([
  ['Kota Administrasi Jakarta Barat', 'Jakarta Barat'],
  ['Kabupaten Administrasi Kepulauan Seribu', 'Kep. Seribu'],
  ['Kapuk', 'Kapuk'],
])('%s is %s for short', (name, short) => expect(shortName(name)).toBe(short));
