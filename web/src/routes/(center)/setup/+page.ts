import { speech } from '$lib/words/words.svelte';

export const load = (): Promise<unknown> => Promise.all([speech.need('setup'), speech.need('list'), speech.need('login')]);
