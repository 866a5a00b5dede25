import { speech } from '$lib/words/words.svelte';

export const load = (): Promise<void> => speech.need('sitrep', 'finding', 'stock', 'ceremony', 'list');
