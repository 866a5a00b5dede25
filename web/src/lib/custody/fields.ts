import { fromBase64, Malformed, textOf } from '$lib/tlog/bytes';

/** Lines of `<name> <value>`, taken one after the other in the only order they may stand in. */
export class Fields {
  readonly #lines: string[];
  #at = 1;

  constructor(bytes: Uint8Array, firstLine: string) {
    const text = textOf(bytes);
    if (!text.endsWith('\n')) throw new Malformed('the last line has no end');
    this.#lines = text.slice(0, -1).split('\n');
    if (this.#lines[0] !== firstLine) throw new Malformed(`line 1: expected ${firstLine}`);
  }

  has(name: string): boolean {
    return this.#lines[this.#at]?.startsWith(`${name} `) ?? false;
  }

  take(name: string): string {
    if (!this.has(name)) throw new Malformed(`line ${this.#at + 1}: expected ${name}`);
    const value = this.#lines[this.#at++]!.slice(name.length + 1);
    if (value === '' || value.startsWith(' ') || value.endsWith(' ')) {
      throw new Malformed(`line ${this.#at}: ${name} has no value or stray spaces`);
    }
    return value;
  }

  takeAll(name: string): string[] {
    const values = [];
    while (this.has(name)) values.push(this.take(name));
    return values;
  }

  end(): void {
    if (this.#at !== this.#lines.length) throw new Malformed(`line ${this.#at + 1}: nothing more was expected`);
  }
}

export function numberOf(value: string, max: number): number {
  const n = Number(value);
  if (!/^(0|[1-9][0-9]*)$/.test(value) || n > max) throw new Malformed(`not a whole number up to ${max}: ${value}`);
  return n;
}

/** Base64 of so many bytes, in its one spelling. */
export function base64Of(value: string, bytes: number): string {
  if (fromBase64(value).length !== bytes) throw new Malformed(`not base64 of ${bytes} bytes`);
  return value;
}

/** UTC in its shortest form, with at most this many digits of a second. */
export function instantOf(value: string, digits: 0 | 3): string {
  const shape = digits === 0 ? /^(.{19})()Z$/ : /^(.{19})(\.[0-9]{3})?Z$/;
  const [, seconds, fraction = ''] = shape.exec(value) ?? [];
  const time = Date.parse(value);
  if (!seconds || Number.isNaN(time) || fraction === '.000') throw new Malformed('not a canonical instant');
  if (new Date(time).toISOString().slice(0, 19) !== seconds) throw new Malformed('not a canonical instant');
  return value;
}

/** A code word: letters, digits, dash and underscore. */
export function codeOf(value: string): string {
  if (!/^[A-Za-z0-9_-]{1,32}$/.test(value)) throw new Malformed(`not a code word: ${value}`);
  return value;
}
