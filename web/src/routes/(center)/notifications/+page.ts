import { speech } from '$lib/words/words.svelte';

export async function load(): Promise<void> {
  await Promise.all([speech.need('notification'), speech.need('finding'), speech.need('stock')]);
}
