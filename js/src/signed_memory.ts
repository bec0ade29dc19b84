// The signed cookies of flask-pancake, in a chunk of their own: loaded by who uses them.
import { serializeCookie, type CookieOptions } from './cookies.js';
import type { FlaskCookieSigner } from './flask_cookie.js';
import type { State } from './flask_state.js';
import type { RequestCookies } from './requests.js';

export { FlaskCookieSigner } from './flask_cookie.js';

/** The attributes of flask-pancake's cookie where none are given; given ones leave only the path. */
const flaskDefaults: CookieOptions = { httpOnly: true, path: '/', sameSite: 'Lax' };

/** How a signed cookie is read and written. */
export interface SignedCookie {
  signer: FlaskCookieSigner;
  name: string;
  options: CookieOptions | undefined;
}

/** What a signed cookie remembers of the samples; answers drawn now are added behind. */
export class SignedMemory {
  readonly #state: State;
  readonly #cookie: SignedCookie;

  private constructor(state: State, cookie: SignedCookie) {
    this.#state = state;
    this.#cookie = cookie;
  }

  static async read(cookie: SignedCookie, cookies: RequestCookies): Promise<SignedMemory> {
    const value = cookies.read(cookie.name);
    const state = value === null ? null : await cookie.signer.read(value);
    return new SignedMemory(state ?? new Map(), cookie);
  }

  recall(sample: string): boolean | undefined {
    const value = this.#state.get(sample);
    return typeof value === 'boolean' ? value : undefined;
  }

  remember(sample: string, isActive: boolean): void {
    this.#state.set(sample, isActive);
  }

  /** The Set-Cookie header's value; null while nothing is remembered. */
  async setCookie(): Promise<string | null> {
    if (this.#state.size === 0) return null;
    const { signer, name, options } = this.#cookie;
    const isGiven = options !== undefined && Object.keys(options).length > 0;
    const attributes = isGiven ? { path: '/', ...options } : flaskDefaults;
    return serializeCookie(name, await signer.write(this.#state), attributes);
  }
}
