import { expect, it } from 'vitest';
import type { Row as Post } from '$lib/post/post.svelte';
import type { Row as Watched } from '$lib/watch/watch.svelte';
import { postMarks, watchMarks } from './marked';
import { siteMarks, warnedMarks, type Around } from './sites';

const post = (number: number, kind: Post['kind'], state: Post['state']) => ({ number, kind, state, name: `Pos ${number}`, lat: -6.2, lon: 106.8 }) as Post;
const tps = (code: string, state: Watched['state'], lat?: number, lon?: number) => ({ tps: code, name: `TPS ${code.slice(10)} Pulau Kelapa`, state, lat, lon }) as Watched;

it('tells a main post from a tactical one, and lays what is silent on top', () => {
  const { laid, said } = postMarks([post(1, 'MAIN', 'MANNED'), post(2, 'TACTICAL', 'MANNED'), post(3, 'TACTICAL', 'SILENT'), post(4, 'TACTICAL', 'CLOSED')]);
  expect(laid.map(({ code, icon }) => [code, icon])).toEqual([
    ['/posts/1', 'post-MAIN-MANNED'],
    ['/posts/2', 'post-TACTICAL-MANNED'],
    ['/posts/3', 'post-TACTICAL-SILENT'],
    ['/posts/4', 'post-TACTICAL-CLOSED'],
  ]);
  const [main, tactical, silent, closed] = laid.map(({ rank }) => rank);
  expect([silent! > main!, main! > tactical!, tactical! > closed!]).toEqual([true, true, true]);
  expect(said.get('/posts/3')).toEqual({ name: 'Pos 3', mark: 'critical', state: 'postState.SILENT', count: 1 });
});

it('shows watched TPS one by one when near, and those of a kelurahan as one when far, with the worst of their states', () => {
  const { laid, said } = watchMarks([tps('3101011002901', 'OK', -5.6, 106.5), tps('3101011002902', 'SILENT', -5.8, 106.7), tps('3171011001001', 'DUE_SOON', -6.1, 106.8)]);
  expect(laid.filter(({ when }) => when === 'near').map(({ code, icon }) => [code, icon])).toEqual([
    ['/tps/3101011002901', 'watch-near-OK'],
    ['/tps/3101011002902', 'watch-near-SILENT'],
    ['/tps/3171011001001', 'watch-near-DUE_SOON'],
  ]);
  const far = laid.filter(({ when }) => when === 'far');
  expect(far.map(({ code, icon, text }) => [code, icon, text])).toEqual([
    ['3101011002', 'watch-far-SILENT', '2'],
    ['/tps/3171011001001', 'watch-far-DUE_SOON', '1'],
  ]);
  expect([far[0]!.lat, far[0]!.lon]).toEqual([expect.closeTo(-5.7), expect.closeTo(106.6)]);
  expect(far.map(({ around }) => around)).toEqual([[106.5, -5.8, 106.7, -5.6], undefined]);
  expect(said.get('3101011002')).toEqual({ name: 'Pulau Kelapa', mark: 'critical', state: 'watchedState.SILENT', count: 2 });
});

it('lays nothing for a TPS that the roster no longer has', () => {
  expect(watchMarks([tps('3101011002901', 'OK')])).toEqual({ laid: [], said: new Map() });
});

const site = (place: string, kind: 'CITY_STORE' | 'PPS', capacity?: number) => ({ place, name: place, kind, lat: -6.2, lon: 106.8, ...(capacity !== undefined && { capacity }) });
const incident = (kind: 'FIRE' | 'RAIN_AHEAD' | 'LOCK_OPENING', code: string, isDrill = false): Around['incidents'][number] => ({ kind, isDrill, places: [{ code, name: code }] });

it.each<[string, string[], Around['incidents'], string]>([
  ['nothing', [], [], 'NONE'],
  ['nobody has looked', ['SITE_UNINSPECTED'], [], 'UNINSPECTED'],
  ['the worst of several', ['RAIN_DANGER', 'SITE_BLIND', 'SITE_UNINSPECTED'], [], 'BLIND'],
  ['too many boxes', ['SITE_OVER_CAPACITY', 'ROUND_MISSED'], [], 'OVER_CAPACITY'],
  ['a rule that has no shape of its own', ['ROUND_MISSED'], [], 'OTHER'],
  ['smoke', ['SENSOR_ALARM', 'SITE_BLIND'], [], 'INCIDENT'],
  ['a fire', [], [incident('FIRE', 'P3171011001')], 'INCIDENT'],
  ['a fire that is an exercise', [], [incident('FIRE', 'P3171011001', true)], 'NONE'],
  ['a fire elsewhere', [], [incident('FIRE', 'G3171')], 'NONE'],
  ['boxes are lifted before rain', [], [incident('RAIN_AHEAD', 'P3171011001')], 'RAIN'],
  ['a lock is opened', [], [incident('LOCK_OPENING', 'P3171011001')], 'OTHER'],
])('shows what matters most at a site: %s', (_, rules, incidents, matter) => {
  const { laid, said } = siteMarks({ sites: [site('P3171011001', 'PPS', 60)], found: { P3171011001: rules }, incidents, warned: [] });
  expect(laid.map(({ code, icon, when }) => [code, icon, when])).toEqual([['/sites/P3171011001', `site-${matter}`, matter === 'NONE' ? 'near' : 'both']]);
  expect(said.get('/sites/P3171011001')?.state).toBe(`matter.${matter}`);
});

it('lays what is worse on top, and what is neither registered nor wrong nowhere', () => {
  const sites = [site('P3171011001', 'PPS', 60), site('G3171', 'CITY_STORE', 900), site('P3171011002', 'PPS'), site('P3171011003', 'PPS')];
  const { laid } = siteMarks({ sites, found: { P3171011001: ['RAIN_DANGER'], P3171011003: ['SITE_NOT_APPROVED'] }, incidents: [], warned: [] });
  expect([...laid].sort((a, b) => b.rank - a.rank).map(({ code, when }) => [code, when])).toEqual([
    ['/sites/P3171011003', 'both'],
    ['/sites/P3171011001', 'both'],
    ['/sites/G3171', 'both'],
  ]);
});

it('marks the middle of each kelurahan that is warned', () => {
  const { laid, said } = warnedMarks(
    ['3171011001', '3171011009'],
    [
      { code: '3171011001', name: 'Gambir', lon: 106.8, lat: -6.2 },
      { code: '3171011002', name: 'Cideng', lon: 106.8, lat: -6.2 },
    ],
  );
  expect(laid.map(({ code, lon, icon }) => [code, lon, icon])).toEqual([['/weather#3171011001', 106.8, 'warned']]);
  expect(said.get('/weather#3171011001')).toEqual({ name: 'Gambir', mark: 'late', state: 'matter.WARNED', count: 1 });
});
