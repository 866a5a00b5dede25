/** Shows what the server pushes to this browser, and opens the page that it is about. Keeps nothing, and answers no request. */

addEventListener('install', () => skipWaiting());

addEventListener('push', (event) => {
  const { title = 'Segel', body = '', path = '/', tag, code } = event.data?.json() ?? {};
  event.waitUntil(
    Promise.all([
      registration.showNotification(title, { body, icon: '/icon.svg', data: path, ...(tag ? { tag, renotify: true } : {}) }),
      // The page that waits for a code takes it from here.
      code ? clients.matchAll({ type: 'window', includeUncontrolled: true }).then((all) => all.forEach((one) => one.postMessage({ code }))) : undefined,
    ]),
  );
});

addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { origin, pathname, search } = new URL(event.notification.data, location.origin);
  if (origin === location.origin) event.waitUntil(clients.openWindow(pathname + search));
});
