/**
 * Keeps the field pages on the phone, so that they open without a network. Version and files are stamped in by the build.
 * What the server answers is never kept here: the pages keep what they need themselves.
 */
const VERSION = 'VERSION';
const FILES = ['FILES'];
const OWN = 'segel-field-';
const CACHE = OWN + VERSION;

addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES.map((file) => new Request(file, { cache: 'reload' })))));
});

addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith(OWN) && name !== CACHE).map((name) => caches.delete(name))))
      .then(() => clients.claim()),
  );
});

// A page says so between two handovers, never in the middle of one.
addEventListener('message', (event) => {
  if (event.data === 'take over') skipWaiting();
});

addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (request.mode === 'navigate') {
    if (['/field', '/field/tps', '/field/spotcheck', '/field/latihan'].includes(pathname)) event.respondWith(kept('/field', request));
  } else if (FILES.includes(pathname)) {
    event.respondWith(kept(pathname, request));
  }
});

async function kept(path, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
}
