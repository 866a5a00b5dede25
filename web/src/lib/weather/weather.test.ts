import { describe, expect, it } from 'vitest';
import { speech } from '$lib/words/words.svelte';
import { faultText, isFailing, millimetres, sourceText, wet } from './weather.svelte';

describe('weather', () => {
  it('says how a source is', async () => {
    await speech.need('weather');
    expect(sourceText({ source: 'FORECAST' })).toBe('tidak dinyalakan');
    expect(sourceText({ source: 'FORECAST', host: 'a' })).toBe('belum pernah menjawab');
    expect(sourceText({ source: 'WARNING', host: 'a', goodAge: 120, failedAge: 5, failure: 'HTTP_503' })).toContain('jawaban HTTP 503');
    expect(faultText('RAIN_UNREADABLE 31.71.01.1001')).toBe('curah hujan yang mustahil 31.71.01.1001');
    expect(faultText('SOMETHING_NEW')).toBe('SOMETHING_NEW');
    expect(isFailing({ source: 'WARNING', goodAge: 120, failedAge: 5 })).toBe(true);
    expect(isFailing({ source: 'WARNING', goodAge: 5, failedAge: 120 })).toBe(false);
  });

  it('classes rain by the thresholds', () => {
    const rules = { heavy: 200, veryHeavy: 500 };
    expect([0, 1, 199, 200, 499, 500].map((rain) => wet(rain, rules))).toEqual(['dry', 'some', 'some', 'heavy', 'heavy', 'most']);
    expect(millimetres(455)).toBe('45,5');
  });
});
