import { toBox, toList, toRegion, toTps } from '$lib/situation/links';
import { n } from '$lib/words/shown';
import { speech, t, type Key } from '$lib/words/words.svelte';
import type { Finding } from './findings.svelte';

export { MARKS } from './severity.svelte';

function said(rule: string, as: '' | 'Means' | 'Next'): string {
  const key = [`discrepancy${as}.${rule}`, `finding${as}.${rule}`].find((name) => speech.has(name));
  return key ? t(key as Key & 'queueTitle') : '';
}

export const ruleName = (rule: string): string => said(rule, '') || rule;
export const ruleMeans = (rule: string): string => said(rule, 'Means');
export const ruleNext = (rule: string): string => said(rule, 'Next');

/** Where one sees what a finding is about: the box, the TPS, the late ones of a kecamatan. */
export function toSubject({ rule, about, region }: Pick<Finding, 'rule' | 'about' | 'region'>): string {
  const box = /^box:(\d{16})$/.exec(about)?.[1];
  if (box) return toBox(box);
  if (rule === 'POST_SILENT') return `/posts/${about.slice('post:'.length)}`;
  if (about.startsWith('incident:')) return `/incidents/${about.slice('incident:'.length)}`;
  const sensor = /^sensor:S-(.+)-\d+$/.exec(about)?.[1];
  if (sensor) return `/sites/${sensor}`;
  const gap = /^gap:(.+)\/.+$/.exec(about)?.[1];
  if (gap) return `/sites/${gap}`;
  if (rule === 'CAMERA_LOST' || rule === 'ROUND_MISSED' || rule.startsWith('SITE_')) return `/sites/${about.slice('place:'.length)}`;
  if (rule === 'HELP_UNANSWERED') return '/findings/help';
  if (rule === 'TPS_SILENT') return `/day?region=${region}`;
  if (rule === 'WATCH_SILENT') return '/watch';
  if (rule === 'LEG_LATE') return toList({ of: 'tps', status: 'late', region });
  return region.length === 13 ? toTps(region) : toRegion(region);
}

/** “15 menit”, “3 jam”, “2 hari”: hours and days where they are whole. */
export function minutesText(minutes: number): string {
  if (minutes % 1_440 === 0) return t('rulesDays', n(minutes / 1_440));
  return minutes % 60 === 0 ? t('rulesHours', n(minutes / 60)) : t('rulesMinutes', n(minutes));
}
