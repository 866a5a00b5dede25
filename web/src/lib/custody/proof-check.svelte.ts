import { getBytes, getText, Refused } from '$lib/api/client';
import type { BoxPage, Link } from '$lib/api/types';
import { equal, hex, Malformed, type Bytes } from '$lib/tlog/bytes';
import { parseCheckpoint, type Checkpoint } from '$lib/tlog/checkpoint';
import { isIncluded, leafHash } from '$lib/tlog/merkle';
import { isSignedBy, parseVkey, type Verifier } from '$lib/tlog/note';
import { parseProof } from '$lib/tlog/proof';
import { parseEntry } from './entry';
import { Flawed, openStatement, type SignedStatement } from './signed-statement';

export const PROOF_STEPS = ['key', 'checkpoint', 'leaf', 'path', 'devices', 'names', 'chain'] as const;
export type ProofStep = (typeof PROOF_STEPS)[number];
const OF_FACT: readonly ProofStep[] = ['key', 'checkpoint', 'leaf', 'path'];
const OF_STATEMENT: readonly ProofStep[] = [...OF_FACT, 'devices'];
export type StepState = 'waiting' | 'passed' | 'failed';

/** Why a step failed; the interface has a sentence for each. */
export type Fault =
  | { why: 'key' | 'checkpoint' | 'view' }
  | { why: 'path' | 'proofKey' | 'entry' | 'devices' | 'id' | 'box' | 'after' | 'fetch'; index: number };

/** One entry that was looked at. */
export interface Evidence {
  index: number;
  leaf: string;
  pathLength: number;
  size: number;
  signatures: number;
}

/** The log as this browser sees it through the four addresses that everybody can read. */
export interface LogReader {
  vkey: () => Promise<string>;
  checkpoint: () => Promise<string>;
  proof: (index: number) => Promise<string>;
  entry: (index: number) => Promise<Bytes>;
}

export const publicLog: LogReader = {
  vkey: () => getText('/log/vkey'),
  checkpoint: () => getText('/log/checkpoint'),
  proof: (index) => getText(`/log/proof/${index}`),
  entry: (index) => getBytes(`/log/entry/${index}`),
};

class Failure extends Error {
  constructor(
    readonly step: ProofStep,
    readonly fault: Fault,
  ) {
    super(fault.why);
  }
}

/** Checks from raw bytes, step by step, that what a box's page says is in the log and was signed so. */
export class ProofCheck {
  state = $state<'idle' | 'running' | 'passed' | 'failed'>('idle');
  steps = $state<Record<ProofStep, StepState>>(waiting());
  /** The steps that are taken: of a box all, of one entry those that need no chain. */
  taken = $state.raw<readonly ProofStep[]>(PROOF_STEPS);
  fault = $state.raw<Fault>();
  evidence = $state.raw<Evidence[]>([]);
  verifier = $state.raw<Verifier>();
  checkpoint = $state.raw<Checkpoint>();
  done = $state(0);
  total = $state(0);
  signatures = $state(0);
  /** Entries whose embargo is not over for this reader. */
  closed = $state(0);

  constructor(readonly log: LogReader = publicLog) {}

  async run(box: Pick<BoxPage, 'id' | 'links' | 'discrepancies'>): Promise<void> {
    const links = box.links.toSorted((a, b) => a.index - b.index);
    const facts = box.discrepancies.map(({ index }) => index).filter((index) => !links.some((l) => l.index === index));
    await this.#attempt(PROOF_STEPS, links.length + facts.length, async () => {
      const opened = new Map<string, SignedStatement>();
      for (const link of links) await this.#checkLink(link, opened);
      for (const index of facts) await this.#checkEntry(index);
      this.#pass('leaf', 'path', 'devices');
      for (const link of links) checkContent(link, box.id, opened);
      this.#pass('names');
      for (const link of box.links) checkAfter(link, box, opened);
      this.#pass('chain');
    });
  }

  /** One entry; with the id of the statement that it must hold, where it holds one. */
  async runEntry(index: number, id?: string): Promise<void> {
    await this.#attempt(id ? OF_STATEMENT : OF_FACT, 1, async () => {
      if (id) await this.#checkLink({ index, id }, new Map());
      else await this.#checkEntry(index);
      this.#pass(...this.taken);
    });
  }

  async #attempt(steps: readonly ProofStep[], total: number, work: () => Promise<void>): Promise<void> {
    this.#reset();
    this.taken = steps;
    this.total = total;
    try {
      await this.#readHead();
      await work();
      this.state = 'passed';
    } catch (e) {
      if (!(e instanceof Failure)) throw e;
      this.steps = { ...this.steps, [e.step]: 'failed' };
      this.fault = e.fault;
      this.state = 'failed';
    }
  }

  async #readHead(): Promise<void> {
    const verifier = await attempt('key', { why: 'key' }, async () => parseVkey(await this.log.vkey()));
    this.verifier = verifier;
    this.#pass('key');
    const checkpoint = await attempt('checkpoint', { why: 'checkpoint' }, async () =>
      parseCheckpoint(await this.log.checkpoint()),
    );
    await this.#checkHead(checkpoint, verifier, { why: 'checkpoint' });
    this.checkpoint = checkpoint;
    this.#pass('checkpoint');
  }

  async #checkHead(checkpoint: Checkpoint, verifier: Verifier, fault: Fault): Promise<void> {
    if (checkpoint.origin !== verifier.name || !(await isSignedBy(checkpoint.note, verifier))) {
      throw new Failure('checkpoint', fault);
    }
  }

  async #checkLink(link: Pick<Link, 'index' | 'id'>, opened: Map<string, SignedStatement>): Promise<void> {
    const { index } = link;
    const leaf = await this.#checkEntry(index);
    if (!leaf) return;
    const signed = await attempt('devices', { why: 'devices', index }, () => openStatement(parseEntry(leaf).body));
    if (signed.id !== link.id) throw new Failure(this.taken.includes('names') ? 'names' : 'devices', { why: 'id', index });
    opened.set(link.id, signed);
    const { length } = signed.note.signatures;
    this.signatures += length;
    this.evidence = this.evidence.map((one) => (one.index === index ? { ...one, signatures: length } : one));
  }

  /** The entry's bytes, proved to be in the log; null while it is closed to this reader. */
  async #checkEntry(index: number): Promise<Bytes | null> {
    let leaf: Bytes;
    let text: string;
    try {
      [leaf, text] = await Promise.all([this.log.entry(index), this.log.proof(index)]);
    } catch (e) {
      if (e instanceof Refused && e.problem.status === 403) {
        this.closed++;
        this.done++;
        return null;
      }
      throw new Failure('leaf', { why: 'fetch', index });
    }
    const hash = await leafHash(leaf);
    const proof = await attempt('path', { why: 'path', index }, async () => parseProof(text));
    await this.#checkHead(proof.checkpoint, this.verifier!, { why: 'proofKey', index });
    this.#checkView(proof.checkpoint);
    const { size, root } = proof.checkpoint;
    if (proof.index !== index || !(await isIncluded(hash, index, size, proof.path, root))) {
      throw new Failure('path', { why: 'path', index });
    }
    await attempt('leaf', { why: 'entry', index }, async () => parseEntry(leaf));
    this.evidence = [...this.evidence, { index, leaf: hex(hash), pathLength: proof.path.length, size, signatures: 0 }];
    this.done++;
    return leaf;
  }

  /** Two heads of one size must be one head. */
  #checkView(other: Checkpoint): void {
    const known = this.checkpoint;
    if (known && known.size === other.size && !equal(known.root, other.root)) {
      throw new Failure('checkpoint', { why: 'view' });
    }
    if (!known || other.size > known.size) this.checkpoint = other;
  }

  #pass(...steps: ProofStep[]): void {
    this.steps = { ...this.steps, ...Object.fromEntries(steps.map((step) => [step, 'passed'])) };
  }

  #reset(): void {
    this.state = 'running';
    this.steps = waiting();
    this.fault = undefined;
    this.evidence = [];
    this.checkpoint = undefined;
    this.done = this.total = this.signatures = this.closed = 0;
  }
}

function waiting(): Record<ProofStep, StepState> {
  return Object.fromEntries(PROOF_STEPS.map((step) => [step, 'waiting'])) as Record<ProofStep, StepState>;
}

async function attempt<T>(step: ProofStep, fault: Fault, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (e) {
    if (e instanceof Malformed || e instanceof Flawed || e instanceof Refused) throw new Failure(step, fault);
    throw e;
  }
}

/** The statement lists the box; an answer belongs to an offer that does. */
function checkContent({ index, id }: Link, box: string, opened: Map<string, SignedStatement>): void {
  const statement = opened.get(id)?.statement;
  if (!statement) return;
  const offer = statement.of ? opened.get(statement.of)?.statement : statement;
  if (offer && !offer.groups.some(({ boxes }) => boxes.some((line) => line.box === box))) {
    throw new Failure('names', { why: 'box', index });
  }
}

/** What the statement says it follows stands on the page before it. */
function checkAfter({ id, index, main }: Link, box: Pick<BoxPage, 'id' | 'links'>, opened: Map<string, SignedStatement>): void {
  const statement = opened.get(id)?.statement;
  if (!statement || !main) return;
  const group = statement.groups.find(({ boxes }) => boxes.some((line) => line.box === box.id));
  const after = statement.of ?? group?.after ?? null;
  const at = box.links.findIndex((link) => link.id === id);
  const before = box.links.slice(0, at).findLast((link) => link.main)?.id ?? null;
  if (after !== before) throw new Failure('chain', { why: 'after', index });
}
