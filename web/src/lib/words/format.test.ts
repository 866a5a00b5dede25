import { describe, expect, it } from 'vitest';
import { ago, countdown, dateTime, dayOffset, number, share, startOfDay } from './format';

const ZONE = 'Asia/Jakarta';

describe('numbers', () => {
  it.each([
    [0, '0', '0'],
    [999, '999', '999'],
    [123064, '123.064', '123,064'],
    [8252897, '8.252.897', '8,252,897'],
    [-1200, '−1.200', '−1,200'],
  ])('%d', (n, id, en) => {
    expect(number(n, 'id')).toBe(id);
    expect(number(n, 'en')).toBe(en);
  });

  it.each([
    [0, 10, '0 %'],
    [1, 3000, '0,1 %'],
    [5, 10, '50 %'],
    [30765, 30766, '99,9 %'],
    [30766, 30766, '100 %'],
    [0, 0, '–'],
  ])('a share of %d in %d is %s', (part, whole, text) => expect(share(part, whole, 'id')).toBe(text));
});

describe('instants', () => {
  it('are shown in the zone of the election', () => {
    expect(dateTime('2024-02-13T14:38:00Z', ZONE, 'id')).toBe('13 Feb 2024 21.38 WIB');
    expect(dateTime('2024-05-01T00:05:00Z', 'Asia/Jayapura', 'en')).toBe('1 May 2024 09:05 WIT');
  });

  it.each([
    ['2024-02-13T16:59:59Z', -1],
    ['2024-02-13T17:00:00Z', 0],
    ['2024-01-14T17:00:00Z', -30],
    ['2024-02-15T02:00:00Z', 1],
  ])('%s is H%d', (instant, offset) => expect(dayOffset(instant, '2024-02-14', ZONE)).toBe(offset));

  it('know when election day begins', () => {
    expect(new Date(startOfDay('2024-02-14', ZONE)).toISOString()).toBe('2024-02-13T17:00:00.000Z');
  });
});

describe('spans', () => {
  it.each([
    [8_530_000, '02:22:10'],
    [86_400_000 + 1000, '1 hari 00:00:01'],
    [-5, '00:00:00'],
  ])('%d ms until then', (ms, text) => expect(countdown(ms, 'id')).toBe(text));

  it.each([
    [42.9, '42 dtk lalu'],
    [61, '1 mnt lalu'],
    [7300, '2 jam lalu'],
    [200_000, '2 hari lalu'],
  ])('%d s ago', (s, text) => expect(ago(s, 'id')).toBe(text));
});
