import { base64, concat, equal, fromBase64, hex, Malformed, sha256, utf8, type Bytes } from '$lib/tlog/bytes';
import { verifyEd25519 } from '$lib/tlog/ed25519';
import { keyIdOf, parseNote, printNote, type Note } from '$lib/tlog/note';
import { parseStatement, printStatement, type Statement } from './statement';

/** A statement with its signatures: a note whose signers are the parties that its text names. */
export interface SignedStatement {
  id: string;
  statement: Statement;
  note: Note;
}

export type Flaw =
  | 'NOTE_TOO_LONG'
  | 'NOTE_MALFORMED'
  | 'STATEMENT_MALFORMED'
  | 'SIGNATURE_MISSING'
  | 'SIGNATURE_OF_STRANGER'
  | 'SIGNATURE_TWICE'
  | 'SIGNATURE_WRONG';

/** Why bytes are not a signed statement. */
export class Flawed extends Error {
  constructor(readonly flaw: Flaw) {
    super(flaw);
  }
}

const NOTE_BYTES_MAX = 60_000;

export async function idOf(text: Bytes): Promise<string> {
  return base64(await sha256(text));
}

/** The name of a device's key in a signature line. */
export async function keyNameOf(key: Bytes): Promise<string> {
  return hex((await sha256(key)).slice(0, 8));
}

/** Reads a note and checks each of its signature lines. */
export async function openStatement(bytes: Bytes): Promise<SignedStatement> {
  if (bytes.length > NOTE_BYTES_MAX) throw new Flawed('NOTE_TOO_LONG');
  const note = orFlaw('NOTE_MALFORMED', () => parseNote(bytes));
  const text = utf8(note.text);
  const statement = orFlaw('STATEMENT_MALFORMED', () => parseStatement(text));
  await checkSignatures(note, text, statement);
  return { id: await idOf(text), statement, note };
}

async function checkSignatures(note: Note, text: Bytes, { by, saksi }: Statement): Promise<void> {
  const parties = await Promise.all([by, ...saksi].map(partyOf));
  const seen = new Set<string>();
  for (const { name, keyId, signature } of note.signatures) {
    const party = parties.find((one) => one.name === name && equal(one.keyId, keyId));
    if (!party) throw new Flawed('SIGNATURE_OF_STRANGER');
    if (seen.has(party.name)) throw new Flawed('SIGNATURE_TWICE');
    if (!(await verifyEd25519(party.key, text, signature))) throw new Flawed('SIGNATURE_WRONG');
    seen.add(party.name);
  }
  const [signer] = parties;
  if (!signer || !seen.has(signer.name)) throw new Flawed('SIGNATURE_MISSING');
}

async function partyOf(key: string): Promise<{ name: string; key: Bytes; keyId: Bytes }> {
  const bytes = fromBase64(key);
  const name = await keyNameOf(bytes);
  return { name, key: bytes, keyId: await keyIdOf(name, bytes) };
}

function orFlaw<T>(flaw: Flaw, read: () => T): T {
  try {
    return read();
  } catch (e) {
    throw e instanceof Malformed ? new Flawed(flaw) : e;
  }
}

export interface StatementSigner {
  key: Bytes;
  sign: (message: Bytes) => Promise<Bytes>;
}

/** The note that goes to `/capture`: the statement with the signatures of its parties, the signer's first. */
export async function signStatement(statement: Statement, ...signers: StatementSigner[]): Promise<SignedStatement> {
  const text = printStatement(statement);
  const signatures = await Promise.all(
    signers.map(async ({ key, sign }) => {
      const { name, keyId } = await partyOf(base64(key));
      return { name, keyId, signature: await sign(text) };
    }),
  );
  return { id: await idOf(text), statement, note: { text: new TextDecoder().decode(text), signatures } };
}

/** The same note with more signatures below its own. */
export async function countersign(note: string, ...signers: StatementSigner[]): Promise<SignedStatement> {
  const { id, statement, note: own } = await openStatement(utf8(note));
  const more = await signStatement(statement, ...signers);
  return { id, statement, note: { text: own.text, signatures: [...own.signatures, ...more.note.signatures] } };
}

/** Notes as `/capture` takes them: each with its length in front. */
export function frame(notes: readonly Note[]): Bytes {
  return concat(
    ...notes.flatMap((note) => {
      const bytes = utf8(printNote(note));
      return [utf8(`${bytes.length}\n`), bytes];
    }),
  );
}
