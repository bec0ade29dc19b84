import { given, type OrNull } from './given.js';

/** The attributes of a cookie. */
export interface CookieOptions {
  httpOnly?: boolean;
  secure?: boolean;
  sameSite?: 'Strict' | 'Lax' | 'None';
  /** An empty domain or path leaves the attribute out. */
  domain?: string;
  path?: string;
  /** Seconds. Without it the cookie lives as long as the browser's session. */
  maxAge?: number;
  /** Takes `Secure` along, without which browsers refuse it. */
  partitioned?: boolean;
}

/** Where cookies are read and written: `document.cookie`, a request and its response, memory. */
export interface CookieKeeper {
  /** The cookie's value, null if there is none. */
  read(name: string): string | null;
  write(name: string, value: string, options: CookieOptions): void;
  /** Does the work that writes when that is allowed; at once where there is no such method. */
  whenAllowed?(work: () => void): void;
}

const yearSeconds = 365 * 24 * 60 * 60;

/** Options of a visitor cookie; those of an application are laid over them. */
export function visitorCookieOptions(options: OrNull<CookieOptions> | null | undefined, underTls: boolean): CookieOptions {
  return { path: '/', sameSite: 'Lax', maxAge: yearSeconds, secure: underTls, ...given(options) };
}

/** A Set-Cookie header's value, with the attributes in the order in which Flask writes them. */
export function serializeCookie(name: string, value: string, options: CookieOptions): string {
  const { domain, maxAge, secure, httpOnly, path, sameSite, partitioned } = options;
  return [
    `${name}=${value}`,
    domain && `Domain=${domain}`,
    (maxAge ?? -1) >= 0 && `Max-Age=${Math.floor(maxAge as number)}`,
    (secure || partitioned) && 'Secure',
    httpOnly && 'HttpOnly',
    path && `Path=${path}`,
    sameSite && `SameSite=${sameSite}`,
    partitioned && 'Partitioned',
  ]
    .filter(Boolean)
    .join('; ');
}

/** Where nothing is read and nothing kept. */
export const noCookies: CookieKeeper = { read: () => null, write() {} };

/** Cookies of nobody but this object. */
export class MemoryCookies implements CookieKeeper {
  readonly #values = new Map<string, string>();

  read(name: string): string | null {
    return this.#values.get(name) ?? null;
  }

  write(name: string, value: string): void {
    this.#values.set(name, value);
  }
}
