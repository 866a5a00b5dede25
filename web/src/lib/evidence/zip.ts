import { type Bytes, Malformed, textOf } from '$lib/tlog/bytes';

/** The files of a zip, by its list at the end: stored or deflated, without encryption and below 4 GB. */
export async function readZip(bytes: Bytes): Promise<Map<string, Bytes>> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = endOf(view);
  const count = view.getUint16(end + 10, true);
  if (count > FILES_MAX) throw new Malformed('the zip holds too many files');
  const files = new Map<string, Bytes>();
  let at = view.getUint32(end + 16, true);
  let total = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== ENTRY) throw new Malformed('the list of the zip is damaged');
    const [method, packed, size] = [view.getUint16(at + 10, true), view.getUint32(at + 20, true), view.getUint32(at + 24, true)];
    const [nameLength, extra, remark] = [view.getUint16(at + 28, true), view.getUint16(at + 30, true), view.getUint16(at + 32, true)];
    const header = view.getUint32(at + 42, true);
    const name = textOf(bytes.slice(at + 46, at + 46 + nameLength));
    at += 46 + nameLength + extra + remark;
    total += size;
    if (total > BYTES_MAX) throw new Malformed('the zip is too large');
    if (header + 30 > bytes.length) throw new Malformed('the zip is cut off');
    const from = header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
    const body = bytes.slice(from, from + packed);
    if (method !== 0 && method !== 8) throw new Malformed('the zip is packed in a way that is not read here');
    const file = method === 0 ? body : await inflate(body);
    if (file.length !== size || files.has(name)) throw new Malformed(`${name} in the zip is damaged`);
    if (!name.endsWith('/')) files.set(name, file);
  }
  return files;
}

export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

const ENTRY = 0x02014b50;
const END = 0x06054b50;
const END_BYTES = 22;
/** A TPS has five boxes and some hundred entries; a remark may stand behind the list. */
const FILES_MAX = 20_000;
const BYTES_MAX = 500_000_000;
const REMARK_MAX = 65_535;

function endOf(view: DataView): number {
  for (let at = view.byteLength - END_BYTES; at >= Math.max(0, view.byteLength - END_BYTES - REMARK_MAX); at--) {
    if (view.getUint32(at, true) === END) return at;
  }
  throw new Malformed('not a zip');
}

async function inflate(body: Bytes): Promise<Bytes> {
  try {
    const stream = new Blob([body]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    throw new Malformed('a file of the zip cannot be unpacked');
  }
}
