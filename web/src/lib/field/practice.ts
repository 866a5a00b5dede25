import { base64, utf8, type Bytes } from '$lib/tlog/bytes';

/**
 * A practice box: it looks like work and is none. Its numbers begin with 99, which no province has; its text is no
 * statement, so that no log takes it; its key lives in the page only.
 */

export interface PracticeBox {
  box: string;
  /** What the giver's list says, and what is really on the box. */
  said: readonly string[];
  found: readonly string[];
}

export const PRACTICE_BOXES: readonly PracticeBox[] = [
  { box: '9999999999001101', said: ['LATIHAN-101', 'LATIHAN-102'], found: ['LATIHAN-101', 'LATIHAN-102'] },
  { box: '9999999999001201', said: ['LATIHAN-201', 'LATIHAN-202'], found: ['LATIHAN-201', 'LATIHAN-202'] },
  { box: '9999999999001301', said: ['LATIHAN-301', 'LATIHAN-302'], found: ['LATIHAN-301', 'LATIHAN-392'] },
  { box: '9999999999001401', said: ['LATIHAN-401', 'LATIHAN-402'], found: ['LATIHAN-401', 'LATIHAN-402'] },
];

/** What a practising phone shows and another films; the pages of real handovers take it for a code of another system. */
export const PRACTICE_CODE = 'SEGEL-LATIHAN/1/9999999999001';

const FIRST_LINE = 'segel/latihan/v1';
const DONE = 'segel.practice';

export function isDifferent({ said, found }: PracticeBox): boolean {
  return said.join() !== found.join();
}

/** What is signed in practice, line by line. */
export function practiceText(verb: 'terima' | 'serahkan', differing: string): string {
  const lines = PRACTICE_BOXES.map(({ box, said, found }) => (box === differing ? `kotak ${box} segel-beda ${found.join()}` : `kotak ${box} segel ${said.join()}`));
  return [FIRST_LINE, 'LATIHAN: bukan pernyataan, tidak dikirim', verb, ...lines, ''].join('\n');
}

/** Signs with a key that nobody has seen before and nobody sees again; empty where the browser makes none. */
export async function signPractice(text: string): Promise<string> {
  try {
    const { privateKey } = (await crypto.subtle.generateKey({ name: 'Ed25519' }, false, ['sign', 'verify'])) as CryptoKeyPair;
    const signature: Bytes = new Uint8Array(await crypto.subtle.sign({ name: 'Ed25519' }, privateKey, utf8(text)));
    return base64(signature);
  } catch {
    return '';
  }
}

/** All that is kept of a practice. */
export function keepDone(at: number): void {
  localStorage.setItem(DONE, new Date(at).toISOString());
}

export function doneAt(): number | undefined {
  const at = Date.parse(localStorage.getItem(DONE) ?? '');
  return Number.isNaN(at) ? undefined : at;
}
