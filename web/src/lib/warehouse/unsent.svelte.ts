import { get, post, postBytes, Refused } from '$lib/api/client';
import type { Bytes } from '$lib/tlog/bytes';
import type { Answer, Detail } from './warehouse.svelte';

/** Inspections that were finished without a network: they wait on the phone and send themselves. */

export interface Inspection {
  checklist: string;
  version: number;
  /** When it was finished, in election time. */
  at: string;
  answers: Answer[];
  words: string;
  pictures: string[];
  synthetic: boolean;
}

export interface Unsent {
  place: string;
  /** Who inspected: nobody else on this phone sends it. */
  by: string;
  inspection: Inspection;
  /** Why the server will not have it. */
  refused?: string;
}

const DATABASE = 'segel-inspections';
/** A photo that waits here is named so until the server has named it. */
const LOCAL = 'local-';
const RETRY_MILLISECONDS = 20_000;

export const isLocal = (picture: string): boolean => picture.startsWith(LOCAL);

type Door = { get: typeof get; post: typeof post; postBytes: typeof postBytes };

export class Outbox {
  waiting = $state.raw<Unsent[]>([]);
  /** How many were sent, for whoever shows what they changed. */
  sent = $state(0);
  #sending = false;

  constructor(readonly door: Door = { get, post, postBytes }) {}

  /** Keeps a photo until it can be sent; answers the name that it has meanwhile. */
  async keepPhoto(bytes: Bytes): Promise<string> {
    const name = LOCAL + crypto.randomUUID();
    await stored('photos', 'readwrite', (photos) => photos.put(bytes, name));
    return name;
  }

  async keep(unsent: Unsent): Promise<void> {
    await stored('unsent', 'readwrite', (all) => all.put(unsent, unsent.place));
    await this.load();
  }

  async load(): Promise<void> {
    this.waiting = await stored<Unsent[]>('unsent', 'readonly', (all) => all.getAll());
  }

  async drop({ place, inspection }: Unsent): Promise<void> {
    for (const name of picturesOf(inspection).filter(isLocal)) await stored('photos', 'readwrite', (photos) => photos.delete(name));
    await stored('unsent', 'readwrite', (all) => all.delete(place));
    await this.load();
  }

  /** Sends what this user has waiting, now, when the network is back, and again. Answers the way to stop. */
  run(user: string): () => void {
    const send = () => void this.send(user);
    const timer = setInterval(send, RETRY_MILLISECONDS);
    addEventListener('online', send);
    send();
    return () => {
      clearInterval(timer);
      removeEventListener('online', send);
    };
  }

  async send(user: string): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      await this.load();
      for (const one of this.waiting) if (one.by === user && one.refused === undefined && !(await this.#sendOne(one))) return;
    } finally {
      this.#sending = false;
    }
  }

  /** Whether the next may be tried. */
  async #sendOne(one: Unsent): Promise<boolean> {
    try {
      let inspection = one.inspection;
      for (const name of picturesOf(inspection).filter(isLocal)) {
        const bytes = await stored<Bytes | undefined>('photos', 'readonly', (photos) => photos.get(name));
        const hash = bytes ? (await this.door.postBytes<{ hash: string }>('/api/sites/pictures', bytes, { 'Content-Type': 'image/jpeg' })).hash : '';
        inspection = renamed(inspection, name, hash);
        // Once is enough, though the next thing fails.
        await this.keep({ ...one, inspection });
        await stored('photos', 'readwrite', (photos) => photos.delete(name));
      }
      const path = `/api/sites/${encodeURIComponent(one.place)}`;
      const { looks } = await this.door.get<Detail>(path);
      // The answer to an earlier attempt may have been lost on its way.
      if (!looks.some(({ at }) => Date.parse(at) === Date.parse(inspection.at))) await this.door.post(`${path}/inspections`, inspection);
      await this.drop({ ...one, inspection });
      this.sent++;
      return true;
    } catch (e) {
      if (!(e instanceof Refused)) throw e;
      const { status } = e.problem;
      const isFinal = status >= 400 && status < 500 && status !== 401 && status !== 429;
      if (isFinal) await this.keep({ ...one, refused: e.reason });
      return isFinal;
    }
  }
}

const picturesOf = ({ answers, pictures }: Inspection): string[] => [...answers.map(({ picture }) => picture), ...pictures];

/** The same with another name for a picture; without it where the name is empty. */
export function renamed(inspection: Inspection, from: string, to: string): Inspection {
  return {
    ...inspection,
    answers: inspection.answers.map((answer) => (answer.picture === from ? { ...answer, picture: to } : answer)),
    pictures: inspection.pictures.map((name) => (name === from ? to : name)).filter((name) => name !== ''),
  };
}

async function stored<T>(name: 'unsent' | 'photos', mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest): Promise<T> {
  const database = await asked<IDBDatabase>(opening());
  try {
    return await asked<T>(ask(database.transaction(name, mode).objectStore(name)));
  } finally {
    database.close();
  }
}

function opening(): IDBOpenDBRequest {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('unsent');
    request.result.createObjectStore('photos');
  };
  return request;
}

function asked<T>(request: IDBRequest): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as T);
    request.onerror = () => reject(request.error as DOMException);
  });
}

export const outbox = new Outbox();
