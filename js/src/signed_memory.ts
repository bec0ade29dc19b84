// The signed cookies of flask-pancake, in a chunk of their own: loaded by who uses them.
import { serializeCookie, type CookieOptions } from './cookies.js';
import type { Ids, OpenSnapshot } from './engine.js';
import type { Feature } from './features.js';
import { given, type OrNull } from './given.js';
import type { FlaskCookieSigner } from './flask_cookie.js';
import type { State } from './flask_state.js';
import type { RequestCookies } from './requests.js';
import { cookieReason, notLoadedReason } from './visit.js';

export { FlaskCookieSigner } from './flask_cookie.js';

/** The attributes of flask-pancake's cookie where none are given; given ones leave only the path. */
const flaskDefaults: CookieOptions = { httpOnly: true, path: '/', sameSite: 'Lax' };

/** How a signed cookie is read and written. */
export interface SignedCookie {
  signer: FlaskCookieSigner;
  name: string;
  options: OrNull<CookieOptions> | null | undefined;
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

  /** What is remembered of a sample goes before everything; what is drawn now is remembered. */
  answerOf({ kind, name }: Feature, evaluated: () => number): number {
    const known = kind === 2 ? this.#recall(name) : undefined;
    if (known !== undefined) return (cookieReason << 1) | Number(known);
    const bits = evaluated();
    // What the snapshot does not know is not remembered: it may be defined later.
    if (kind === 2 && bits >> 1 !== 0 && bits >> 1 !== notLoadedReason) this.#state.set(name, (bits & 1) !== 0);
    return bits;
  }

  /** What is remembered of all samples, by their index. What is drawn now is remembered. */
  decided(snapshot: OpenSnapshot, ids: Ids, key: string): Map<number, boolean> {
    const decided = new Map<number, boolean>();
    const answers = snapshot.answers(ids, key);
    for (let i = snapshot.featureCount - snapshot.sampleCount; i < snapshot.featureCount; ++i) {
      const name = snapshot.name(i);
      const known = this.#recall(name);
      if (known !== undefined) decided.set(i, known);
      else if (snapshot.isDefined(i)) this.#state.set(name, (Number(answers[i]) & 1) === 1);
    }
    return decided;
  }

  /** The Set-Cookie header's value; null while nothing is remembered. */
  async setCookie(): Promise<string | null> {
    if (this.#state.size === 0) return null;
    const { signer, name, options } = this.#cookie;
    const own = given(options);
    const attributes = Object.keys(own).length > 0 ? { path: '/', ...own } : flaskDefaults;
    return serializeCookie(name, await signer.write(this.#state), attributes);
  }

  #recall(sample: string): boolean | undefined {
    const value = this.#state.get(sample);
    return typeof value === 'boolean' ? value : undefined;
  }
}
