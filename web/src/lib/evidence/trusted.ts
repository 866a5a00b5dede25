import { bodiesOf, type Policy } from '$lib/tlog/policy';

/** Whose keys a bundle was checked with: those of its own policy, which nobody has vouched for. */
export interface Trusted {
  log: string;
  /** How many of the bodies are needed; 0 where none is asked for. */
  needed: number;
  bodies: number;
  witnesses: { vkey: string; body: string }[];
}

export function trustedOf(log: string, policy: Policy): Trusted {
  const { quorum, groups, witnesses } = policy;
  const bodies = bodiesOf(policy);
  const keysOf = (name: string): string[] => groups.get(name)?.members.flatMap(keysOf) ?? [witnesses.get(name)!.vkey];
  const counted = bodies.flatMap((body) => keysOf(body).map((vkey) => ({ vkey, body })));
  const others = [...witnesses].filter(([, { vkey }]) => counted.every((one) => one.vkey !== vkey));
  return {
    log: log.trim(),
    needed: quorum === null ? 0 : (groups.get(quorum)?.needed ?? 1),
    bodies: bodies.length,
    // Others are named by the policy and not counted: their body is empty.
    witnesses: [...counted, ...others.map(([, { vkey }]) => ({ vkey, body: '' }))],
  };
}
