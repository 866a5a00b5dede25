import { speech } from '$lib/words/words.svelte';

export const load = (): Promise<unknown> => Promise.all([speech.need('examination'), speech.need('ceremony'), speech.need('means'), speech.need('list')]);
