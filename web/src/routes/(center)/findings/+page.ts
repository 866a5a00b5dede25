import { speech } from '$lib/words/words.svelte';

export const load = (): Promise<void> => speech.need('finding', 'stock', 'list', 'picture', 'box');
