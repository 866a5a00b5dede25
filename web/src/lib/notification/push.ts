/** This browser as an address: what it can do, and its subscription with a push service. */

/** Why this browser shows nothing, or that it may. */
export type PushState = 'ready' | 'insecure' | 'unsupported' | 'denied';

/** A subscription as the server keeps it. */
export interface Subscribed {
  address: string;
  p256dh: string;
  auth: string;
}

/** It could not subscribe; the reason has a sentence. */
export class PushFailed extends Error {
  constructor(readonly reason: 'PUSH_DENIED' | 'PUSH_FAILED') {
    super(reason);
  }
}

/** Over plain HTTP browsers hide what they could do, so that is asked first. */
export function pushState(its: { isSecureContext: boolean; navigator: object; Notification?: { permission: string }; PushManager?: unknown }): PushState {
  if (!its.isSecureContext) return 'insecure';
  if (!('serviceWorker' in its.navigator) || !its.PushManager || !its.Notification) return 'unsupported';
  return its.Notification.permission === 'denied' ? 'denied' : 'ready';
}

/** Below this path there is nothing that it could disturb: it is told of messages, and of nothing else. */
const SCOPE = '/notifications';

const subscription = async (): Promise<PushSubscription | undefined> =>
  (await (await navigator.serviceWorker?.getRegistration(SCOPE))?.pushManager?.getSubscription()) ?? undefined;

/** The address of this browser, where it has subscribed. */
export const ownAddress = async (): Promise<string> => (await subscription().catch(() => undefined))?.endpoint ?? '';

/** Asks for permission, which a browser does only where somebody has pressed something, and subscribes. */
export async function subscribe(key: string): Promise<Subscribed> {
  if ((await Notification.requestPermission()) !== 'granted') throw new PushFailed('PUSH_DENIED');
  try {
    // One of before may be of another key, or known to nobody any more.
    await (await subscription())?.unsubscribe();
    const registration = await navigator.serviceWorker.register('/push-worker.js', { scope: SCOPE, updateViaCache: 'none' });
    await active(registration);
    const made = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    const { endpoint: address, keys } = made.toJSON();
    if (!address || !keys?.p256dh || !keys.auth) throw new PushFailed('PUSH_FAILED');
    return { address, p256dh: keys.p256dh, auth: keys.auth };
  } catch {
    throw new PushFailed('PUSH_FAILED');
  }
}

export async function unsubscribe(address: string): Promise<void> {
  const own = await subscription().catch(() => undefined);
  if (own?.endpoint === address) await own.unsubscribe().catch(() => false);
}

/** Calls with the code that was pushed to this browser; answers how to end that. */
export function onCode(call: (code: string) => void): () => void {
  const hear = ({ data }: MessageEvent<{ code?: unknown }>) => typeof data?.code === 'string' && call(data.code);
  navigator.serviceWorker?.addEventListener('message', hear);
  navigator.serviceWorker?.startMessages();
  return () => navigator.serviceWorker?.removeEventListener('message', hear);
}

function active({ installing, waiting, active }: ServiceWorkerRegistration): Promise<void> {
  const coming = installing ?? waiting;
  if (active || !coming) return Promise.resolve();
  return new Promise((done) => coming.addEventListener('statechange', () => coming.state === 'activated' && done()));
}
