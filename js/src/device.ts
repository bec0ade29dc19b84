import type { CookieKeeper } from './cookies.js';

/** What a page writes on its visitor's device: at once, or when that is allowed. */
export class Device {
  /** What is to be written, by what it is; null once that is allowed. */
  #unwritten: Map<string, () => void> | null;

  constructor(isAllowed: boolean) {
    this.#unwritten = isAllowed ? null : new Map();
  }

  /** Cookies that are written when they may be. */
  cookies(keeper: CookieKeeper): CookieKeeper {
    return { ...keeper, whenAllowed: (work) => this.write('cookie', work) };
  }

  /** Does the work that writes; of several of one kind that have to wait only the last. */
  write(what: 'cookie' | 'snapshot', work: () => void): void {
    if (this.#unwritten === null) work();
    else this.#unwritten.set(what, work);
  }

  /** From here on it is allowed. */
  allow(): void {
    const unwritten = this.#unwritten;
    this.#unwritten = null;
    unwritten?.forEach((work) => work());
  }
}
