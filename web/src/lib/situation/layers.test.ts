import { describe, expect, it } from 'vitest';
import { forecast, shares } from './layers';

describe('layers of the map', () => {
  it('adds kelurahan up to every level', () => {
    const values = shares([
      { code: '3171011001', part: 1, of: 4 },
      { code: '3171011002', part: 3, of: 4 },
      { code: '3172011001', part: 0, of: 8 },
      { code: '3172011002', part: 0, of: 0 },
    ]);
    expect(values.get('3171011001')).toBe(0.25);
    expect(values.get('317101')).toBe(0.5);
    expect(values.get('3171')).toBe(0.5);
    expect(values.get('31')).toBe(0.25);
    expect(values.get('3172011002')).toBe(0);
  });

  it('gives each kelurahan the forecast of its kecamatan, and the province its own', () => {
    const values = forecast(
      { all: { tps: 100, late: 5 }, kecamatan: [{ code: '317101', tps: 20, late: 10 }] },
      [{ code: '3171011001' }, { code: '3172011001' }],
    );
    expect([values.get('3171011001'), values.get('3172011001'), values.get('317101'), values.get('31')]).toEqual([0.5, 0, 0.5, 0.05]);
  });
});
