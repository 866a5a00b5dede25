import { get, post, postBytes } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';
import { base64, type Bytes } from '$lib/tlog/bytes';
import type { HereCode } from './here';

/** What the public saw: counted apart from saksi. */

export interface Counted {
  here: number;
  late: number;
  far: number;
}

export interface Said {
  again: boolean;
  late: boolean;
  range: 'near' | 'far' | 'unsaid';
  index?: number;
}

export const check = (code: HereCode): Promise<Said> => post('/api/sightings/check', code);

export function say(code: HereCode, position: { latitude: number; longitude: number } | null, picture: string | null): Promise<Said> {
  return post('/api/sightings', { code, visitor: visitorOf(code), position, picture });
}

export async function sendPhoto({ place, minute, key, signature }: HereCode, jpeg: Bytes): Promise<string> {
  const query = new URLSearchParams({ place, minute: String(minute), key, signature });
  return (await postBytes<{ picture: string }>(`/api/sightings/photo?${query}`, jpeg, { 'Content-Type': 'image/jpeg' })).picture;
}

/** Made by this browser for this place alone, and kept: whoever films the codes of a quarter of an hour is counted once. */
function visitorOf({ place }: HereCode): string {
  const name = `segel.saw.${place}`;
  const kept = localStorage.getItem(name);
  if (kept) return kept;
  const fresh = base64(crypto.getRandomValues(new Uint8Array(32)));
  localStorage.setItem(name, fresh);
  return fresh;
}

export class SightingCount {
  readonly remote = new Remote<Counted>();

  load(place: string): Promise<unknown> {
    return this.remote.load(() => get<Counted>(`/api/sightings?place=${place}`));
  }
}
