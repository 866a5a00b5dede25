import { Refused } from '$lib/api/client';
import { parseEntry } from '$lib/custody/entry';
import { equal, Malformed, utf8, type Bytes } from '$lib/tlog/bytes';
import { isSignedBy, parseNote, parseVkey } from '$lib/tlog/note';
import { ProofFailed, verifyProof } from '$lib/tlog/verify-proof';
import type { KeptProof, Signed } from './store';

/** Where the phone reads the log: with its token, for most of it is closed to others until its embargo is over. */
export interface ProvingPhone {
  signed: readonly Signed[];
  read: (path: string) => Promise<Bytes>;
  /** The log's key that this phone has seen first, and how it is kept. */
  logKey: () => Promise<string | undefined>;
  keepLogKey: (vkey: string) => Promise<void>;
  keep: (id: string, proof: KeptProof) => Promise<void>;
}

/** Proofs of one visit: a phone signs some dozens in a night. */
const AT_ONCE = 20;
/** How long until a proof that too few have witnessed is fetched again. */
const AGAIN_MILLISECONDS = 600_000;

/** Waits of a receipt that stays open: witnesses mostly need seconds, and those that are away for longer hours. */
const OPEN_MILLISECONDS = [10_000, 30_000, 60_000];

/** How long until the proof of an open receipt is fetched again; null where nothing better can come. */
export function againAfter(proof: KeptProof | undefined, tries: number): number | null {
  if (!proof || proof.met || proof.flaw) return null;
  const late = 60_000 * 2 ** (tries - OPEN_MILLISECONDS.length + 1);
  return OPEN_MILLISECONDS[tries] ?? Math.min(late, AGAIN_MILLISECONDS);
}

/** Exchanges receipts for proofs, and checks each against what this phone itself signed. */
export async function prove(phone: ProvingPhone, now: number, wanted?: string): Promise<void> {
  const due = phone.signed.filter((one) => (wanted ? one.id === wanted : isDue(one, now))).slice(0, AT_ONCE);
  if (due.length === 0) return;
  try {
    const [policy, vkey] = [text(await phone.read('/log/policy')), text(await phone.read('/log/vkey')).trim()];
    const known = await phone.logKey();
    if (known === undefined) await phone.keepLogKey(vkey);
    for (const one of due) {
      const file = text(await phone.read(`/log/proof/${one.index}`));
      const entry = await phone.read(`/log/entry/${one.index}`);
      await phone.keep(one.id, await judged(one, file, entry, policy, known ?? vkey, now));
    }
  } catch (e) {
    // Without a network, or before the checkpoint is out, the receipt stays what it is.
    if (!(e instanceof Refused)) throw e;
  }
}

function isDue({ index, proof }: Signed, now: number): boolean {
  if (index === undefined) return false;
  return !proof || (!proof.flaw && !proof.met && now - proof.at > AGAIN_MILLISECONDS);
}

async function judged(signed: Signed, file: string, entry: Bytes, policy: string, logKey: string, now: number): Promise<KeptProof> {
  const kept = { file, policy, at: now, size: 0, met: false, bodies: [] };
  try {
    const { checkpoint, index, met, bodies } = await verifyProof(file, entry, policy);
    const own = await parseVkey(logKey);
    if (own.name !== checkpoint.origin || !(await isSignedBy(checkpoint.note, own))) {
      return { ...kept, flaw: 'OTHER_LOG_KEY' };
    }
    if (index !== signed.index || !isOwn(signed, entry)) return { ...kept, flaw: 'OTHER_ENTRY' };
    return { ...kept, size: checkpoint.size, met, bodies: bodies.filter(({ since }) => since !== null).map(({ name }) => name) };
  } catch (e) {
    if (e instanceof ProofFailed) return { ...kept, flaw: e.flaw };
    if (e instanceof Malformed) return { ...kept, flaw: 'OTHER_ENTRY' };
    throw e;
  }
}

/** The entry holds the text that was signed here, with this phone's own signature below it. */
function isOwn(signed: Signed, entry: Bytes): boolean {
  const { kind, body } = parseEntry(entry);
  if (kind !== 'statement') return false;
  const [there, here] = [parseNote(body), parseNote(utf8(signed.note))];
  const [own] = here.signatures;
  return there.text === here.text && there.signatures.some(({ name, signature }) => name === own?.name && equal(signature, own.signature));
}

function text(bytes: Bytes): string {
  return new TextDecoder().decode(bytes);
}
