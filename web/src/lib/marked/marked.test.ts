import { expect, it } from 'vitest';
import type { Row as Post } from '$lib/post/post.svelte';
import type { Row as Watched } from '$lib/watch/watch.svelte';
import { postMarks, watchMarks } from './marked';

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
