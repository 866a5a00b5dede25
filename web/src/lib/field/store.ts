/** What must survive a restart of the phone: its key, its counter, and what it signed. In IndexedDB, durably. */

export interface Device {
  /** The private half cannot leave the browser. */
  keys: CryptoKeyPair;
  publicKey: Uint8Array<ArrayBuffer>;
  role: string;
  territory: string;
  token: string;
  expires: string;
  /** The counter of the last statement signed here. */
  counter: number;
}

/** A statement signed here, until the log has answered and afterwards as its receipt. */
export interface Signed {
  id: string;
  note: string;
  offer: string;
  boxes: number;
  place: string;
  index?: number;
  receipt?: string;
  refused?: string;
}

const NAME = 'segel';
const DEVICE = 'device';

export class FieldStore {
  #db: Promise<IDBDatabase> | undefined;

  async device(): Promise<Device | undefined> {
    return this.#read<Device | undefined>('keys', (store) => store.get(DEVICE));
  }

  async saveDevice(device: Device): Promise<void> {
    await this.#write('keys', (store) => store.put(device, DEVICE));
  }

  async signed(): Promise<Signed[]> {
    return this.#read<Signed[]>('signed', (store) => store.getAll());
  }

  /** Counter and statement go together: a counter is never used twice, even when the phone dies in between. */
  async saveSigned(device: Device, signed: Signed): Promise<void> {
    const db = await this.#open();
    const transaction = db.transaction(['keys', 'signed'], 'readwrite', { durability: 'strict' });
    transaction.objectStore('keys').put(device, DEVICE);
    transaction.objectStore('signed').put(signed);
    await done(transaction);
  }

  async updateSigned(signed: Signed): Promise<void> {
    await this.#write('signed', (store) => store.put(signed));
  }

  async forget(): Promise<void> {
    const db = await this.#open();
    const transaction = db.transaction(['keys', 'signed'], 'readwrite', { durability: 'strict' });
    transaction.objectStore('keys').clear();
    transaction.objectStore('signed').clear();
    await done(transaction);
  }

  async #read<T>(name: string, ask: (store: IDBObjectStore) => IDBRequest): Promise<T> {
    const db = await this.#open();
    const request = ask(db.transaction(name).objectStore(name));
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result as T);
      request.onerror = () => reject(request.error as Error);
    });
  }

  async #write(name: string, put: (store: IDBObjectStore) => void): Promise<void> {
    const db = await this.#open();
    const transaction = db.transaction(name, 'readwrite', { durability: 'strict' });
    put(transaction.objectStore(name));
    await done(transaction);
  }

  #open(): Promise<IDBDatabase> {
    this.#db ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore('keys');
        request.result.createObjectStore('signed', { keyPath: 'id' });
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error as Error);
    });
    return this.#db;
  }
}

function done(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error as Error);
    transaction.onabort = () => reject(transaction.error as Error);
  });
}
