import type { Regions, Role, Status } from '$lib/api/types';
import type { Bytes } from '$lib/tlog/bytes';
import type { ProofFlaw } from '$lib/tlog/verify-proof';
import type { Leg, StatementKind } from '$lib/custody/statement';
import type { Keys } from './keys';
import type { PinLock } from './pin';

/** What must survive a restart of the phone: its key, its counter, and what it signed. In IndexedDB, durably. */

export interface Device {
  /** The private half cannot leave the browser. */
  keys: Keys;
  publicKey: Uint8Array<ArrayBuffer>;
  role: Role;
  territory: string;
  token: string;
  expires: string;
  /** The counter of the last statement signed here. */
  counter: number;
  /** Missing until this officer has chosen a PIN. */
  pin?: PinLock;
}

/** A key that an invitation may have enrolled: the answer has not come, or the page was left before. */
export interface Enrolling {
  code: string;
  keys: Keys;
  publicKey: Uint8Array<ArrayBuffer>;
}

/** A statement signed here, until the log has answered and afterwards as its receipt. */
export interface Signed {
  id: string;
  note: string;
  kind: StatementKind;
  /** What it answers or follows: whoever signs that again gets this statement. */
  about: string;
  /** The boxes that were taken or given. */
  boxes: string[];
  place: string;
  /** To whom they were given. */
  to?: { key: string; role: Role; territory: string };
  /** Who gave what was taken. */
  from?: string;
  /** By this phone's clock, in milliseconds. */
  at?: number;
  /** What is in this phone's hand by it: what was taken, or what the other side did not take after all. */
  held?: Held[];
  /** The other side's answer to an offer, or the offer that was answered, as it was filmed. */
  other?: string;
  index?: number;
  receipt?: string;
  refused?: string;
  proof?: KeptProof;
  /** What the log had answered before it was restored without this statement: evidence of what it lost. */
  earlier?: { index: number; receipt?: string; proof?: KeptProof };
}

/** A proof of the log for a statement of this phone, as it was judged here. One that fails is kept as well. */
export interface KeptProof {
  /** The C2SP tlog-proof, as it came. */
  file: string;
  policy: string;
  /** By this phone's clock, in milliseconds. */
  at: number;
  /** Entries under its checkpoint. */
  size: number;
  /** Whether enough bodies have witnessed it, and which have. */
  met: boolean;
  bodies: string[];
  flaw?: ProofFlaw | 'OTHER_ENTRY' | 'OTHER_LOG_KEY';
}

/** A box in this officer's hand, and the statement by which it came there. */
export interface Held {
  box: string;
  seals: string[];
  after: string;
  /** The leg that it goes next: null behind the last, missing in what an older page kept. */
  leg?: Leg | null;
}

/** A phone of a level above or below. */
export interface Colleague {
  key: string;
  role: Role;
  territory: string;
  revoked: boolean;
  /** For whom a saksi watches. */
  body?: string;
  /** Set where the key is not on a phone but printed on a card, to sign once. */
  card?: true;
}

/** A photo of a paper that was signed by hand: its name is in a statement, and its bytes wait here for a network. */
export interface Photo {
  /** SHA-256 of salt and bytes, in base64. */
  hash: string;
  salt: Bytes;
  jpeg: Bytes;
}

/** What this phone took along when it had a network. */
export interface Kit {
  /** When, by this phone's clock, in milliseconds. */
  at: number;
  status: Status;
  regions: Regions;
  holding: Held[];
  officers: Colleague[];
  /** Boxes of the territory that are still on their way to it. */
  expected: number;
  /** When its legs may begin and must be over. Missing in what an older page kept, as is the next. */
  windows?: { leg: Leg; earliest: string; latest: string }[];
  /** Which boxes have not come, by the leg that brings them. */
  coming?: { leg: Leg; boxes: string[] }[];
  /** Boxes that a card of this office took, and no phone has confirmed. */
  unconfirmed?: Held[];
}

/** A statement of somebody else that was filmed here, to be sent by whoever finds a network first. */
export interface Carried {
  id: string;
  note: string;
  kind: StatementKind;
  at: number;
  index?: number;
  refused?: string;
}

const NAME = 'segel';
const VERSION = 4;
const DEVICE = 'device';
const ENROLLING = 'enrolling';
const PROBED = 'probed';
const KIT = 'kit';
const LOG_KEY = 'log';
const LOG_SEEN = 'log';

export class FieldStore {
  #db: Promise<IDBDatabase> | undefined;

  constructor(readonly name = NAME) {}

  async device(): Promise<Device | undefined> {
    return this.#read<Device | undefined>('keys', (store) => store.get(DEVICE));
  }

  async enrolling(): Promise<Enrolling | undefined> {
    return this.#read<Enrolling | undefined>('keys', (store) => store.get(ENROLLING));
  }

  async saveEnrolling(enrolling: Enrolling): Promise<void> {
    await this.#write(['keys'], ({ keys }) => keys.put(enrolling, ENROLLING));
  }

  async dropEnrolling(): Promise<void> {
    await this.#write(['keys'], ({ keys }) => keys.delete(ENROLLING));
  }

  async saveDevice(device: Device): Promise<void> {
    await this.#write(['keys'], ({ keys }) => {
      keys.put(device, DEVICE);
      keys.delete(ENROLLING);
    });
  }

  /** What comes back of this when it is kept: some browsers cannot keep every key. */
  async keptAndRead<T>(value: T): Promise<T> {
    await this.#write(['keys'], ({ keys }) => keys.put(value, PROBED));
    const read = await this.#read<T>('keys', (store) => store.get(PROBED));
    await this.#write(['keys'], ({ keys }) => keys.delete(PROBED));
    return read;
  }

  async signed(): Promise<Signed[]> {
    return this.#read<Signed[]>('signed', (store) => store.getAll());
  }

  /** Counter and statement go together: a counter is never used twice, even when the phone dies in between. */
  async saveSigned(device: Device, statement: Signed): Promise<void> {
    await this.#write(['keys', 'signed'], ({ keys, signed }) => {
      keys.put(device, DEVICE);
      signed.put(statement);
    });
  }

  async updateSigned(statement: Signed): Promise<void> {
    await this.#write(['signed'], ({ signed }) => signed.put(statement));
  }

  async kit(): Promise<Kit | undefined> {
    return this.#read<Kit | undefined>('kit', (store) => store.get(KIT));
  }

  async saveKit(kit: Kit): Promise<void> {
    await this.#write(['kit'], (stores) => stores.kit.put(kit, KIT));
  }

  /** The log's key as this phone has seen it first. */
  async logKey(): Promise<string | undefined> {
    return this.#read<string | undefined>('kit', (store) => store.get(LOG_KEY));
  }

  async saveLogKey(vkey: string): Promise<void> {
    await this.#write(['kit'], (stores) => stores.kit.put(vkey, LOG_KEY));
  }

  /** The log as this phone has seen it last. */
  async logSeen(): Promise<{ origin: string; size: number } | undefined> {
    return this.aside(LOG_SEEN);
  }

  async saveLogSeen({ origin, size }: { origin: string; size: number }): Promise<void> {
    await this.saveAside(LOG_SEEN, { origin, size });
  }

  /** What another part of the pages keeps here, by its name. */
  async aside<T>(name: string): Promise<T | undefined> {
    return this.#read<T | undefined>('kit', (store) => store.get(`aside ${name}`));
  }

  async saveAside(name: string, value: unknown): Promise<void> {
    await this.#write(['kit'], ({ kit }) => kit.put(value, `aside ${name}`));
  }

  async carried(): Promise<Carried[]> {
    return this.#read<Carried[]>('carried', (store) => store.getAll());
  }

  async saveCarried(statement: Carried): Promise<void> {
    await this.#write(['carried'], ({ carried }) => carried.put(statement));
  }

  async photos(): Promise<Photo[]> {
    return this.#read<Photo[]>('photos', (store) => store.getAll());
  }

  async savePhoto(photo: Photo): Promise<void> {
    await this.#write(['photos'], ({ photos }) => photos.put(photo));
  }

  async dropPhoto(hash: string): Promise<void> {
    await this.#write(['photos'], ({ photos }) => photos.delete(hash));
  }

  /** Puts back what a page still has of a storage that was cleared under it; its key is not put back. */
  async saveAgain(signed: readonly Signed[], carried: readonly Carried[]): Promise<void> {
    await this.#write(['signed', 'carried'], (stores) => {
      signed.forEach((one) => stores.signed.put(one));
      carried.forEach((one) => stores.carried.put(one));
    });
  }

  async forget(): Promise<void> {
    await this.#write(NAMES, (stores) => NAMES.forEach((name) => stores[name].clear()));
  }

  async #read<T>(name: Name, ask: (store: IDBObjectStore) => IDBRequest): Promise<T> {
    const db = await this.#open();
    const request = ask(db.transaction(name).objectStore(name));
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result as T);
      request.onerror = () => reject(request.error as Error);
    });
  }

  async #write(names: readonly Name[], work: (stores: Record<Name, IDBObjectStore>) => void): Promise<void> {
    const db = await this.#open();
    const transaction = db.transaction(names, 'readwrite', { durability: 'strict' });
    const stores = Object.fromEntries(names.map((name) => [name, transaction.objectStore(name)]));
    work(stores as Record<Name, IDBObjectStore>);
    await done(transaction);
  }

  #open(): Promise<IDBDatabase> {
    this.#db ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(this.name, VERSION);
      request.onupgradeneeded = () => {
        const db = request.result;
        // What an older page kept stays: there may be statements in it that nobody has sent.
        for (const name of NAMES) {
          if (!db.objectStoreNames.contains(name)) db.createObjectStore(name, KEYS[name]);
        }
      };
      request.onsuccess = () => {
        // Another tab with a newer page may change the form, and somebody may clear the browser; this one must then let go.
        request.result.onversionchange = () => {
          request.result.close();
          this.#db = undefined;
        };
        request.result.onclose = () => (this.#db = undefined);
        resolve(request.result);
      };
      request.onerror = () => reject(request.error as Error);
    });
    return this.#db;
  }
}

const NAMES = ['keys', 'signed', 'kit', 'carried', 'photos'] as const;
type Name = (typeof NAMES)[number];
const KEYS: Record<Name, IDBObjectStoreParameters> = { keys: {}, kit: {}, signed: { keyPath: 'id' }, carried: { keyPath: 'id' }, photos: { keyPath: 'hash' } };

function done(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error as Error);
    transaction.onabort = () => reject(transaction.error as Error);
  });
}
