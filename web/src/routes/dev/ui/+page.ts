import { error } from '@sveltejs/kit';
import { dev } from '$app/environment';
import { speech } from '$lib/words/words.svelte';

export async function load(): Promise<void> {
  if (!dev) error(404);
  await speech.need('list', 'picture');
}
