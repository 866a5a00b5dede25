import { speech } from '$lib/words/words.svelte';

export const load = (): Promise<unknown> => Promise.all([speech.need('watch'), speech.need('finding'), speech.need('ceremony')]);
