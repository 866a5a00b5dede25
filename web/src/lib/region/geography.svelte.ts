import { get } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';
import type { Place } from '$lib/api/types';
import type { Boundaries } from '$lib/map/borders';

/** Outlines of the kelurahan and the places where boxes wait; both asked for once, and only by the map. */
class Geography {
  readonly boundaries = new Remote<Boundaries>();
  readonly places = new Remote<Place[]>();

  async load(): Promise<void> {
    const wanted = [];
    if (!this.boundaries.value) wanted.push(this.boundaries.load(() => get<Boundaries>('/region/kelurahan.json')));
    if (!this.places.value) wanted.push(this.places.load(() => get<Place[]>('/api/places')));
    await Promise.all(wanted);
  }
}

export const geography = new Geography();
