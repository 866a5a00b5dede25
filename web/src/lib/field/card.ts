/** The one-time code of a card: sixteen of Crockford's letters, which people type with or without hyphens. */
const CODE = /^[0-9A-HJKMNP-TV-Z]{4}(-?[0-9A-HJKMNP-TV-Z]{4}){3}$/;

/** The code in what a camera read: a card's address with the code behind the hash, or the bare code. Null: no card. */
export function cardCode(text: string): string | null {
  const bare = /^https?:\/\//.test(text) ? ofAddress(text) : text;
  const code = bare.trim().toUpperCase();
  return CODE.test(code) ? code : null;
}

/** The code in the address of this page, as it stands there. */
export function codeIn(url: URL): string {
  return url.searchParams.get('code') ?? decodeURIComponent(url.hash.slice(1));
}

function ofAddress(text: string): string {
  try {
    return codeIn(new URL(text));
  } catch {
    return '';
  }
}
