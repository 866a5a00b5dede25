/** A phone without a screen: a key that is enrolled and signs statements, as docs/formats/statement.md has them. */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';

const DASH = '\u2014';

export class Signer {
  #keys = generateKeyPairSync('ed25519');
  #counter = 0;
  key = this.#keys.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');

  constructor(url) {
    this.url = url;
  }

  async enrol(code) {
    const signature = sign(null, Buffer.from(`segel/enrol/v1\n${code}\n`), this.#keys.privateKey).toString('base64');
    const answer = await post(`${this.url}/api/devices/enrol`, JSON.stringify({ code, key: this.key, signature }), { 'Content-Type': 'application/json' });
    this.token = answer.token;
  }

  /** Signs these lines and sends them; the id that the next statement follows. */
  async say(kind, now, ...lines) {
    const { text, note } = this.sign(kind, now, ...lines);
    const body = `${Buffer.byteLength(note)}\n${note}`;
    const { answers } = await post(`${this.url}/capture`, body, { Authorization: `Bearer ${this.token}`, 'Content-Type': 'application/octet-stream' });
    if (answers[0].index === undefined) throw new Error(`the statement was answered ${JSON.stringify(answers[0])}`);
    return sha256(Buffer.from(text)).toString('base64');
  }

  /** Signs these lines: the statement, and the note that another phone films. */
  sign(kind, now, ...lines) {
    const head = ['segel/statement/v1', `kind ${kind}`, 'election dki-2024', `by ${this.key}`, `counter ${++this.#counter}`, `claimed ${now.slice(0, 19)}Z`];
    const text = [...head, ...lines].map((line) => `${line}\n`).join('');
    const name = sha256(Buffer.from(this.key, 'base64')).toString('hex').slice(0, 16);
    const keyId = sha256(Buffer.concat([Buffer.from(`${name}\n\u0001`), Buffer.from(this.key, 'base64')])).subarray(0, 4);
    const signature = sign(null, Buffer.from(text), this.#keys.privateKey);
    const note = `${text}\n${DASH} ${name} ${Buffer.concat([keyId, signature]).toString('base64')}\n`;
    return { text, note };
  }
}

function sha256(bytes) {
  return createHash('sha256').update(bytes).digest();
}

async function post(url, body, headers) {
  const answer = await fetch(url, { method: 'POST', body, headers });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${url} was answered ${answer.status}: ${text}`);
  return JSON.parse(text);
}
