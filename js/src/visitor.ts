import { charactersOf } from './characters.js';
import type { CookieKeeper, CookieOptions } from './cookies.js';
import type { IdReader } from './groups.js';

// The visitor cookie, as core/include/pancake/visitor_cookie.h draws it: '1' and three base64url
// characters of 18 random bits. Held by tests/vectors/visitor_cookie.json.

/** The visitor key (three characters) in a cookie's value; null if it is not of this form. */
export function readVisitorCookie(value: string): string | null {
  return /^1[\w-]{3}$/.test(value) ? value.slice(1) : null;
}

/** The cookie's value for 18 random bits; higher bits are ignored. */
export function writeVisitorCookie(bits: number): string {
  // Three letters of base64 hold the upper 18 of 24 bits.
  const letters = btoa(charactersOf([bits >>> 10, bits >>> 2, bits << 6])).slice(0, 3);
  return `1${letters.replaceAll('+', '-').replaceAll('/', '_')}`;
}

/**
 * The value of a new visitor's cookie. It is no secret, so that Math.random is random enough: Node
 * loads its cryptography for longer than all of Pancake.
 */
export function newVisitorCookie(): string {
  return writeVisitorCookie(Math.random() * 2 ** 18);
}

/** What the samples of one visitor are drawn by. */
export interface VisitorKey {
  /** The key: an id that the application gives, or the visitor key of the cookie. */
  get(): string;
  /**
   * To be called when an answer depends on the key. A new visitor gets its cookie at the first
   * sample and not before: who only sees switches and flags needs none.
   */
  keep(): void;
}

/**
 * The visitor key in a cookie; read when first needed. A new one is only written where there is still
 * none: the server or another tab may have been faster, and what it wrote counts.
 */
export class CookieVisitor implements VisitorKey {
  readonly #cookies: CookieKeeper;
  readonly #name: string;
  readonly #options: CookieOptions;
  #key = '';
  #isKept = false;

  constructor(cookies: CookieKeeper, name: string, options: CookieOptions) {
    this.#cookies = cookies;
    this.#name = name;
    this.#options = options;
  }

  get(): string {
    return (this.#key ||= this.#read() ?? newVisitorCookie().slice(1));
  }

  keep(): void {
    if (this.#isKept) return;
    this.#isKept = true;
    if (this.#adopt()) return;
    const write = () => this.#adopt() || this.#cookies.write(this.#name, `1${this.get()}`, this.#options);
    if (this.#cookies.whenAllowed) this.#cookies.whenAllowed(write);
    else write();
  }

  /** Goes on with the cookie that is there by now; gives whether there is one. */
  #adopt(): boolean {
    const known = this.#read();
    if (known !== null) this.#key = known;
    return known !== null;
  }

  #read(): string | null {
    return readVisitorCookie(this.#cookies.read(this.#name) ?? '');
  }
}

/** The id that the application gives; where it gives none, the cookie's. */
export class GivenVisitor implements VisitorKey {
  readonly #give: IdReader;
  readonly #otherwise: VisitorKey;

  constructor(give: IdReader, otherwise: VisitorKey) {
    this.#give = give;
    this.#otherwise = otherwise;
  }

  get(): string {
    return this.#give() ?? this.#otherwise.get();
  }

  keep(): void {
    if (this.#give() === null) this.#otherwise.keep();
  }
}
