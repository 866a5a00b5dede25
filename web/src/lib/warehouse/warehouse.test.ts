import { expect, it } from 'vitest';
import { bodyOf, fieldsOf, shown, type Detail, type Row } from './warehouse.svelte';

const row = (place: string, more: Partial<Row> = {}): Row => ({ place, name: `Gudang ${place}`, kind: 'KECAMATAN_STORE', boxes: 0, due: 0, isStale: false, lapses: [], gaps: 0, overdue: 0, hasRounds: false, synthetic: false, isKnown: true, ...more });

it('says null of what nobody has said, and none of what is none', () => {
  const unknown = bodyOf(fieldsOf({ row: row('K1', { capacity: 9 }) }));
  expect(unknown.capacity).toBe(9);
  expect(Object.values(unknown.site)).toEqual(Array(12).fill(null));
  const site: Detail['site'] = { floor: 0, extinguishers: [], generator: false, cameras: {}, neighbours: [{ kind: 'BPBD', metres: 300, name: 'BPBD DKI' }] };
  const known = bodyOf(fieldsOf({ row: row('K1', { capacity: 9 }), site })).site;
  expect(known).toMatchObject({ floor: 0, extinguishers: [], generator: false, cameras: { INSIDE: 0, DOOR: 0, YARD: 0, STREET: 0 }, neighbours: site.neighbours, pallets: null });
});

it('shows what is asked for, and whatever is searched', () => {
  const rows = [row('K1', { capacity: 9, boxes: 3 }), row('K2'), row('K3', { lapses: ['NOT_APPROVED'], boxes: 1 })];
  const places = (...asked: [Parameters<typeof shown>[1], string]) => shown(rows, ...asked).map(({ place }) => place);
  expect(places('REGISTERED', '')).toEqual(['K1', 'K3']);
  expect(places('WRONG', '')).toEqual(['K3']);
  expect(places('BOXES', '')).toEqual(['K1', 'K3']);
  expect(places('ALL', '')).toEqual(['K1', 'K2', 'K3']);
  expect(places('WRONG', 'k2')).toEqual(['K2']);
});
