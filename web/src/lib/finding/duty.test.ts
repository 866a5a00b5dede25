import { expect, test } from 'vitest';
import { mayDo, type Offer } from './duty.svelte';

const offer = (isMine: boolean) => ({ isMine }) as Offer;

test.each([
  ['nobody is on duty', { isMine: false }, 'offer'],
  ['I am on duty', { holder: '0badc0de', isMine: true }, 'offer'],
  ['somebody else is', { holder: '0badbeef', isMine: false }, 'nothing'],
  ['I have offered it', { holder: '0badc0de', isMine: true, offer: offer(true) }, 'withdraw'],
  ['somebody else has offered it', { holder: '0badbeef', isMine: false, offer: offer(false) }, 'take'],
] as const)('%s', (_, duty, may) => {
  expect(mayDo(duty)).toBe(may);
});
