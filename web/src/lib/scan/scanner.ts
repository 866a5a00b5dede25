/** A hand scanner types like a keyboard, only faster: what it typed, and what a code is the code of. */

export type Scan =
  | { kind: 'box'; id: string }
  | { kind: 'tps'; code: string }
  | { kind: 'koli'; code: string }
  | { kind: 'bundle'; koli: string; number: number; part: '' | 'a' | 'b' }
  | { kind: 'other'; text: string };

/** Nobody types five keys a quarter of a second; scanners send one every few milliseconds. */
const MEAN_MILLISECONDS = 50;
/** A pause as long as this ends a burst: a radio scanner stutters, a hand is slower still. */
const PAUSE_MILLISECONDS = 250;
const SHORTEST = 3;
const LONGEST = 200;

/** Tells scans from typing, by time alone. */
export class Wedge {
  #text = '';
  #first = 0;
  #last = 0;

  /** One key, as `KeyboardEvent.key`, and its time; the text when it ended a scan. */
  key(key: string, at: number): string | null {
    if (key === 'Enter' || key === 'Tab') {
      const text = this.#text;
      const isScan = text.length >= SHORTEST && at - this.#first <= MEAN_MILLISECONDS * text.length && at - this.#last <= PAUSE_MILLISECONDS;
      this.clear();
      return isScan ? text : null;
    }
    if (key.length !== 1) return null;
    if (this.#text === '' || at - this.#last > PAUSE_MILLISECONDS || this.#text.length >= LONGEST) {
      this.#text = '';
      this.#first = at;
    }
    this.#text += key;
    this.#last = at;
    return null;
  }

  /** Whether the next key would be the first of a burst. */
  get isEmpty(): boolean {
    return this.#text === '';
  }

  /** Whether a key at this time would begin anew. */
  beginsAt(at: number): boolean {
    return this.isEmpty || at - this.#last > PAUSE_MILLISECONDS;
  }

  clear(): void {
    this.#text = '';
  }
}

/**
 * What a code means: as printed (`C0123-001.07`, a box's 16 digits), as GS1 Digital Link (`https://…/8004/952C0123-001.07`,
 * `/8003/…`), or as an element string (`8004952C0123-001.07`, with or without the scanner's symbology mark and brackets).
 */
export function readCode(text: string): Scan {
  const plain = bare(text);
  if (/^[0-9]{16}$/.test(plain)) return { kind: 'box', id: plain };
  if (/^T?[0-9]{13}$/.test(plain)) return { kind: 'tps', code: plain.replace('T', '') };
  const [, koli, number, part = ''] = /^([A-Z][A-Z0-9]{0,11}-[0-9]{3})(?:\.([0-9]{2})([abAB]?))?$/.exec(plain) ?? [];
  if (koli === undefined) return { kind: 'other', text: plain };
  if (number === undefined) return { kind: 'koli', code: koli };
  return { kind: 'bundle', koli, number: Number(number), part: part.toLowerCase() as '' | 'a' | 'b' };
}

/** The printed code inside of whatever a scanner sends. */
function bare(text: string): string {
  const code = text.trim().replace(/^\][A-Za-z][0-9]/, '').replaceAll('\u001d', '');
  const link = /\/(8003|8004|414)\/([^?#]+)/.exec(code);
  if (link) return keyed(link[1] ?? '', decoded(link[2] ?? ''));
  const element = /^\(?(8003|8004)\)?(.+)$/.exec(code);
  // A box's 16 digits can begin with 8003 as well: region 80 of Indonesia does not exist, but stay exact.
  if (element && !/^[0-9]{16}$/.test(code)) return keyed(element[1] ?? '', element[2] ?? '');
  return upper(code);
}

function keyed(identifier: string, value: string): string {
  if (identifier === '414') return upper(/\/254\/([^/]+)$/.exec(value)?.[1] ?? value);
  // A GRAI: 14 digits of the asset type, then the box's number. A GIAI: the company's digits, then the code.
  return identifier === '8003' ? value.slice(14) : upper(value.replace(/^[0-9]+/, ''));
}

/** Capitals, but for the letter of a bundle's part. */
function upper(code: string): string {
  return code.toUpperCase().replace(/(\.[0-9]{2})([AB])$/, (_, bundle: string, part: string) => bundle + part.toLowerCase());
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/**
 * Listens on the whole page for scans, whatever has the focus. What a scan typed into a field meanwhile is taken out again.
 * Answers the way to stop.
 */
export function listen(scanned: (text: string) => void): () => void {
  const wedge = new Wedge();
  let field: HTMLInputElement | HTMLTextAreaElement | null = null;
  let before = '';

  function onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.key.length === 1 && wedge.beginsAt(event.timeStamp)) {
      const focused = document.activeElement;
      field = focused instanceof HTMLInputElement || focused instanceof HTMLTextAreaElement ? focused : null;
      before = field?.value ?? '';
    }
    const text = wedge.key(event.key, event.timeStamp);
    if (text === null) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (field) {
      field.value = before;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    scanned(text);
  }

  addEventListener('keydown', onKey, { capture: true });
  return () => removeEventListener('keydown', onKey, { capture: true });
}
