import { expect, it } from 'vitest';
import { DISCREPANCY_KINDS } from '$lib/api/types';
import { speech } from '$lib/words/words.svelte';
import { askedBy, bundleOf, maySet, toFindings } from './findings.svelte';
import { ruleNext, toSubject } from './shown';

const asked = (query: string) => askedBy(new URL(`http://x/findings${query}`));

it('an address says what is shown, and nonsense in it is nothing', () => {
  expect(asked('')).toEqual({ region: '', state: '', severity: '', mine: false, page: 0, id: '' });
  const id = 'SEAL_BROKEN statement:a+b/c=';
  const full = { region: '3171', state: 'CLEARED', severity: 'URGENT', mine: true, page: 2, id } as const;
  expect(asked(toFindings(full).slice('/findings'.length))).toEqual(full);
  expect(asked('?region=x&state=NO&severity=LOW&page=-1&mine=yes')).toEqual(asked(''));
});

it('a bundle is named after what found it', () => {
  expect(bundleOf({ rule: 'SEAL_BROKEN', about: 'statement:x' })).toBe('discrepancy');
  expect(bundleOf({ rule: 'FORK', about: 'box:3171011001001101' })).toBe('discrepancy');
  expect(bundleOf({ rule: 'BOX_SHORT', about: 'box:3171011001001101' })).toBe('finding');
  expect(bundleOf({ rule: 'LEG_LATE', about: 'kecamatan:317101' })).toBeUndefined();
  expect(bundleOf({ rule: 'REPORTED', about: 'report:BAWASLU/1' })).toBeUndefined();
});

it('a finding leads to what it is about', () => {
  const of = (rule: string, about: string, region: string) => toSubject({ rule, about, region });
  expect(of('SEALED_EMPTY', 'box:3171011001001101', '3171011001001')).toBe('/box/3171011001001101');
  expect(of('SEAL_BROKEN', 'statement:x', '3171011001001')).toBe('/tps/3171011001001');
  expect(of('LEG_LATE', 'kecamatan:317101', '317101')).toBe('/list?of=tps&status=late&region=317101');
  expect(of('TPS_SILENT', 'kecamatan:317101', '317101')).toBe('/day?region=317101');
  expect(of('WATCH_SILENT', 'kecamatan:310101', '310101')).toBe('/watch');
  expect(of('GAP_OVERDUE', 'gap:K317101/apar', '317101')).toBe('/sites/K317101');
  expect(of('COMMON_ORIGIN', 'entry:5', '')).toBe('/');
});

it('a rule is set by whose it is', () => {
  const rule = (owner: 'BAWASLU' | 'PPK') => ({ owner });
  expect(maySet({ role: 'BAWASLU', territory: '31' }, rule('BAWASLU'))).toBe(true);
  expect(maySet({ role: 'BAWASLU', territory: '3171' }, rule('BAWASLU'))).toBe(false);
  expect(maySet({ role: 'KPU_PROVINSI', territory: '31' }, rule('BAWASLU'))).toBe(false);
  expect(maySet({ role: 'KPU_PROVINSI', territory: '31' }, rule('PPK'))).toBe(true);
  expect(maySet({ role: 'POLDA', territory: '31' }, rule('PPK'))).toBe(false);
});

it('what the custody rules find says what to do next', async () => {
  await speech.need('finding');
  for (const kind of DISCREPANCY_KINDS) expect(ruleNext(kind), kind).not.toBe('');
});
