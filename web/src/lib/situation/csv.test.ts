import { expect, it } from 'vitest';
import { csv } from './csv';

it.each([
  [[['a', 1]], 'a,1\r\n'],
  [[['x, y', 'say "so"']], '"x, y","say ""so"""\r\n'],
  [[['=1+1', -3]], "'=1+1,-3\r\n"],
  [[], ''],
])('%j', (rows, text) => expect(csv(rows as (string | number)[][])).toBe(text));
