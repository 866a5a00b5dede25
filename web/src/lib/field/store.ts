import type { Role } from '$lib/api/types';

/** What must survive a restart of the phone: its key, its counter, and what it signed. In IndexedDB, durably. */

export interface Device {
  /** The private half cannot leave the browser. */
  keys: CryptoKeyPair;
  publicKey: Uint8Array<ArrayBuffer>;
  role: Role;
  territory: string;
  token: string;
  expires: string;
  /** The counter of the last statement signed here. */
  counter: number;
}

/** A key that an invitation may have enrolled: the answer has not come, or the page was left before. */
export interface Enrolling {
  code: string;
  keys: CryptoKeyPair;
  publicKey: Uint8Array<ArrayBuffer>;
}

/** A statement signed here, until the log has answered and afterwards as its receipt. */
export interface Signed {
  id: string;
  note: string;
  kind: 'accept' | 'offer';
  /** What it answers or follows: whoever signs that again gets this statement. */
  about: string;
  /** The boxes that were taken or given. */
  boxes: string[];
  place: string;
  /** To whom they were given. */
  to?: { key: string; role: Role; territory: string };
  index?: number;
  receipt?: string;
  refused?: string;
}

const NAME = 'segel';
const VERSION = 2;
const DEVICE = 'device';
const ENROLLING = 'enrolling';

export class FieldStore {
  #db: Promise<IDBDatabase> | undefined;

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

  async forget(): Promise<void> {
    await this.#write(['keys', 'signed'], ({ keys, signed }) => {
      keys.clear();
      signed.clear();
    });
  }

  async #read<T>(name: Name, ask: (store: IDBObjectStore) => IDBRequest): Promise<T> {
    const db = await this.#open();
    const request = ask(db.transaction(name).objectStore(name));
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result as T);
      request.onerror = () => reject(request.error as Error);
    });
  }

  async #write(names: Name[], work: (stores: Record<Name, IDBObjectStore>) => void): Promise<void> {
    const db = await this.#open();
    const transaction = db.transaction(names, 'readwrite', { durability: 'strict' });
    const stores = Object.fromEntries(names.map((name) => [name, transaction.objectStore(name)]));
    work(stores as Record<Name, IDBObjectStore>);
    await done(transaction);
  }

  #open(): Promise<IDBDatabase> {
    this.#db ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(NAME, VERSION);
      request.onupgradeneeded = () => {
        const db = request.result;
        for (const name of [...db.objectStoreNames]) db.deleteObjectStore(name);
        db.createObjectStore('keys');
        db.createObjectStore('signed', { keyPath: 'id' });
      };
      request.onsuccess = () => {
        // Another tab with a newer page may change the form; this one must then let go.
        request.result.onversionchange = () => request.result.close();
        resolve(request.result);
      };
      request.onerror = () => reject(request.error as Error);
    });
    return this.#db;
  }
}

type Name = 'keys' | 'signed';

function done(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error as Error);
    transaction.onabort = () => reject(transaction.error as Error);
  });
}
