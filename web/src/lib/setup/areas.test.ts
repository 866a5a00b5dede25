import { expect, test } from 'vitest';
import { fold, unfold } from './areas';

const all = ['3171011001', '3171011002', '3171021001', '3172011001', '3172011002', '3172021001'].map((code) => ({ code }));

test('an area is said with the fewest regions, and found again', () => {
  const table: [string[], string[]][] = [
    [['3172011001'], ['3172011001']],
    [['3172011001', '3172011002'], ['317201']],
    [['3172011001', '3172011002', '3172021001'], ['3172']],
    [['3171021001', '3172011002'], ['317102', '3172011002']],
    [[], []],
  ];
  for (const [chosen, regions] of table) {
    expect(fold(new Set(chosen), all)).toEqual(regions);
    expect(unfold(regions, all)).toEqual(chosen);
  }
});
