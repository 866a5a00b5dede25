import { address } from '$lib/api/client';
import type { Found } from '$lib/api/types';

/** Where in the pages things are found. */
export const toTps = (code: string) => `/tps/${code}`;
/** With an entry of the log: the statement of its chain that is meant. */
export const toBox = (id: string, entry?: number) => (entry === undefined ? `/box/${id}` : `/box/${id}#e${entry}`);
/** What an entry of the log says. */
export const toEntry = (index: number | string) => `/statement/${index}`;
export const toRegion = (code: string) => (code.length <= 2 ? '/' : `/?region=${code}`);

export type ListOf = 'tps' | 'boxes' | 'discrepancies';

export interface ListQuery {
  of: ListOf;
  status?: string | null;
  stage?: number | string | null;
  region?: string | null;
  kind?: string | null;
  open?: boolean | string | null;
  inTransit?: boolean | null;
  page?: number | null;
}

export const toList = (query: ListQuery) =>
  address('/list', { ...query, region: query.region && query.region.length > 2 ? query.region : null });

export function toFound(found: Found): string {
  switch (found.kind) {
    case 'tps':
      return toTps(found.code);
    case 'box':
    case 'seal':
      return toBox(found.code);
    case 'entry':
      return toEntry(found.code);
    case 'post':
      return `/posts/${found.code}`;
    case 'place':
      return found.code.startsWith('T') ? toTps(found.code.slice(1)) : toRegion(found.code.slice(1));
    default:
      return toRegion(found.code);
  }
}
