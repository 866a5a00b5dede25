import { Malformed } from './bytes';
import { type Cosigner, cosignatureOf, parseCosigner } from './cosignature';
import { type Note, parseVkey, type Verifier } from './note';

/** Whose signatures a reader asks for: c2sp.org/tlog-policy. */
export interface Policy {
  logs: Verifier[];
  witnesses: Map<string, Cosigner>;
  groups: Map<string, Group>;
  /** Name of a witness or group; null where none is asked for. */
  quorum: string | null;
}

interface Group {
  /** How many of the members are needed. */
  needed: number;
  members: string[];
}

/** A member of the quorum, as a rule an agency: whether it stands behind a checkpoint, and at what time it said so. */
export interface Body {
  name: string;
  /** Seconds since 1970; null while it does not stand behind it. */
  since: number | null;
  /** One of its lines is there and does not hold. */
  invalid: boolean;
}

export interface Standing {
  bodies: Body[];
  met: boolean;
  /** The moment by which enough had said so: seconds since 1970; null without quorum. */
  since: number | null;
}

const CHARS_MAX = 65_536;
/** A note has at most 64 signatures, and one is the log's. */
const WITNESSES_MAX = 63;

export async function parsePolicy(text: string): Promise<Policy> {
  const policy: Policy = { logs: [], witnesses: new Map(), groups: new Map(), quorum: null };
  const grouped = new Set<string>();
  let hasQuorum = false;
  if (text.length > CHARS_MAX) throw new Malformed('the policy is too long');
  for (const line of text.split('\n')) {
    const words = line.trim().split(/[ \t]+/).filter((word) => word !== '');
    const [verb, name = '', third = ''] = words;
    if (!verb || verb.startsWith('#')) continue;
    if (verb === 'log' && (words.length === 2 || words.length === 3)) {
      policy.logs.push(await parseVkey(name));
    } else if (verb === 'witness' && (words.length === 3 || words.length === 4)) {
      fresh(name, policy);
      policy.witnesses.set(name, await parseCosigner(third));
    } else if (verb === 'group' && words.length >= 4) {
      fresh(name, policy);
      const members = words.slice(3);
      for (const member of members) {
        if (!isKnown(member, policy)) throw new Malformed(`${member} is not known yet`);
        if (grouped.has(member)) throw new Malformed(`${member} is in two groups`);
        grouped.add(member);
      }
      policy.groups.set(name, { needed: neededOf(third, members.length), members });
    } else if (verb === 'quorum' && words.length === 2 && !hasQuorum) {
      if (name !== 'none' && !isKnown(name, policy)) throw new Malformed(`${name} is not known yet`);
      policy.quorum = name === 'none' ? null : name;
      hasQuorum = true;
    } else {
      throw new Malformed(`no line of a policy: ${line}`);
    }
  }
  if (policy.witnesses.size > WITNESSES_MAX) throw new Malformed('the policy names too many witnesses');
  if (!hasQuorum) throw new Malformed('the policy names no quorum');
  return policy;
}

function isKnown(name: string, { witnesses, groups }: Policy): boolean {
  return witnesses.has(name) || groups.has(name);
}

function fresh(name: string, policy: Policy): void {
  if (name === 'none' || isKnown(name, policy)) throw new Malformed(`the name ${name} is taken`);
}

function neededOf(word: string, members: number): number {
  const needed = word === 'any' ? 1 : word === 'all' ? members : /^[1-9][0-9]{0,3}$/.test(word) ? Number(word) : 0;
  if (needed < 1 || needed > members) throw new Malformed(`${word} of ${members} cannot be`);
  return needed;
}

/** Who of the quorum stands behind a checkpoint. */
export async function standingOf(note: Note, policy: Policy): Promise<Standing> {
  const times = new Map<string, number | null>();
  const invalid = new Set<string>();
  for (const [name, cosigner] of policy.witnesses) {
    const { time, invalid: isFalse } = await cosignatureOf(note, cosigner);
    times.set(name, time);
    if (isFalse) invalid.add(name);
  }
  const since = (name: string): number | null => {
    const group = policy.groups.get(name);
    if (!group) return times.get(name) ?? null;
    // Enough stood when the last of the newest that are needed had signed.
    const newest = group.members.map(since).filter((time) => time !== null).toSorted((a, b) => b - a);
    return newest[group.needed - 1] ?? null;
  };
  const isInvalid = (name: string): boolean => policy.groups.get(name)?.members.some(isInvalid) ?? invalid.has(name);
  const bodies = bodiesOf(policy).map((name) => ({ name, since: since(name), invalid: isInvalid(name) }));
  const reached = policy.quorum === null ? null : since(policy.quorum);
  return { bodies, met: policy.quorum === null || reached !== null, since: reached };
}

/** Who is counted: the members of the quorum, or everybody who is in no group where none is asked for. */
export function bodiesOf({ quorum, groups, witnesses }: Policy): string[] {
  if (quorum !== null) return groups.get(quorum)?.members ?? [quorum];
  const inside = new Set([...groups.values()].flatMap(({ members }) => members));
  return [...witnesses.keys(), ...groups.keys()].filter((name) => !inside.has(name));
}
