import { speech } from '$lib/words/words.svelte';

export const load = (): Promise<unknown> => Promise.all([speech.need('saw'), speech.need('ceremony'), speech.need('picture')]);
