import type { Box } from '$lib/map/borders';
import type { LaidMark } from '$lib/map/province-map';
import { MARKS as POST_MARKS, toPost, type Row as Post } from '$lib/post/post.svelte';
import { toTps } from '$lib/situation/links';
import type { Row as Watched, State } from '$lib/watch/watch.svelte';
import type { Matter } from './sites';

/** Posts and TPS of the watch list, as marks on the map. */

export const WATCH_MARKS = { RESTING: 'none', OK: 'ready', DUE_SOON: 'late', SILENT: 'critical' } as const satisfies Record<State, string>;

/** What is worse lies on top. */
const RANK = { none: 0, ready: 1, underway: 2, late: 3, critical: 4 } as const;
const STATES_BY_RANK = ['RESTING', 'OK', 'DUE_SOON', 'SILENT'] as const satisfies readonly State[];

/** What a mark says: its code is where it leads, or a kelurahan; its name and state when it is pointed at. */
export interface Said {
  name: string;
  mark: keyof typeof RANK;
  /** Key of the word for its state. */
  state: `postState.${Post['state']}` | `watchedState.${State}` | `matter.${Matter | 'WARNED'}`;
  /** Of how many TPS; one unless they stand for each other. */
  count: number;
}

export interface Marked {
  laid: LaidMark[];
  said: ReadonlyMap<string, Said>;
}

export function postMarks(posts: readonly Post[]): Marked {
  const laid = posts.map(({ number, kind, lat, lon, state }): LaidMark => {
    const rank = 10 * RANK[POST_MARKS[state]] + (kind === 'MAIN' ? 5 : 0) - (state === 'CLOSED' ? 1 : 0);
    return { code: toPost(number), lat, lon, icon: `post-${kind}-${state}`, text: '', when: 'both', rank };
  });
  const said = new Map(posts.map(({ number, name, state }): [string, Said] => [toPost(number), { name, mark: POST_MARKS[state], state: `postState.${state}`, count: 1 }]));
  return { laid, said };
}

/** When near each for itself, a ring round its point; when far those of a kelurahan as one, with their number and the worst of their states. */
export function watchMarks(watched: readonly Watched[]): Marked {
  const laid: LaidMark[] = [];
  const said = new Map<string, Said>();
  const byKelurahan = new Map<string, (Watched & { lat: number; lon: number })[]>();
  for (const one of watched) {
    const { tps, name, lat, lon, state } = one;
    if (lat === undefined || lon === undefined) continue;
    const code = toTps(tps);
    laid.push({ code, lat, lon, icon: `watch-near-${state}`, text: '', when: 'near', rank: 10 * RANK[WATCH_MARKS[state]] });
    said.set(code, { name, mark: WATCH_MARKS[state], state: `watchedState.${state}`, count: 1 });
    const kelurahan = tps.slice(0, 10);
    byKelurahan.set(kelurahan, [...(byKelurahan.get(kelurahan) ?? []), { ...one, lat, lon }]);
  }
  for (const [kelurahan, all] of byKelurahan) {
    const middle = (of: 'lat' | 'lon') => all.reduce((sum, one) => sum + one[of], 0) / all.length;
    const [lats, lons] = [all.map(({ lat }) => lat), all.map(({ lon }) => lon)];
    const around: Box = [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
    const state = STATES_BY_RANK[Math.max(...all.map((one) => STATES_BY_RANK.indexOf(one.state)))]!;
    const code = all.length === 1 ? toTps(all[0]!.tps) : kelurahan;
    laid.push({ code, lat: middle('lat'), lon: middle('lon'), icon: `watch-far-${state}`, text: String(all.length), when: 'far', rank: 10 * RANK[WATCH_MARKS[state]], ...(all.length > 1 && { around }) });
    if (all.length > 1) said.set(code, { name: all[0]!.name.replace(/^TPS \d+ /, ''), mark: WATCH_MARKS[state], state: `watchedState.${state}`, count: all.length });
  }
  return { laid, said };
}
