import 'fake-indexeddb/auto';
import { beforeEach, expect, it } from 'vitest';
import { Refused } from '$lib/api/client';
import { isLocal, Outbox, type Unsent } from './unsent.svelte';

const AT = '2024-02-13T07:00:05Z';
const unsent = (place: string, picture = '', pictures: string[] = []): Unsent => ({
  place,
  by: 'polres',
  inspection: { checklist: 'gudang', version: 1, at: AT, answers: [{ item: 'apar', verdict: 'GAP', owner: '', due: '', words: 'kosong', picture }], words: '', pictures, synthetic: false },
});

/** A server that keeps what it is sent, and loses its answers when told to. */
class Server {
  status = 0;
  losesAnswers = false;
  photos = 0;
  looks: { at: string }[] = [];
  bodies: unknown[] = [];
  readonly door = {
    get: async () => this.#answer({ looks: this.looks }),
    post: async (_: string, body: unknown) => {
      this.#answer(undefined);
      this.bodies.push(body);
      this.looks.push({ at: (body as { at: string }).at });
      if (this.losesAnswers) throw new Refused({ status: 0, title: 'unreachable' });
    },
    postBytes: async () => {
      this.#answer(undefined);
      return { hash: `hash${++this.photos}` };
    },
  } as never as ConstructorParameters<typeof Outbox>[0];

  #answer<T>(value: T): T {
    if (this.status !== 200) throw new Refused({ status: this.status, title: 'no', ...(this.status === 409 && { reason: 'MOMENT_OLD' }) });
    return value;
  }
}

let server: Server;
let outbox: Outbox;
beforeEach(async () => {
  server = new Server();
  outbox = new Outbox(server.door);
  await outbox.load();
  for (const one of outbox.waiting) await outbox.drop(one);
});

it('waits without a network, and is sent once with its photos when there is one', async () => {
  const photo = await outbox.keepPhoto(new Uint8Array([1]));
  const other = await outbox.keepPhoto(new Uint8Array([2]));
  expect(isLocal(photo)).toBe(true);
  await outbox.keep(unsent('G3171', photo, [other]));
  await outbox.send('polres');
  expect([outbox.waiting.length, server.bodies.length]).toEqual([1, 0]);
  server.status = 200;
  await new Outbox(server.door).send('polres');
  expect(server.bodies).toMatchObject([{ at: AT, answers: [{ picture: 'hash1' }], pictures: ['hash2'] }]);
  await outbox.send('polres');
  expect([outbox.waiting.length, server.bodies.length, server.photos]).toEqual([0, 1, 2]);
});

it('is not sent twice though the answer was lost', async () => {
  await outbox.keep(unsent('G3171'));
  [server.status, server.losesAnswers] = [200, true];
  await outbox.send('polres');
  expect(outbox.waiting.length).toBe(1);
  server.losesAnswers = false;
  await outbox.send('polres');
  expect([outbox.waiting.length, server.bodies.length]).toEqual([0, 1]);
});

it('is sent by nobody but who inspected, and keeps why it was refused', async () => {
  await outbox.keep(unsent('G3171'));
  server.status = 200;
  await outbox.send('somebody');
  expect([outbox.waiting.length, server.bodies.length]).toEqual([1, 0]);
  server.status = 401;
  await outbox.send('polres');
  expect(outbox.waiting[0]?.refused).toBeUndefined();
  server.status = 409;
  await outbox.send('polres');
  expect(outbox.waiting[0]?.refused).toBe('MOMENT_OLD');
});
