import { speech } from '$lib/words/words.svelte';

export const load = (): Promise<unknown> => Promise.all([speech.need('stock'), speech.need('list'), speech.need('level')]);
