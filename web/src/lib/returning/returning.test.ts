import { describe, expect, it } from 'vitest';
import { storeOf, toReturning, wantedBy } from './returning.svelte';

describe('the address of the way back', () => {
  it.each([
    ['/returning', 'list kecamatan  false null 0'],
    ['/returning?to=city&region=3171&late=true&page=2', 'list city 3171 true null 2'],
    ['/returning?place=K317101', 'queue kecamatan  false K317101 0'],
    ['/returning?view=queue', 'queue kecamatan  false null 0'],
  ])('%s is read and written the same', (href, expected) => {
    const wanted = wantedBy(new URL(href, 'http://x').searchParams);
    expect(`${wanted.view} ${wanted.to} ${wanted.region} ${wanted.late} ${wanted.place} ${wanted.page}`).toBe(expected);
    expect(toReturning(wanted)).toBe(href);
  });

  it('leaves out what it cannot mean', () => {
    const wanted = wantedBy(new URLSearchParams('to=moon&region=31x&place=T1&page=-1'));
    expect(wanted).toEqual({ view: 'queue', to: 'kecamatan', region: '', late: false, place: null, page: 0 });
  });

  it.each([
    ['3171', 'G3171'],
    ['317101', 'K317101'],
    ['3171011001', 'P3171011001'],
    ['3171011001147', 'P3171011001'],
    ['31', null],
  ])('the store of %s is %s', (territory, store) => {
    expect(storeOf(territory)).toBe(store);
  });
});
