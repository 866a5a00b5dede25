import { speech } from '$lib/words/words.svelte';

export async function load(): Promise<void> {
  await speech.need('notification', 'finding', 'stock');
}
