/**
 * That this browser was enrolled, kept apart from its key: when the key is gone and this is not, the storage was cleared.
 * A cookie and an entry of the page's small store, for a browser may clear one of them and not the other. Role and
 * territory only.
 */

const NAME = 'segel.field';
const COOKIE = 'segel-field';
/** Longer than an election's logistics take. */
const SECONDS = 120 * 86_400;

export function markEnrolled(role: string, territory: string): void {
  const value = `${role}-${territory}`;
  document.cookie = `${COOKIE}=${value}; path=/field; max-age=${SECONDS}; samesite=strict`;
  globalThis.localStorage?.setItem(NAME, value);
}

/** As whom; undefined when nobody was, or the key was deleted by its officer. */
export function enrolledBefore(): { role: string; territory: string } | undefined {
  const value = globalThis.localStorage?.getItem(NAME) ?? new RegExp(`(?:^|; )${COOKIE}=([^;]*)`).exec(document.cookie)?.[1];
  const [, role, territory = ''] = /^([A-Z_]+)-([0-9]*)$/.exec(value ?? '') ?? [];
  return role ? { role, territory } : undefined;
}

export function unmark(): void {
  document.cookie = `${COOKIE}=; path=/field; max-age=0; samesite=strict`;
  globalThis.localStorage?.removeItem(NAME);
}
