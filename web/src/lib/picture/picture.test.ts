import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Refused } from '$lib/api/client';
import { textOf, utf8, type Bytes } from '$lib/tlog/bytes';
import { fetchPicture, Look, PictureRoll, urlSafe } from './picture.svelte';
import { CannotReencode } from './reencode';

const unreachable = new Refused({ status: 0 });
let revoked: string[] = [];

beforeEach(() => {
  revoked = [];
  let made = 0;
  vi.stubGlobal('URL', { createObjectURL: () => `blob:${++made}`, revokeObjectURL: (url: string) => revoked.push(url) });
  vi.stubGlobal('document', { cookie: '' });
});
afterEach(() => vi.unstubAllGlobals());

/** A server that keeps a text under the same text in capitals, until it is told to fail. */
function roll(max: number) {
  const sent: string[] = [];
  const server = { failure: undefined as Error | undefined, sent, reencoded: 0 };
  const pictures = new PictureRoll(max, undefined, {
    reencode: async (file) => {
      server.reencoded++;
      const text = await file.text();
      if (text === 'paper.doc') throw new CannotReencode('UNREADABLE');
      return utf8(text);
    },
    send: (jpeg: Bytes) => {
      if (server.failure) return Promise.reject(server.failure);
      sent.push(textOf(jpeg));
      return Promise.resolve(textOf(jpeg).toUpperCase());
    },
  });
  return { server, pictures };
}

const files = (...texts: string[]) => texts.map((text) => new Blob([text]));
const phases = (pictures: PictureRoll) => pictures.shots.map(({ phase }) => phase);

it('keeps pictures in their order, and no more than there is room for', async () => {
  const { server, pictures } = roll(2);
  const done = pictures.add(files('a', 'b', 'c'));
  expect(phases(pictures)).toEqual(['preparing', 'preparing']);
  expect([pictures.busy, pictures.room, pictures.hashes]).toEqual([true, 0, []]);
  await done;
  expect(phases(pictures)).toEqual(['kept', 'kept']);
  expect([pictures.busy, pictures.hashes, server.sent]).toEqual([false, ['A', 'B'], ['a', 'b']]);
  await pictures.add(files('d'));
  expect(pictures.shots.length).toBe(2);
});

it('names a picture once that was taken twice', async () => {
  const { pictures } = roll(3);
  await pictures.add(files('a', 'a'));
  expect([pictures.shots.length, pictures.hashes]).toEqual([2, ['A']]);
});

it('sends again what failed, without making it small again', async () => {
  const { server, pictures } = roll(3);
  server.failure = unreachable;
  await pictures.add(files('a', 'b'));
  expect(phases(pictures)).toEqual(['failed', 'failed']);
  expect([pictures.busy, pictures.shots[0]?.failure, pictures.shots[0]?.preview]).toEqual([false, unreachable, 'blob:1']);
  server.failure = undefined;
  await pictures.retry(pictures.shots[0]!);
  expect([phases(pictures), pictures.hashes, server.reencoded]).toEqual([['kept', 'failed'], ['A'], 2]);
  expect(pictures.shots[0]?.failure).toBeUndefined();
  await pictures.retry(pictures.shots[0]!);
  expect(server.sent).toEqual(['a']);
});

it('goes on behind a file that is no picture, and behind a bug', async () => {
  const { server, pictures } = roll(3);
  await pictures.add(files('paper.doc', 'a'));
  expect(phases(pictures)).toEqual(['failed', 'kept']);
  expect((pictures.shots[0]?.failure as CannotReencode).why).toBe('UNREADABLE');
  server.failure = new Error('bug');
  await pictures.add(files('b'));
  expect(phases(pictures)).toEqual(['failed', 'kept', 'failed']);
});

it('forgets what is removed, whether it was sent or waits', async () => {
  const { server, pictures } = roll(3);
  const done = pictures.add(files('a', 'b'));
  pictures.remove(pictures.shots[1]!);
  await done;
  expect([server.sent, pictures.hashes]).toEqual([['a'], ['A']]);
  pictures.remove(pictures.shots[0]!);
  expect([pictures.hashes, revoked, pictures.room]).toEqual([[], ['blob:1'], 3]);
});

it('asks by an address that an address can hold, with the token of a device', async () => {
  expect(urlSafe('+/+/AAA=')).toBe('-_-_AAA');
  const asked: [string, RequestInit][] = [];
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    asked.push([path, init]);
    return Promise.resolve(new Response('picture'));
  });
  expect(await (await fetchPicture('a+b=', 'secret')).text()).toBe('picture');
  expect(asked[0]?.[0]).toBe('/api/pictures/a-b');
  expect(new Headers(asked[0]?.[1].headers).get('Authorization')).toBe('Bearer secret');
});

it('sends a JPEG as one, with the token of a device', async () => {
  const asked: [string, RequestInit][] = [];
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    asked.push([path, init]);
    return Promise.resolve(Response.json({ hash: 'H', bytes: 1 }));
  });
  const pictures = new PictureRoll(1, 'secret');
  await pictures.ways.send(utf8('x'));
  const headers = new Headers(asked[0]?.[1].headers);
  expect([asked[0]?.[0], headers.get('Content-Type'), headers.get('Authorization')]).toEqual(['/api/pictures', 'image/jpeg', 'Bearer secret']);
});

it('tells an erased picture from one that did not come, and fetches each once', async () => {
  let asked = 0;
  const look = new Look('x', () => {
    asked++;
    return asked === 1 ? Promise.reject(unreachable) : Promise.resolve(new Blob());
  });
  await look.load();
  expect([look.isErased, look.view.failure]).toEqual([false, unreachable]);
  await look.load();
  await look.load();
  expect([look.view.value, asked]).toEqual(['blob:1', 2]);
  look.close();
  expect(revoked).toEqual(['blob:1']);

  const erased = new Look('x', () => Promise.reject(new Refused({ status: 410, reason: 'ERASED' })));
  await erased.load();
  expect(erased.isErased).toBe(true);
});
