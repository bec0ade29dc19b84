import { serializeCookie, type CookieOptions } from './cookies.js';
import type { FlaskCookieSigner } from './flask_cookie.js';
import type { State } from './flask_state.js';
import { withCookies, type RequestCookies } from './requests.js';
import { Visit, type SampleMemory, type VisitParts } from './visit.js';

/** The attributes of flask-pancake's cookie where none are given; given ones leave only the path. */
const flaskDefaults: CookieOptions = { httpOnly: true, path: '/', sameSite: 'Lax' };

/** How a signed cookie is read and written. */
export interface SignedCookie {
  signer: FlaskCookieSigner;
  name: string;
  options: CookieOptions | undefined;
}

/** What a signed cookie remembers of the samples; answers drawn now are added behind. */
export class SignedMemory implements SampleMemory {
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

/** The features for the visitor of one request. Shares nothing with other requests. */
export class RequestVisit extends Visit {
  readonly #parts: VisitParts;
  readonly #cookies: RequestCookies;
  readonly #memory: SignedMemory | undefined;

  constructor(parts: VisitParts, cookies: RequestCookies, memory: SignedMemory | undefined) {
    super({ ...parts, memory });
    this.#parts = parts;
    this.#cookies = cookies;
    this.#memory = memory;
  }

  /** What the samples of this visitor are drawn by. */
  get visitor(): string {
    return this.#parts.key.get();
  }

  /**
   * The Set-Cookie headers that the response needs: a visitor cookie that is new, or a signed
   * cookie that remembers something. To be asked when every feature was checked.
   */
  async setCookies(): Promise<string[]> {
    const signed = await this.#memory?.setCookie();
    return signed ? [...this.#cookies.written, signed] : [...this.#cookies.written];
  }

  /** The response with the headers of setCookies(). */
  async apply(response: Response): Promise<Response> {
    return withCookies(response, await this.setCookies());
  }
}
