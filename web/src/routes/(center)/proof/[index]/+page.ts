import { speech } from '$lib/words/words.svelte';

export const load = (): Promise<unknown> => Promise.all([speech.need('level'), speech.need('box'), speech.need('means'), speech.need('proof')]);
