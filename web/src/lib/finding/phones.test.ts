import { expect, test } from 'vitest';
import { dialled } from './phones.svelte';

test('a number is dialled without what makes it readable', () => {
  expect(dialled('+62 21-000 001')).toBe('tel:+6221000001');
});
