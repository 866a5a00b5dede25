import { expect, it } from 'vitest';
import { addressName, botLink, clock, inHours, isPaused, minuteOf, quiet, USUAL } from './notifications.svelte';
import { pushState } from './push';
import { notificationEn, notificationId } from '$lib/words/notification';

it('quiet hours are minutes of the day, and may cross midnight', () => {
  expect([clock(0), clock(5 * 60), clock(1_439)]).toEqual(['00:00', '05:00', '23:59']);
  expect([minuteOf('23:59'), minuteOf('05:00:00'), minuteOf('24:00'), minuteOf('')]).toEqual([1_439, 300, undefined, undefined]);
  expect(quiet('22:00', '05:00')).toEqual({ quietFrom: 1_320, quietUntil: 300 });
  expect(quiet('', '05:00')).toEqual({ quietFrom: 0, quietUntil: 0 });
});

it('a pause ends by itself', () => {
  const now = Date.parse('2024-02-13T05:00:00.123Z');
  const pausedUntil = inHours(8, now);
  expect(pausedUntil).toBe('2024-02-13T13:00:00Z');
  expect(isPaused({ ...USUAL, pausedUntil }, now)).toBe(true);
  expect(isPaused({ ...USUAL, pausedUntil }, Date.parse(pausedUntil))).toBe(false);
  expect(isPaused(USUAL, now)).toBe(false);
});

it('both languages say the same', () => {
  expect(Object.keys(notificationEn)).toEqual(Object.keys(notificationId));
});

it('a browser says why it shows nothing', () => {
  const able = { isSecureContext: true, navigator: { serviceWorker: {} }, Notification: { permission: 'default' }, PushManager: {} };
  expect(pushState(able)).toBe('ready');
  expect(pushState({ ...able, Notification: { permission: 'granted' } })).toBe('ready');
  expect(pushState({ ...able, Notification: { permission: 'denied' } })).toBe('denied');
  expect(pushState({ ...able, navigator: {} })).toBe('unsupported');
  expect(pushState({ isSecureContext: true, navigator: { serviceWorker: {} } })).toBe('unsupported');
  expect(pushState({ isSecureContext: false, navigator: {} })).toBe('insecure');
});

it('an address is what people can tell apart', () => {
  expect(addressName({ kind: 'PUSH', address: 'https://push.example/wpush/v2/gAAAAB' })).toBe('push.example');
  expect(addressName({ kind: 'PUSH', address: '' })).toBe('');
  expect(addressName({ kind: 'EMAIL', address: 'rina@kpu.example' })).toBe('rina@kpu.example');
  expect(botLink('segel_bot', 'abc234')).toBe('https://t.me/segel_bot?start=abc234');
});
