import { expect, test } from 'vitest';
import { hoursAfter } from './help.svelte';

test('a moment is in whole seconds', () => {
  const noon = Date.parse('2024-02-13T05:00:00.750Z');
  expect([1, 24].map((hours) => hoursAfter(noon, hours))).toEqual(['2024-02-13T06:00:00Z', '2024-02-14T05:00:00Z']);
});
