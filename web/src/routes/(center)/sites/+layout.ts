import { speech } from '$lib/words/words.svelte';

export const load = async (): Promise<void> => {
  await speech.need('warehouse');
};
