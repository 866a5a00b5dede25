import { type Bytes, Malformed } from './bytes';
import type { Checkpoint } from './checkpoint';
import { isIncluded, leafHash } from './merkle';
import { judge } from './note';
import { parsePolicy, type Policy, type Standing, standingOf } from './policy';
import { parseProof, type Proof } from './proof';

/** Each way in which a proof proves nothing. */
export const PROOF_FLAWS = {
  POLICY_MALFORMED: 'The policy cannot be read.',
  PROOF_MALFORMED: 'The file is not a proof.',
  LOG_UNKNOWN: 'The checkpoint is of a log that the policy does not name.',
  LOG_UNSIGNED: 'The log has not signed the checkpoint.',
  LOG_SIGNATURE_WRONG: 'The signature of the log under the checkpoint does not hold.',
  INDEX_OUTSIDE: 'The checkpoint does not reach as far as the entry.',
  NOT_INCLUDED: 'The entry is not at this place of the log.',
} as const;
export type ProofFlaw = keyof typeof PROOF_FLAWS;

export class ProofFailed extends Error {
  constructor(readonly flaw: ProofFlaw) {
    super(PROOF_FLAWS[flaw]);
  }
}

/** What a proof says, once it holds. */
export interface Proven extends Standing {
  index: number;
  checkpoint: Checkpoint;
}

/** Checks that the entry is in the log that the policy names, and says who else stands behind that. */
export async function verifyProof(proofText: string, entry: Uint8Array, policyText: string): Promise<Proven> {
  const policy = await readable('POLICY_MALFORMED', () => parsePolicy(policyText));
  const proof = await readable('PROOF_MALFORMED', async () => parseProof(proofText));
  const standing = await verifyCheckpoint(proof.checkpoint, policy);
  await verifyInclusion(proof, entry);
  return { ...standing, index: proof.index, checkpoint: proof.checkpoint };
}

export async function verifyInclusion({ index, path, checkpoint }: Proof, entry: Uint8Array): Promise<Bytes> {
  if (index >= checkpoint.size) throw new ProofFailed('INDEX_OUTSIDE');
  const leaf = await leafHash(entry);
  if (!(await isIncluded(leaf, index, checkpoint.size, path, checkpoint.root))) throw new ProofFailed('NOT_INCLUDED');
  return leaf;
}

/** Checks that a log of the policy signed it. Every line of the log's key must hold. */
export async function verifyCheckpoint({ origin, note }: Checkpoint, policy: Policy): Promise<Standing> {
  const logs = policy.logs.filter(({ name }) => name === origin);
  if (logs.length === 0) throw new ProofFailed('LOG_UNKNOWN');
  const verdicts = await Promise.all(logs.flatMap((log) => note.signatures.map((line) => judge(note, line, log))));
  if (verdicts.includes('invalid')) throw new ProofFailed('LOG_SIGNATURE_WRONG');
  if (!verdicts.includes('valid')) throw new ProofFailed('LOG_UNSIGNED');
  return standingOf(note, policy);
}

async function readable<T>(flaw: ProofFlaw, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (e) {
    throw e instanceof Malformed ? new ProofFailed(flaw) : e;
  }
}
