import { address, get } from '$lib/api/client';
import { TPS_STATUSES, type Role, type SituationResponse, type User } from '$lib/api/types';
import type { AssistancePage } from '$lib/assistance/assistance.svelte';
import type { FindingPage } from '$lib/finding/findings.svelte';
import { toPost, type Row as Post } from '$lib/post/post.svelte';
import { toList, toTps } from '$lib/situation/links';
import { CLASSES, type Region as Rawan } from '$lib/vulnerability/vulnerability.svelte';
import { t, type Key } from '$lib/words/words.svelte';
import type { Section } from './views';

/** One figure of a section, and where one sees what it counts. */
export interface Figure {
  name: string;
  value: number;
  href: string;
}

/** A line of figures: a region, or whatever its heading says; none where there is one line only. */
export interface Line {
  name: string;
  figures: Figure[];
}

/** An area that is no region, as GET /api/areas has it. */
export interface Area {
  code: string;
  name: string;
  regions: string[];
  kelurahan: number;
  tps: number;
}

/** Where somebody looks: an area has several regions. */
export interface Territory {
  role: Role;
  code: string;
  name: string;
  regions: readonly string[];
  areas: readonly Area[];
}

export async function territoryOf({ role, territory }: User, name: (code: string) => string, province: string): Promise<Territory> {
  const areas = await get<Area[]>('/api/areas');
  const area = areas.find(({ code }) => code === territory);
  const code = territory === '' ? province : territory;
  return { role, code, name: area?.name ?? name(code), regions: area?.regions ?? [code], areas };
}

const STAGES = ['0', '1', '2', '3', '4', '5'] as const;
const FINDING_STATES = ['OPEN', 'ACKNOWLEDGED', 'CLEARED'] as const;

type Load = (region: string, at: Territory, name: (code: string) => string) => Promise<Line[]>;

const word = (key: string) => t(key as Key & 'postTitle');
const one = (figures: Figure[]): Line[] => [{ name: '', figures }];
/** Lists of the province take no region of two digits. */
const narrow = (region: string) => (region.length > 2 ? region : null);
const findings = async (region: string, mine: boolean): Promise<Line[]> => {
  const query = { region: narrow(region), mine: mine || null };
  const { counts } = await get<FindingPage>(address('/api/findings', { ...query, size: 1 }));
  return one(FINDING_STATES.map((state) => ({ name: word(`findingState.${state}`), value: counts[state], href: address('/findings', { ...query, state }) })));
};

/** Asked once for all sections that count TPS or boxes. */
let asked: { at: number; answer: Promise<SituationResponse> } | undefined;
const SAME_MILLISECONDS = 2_000;
const situation = (): Promise<SituationResponse> => {
  if (!asked || Date.now() - asked.at > SAME_MILLISECONDS) asked = { at: Date.now(), answer: get<SituationResponse>('/api/situation') };
  return asked.answer;
};
const within = async (region: string) => (await situation()).kelurahan.filter(({ code }) => code.startsWith(region));

export const LOADS: Record<Section, Load> = {
  async ownTps(region) {
    const { boxes } = await get<{ boxes: { stage: number; discrepancies: number }[] }>(`/api/tps/${region}`);
    const href = toTps(region);
    return one([
      { name: t('viewBoxesHere'), value: boxes.filter(({ stage }) => stage === 5).length, href },
      { name: t('viewBoxesAll'), value: boxes.length, href },
      { name: t('discrepancies'), value: boxes.reduce((sum, box) => sum + box.discrepancies, 0), href },
    ]);
  },
  async readiness(region) {
    const areas = await within(region);
    return one(TPS_STATUSES.map((status) => ({ name: t(`statusLong.${status}`), value: areas.reduce((sum, area) => sum + area.status[status], 0), href: toList({ of: 'tps', status, region }) })));
  },
  async boxes(region) {
    const areas = await within(region);
    return one(STAGES.map((stage, i) => ({ name: t(`stage.${i}` as 'stage.0'), value: areas.reduce((sum, area) => sum + (area.stages[i] ?? 0), 0), href: toList({ of: 'boxes', stage, region }) })));
  },
  async onTheWay(region) {
    const areas = await within(region);
    return one([{ name: t('inTransit'), value: areas.reduce((sum, area) => sum + area.inTransit, 0), href: toList({ of: 'boxes', inTransit: true, region }) }]);
  },
  async stock(region) {
    const { complete, short, over, empty } = await get<{ complete: number; short: number; over: number; empty: number }>(address('/api/stock/readiness', { region: narrow(region), size: 1 }));
    const to = (state: string | null) => address('/stock', { view: 'readiness', region: narrow(region), state });
    return one([
      { name: t('viewShort'), value: short, href: to('short') },
      { name: t('viewOver'), value: over, href: to('over') },
      { name: t('viewComplete'), value: complete, href: to(null) },
      { name: t('viewEmpty'), value: empty, href: to(null) },
    ]);
  },
  async day(region) {
    const { tps, words, notOpened, waitingInAll } = await get<{ tps: number; words: Record<string, number>; notOpened: number; waitingInAll: number }>(address('/api/custody/days', { region: narrow(region) }));
    const href = address('/day', { region: narrow(region) });
    return one([
      { name: t('viewOpened'), value: words.OPENED ?? 0, href },
      { name: t('viewNotOpened'), value: notOpened, href },
      { name: t('viewWaiting'), value: waitingInAll, href },
      { name: t('viewTps'), value: tps, href },
    ]);
  },
  async help(region) {
    const { counts, unasked, rows } = await get<AssistancePage>(address('/api/assistance', { region: narrow(region) }));
    const first = rows[0]?.tps ?? region;
    const to = (state: string) => toTps(rows.find((row) => row.state === state)?.tps ?? first);
    const isTps = (code: string) => code.length === 13;
    const figures = [
      ...(['ASKED', 'INSIDE', 'LEFT'] as const).map((state) => ({ name: t(`aidState.${state}`), value: counts[state], href: counts[state] > 0 || isTps(region) ? to(state) : '/agency' })),
      { name: t('aidUnasked'), value: unasked, href: address('/findings', { region: narrow(region) }) },
    ];
    return [{ name: '', figures }, ...rows.slice(0, 8).map((row) => ({ name: row.name, figures: [{ name: row.isUnasked ? t('aidUnasked') : t(`aidState.${row.state}`), value: row.people ?? 0, href: toTps(row.tps) }] }))];
  },
  ownFindings: (region) => findings(region, true),
  findings: (region) => findings(region, false),
  async discrepancies(region) {
    const { total } = await get<{ total: number }>(address('/api/discrepancies', { open: true, region: narrow(region?.slice(0, 10)), size: 1 }));
    return one([{ name: t('viewDiscrepancies'), value: total, href: toList({ of: 'discrepancies', open: true, region }) }]);
  },
  async examinations(region) {
    const { counts } = await get<{ counts: Record<string, number> }>(address('/api/examinations', { region: narrow(region) }));
    return one((['WAITING', 'TAKEN', 'DONE'] as const).map((state) => ({ name: t(`viewExamination.${state}`), value: counts[state] ?? 0, href: address('/examinations', { region: narrow(region), state }) })));
  },
  async spotchecks() {
    const { checks } = await get<{ checks: unknown[] }>('/api/spotchecks');
    return one([{ name: t('viewSpotchecks'), value: checks.length, href: '/spotchecks' }]);
  },
  async posts(region) {
    const posts = (await get<Post[]>('/api/posts')).filter(({ kelurahan }) => kelurahan.startsWith(region));
    const states = ['SILENT', 'MANNED', 'EXPECTED', 'UNMANNED'] as const;
    const figures = states.map((state) => ({ name: t(`postState.${state}`), value: posts.filter((post) => post.state === state).length, href: '/posts' }));
    return [{ name: '', figures }, ...posts.filter(({ state }) => state === 'SILENT').map((post) => ({ name: `${post.name}: ${t('postState.SILENT')}`, figures: [{ name: t('viewLastPresent'), value: post.people ?? 0, href: toPost(post.number) }] }))];
  },
  async rawan(region) {
    const { sums } = await get<Rawan>(address('/api/vulnerability', { region: region.slice(0, 10) }));
    const href = address('/vulnerability', { region: region.slice(0, 10) });
    return one([...CLASSES.map((rank) => ({ name: word(`vuln.${rank}`), value: sums.counts[rank] ?? 0, href })), { name: t('viewTps'), value: sums.tps, href }]);
  },
  /** A police area and the city of the same name count different TPS, both right. */
  async areas(_, { areas, code, name: called, role }, name) {
    const kelurahan = (await situation()).kelurahan;
    const tps = (region: string) => kelurahan.filter((one) => one.code.startsWith(region)).reduce((sum, one) => sum + one.tps, 0);
    const own = areas.filter((area) => role === 'POLDA' || area.code === code);
    const cities = [...new Set(kelurahan.map((one) => one.code.slice(0, 4)))].filter((city) => role === 'POLDA' || (own.length > 0 ? own.some(({ regions }) => regions.some((region) => region.startsWith(city) || city.startsWith(region))) : code.startsWith(city) || city.startsWith(code)));
    return [
      ...(role === 'POLRES' && own.length === 0 ? [{ name: t('viewPoliceArea', called), figures: [{ name: t('viewTps'), value: tps(code), href: toList({ of: 'tps', region: code }) }] }] : []),
      ...(role === 'POLDA' && own.length === 0 ? [{ name: t('viewNoArea'), figures: [] }] : []),
      ...own.map((area) => ({ name: t('viewPoliceArea', area.name), figures: [{ name: t('viewTps'), value: area.tps, href: '/setup' }] })),
      ...cities.map((city) => ({ name: t('viewCityArea', name(city)), figures: [{ name: t('viewTps'), value: tps(city), href: toList({ of: 'tps', region: city }) }] })),
    ];
  },
  async public() {
    const { kelurahan } = await situation();
    return one([{ name: t('viewPublic'), value: kelurahan.reduce((sum, area) => sum + area.tps, 0), href: '/public' }]);
  },
};
