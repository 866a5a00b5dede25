import { speech } from '$lib/words/words.svelte';

export const load = (): Promise<unknown> => Promise.all([speech.need('field'), speech.need('picture'), speech.need('scan')]);
