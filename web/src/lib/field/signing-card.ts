import type { Role } from '$lib/api/types';
import type { StatementSigner } from '$lib/custody/signed-statement';
import { base64, Malformed, type Bytes } from '$lib/tlog/bytes';
import { fromBase45 } from './base45';
import type { Colleague } from './store';

/**
 * A card on which a key is printed, for somebody without a phone: it signs once, on whatever phone reads it. Its code is
 * `SEGELC1/<role>/<territory>/<body or nothing>/<seed in base45>`; docs/formats/handover.md.
 */
export interface SigningCard {
  holder: Colleague;
  signer: StatementSigner;
}

const CODE = /^SEGELC1\/([A-Z_]+)\/([0-9]{2,13})\/([A-Z0-9-]{0,24})\/([0-9A-Z $%*+./:-]+)$/;

export const isSigningCard = (text: string): boolean => text.startsWith('SEGELC1/');

/** {@link Malformed} when it is no such code. */
export async function readSigningCard(text: string): Promise<SigningCard> {
  const [, role, territory, body, coded] = CODE.exec(text) ?? [];
  if (!role || !territory || coded === undefined) throw new Malformed('not the code of a card');
  const seed = fromBase45(coded);
  if (seed.length !== 32) throw new Malformed('a seed has 32 bytes');
  const { getPublicKeyAsync, signAsync } = await import('@noble/ed25519');
  const key = new Uint8Array(await getPublicKeyAsync(seed));
  return {
    holder: { key: base64(key), role: role as Role, territory, revoked: false, ...(body ? { body } : {}), card: true },
    signer: { key, sign: async (message: Bytes) => new Uint8Array(await signAsync(message, seed)) },
  };
}
