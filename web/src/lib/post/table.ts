import { when } from '$lib/words/shown';
import { t } from '$lib/words/words.svelte';
import type { Row } from './post.svelte';

/** Posts with the shift that is on, one line each, as a file has them. */
export function table(posts: readonly Row[]): (string | number)[][] {
  const moment = (at: string | undefined) => (at === undefined ? '' : when(at));
  return [
    [t('postNumberHead'), t('postKindLabel'), t('postName'), t('postStateHead'), t('postSilentHead'), t('postCode'), t('postWhere'), t('postLat'), t('postLon'), t('postReachLabel'), t('postRoleLabel'), t('postMan'), t('postBegin'), t('postEnd'), t('postDue'), t('postEvery'), t('postPeople'), t('postHeard'), t('postSyntheticShort')],
    ...posts.map((post) => [
      post.number,
      t(`postKind.${post.kind}`),
      post.name,
      t(`postState.${post.state}`),
      moment(post.silentSince),
      post.kelurahan,
      post.place,
      post.lat,
      post.lon,
      post.reachMetres,
      t(`role.${post.role}`),
      post.man,
      moment(post.begin),
      moment(post.end),
      post.due ?? '',
      post.every ?? '',
      post.people ?? '',
      moment(post.heard),
      post.synthetic ? t('postSyntheticShort') : '',
    ]),
  ];
}
