import { speech } from '$lib/words/words.svelte';

export const load = (): Promise<unknown> => Promise.all([speech.need('sitrep'), speech.need('finding'), speech.need('stock'), speech.need('ceremony'), speech.need('list')]);
