import { speech } from '$lib/words/words.svelte';

export const load = async (): Promise<void> => {
  await Promise.all([speech.need('field'), speech.need('ceremony'), speech.need('spotcheck')]);
};
