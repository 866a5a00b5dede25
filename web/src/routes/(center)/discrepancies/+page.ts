import { redirect } from '@sveltejs/kit';
import { toList } from '$lib/situation/links';

export function load(): never {
  redirect(307, toList({ of: 'discrepancies', open: true }));
}
