import { get, post, Refused } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';
import { failureText } from '$lib/words/failures';
import { speech, t } from '$lib/words/words.svelte';

/** Cameras at places of boxes, as pages show them. */

export const VIEWS = ['INSIDE', 'DOOR', 'YARD', 'STREET'] as const;
export type View = (typeof VIEWS)[number];
export const KINDS = ['RTSP', 'MJPEG', 'SNAPSHOT', 'HLS'] as const;
export type Kind = (typeof KINDS)[number];
export type State = 'GOOD' | 'OFFLINE' | 'FROZEN' | 'DARK' | 'DAZZLED' | 'COVERED' | 'TURNED' | 'BLURRED' | 'CLOCK_STUCK' | 'UNKNOWN';
export type Why = 'WRONG_PASSWORD' | 'UNTRUSTED' | 'REFUSED_ADDRESS' | 'NO_ANSWER' | 'STALLED' | 'GARBAGE' | 'TOO_LARGE' | 'REDIRECT' | 'ENDED';

/** Older, and a picture is shown as the old one it is. */
export const OLD_MILLISECONDS = 5 * 60_000;

export interface Tile {
  camera: string;
  place: string;
  placeName: string;
  number: number;
  name: string;
  view: View;
  kind: Kind;
  state: State;
  since: string;
  heard?: string;
  why?: Why;
  unjudged: State[];
  pictureAt?: string;
  hasPicture: boolean;
  boxes: number;
  worker?: number;
  mayEdit: boolean;
  address?: string;
  user?: string;
  hasPassword?: boolean;
  clock?: number[];
}

export interface Worker {
  worker: number;
  name: string;
  heard?: string;
  ignored: number;
  isRevoked: boolean;
}

export interface Wall {
  now: string;
  tiles: Tile[];
  workers: Worker[];
  unwatched: { place: string; name: string; boxes: number }[];
  blindMinutes: number;
  mayRegister: boolean;
  maySetLimit: boolean;
}

export type Coverage = 'COVERED' | 'UNKNOWN' | 'BLIND';

export interface Hour {
  from: string;
  kind: Coverage;
  coveredSeconds: number;
  blindSeconds: number;
  unknownSeconds: number;
}

export interface Blind {
  kind: Coverage;
  from: string;
  until?: string;
  boxes: number;
  numbers: string[];
  visits: { visit: number; role?: string; agency?: string; isVisitor: boolean; came: string; left?: string; entry: number }[];
}

export interface Day {
  place: string;
  from: string;
  until: string;
  hasEvidence: boolean;
  hours: Hour[];
  blinds: Blind[];
}

/** What a desk writes about a camera. */
export interface Fields {
  name: string;
  view: View;
  kind: Kind;
  address: string;
  user: string;
  password: string;
  worker: number;
  clock: string;
}

export function fieldsOf(tile: Tile | undefined, workers: readonly Worker[]): Fields {
  const only = workers.filter(({ isRevoked }) => !isRevoked);
  return {
    name: tile?.name ?? '',
    view: tile?.view ?? 'INSIDE',
    kind: tile?.kind ?? 'RTSP',
    address: tile?.address ?? '',
    user: tile?.user ?? '',
    password: '',
    worker: tile ? (tile.worker ?? 0) : only.length === 1 ? only[0]!.worker : 0,
    clock: (tile?.clock ?? []).join(' '),
  };
}

export const bodyOf = (fields: Fields) => ({ ...fields, clock: (fields.clock.match(/\d+/g) ?? []).map(Number) });

/** The wall, or what of it is of one place. */
export class CameraWall {
  readonly remote = new Remote<Wall>();
  failure = $state('');

  constructor(readonly place = '') {}

  load = (): Promise<void> => this.remote.load(() => get(`/api/cameras${this.place ? `?place=${encodeURIComponent(this.place)}` : ''}`));

  /** What it was answered; undefined when it was refused. */
  async say<T>(path: string, body: unknown): Promise<T | undefined> {
    this.failure = '';
    try {
      const answer = await post<T>(`/api/cameras/${path}`, body);
      await this.load();
      return answer ?? ({} as T);
    } catch (e) {
      if (!(e instanceof Refused)) throw e;
      this.failure = refusedText(e);
      return undefined;
    }
  }
}

export function refusedText(e: Refused): string {
  const key = `cameraRefused.${e.reason}`;
  return speech.has(key) ? t(key as 'cameraRefused.CAMERA_ADDRESS_FORM') : failureText(e);
}
