import type { Problem } from './types';

/** What the server did not do, and the name it gives for it. `status` 0: it could not be reached. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.title ?? `HTTP ${problem.status}`);
  }

  get reason(): string {
    return this.problem.reason ?? (this.problem.status === 0 ? 'UNREACHABLE' : `HTTP_${this.problem.status}`);
  }
}

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await answer(path, signal ? { signal } : {})).json() as Promise<T>;
}

export async function getText(path: string): Promise<string> {
  return (await answer(path, { cache: 'no-store' })).text();
}

export async function getBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await answer(path, {})).arrayBuffer());
}

export async function getBlob(path: string, token?: string): Promise<Blob> {
  return (await answer(path, { headers: headers(token) })).blob();
}

export async function post<T>(path: string, body: unknown, token?: string): Promise<T> {
  const response = await guarded(() =>
    answer(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers(token) },
      body: JSON.stringify(body),
    }),
  );
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** A fact, as its text says it; each is sent once, with the session of whoever is logged in. */
export async function postText<T>(path: string, body: string): Promise<T> {
  const response = await guarded(() =>
    answer(path, { method: 'POST', headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers() }, body }),
  );
  return (await response.json()) as T;
}

export async function remove(path: string): Promise<void> {
  await guarded(() => answer(path, { method: 'DELETE', headers: headers() }));
}

export async function postBytes<T>(path: string, body: Uint8Array<ArrayBuffer>, extra: HeadersInit): Promise<T> {
  const response = await answer(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/octet-stream', ...headers(), ...extra },
    body,
  });
  return (await response.json()) as T;
}

export async function getAs<T>(path: string, token: string): Promise<T> {
  return (await answer(path, { headers: headers(token), cache: 'no-store' })).json() as Promise<T>;
}

/** Path and query, without the parameters that are not set. */
export function address(path: string, query: Record<string, string | number | boolean | null | undefined>): string {
  const set = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const search = new URLSearchParams(set.map(([key, value]) => [key, String(value)]));
  return set.length === 0 ? path : `${path}?${search}`;
}

async function guarded(send: () => Promise<Response>): Promise<Response> {
  return send().catch(async (e: unknown) => {
    if (!(e instanceof Refused) || e.reason !== 'CSRF') throw e;
    // The cookie that must be sent back comes with any answer; here it had not come yet.
    await answer('/api/session', {});
    return send();
  });
}

/** With the guard against forged requests. */
export function headers(token?: string): Record<string, string> {
  const csrf = /(?:^|; )XSRF-TOKEN=([^;]*)/.exec(document.cookie)?.[1];
  return {
    ...(csrf ? { 'X-XSRF-TOKEN': decodeURIComponent(csrf) } : {}),
    ...(token ? { Authorization: `Bearer ${token}` } : {}),
  };
}

async function answer(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: 'same-origin', ...init });
  } catch (e) {
    if (e instanceof DOMException && e.name === 'AbortError') throw e;
    throw new Refused({ status: 0, title: 'unreachable' });
  }
  if (!response.ok) throw new Refused(await problemOf(response));
  return response;
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    return { ...((await response.json()) as Problem), status: response.status };
  } catch {
    return { status: response.status, title: response.statusText };
  }
}
