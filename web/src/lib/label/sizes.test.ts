import { expect, it } from 'vitest';
import { gridOf } from './sizes';

// As LabelTest of the server has them.
it.each([
  ['70x37', 3, 8, 0, 0.5],
  ['105x74', 2, 4, 0, 0.5],
  ['63x38', 3, 7, 10.5, 15.5],
  ['210x297', 1, 1, 0, 0],
])('%s is %i by %i', (size, columns, rows, left, top) => {
  expect(gridOf(size)).toMatchObject({ columns, rows, left, top });
});
