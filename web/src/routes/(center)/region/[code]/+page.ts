import { speech } from '$lib/words/words.svelte';

export const load = (): Promise<unknown> => Promise.all([speech.need('level'), speech.need('list'), speech.need('wall'), speech.need('post'), speech.need('finding')]);
