import { speech } from '$lib/words/words.svelte';

export const ssr = false;
export const prerender = false;

export async function load(): Promise<void> {
  await speech.restore();
}
