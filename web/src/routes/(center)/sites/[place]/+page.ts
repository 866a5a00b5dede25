import { speech } from '$lib/words/words.svelte';

export const load = async (): Promise<void> => {
  await Promise.all([speech.need('warehouse'), speech.need('picture'), speech.need('entrance'), speech.need('camera')]);
};
