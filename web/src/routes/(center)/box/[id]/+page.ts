import { speech } from '$lib/words/words.svelte';

export const load = (): Promise<unknown> => Promise.all([speech.need('stock'), speech.need('means'), speech.need('box'), speech.need('list'), speech.need('picture'), speech.need('level')]);
