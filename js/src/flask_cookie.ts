// The signed cookie of flask-pancake 0.5.2, as itsdangerous' URLSafeSerializer makes it:
//
//   payload "." signature      both base64url without "="
//
//   payload    the state as compact JSON in UTF-8; or "." and the JSON as a zlib stream, where
//              that is more than one byte shorter
//   signature  HMAC-SHA1(SHA1("flask_pancake.cookie" "signer" secret), payload)
//
// Only Web APIs, and only where the secret may be: on servers and edge workers. Some of these have no
// compression streams: there cookies are written as they are, and compressed ones cannot be read.
import { encodeBase64 } from './base64.js';
import { readState, writeState, type State } from './flask_state.js';
import { decodeBase64 } from './lenient_base64.js';

/** A state's JSON is at most this long: longer ones are no cookie, however well signed. */
const longestJson = 64 * 1024;

const utf8 = (text: string) => new TextEncoder().encode(text);

/** Signs and verifies. The first secret signs, all verify, so that it can be rotated. */
export class FlaskCookieSigner {
  readonly #secrets: readonly string[];
  #keys: Promise<CryptoKey[]> | null = null;

  /** At least one secret; an empty text is a secret like any other. */
  constructor(secrets: readonly string[]) {
    this.#secrets = secrets;
  }

  /**
   * The state in a cookie. null for one that is not ours: a wrong signature, anything broken, or
   * a signed value that is no object. Unused bits and junk in base64 are accepted, as there.
   */
  async read(cookie: string): Promise<State | null> {
    const dot = cookie.lastIndexOf('.');
    if (dot < 0) return null;
    const payload = cookie.slice(0, dot);
    const signature = decodeBase64(cookie.slice(dot + 1));
    if (signature === null || !(await this.#isSigned(utf8(payload), signature))) return null;

    const isCompressed = payload.startsWith('.');
    const packed = decodeBase64(isCompressed ? payload.slice(1) : payload);
    if (packed === null) return null;
    const json = isCompressed ? await inflate(packed) : packed;
    if (json === null || json.length > longestJson) return null;
    try {
      // Python refuses bytes that are no UTF-8, too.
      return readState(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(json));
    } catch {
      return null;
    }
  }

  /** The cookie's value. */
  async write(state: State): Promise<string> {
    const json = utf8(writeState(state));
    const packed = await deflate(json);
    const payload = packed.length < json.length - 1 ? `.${encodeBase64(packed)}` : encodeBase64(json);
    const [key] = await this.#imported();
    const signature = await crypto.subtle.sign('HMAC', key as CryptoKey, utf8(payload));
    return `${payload}.${encodeBase64(new Uint8Array(signature))}`;
  }

  async #isSigned(payload: Bytes, signature: Bytes): Promise<boolean> {
    for (const key of await this.#imported()) {
      if (await crypto.subtle.verify('HMAC', key, signature, payload)) return true;
    }
    return false;
  }

  #imported(): Promise<CryptoKey[]> {
    this.#keys ??= Promise.all(this.#secrets.map(importSecret));
    return this.#keys;
  }
}

type Bytes = Uint8Array<ArrayBuffer>;

async function importSecret(secret: string): Promise<CryptoKey> {
  const derived = await crypto.subtle.digest('SHA-1', utf8(`flask_pancake.cookiesigner${secret}`));
  const algorithm = { name: 'HMAC', hash: 'SHA-1' };
  return crypto.subtle.importKey('raw', derived, algorithm, false, ['sign', 'verify']);
}

/** Where the runtime cannot, the bytes as they are, which the caller then takes for no shorter. */
async function deflate(bytes: Bytes): Promise<Bytes> {
  if (typeof CompressionStream === 'undefined') return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Inflates at most `longestJson` bytes; null for a stream that is broken or longer. */
async function inflate(bytes: Bytes): Promise<Bytes | null> {
  if (typeof DecompressionStream === 'undefined') return null;
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate')).getReader();
  const parts: Bytes[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value.length;
      if (length > longestJson) {
        await reader.cancel();
        return null;
      }
      parts.push(value as Bytes);
    }
    return new Uint8Array(await new Blob(parts).arrayBuffer());
  } catch {
    return null;
  }
}
