import { speech } from '$lib/words/words.svelte';

export const load = (): Promise<unknown> => Promise.all([speech.need('level'), speech.need('box'), speech.need('list'), speech.need('means'), speech.need('ceremony'), speech.need('proof')]);
