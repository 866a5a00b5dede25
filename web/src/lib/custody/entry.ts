import { fromBase64, Malformed, type Bytes } from '$lib/tlog/bytes';
import { Fields, instantOf, numberOf } from './fields';

/** One leaf of the log: lines of the server, and a body unchanged. The format: docs/formats/entry.md. */
export interface Entry {
  salt: Bytes;
  recorded: string;
  real: string;
  skew?: number;
  kind: 'statement' | 'fact';
  body: Bytes;
}

const HEAD_MAX = 400;

export function parseEntry(leaf: Bytes): Entry {
  const blank = leaf.findIndex((byte, i) => i < HEAD_MAX && byte === 0x0a && leaf[i + 1] === 0x0a);
  if (blank < 0) throw new Malformed('the entry has no blank line after its head');
  const fields = new Fields(leaf.slice(0, blank + 1), 'segel/entry/v1');
  const salt = fromBase64(fields.take('salt'));
  if (salt.length !== 16) throw new Malformed('the salt has 16 bytes');
  const recorded = instantOf(fields.take('recorded'), 3);
  const real = instantOf(fields.take('real'), 0);
  const skew = fields.has('skew') ? skewOf(fields.take('skew')) : undefined;
  const [kind, length = '', more] = fields.take('body').split(' ');
  fields.end();
  const body = leaf.slice(blank + 2);
  if ((kind !== 'statement' && kind !== 'fact') || more !== undefined || length !== String(body.length)) {
    throw new Malformed('the body line does not fit the body');
  }
  return { salt, recorded, real, ...(skew === undefined ? {} : { skew }), kind, body };
}

function skewOf(value: string): number {
  return value.startsWith('-') ? -numberOf(value.slice(1), 2_147_483_647) : numberOf(value, 2_147_483_647);
}
