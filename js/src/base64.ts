import { charactersOf } from './characters.js';

const inUrls: Readonly<Record<string, string>> = { '+': '-', '/': '_', '=': '' };

/** base64url without padding. */
export function encodeBase64(bytes: Uint8Array): string {
  return btoa(charactersOf(bytes)).replace(/[+/=]/g, (letter) => inUrls[letter] ?? letter);
}
