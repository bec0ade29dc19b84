import { MemoryCookies, serializeCookie, type CookieKeeper, type CookieOptions } from './cookies.js';

/**
 * The page's cookies. Where the browser refuses them (a sandboxed frame, blocked cookies) or
 * there is no document (a web worker), they last as long as the page.
 */
export class DocumentCookies implements CookieKeeper {
  readonly #memory = new MemoryCookies();

  read(name: string): string | null {
    try {
      for (const pair of document.cookie.split(';')) {
        const [found = '', ...value] = pair.split('=');
        // A visitor cookie has nothing to escape: quotes are all that a server may have added.
        if (found.trim() === name) return value.join('=').trim().replace(/^"(.*)"$/, '$1');
      }
    } catch {
      // Reading is refused: what was kept in memory counts.
    }
    return this.#memory.read(name);
  }

  write(name: string, value: string, options: CookieOptions): void {
    this.#memory.write(name, value);
    try {
      document.cookie = serializeCookie(name, value, options);
    } catch {
      // Writing is refused: the visitor lasts as long as the page.
    }
  }
}
