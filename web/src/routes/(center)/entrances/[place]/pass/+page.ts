import { speech } from '$lib/words/words.svelte';

export const load = (): Promise<void> => speech.need('entrance');
