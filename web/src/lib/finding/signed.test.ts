import { expect, test } from 'vitest';
import { concerned } from './signed';

const line = (box: string, exception?: string) => ({ box, ...(exception ? { exception } : {}) });

test('of a statement one sees the boxes that it is about', () => {
  const lines = [line('1'), line('2', 'missing'), line('3')];
  const table: [string, string[], string[]][] = [
    ['the boxes of the finding', ['3'], ['3']],
    ['boxes of another statement: what was not as offered', ['9'], ['2']],
    ['none named', [], ['2']],
  ];
  for (const [what, boxes, shown] of table) expect(concerned(lines, boxes).map(({ box }) => box), what).toEqual(shown);
  expect(concerned([line('1'), line('3')], []).map(({ box }) => box)).toEqual(['1', '3']);
});
