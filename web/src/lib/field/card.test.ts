import { expect, it } from 'vitest';
import { cardCode, codeIn } from './card';
import { howToInstall } from './install.svelte';

it.each([
  ['https://segel.example/field#7K3M-Q2XW-9ABC-0DEF', '7K3M-Q2XW-9ABC-0DEF'],
  ['https://segel.example/field?code=7K3M-Q2XW-9ABC-0DEF', '7K3M-Q2XW-9ABC-0DEF'],
  [' 7k3mq2xw9abc0def ', '7K3MQ2XW9ABC0DEF'],
  ['7K3M-Q2XW-9ABC-0DE', null],
  ['7K3M-Q2XW-9ABC-0DEU', null],
  ['https://segel.example/8003/095200000000113171011001147101', null],
  ['WIFI:T:WPA;S:hall;;', null],
  ['https://', null],
  ['', null],
])('%s holds %s', (text, code) => expect(cardCode(text)).toBe(code));

it('takes a code from either part of an address', () => {
  expect(codeIn(new URL('https://segel.example/field#ABC'))).toBe('ABC');
  expect(codeIn(new URL('https://segel.example/field'))).toBe('');
});

const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1';
const IPAD_AS_MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15';
const ANDROID = 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36';

it.each([
  ['an iPhone in Safari', { userAgent: IPHONE, standalone: false }, false, 'must'],
  ['an iPhone from the home screen', { userAgent: IPHONE, standalone: true }, true, 'done'],
  ['an iPad that calls itself a Mac', { userAgent: IPAD_AS_MAC, standalone: false }, false, 'must'],
  ['a Mac', { userAgent: IPAD_AS_MAC }, false, 'may'],
  ['another browser on an iPhone', { userAgent: IPHONE }, false, 'must'],
  ['Android in Chrome', { userAgent: ANDROID }, false, 'may'],
  ['Android, installed', { userAgent: ANDROID }, true, 'done'],
] as const)('%s', (_, navigator, isStandalone, how) => expect(howToInstall(navigator, isStandalone)).toBe(how));
