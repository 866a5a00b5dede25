import { speech } from '$lib/words/words.svelte';

export const load = (): Promise<unknown> => Promise.all([speech.need('post'), speech.need('finding'), speech.need('vulnerability')]);
