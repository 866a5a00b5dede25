import { headers, Refused } from '$lib/api/client';
import type { Problem } from '$lib/api/types';

/** What the server says of a file: what is wrong in it, cell by cell, the first hundred. */
export interface FileAnswer {
  rows: number;
  wrong: { line: number; column: string; wrong: string; found: string }[];
  wrongCount: number;
}

/** Sends a file to be looked at, or to be entered. */
export async function bringFile<A extends FileAnswer>(path: string, file: Blob, type: string): Promise<A> {
  let response: Response;
  try {
    response = await fetch(path, { method: 'POST', headers: { 'Content-Type': type, ...headers() }, body: file });
  } catch {
    throw new Refused({ status: 0, title: 'unreachable' });
  }
  const answer = (await response.json().catch(() => ({}))) as A | Problem;
  // What is wrong in a file is an answer; what may not be is none.
  if ('wrong' in answer) return answer;
  throw new Refused({ ...answer, status: response.status });
}
