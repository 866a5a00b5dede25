import { expect, it } from 'vitest';
import { shiftOf } from './shifts';

it.each([
  ['2024-01-07T00:30:00Z', '2024-01-07-1'],
  ['2024-01-07T08:00:00Z', '2024-01-07-2'],
  ['2024-01-07T15:10:00Z', '2024-01-07-3'],
  ['2024-01-07T19:10:00Z', '2024-01-07-3'],
])('%s is in shift %s', (instant, shift) => expect(shiftOf(Date.parse(instant), 'Asia/Jakarta')).toBe(shift));
