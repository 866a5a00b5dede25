import { expect, it } from 'vitest';
import { nextAsk, skewOf } from './phone.svelte';
import type { Kit } from './store';

it.each([
  ['2024-02-13T05:00:00Z', '2024-02-13T05:00:30Z', false, 0],
  ['2024-02-13T05:00:00Z', '2024-02-16T05:00:00Z', false, 3 * 86_400_000],
  ['2024-02-13T05:00:00Z', '2024-02-13T04:50:00Z', false, -600_000],
  ['2024-02-13T05:00:00Z', '2026-11-25T05:00:00Z', true, 0],
])('server %s, phone %s, simulated %s: %d ms ahead', (now, at, simulated, ahead) => {
  expect(skewOf({ at: Date.parse(at), status: { now, simulated } } as Kit)).toBe(ahead);
});

it('asks each minute, spread over half of one', () => {
  expect(nextAsk(0)).toBe(45_000);
  expect(nextAsk(1)).toBe(75_000);
});
