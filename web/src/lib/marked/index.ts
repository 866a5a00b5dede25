/** What the map page loads once its map is there and somebody is logged in. */
export { Board } from './board.svelte';
export { default as Laid } from './Laid.svelte';
export { default as Said } from './Said.svelte';
export { default as Switches } from './Switches.svelte';
